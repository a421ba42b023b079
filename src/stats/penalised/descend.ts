// Solutions by descent and the exact solver, as plain lists.

import type { Backend, DescentProblem } from "#kernel/backend.ts";
import type { Solutions } from "./solutions.ts";
import type { PathStop } from "./types.ts";

/** Gap at which descent may stop where it does not end exactly; the certificate asks for 1e-10. */
const TOL = 1e-12;
const MAX_ITER = 20_000;

/** The factor of the terms of a solution fills 32 MB at most; more of them are descended to. */
const MAX_ACTIVE = 2048;

const STOPS: readonly PathStop[] = ["exact", "converged", "max-iterations"];

/** Penalties of |b| and of b²/2 on the correlation scale. */
export interface Penalty {
  lambda1: number;
  lambda2: number;
}

/** Solve for penalties in turn, the first from `start`. */
export function descend(
  problem: DescentProblem,
  penalties: readonly Penalty[],
  backend: Pick<Backend, "descent">,
  start?: Float64Array,
): Solutions {
  const lambda1 = Float64Array.from(penalties, (penalty) => penalty.lambda1);
  const lambda2 = Float64Array.from(penalties, (penalty) => penalty.lambda2);
  const { p } = problem;
  const options = { tol: TOL, maxIter: MAX_ITER, maxActive: MAX_ACTIVE, ...(start ? { start } : {}) };
  const { beta, gap, nIter, status } = backend.descent(problem, lambda1, lambda2, options);
  const solutions = penalties.map((_, k) => beta.subarray(k * p, (k + 1) * p));
  return {
    beta: solutions,
    gap: Array.from(gap),
    nIter: Array.from(nIter),
    stopReason: Array.from(status, (code) => STOPS[code] as PathStop),
    df: solutions.map((b) => b.reduce((count, value) => count + (value === 0 ? 0 : 1), 0)),
  };
}
