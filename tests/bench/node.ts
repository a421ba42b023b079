// Node's entry of the benchmarks. Relaxed SIMD needs `--experimental-wasm-relaxed-simd` there.

export { benchDiagnose } from "./diagnose.ts";
export { benchGram } from "./gram.ts";
export { benchPath } from "./path.ts";
