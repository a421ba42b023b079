// The duality gap of an elastic net with bounds, as a sum of terms that are each >= 0, so that nothing cancels.

import type { Net } from "./net.ts";

/** Roundings of g in units of the terms that it is summed from. */
const ROUNDINGS = 16;

/** What g cannot be told from: it sums r and p products of entries up to 1 with b. */
export function gradientRounding({ b }: Net): number {
  return ROUNDINGS * Number.EPSILON * b.reduce((sum, value) => sum + Math.abs(value), 1);
}

/** sup of v·x − a|x| − c x²/2 over lower <= x <= upper. */
function conjugate(v: number, a: number, c: number, bound: number): number {
  const beyond = Math.abs(v) - a;
  if (beyond <= 0) return 0;
  if (c > 0 && beyond <= c * bound) return (beyond * beyond) / (2 * c);
  // Feasible to rounding: without a bound nothing else stops x.
  return bound === Number.POSITIVE_INFINITY ? 0 : bound * beyond - (c * bound * bound) / 2;
}

/**
 * Objective less its Fenchel dual at the dual point s·(y − Xb), s <= 1 the largest that is feasible, over half the squared
 * length of the response. A term without any penalty or bound is feasible only with g = 0, which holds to rounding.
 */
export function dualityGap(net: Net): number {
  const { problem, a, c, b, g } = net;
  const rounding = gradientRounding(net);
  let s = 1;
  const bounds = g.map((v, j) => (v > 0 ? problem.upper[j] : -(problem.lower[j] as number)) as number);
  for (const [j, v] of g.entries()) {
    const open = c[j] === 0 && bounds[j] === Number.POSITIVE_INFINITY;
    const size = Math.abs(v);
    if (open && size > (a[j] as number) && (a[j] !== 0 || size > rounding)) s = Math.min(s, (a[j] as number) / size);
  }
  let rss = 1;
  let sum = 0;
  for (const [j, v] of g.entries()) {
    const x = b[j] as number;
    rss -= x * ((problem.r[j] as number) + v);
    const free = a[j] === 0 && c[j] === 0 && Math.abs(v) <= rounding;
    const own = x === 0 ? 0 : (a[j] as number) * Math.abs(x) + ((c[j] as number) * x * x) / 2;
    const dual = free ? 0 : conjugate(s * v, a[j] as number, c[j] as number, bounds[j] as number);
    sum += Math.max(0, own + dual - s * v * x);
  }
  return (1 - s) * (1 - s) * Math.max(0, rss) + 2 * sum;
}
