// The duality gap of an elastic net with bounds, as a sum of terms that are each >= 0, so that nothing cancels.

import { A1, A2, BETA, entryAt, GRADIENT, gradientRounding, LOWER, P, RIGHT, UPPER } from "./net";

/** sup of v·x − a|x| − c x²/2 over 0 <= x·sign(v) <= bound. */
function conjugate(v: f64, a: f64, c: f64, bound: f64): f64 {
  const beyond = Math.abs(v) - a;
  if (beyond <= 0) return 0;
  if (c > 0 && beyond <= c * bound) return (beyond * beyond) / (2 * c);
  // Feasible to rounding: without a bound nothing else stops x.
  return bound === f64.POSITIVE_INFINITY ? 0 : bound * beyond - (c * bound * bound) / 2;
}

/** How far a term may move in the direction of v. */
function boundFor(net: usize, j: usize, v: f64): f64 {
  return v > 0 ? entryAt(load<usize>(net, UPPER), j) : -entryAt(load<usize>(net, LOWER), j);
}

/** The largest s <= 1 at which s·(y − Xb) is dual feasible. */
function feasibleShare(net: usize, rounding: f64): f64 {
  const p = load<usize>(net, P);
  let s: f64 = 1;
  for (let j: usize = 0; j < p; j++) {
    const v = entryAt(load<usize>(net, GRADIENT), j);
    if (entryAt(load<usize>(net, A2), j) !== 0 || boundFor(net, j, v) < f64.POSITIVE_INFINITY) continue;
    const a = entryAt(load<usize>(net, A1), j);
    const size = Math.abs(v);
    if (size > a && (a !== 0 || size > rounding)) s = Math.min(s, a / size);
  }
  return s;
}

/** Objective less its Fenchel dual at s·(y − Xb), over half the squared length of the response. */
export function dualityGap(net: usize): f64 {
  const p = load<usize>(net, P);
  const rounding = gradientRounding(net);
  const s = feasibleShare(net, rounding);
  let rss: f64 = 1;
  let sum: f64 = 0;
  for (let j: usize = 0; j < p; j++) {
    const v = entryAt(load<usize>(net, GRADIENT), j);
    const x = entryAt(load<usize>(net, BETA), j);
    const a = entryAt(load<usize>(net, A1), j);
    const c = entryAt(load<usize>(net, A2), j);
    rss -= x * (entryAt(load<usize>(net, RIGHT), j) + v);
    const own: f64 = x === 0 ? 0 : a * Math.abs(x) + (c * x * x) / 2;
    const free = a === 0 && c === 0 && Math.abs(v) <= rounding;
    const dual: f64 = free ? 0 : conjugate(s * v, a, c, boundFor(net, j, v));
    sum += Math.max(0, own + dual - s * v * x);
  }
  return (1 - s) * (1 - s) * Math.max(0, rss) + 2 * sum;
}
