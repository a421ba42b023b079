// The state of an elastic net while it is solved.

import type { DescentProblem } from "../../backend.ts";

export interface Net {
  problem: DescentProblem;
  /** Penalties of |b| and of b²/2 of each term. */
  a: Float64Array;
  c: Float64Array;
  b: Float64Array;
  /** r − A b, kept for every term. */
  g: Float64Array;
}

/** A net at b = 0. */
export function netOf(problem: DescentProblem): Net {
  const zeros = () => new Float64Array(problem.p);
  return { problem, a: zeros(), c: zeros(), b: zeros(), g: problem.r.slice() };
}

/** Compute g anew, free of the rounding of its updates. */
export function refreshGradient({ problem: { p, A, r }, b, g }: Net): void {
  g.set(r);
  for (let j = 0; j < p; j++) {
    const value = b[j] as number;
    if (value === 0) continue;
    for (let i = 0; i < p; i++) g[i] = (g[i] as number) - (A[j * p + i] as number) * value;
  }
}
