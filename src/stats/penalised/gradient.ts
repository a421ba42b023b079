// The gradient of half the residual sum of squares at a point, by moments.

import type { DescentProblem } from "#kernel/backend.ts";

/** r − A b. */
export function gradientOf({ p, A, r }: Pick<DescentProblem, "p" | "A" | "r">, b: Float64Array): Float64Array {
  const g = r.slice();
  for (let j = 0; j < p; j++) {
    const value = b[j] as number;
    if (value === 0) continue;
    for (let i = 0; i < p; i++) g[i] = (g[i] as number) - (A[j * p + i] as number) * value;
  }
  return g;
}

/** Share of the response's square that b explains, r′b + g′b. */
export function explainedShare(problem: Pick<DescentProblem, "p" | "A" | "r">, b: Float64Array): number {
  const g = gradientOf(problem, b);
  let sum = 0;
  for (let j = 0; j < problem.p; j++) sum += (b[j] as number) * ((problem.r[j] as number) + (g[j] as number));
  return sum;
}
