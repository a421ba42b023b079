// Numbers as unevaluated sums of two doubles, some 31 decimal digits (Dekker 1971; Joldes, Muller and Popescu 2017). Products
// are split by Veltkamp's method rather than fused, so that every engine gives the same bits.

/** hi + lo with |lo| at most half a unit in the last place of hi. */
export interface DoubleDouble {
  hi: number;
  lo: number;
}

/** As many double-doubles as the arrays are long. */
export interface DoubleDoubles {
  hi: Float64Array;
  lo: Float64Array;
}

const SPLITTER = 2 ** 27 + 1;

/** a·b − product, exact while neither a nor b exceeds 2^996 and the error does not underflow. */
export function productError(a: number, b: number, product: number): number {
  const ta = SPLITTER * a;
  const aTop = ta - (ta - a);
  const aRest = a - aTop;
  const tb = SPLITTER * b;
  const bTop = tb - (tb - b);
  const bRest = b - bTop;
  return aTop * bTop - product + aTop * bRest + aRest * bTop + aRest * bRest;
}

/** a + b, exact. */
export function twoSum(a: number, b: number): DoubleDouble {
  const hi = a + b;
  const back = hi - a;
  return { hi, lo: a - (hi - back) + (b - back) };
}

/** a·b, exact within the range of `productError`. */
export function twoProduct(a: number, b: number): DoubleDouble {
  const hi = a * b;
  return { hi, lo: productError(a, b, hi) };
}

/** A double as a double-double. */
export function widen(hi: number): DoubleDouble {
  return { hi, lo: 0 };
}

function negated({ hi, lo }: DoubleDouble): DoubleDouble {
  return { hi: -hi, lo: -lo };
}

export function sum(x: DoubleDouble, y: DoubleDouble): DoubleDouble {
  const s = twoSum(x.hi, y.hi);
  const t = twoSum(x.lo, y.lo);
  const v = twoSum(s.hi, s.lo + t.hi);
  return twoSum(v.hi, t.lo + v.lo);
}

export function difference(x: DoubleDouble, y: DoubleDouble): DoubleDouble {
  return sum(x, negated(y));
}

export function product(x: DoubleDouble, y: DoubleDouble): DoubleDouble {
  const p = twoProduct(x.hi, y.hi);
  return twoSum(p.hi, p.lo + (x.hi * y.lo + x.lo * y.hi));
}

/** x/y; y is not 0. */
export function quotient(x: DoubleDouble, y: DoubleDouble): DoubleDouble {
  const first = x.hi / y.hi;
  const rest = difference(x, product(widen(first), y));
  const second = rest.hi / y.hi;
  const last = difference(rest, product(widen(second), y)).hi / y.hi;
  return sum(twoSum(first, second), widen(last));
}

/** √x for x >= 0. */
export function squareRoot(x: DoubleDouble): DoubleDouble {
  const root = Math.sqrt(x.hi);
  if (root === 0) return widen(0);
  return twoSum(root, difference(x, twoProduct(root, root)).hi / (2 * root));
}

/** x·factor for a power of 2: exact unless it over- or underflows. */
export function scaled({ hi, lo }: DoubleDouble, factor: number): DoubleDouble {
  return { hi: hi * factor, lo: lo * factor };
}

/** x as one double. */
export function rounded({ hi, lo }: DoubleDouble): number {
  return hi + lo;
}

/** n zeros. */
export function zeros(n: number): DoubleDoubles {
  return { hi: new Float64Array(n), lo: new Float64Array(n) };
}

export function at({ hi, lo }: DoubleDoubles, i: number): DoubleDouble {
  return { hi: hi[i] as number, lo: lo[i] as number };
}

export function put(into: DoubleDoubles, i: number, { hi, lo }: DoubleDouble): void {
  into.hi[i] = hi;
  into.lo[i] = lo;
}

/** n entries of a vector from `from` on. */
export interface Stretch {
  of: DoubleDoubles;
  from: number;
}

/** start − Σ x[k]·y[k] over n entries. */
export function minusDot(start: DoubleDouble, x: Stretch, y: Stretch, n: number): DoubleDouble {
  let { hi, lo } = start;
  for (let k = 0; k < n; k++) {
    const a = x.of.hi[x.from + k] as number;
    const b = y.of.hi[y.from + k] as number;
    const p = a * b;
    const low = a * (y.of.lo[y.from + k] as number) + (x.of.lo[x.from + k] as number) * b;
    const next = hi - p;
    const back = next - hi;
    lo += hi - (next - back) - (p + back) - (productError(a, b, p) + low);
    hi = next + lo;
    const moved = hi - next;
    lo = next - (hi - moved) + (lo - moved);
  }
  return { hi, lo };
}
