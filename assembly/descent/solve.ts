// One penalty of an elastic net on moments: descent, then the exact solution on the terms that it found.

import { forgetFactor, solveExactly } from "./active-set";
import { chooseStrong, descend } from "./cycle";
import { dualityGap } from "./gap";
import { A1, A2, BEFORE, BETA, CAPACITY, entryAt, FACTOR_LAMBDA2, L1, L2, P, refreshGradient } from "./net";

/** Cycles before the exact solver takes over: they find most terms that change; more were seen to cost more than they save. */
const FIRST_CYCLES: i32 = 2;

/** Changes of half the squared length of the response by one coefficient, below which a cycle has settled. */
const FIRST_SETTLED: f64 = 1e-7;

/** Steps of the exact solver; a term was seen to enter or leave once a penalty or twice. */
const STEPS_A_TERM: i32 = 50;

const EXACT: i32 = 0;
const CONVERGED: i32 = 1;
const MAX_ITERATIONS: i32 = 2;

/** Set the penalties, keeping the first of the lambda before; there is none before the first. */
function setPenalties(net: usize, lambda1: f64, lambda2: f64, isFirst: bool): void {
  const p = load<usize>(net, P);
  const a = load<usize>(net, A1);
  memory.copy(load<usize>(net, BEFORE), a, p * 8);
  for (let j: usize = 0; j < p; j++) {
    store<f64>(a + j * 8, entryAt(load<usize>(net, L1), j) * lambda1);
    store<f64>(load<usize>(net, A2) + j * 8, entryAt(load<usize>(net, L2), j) * lambda2);
  }
  if (isFirst) memory.copy(load<usize>(net, BEFORE), a, p * 8);
  if (isFirst || load<f64>(net, FACTOR_LAMBDA2) !== lambda2) forgetFactor(net);
  store<f64>(net, lambda2, FACTOR_LAMBDA2);
}

function report(net: usize, out: usize, gap: f64, nIter: i32): void {
  store<f64>(out, gap);
  store<f64>(out, <f64>nIter, 8);
  memory.copy(out + 16, load<usize>(net, BETA), load<usize>(net, P) * 8);
}

/**
 * Solve for one pair of penalties from where the last call left off. `out` receives the gap, the iterations and b. Returns
 * 0 where solved exactly, 1 where descended to a gap of `tol`, 2 where iterations ran out.
 */
export function netSolve(
  net: usize,
  lambda1: f64,
  lambda2: f64,
  isFirst: bool,
  tol: f64,
  maxIter: i32,
  out: usize,
): i32 {
  setPenalties(net, lambda1, lambda2, isFirst);
  chooseStrong(net);
  let nIter: i32 = 0;
  if (load<usize>(net, CAPACITY) > 0) {
    nIter = descend(net, FIRST_SETTLED, maxIter < FIRST_CYCLES ? maxIter : FIRST_CYCLES);
    const steps = solveExactly(net, STEPS_A_TERM * <i32>(load<usize>(net, P) + 1));
    nIter += steps;
    if (steps > 0) {
      report(net, out, dualityGap(net), nIter);
      return EXACT;
    }
  }
  let left = maxIter;
  for (let settled = FIRST_SETTLED; ; settled *= 0.01) {
    const cycles = descend(net, settled, left);
    left -= cycles;
    nIter += cycles;
    refreshGradient(net);
    const gap = dualityGap(net);
    if (gap > tol && left > 0 && settled >= f64.MIN_NORMAL_VALUE) continue;
    report(net, out, gap, nIter);
    return gap <= tol ? CONVERGED : MAX_ITERATIONS;
  }
}
