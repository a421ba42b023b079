// The budget of the kernel's speed: ratios within one run, because seconds depend on the machine.

import { benchGram, type Contender } from "./gram.ts";

/**
 * Ratios at 1M × 20, copy and centring included, of the fastest of alternating repeats, and the rules that they break.
 * The fastest, because other work on the machine takes memory bandwidth from the fast contender and little from the slow.
 */
export interface GramSpeed {
  /** Time of the equally tiled scalar build over that of simd. */
  simdOverScalar: number;
  /** Time of the obvious triple loop in plain WebAssembly over that of simd. */
  simdOverNaive: number;
  broken: string[];
}

const ROWS = 1_000_000;
const COLUMNS = 20;
const MIN_OVER_SCALAR = 1.7;
const MIN_OVER_NAIVE = 5;

/** Measure both ratios and say which are too small. */
export async function checkGramSpeed(repeats = 9): Promise<GramSpeed> {
  const results = await benchGram({ rows: ROWS, columns: COLUMNS, backends: ["simd", "scalar", "naive"], repeats });
  const fastest = (backend: Contender) => results.find((result) => result.backend === backend)?.min ?? Number.NaN;
  const simdOverScalar = fastest("scalar") / fastest("simd");
  const simdOverNaive = fastest("naive") / fastest("simd");
  const broken: string[] = [];
  if (!(simdOverScalar >= MIN_OVER_SCALAR)) {
    broken.push(`simd over scalar: must be >= ${MIN_OVER_SCALAR}; got ${simdOverScalar.toFixed(2)}`);
  }
  if (!(simdOverNaive >= MIN_OVER_NAIVE)) {
    broken.push(`simd over naive: must be >= ${MIN_OVER_NAIVE}; got ${simdOverNaive.toFixed(2)}`);
  }
  return { simdOverScalar, simdOverNaive, broken };
}
