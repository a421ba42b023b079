// Relaxed solutions: least squares on the terms that a penalty left in.

import type { Dense } from "#kernel/backend.ts";
import { factorByRank } from "../models/rank.ts";
import type { PenalisedProblem } from "./problem.ts";

/** Least squares on the terms that are not 0 in each solution, on the correlation scale; terms are solved for once. */
export function relaxedSolutions(
  { descent }: PenalisedProblem,
  beta: readonly Float64Array[],
  dense: Dense,
): Float64Array[] {
  const { p, A, r } = descent;
  const known = new Map<string, Float64Array>();
  return beta.map((b) => {
    const terms = Array.from(b.keys()).filter((j) => b[j] !== 0);
    const key = terms.join();
    const found = known.get(key);
    if (found) return found;
    const m = terms.length;
    const block = Float64Array.from(
      { length: m * m },
      (_, k) => A[(terms[Math.floor(k / m)] as number) * p + (terms[k % m] as number)] as number,
    );
    const { factor } = factorByRank(block, m, dense);
    const solved = dense.solve(
      factor,
      Float64Array.from(terms, (j) => r[j] as number),
      1,
    );
    const relaxed = new Float64Array(p);
    for (const [k, j] of terms.entries()) relaxed[j] = solved[k] as number;
    known.set(key, relaxed);
    return relaxed;
  });
}
