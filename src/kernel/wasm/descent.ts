// Elastic nets on moments by the kernel.

import type { DescentOptions, DescentPath, DescentProblem } from "../backend.ts";
import { checkDescent } from "../shapes.ts";
import type { Kernel } from "./instance.ts";

/** Values before the coefficients of a report: gap and iterations. */
const HEAD = 2;

interface Penalties {
  lambda1: Float64Array;
  lambda2: Float64Array;
}

/** See `Backend.descent`. */
export function descent(
  { arena, call }: Kernel,
  problem: DescentProblem,
  { lambda1, lambda2 }: Penalties,
  { tol, maxIter, maxActive, start }: DescentOptions,
): DescentPath {
  checkDescent(problem, lambda1, lambda2, start);
  const { p } = problem;
  const n = lambda1.length;
  const capacity = Math.min(p, maxActive);
  arena.reset();
  const A = arena.put(problem.A);
  const r = arena.put(problem.r);
  const limits = arena.take(4 * p * 8);
  const net = arena.take(call.descent_bytes(p, capacity));
  const out = arena.take((HEAD + p) * 8);
  const view = arena.f64(limits, 4 * p);
  for (const [k, values] of [problem.l1, problem.l2, problem.lower, problem.upper].entries()) view.set(values, k * p);
  call.descent_begin_f64(A, r, limits, p, capacity, net);
  if (start) {
    arena.f64(out, p).set(start);
    call.descent_start_f64(net, out);
  }
  const report = arena.f64(out, HEAD + p);
  const path: DescentPath = {
    beta: new Float64Array(p * n),
    gap: new Float64Array(n),
    nIter: new Int32Array(n),
    status: new Uint8Array(n),
  };
  for (let k = 0; k < n; k++) {
    const first = k === 0 ? 1 : 0;
    path.status[k] = call.descent_solve_f64(net, lambda1[k] as number, lambda2[k] as number, first, tol, maxIter, out);
    path.gap[k] = report[0] as number;
    path.nIter[k] = report[1] as number;
    path.beta.set(report.subarray(HEAD), k * p);
  }
  return path;
}
