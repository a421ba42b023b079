// Node's entry of the benchmarks. Relaxed SIMD needs `--experimental-wasm-relaxed-simd` there.

export { benchGram } from "./gram.ts";
export { benchModels } from "./models.ts";
export { writePeerData } from "./peers/data.ts";
export { writeStorefrontCsv } from "./peers/storefront-csv.ts";
export { benchStorefront } from "./storefront.ts";
