// Elastic nets on moments in plain TypeScript: coordinate descent, then the exact solution on its terms.

import type { DescentOptions, DescentPath, DescentProblem } from "../backend.ts";
import { checkDescent } from "../shapes.ts";
import { solveExactly } from "./descent/active-set.ts";
import { dualityGap } from "./descent/gap.ts";
import { type Net, netOf, refreshGradient } from "./descent/net.ts";

/** Cycles before the exact solver takes over, as in the kernel. */
const FIRST_CYCLES = 2;

/** Changes of half the squared length of the response by one coefficient, below which a cycle has settled. */
const FIRST_SETTLED = 1e-7;

/** Rounding of a gradient of order 1: what is no further beyond its penalty stays at 0. */
const ROUNDING = 16 * Number.EPSILON;

/** Steps of the exact solver; a term was seen to enter or leave once a penalty or twice. */
const STEPS_A_TERM = 50;

const EXACT = 0;
const CONVERGED = 1;
const MAX_ITERATIONS = 2;

/** Move each coefficient to its minimum given the others; the largest A[j][j]·change². */
function cycle({ problem, a, c, b, g }: Net, terms: readonly number[]): number {
  const { p, A, lower, upper } = problem;
  let largest = 0;
  for (const j of terms) {
    const d = A[j * p + j] as number;
    const old = b[j] as number;
    const z = (g[j] as number) + d * old;
    const beyond = Math.abs(z) - (a[j] as number);
    const shrunk = beyond > ROUNDING ? beyond / (d + (c[j] as number)) : 0;
    const next = Math.min(upper[j] as number, Math.max(lower[j] as number, z < 0 ? -shrunk : shrunk));
    const change = next - old;
    if (change === 0) continue;
    b[j] = next;
    for (let i = 0; i < p; i++) g[i] = (g[i] as number) - change * (A[j * p + i] as number);
    largest = Math.max(largest, d * change * change);
  }
  return largest;
}

/** Terms that could enter, by the sequential strong rule (Tibshirani et al. 2012), or are in. */
function strongTerms({ problem, a, b, g }: Net, before: Float64Array): number[] {
  const { p, A } = problem;
  return Array.from({ length: p }, (_, j) => j).filter((j) => {
    if (A[j * p + j] === 0) return false;
    return b[j] !== 0 || Math.abs(g[j] as number) >= 2 * (a[j] as number) - (before[j] as number);
  });
}

/** Terms outside `terms` that want to enter. */
function violators({ problem, a, g }: Net, terms: readonly number[]): number[] {
  const { p, A } = problem;
  const inside = new Set(terms);
  return Array.from({ length: p }, (_, j) => j).filter(
    (j) => A[j * p + j] !== 0 && !inside.has(j) && Math.abs(g[j] as number) > (a[j] as number) + ROUNDING,
  );
}

/** Descend until changes are below `settled` over all terms; the cycles it took. */
function descend(net: Net, strong: number[], settled: number, maxIter: number): number {
  let nIter = 0;
  while (nIter < maxIter) {
    nIter += 1;
    let largest = cycle(net, strong);
    if (largest <= settled) {
      const more = violators(net, strong);
      if (more.length === 0) break;
      strong.push(...more);
      continue;
    }
    const active = strong.filter((j) => net.b[j] !== 0);
    while (largest > settled && nIter < maxIter) {
      nIter += 1;
      largest = cycle(net, active);
    }
  }
  return nIter;
}

interface Outcome {
  gap: number;
  nIter: number;
  status: number;
}

/** Descend, with ever smaller changes, until the gap is small enough. */
function descendToGap(net: Net, strong: number[], { tol, maxIter }: DescentOptions): Outcome {
  let nIter = 0;
  for (let settled = FIRST_SETTLED; ; settled *= 0.01) {
    nIter += descend(net, strong, settled, maxIter - nIter);
    refreshGradient(net);
    const gap = dualityGap(net);
    if (gap <= tol) return { gap, nIter, status: CONVERGED };
    if (nIter >= maxIter || settled < Number.MIN_VALUE) return { gap, nIter, status: MAX_ITERATIONS };
  }
}

function solveOne(net: Net, before: Float64Array, options: DescentOptions): Outcome {
  const strong = strongTerms(net, before);
  const { maxActive, maxIter } = options;
  if (maxActive === 0) return descendToGap(net, strong, options);
  const nIter = descend(net, strong, FIRST_SETTLED, Math.min(FIRST_CYCLES, maxIter));
  const steps = solveExactly(net, maxActive, STEPS_A_TERM * (net.problem.p + 1));
  if (steps !== null) return { gap: dualityGap(net), nIter: nIter + steps, status: EXACT };
  const rest = descendToGap(net, strong, options);
  return { ...rest, nIter: nIter + rest.nIter };
}

/** See `Backend.descent`. */
export function descent(
  problem: DescentProblem,
  lambda1: Float64Array,
  lambda2: Float64Array,
  options: DescentOptions,
): DescentPath {
  checkDescent(problem, lambda1, lambda2, options.start);
  const { p } = problem;
  const n = lambda1.length;
  const path: DescentPath = {
    beta: new Float64Array(p * n),
    gap: new Float64Array(n),
    nIter: new Int32Array(n),
    status: new Uint8Array(n),
  };
  const net = netOf(problem);
  if (options.start) {
    net.b.set(options.start);
    refreshGradient(net);
  }
  let before: Float64Array = problem.l1;
  for (let k = 0; k < n; k++) {
    net.a = problem.l1.map((w) => w * (lambda1[k] as number));
    net.c = problem.l2.map((w) => w * (lambda2[k] as number));
    const { gap, nIter, status } = solveOne(net, k === 0 ? net.a : before, options);
    before = net.a;
    path.beta.set(net.b, k * p);
    path.gap[k] = gap;
    path.nIter[k] = nIter;
    path.status[k] = status;
  }
  return path;
}
