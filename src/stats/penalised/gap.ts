// The duality gap of a solution over all columns, as a sum of terms that are each >= 0, so that nothing cancels.

/** A point on the correlation scale and what it costs; a, c are the penalties of |b| and of b²/2. */
export interface Point {
  b: Float64Array;
  /** X′(y − Xb). */
  g: Float64Array;
  /** Squared length of y − Xb, where the response has length 1. */
  rss: number;
  a: Float64Array;
  c: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
}

/** Roundings of a gradient in units of what it sums. */
const ROUNDINGS = 64;

/** What a gradient cannot be told from. */
export function gradientRounding(b: Float64Array): number {
  return ROUNDINGS * Number.EPSILON * b.reduce((sum, value) => sum + Math.abs(value), 1);
}

/** How far column j may move where its gradient is v. */
function boundFor({ lower, upper }: Point, j: number, v: number): number {
  return v > 0 ? (upper[j] as number) : -(lower[j] as number);
}

/** sup of v·x − a|x| − c x²/2 over 0 <= x·sign(v) <= bound. */
function conjugate(v: number, a: number, c: number, bound: number): number {
  const beyond = Math.abs(v) - a;
  if (beyond <= 0) return 0;
  if (c > 0 && beyond <= c * bound) return (beyond * beyond) / (2 * c);
  // Feasible to rounding: without a bound nothing else stops x.
  return bound === Number.POSITIVE_INFINITY ? 0 : bound * beyond - (c * bound * bound) / 2;
}

/** The largest s <= 1 at which s·(y − Xb) is dual feasible; a column without penalty and bound needs g = 0, to rounding. */
function feasibleShare(point: Point, rounding: number): number {
  return point.g.reduce((s, v, j) => {
    const a = point.a[j] as number;
    const size = Math.abs(v);
    const open = point.c[j] === 0 && boundFor(point, j, v) === Number.POSITIVE_INFINITY;
    return open && size > a && (a !== 0 || size > rounding) ? Math.min(s, a / size) : s;
  }, 1);
}

/** Objective less its Fenchel dual at s·(y − Xb), over half the squared length of the response. */
export function dualityGap(point: Point): number {
  const { b, g, rss, a, c } = point;
  const rounding = gradientRounding(b);
  const s = feasibleShare(point, rounding);
  let sum = 0;
  for (const [j, v] of g.entries()) {
    const x = b[j] as number;
    const [first, second] = [a[j] as number, c[j] as number];
    const isFree = first === 0 && second === 0 && Math.abs(v) <= rounding;
    const own = x === 0 ? 0 : first * Math.abs(x) + (second * x * x) / 2;
    const dual = isFree ? 0 : conjugate(s * v, first, second, boundFor(point, j, v));
    sum += Math.max(0, own + dual - s * v * x);
  }
  return (1 - s) * (1 - s) * rss + 2 * sum;
}
