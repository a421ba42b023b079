// The natural logarithm for the normal stream, rounded correctly in all but about one case in 10⁹. Engines' Math.log
// differ in the last bit; this sums in double-double and so gives the same bits everywhere.

/** log 2 beyond Math.LN2. */
const LN2_LOW = 2.3190468138462996e-17;
const SQRT_HALF = Math.SQRT1_2;
/** Veltkamp's constant 2²⁷ + 1, which halves a 53-bit significand. */
const SPLIT = 134217729;
/** Terms of the atanh series that are summed in double; beyond them double-double is needed. */
const LAST_TERM = 29;
const FIRST_PLAIN_TERM = 13;

interface Pair {
  high: number;
  low: number;
}

/** a + b exactly, for any a and b (Knuth). */
function twoSum(a: number, b: number): Pair {
  const high = a + b;
  const t = high - a;
  return { high, low: a - (high - t) + (b - t) };
}

/** a·b exactly where nothing under- or overflows (Dekker). */
function twoProduct(a: number, b: number): Pair {
  const high = a * b;
  const ca = SPLIT * a;
  const ah = ca - (ca - a);
  const al = a - ah;
  const cb = SPLIT * b;
  const bh = cb - (cb - b);
  const bl = b - bh;
  return { high, low: al * bl - (high - ah * bh - al * bh - ah * bl) };
}

function multiply(a: Pair, b: Pair): Pair {
  const p = twoProduct(a.high, b.high);
  return twoSum(p.high, p.low + (a.high * b.low + a.low * b.high));
}

function add(a: Pair, b: Pair): Pair {
  const s = twoSum(a.high, b.high);
  return twoSum(s.high, s.low + (a.low + b.low));
}

function quotient(a: number, b: Pair): Pair {
  const q = a / b.high;
  const p = twoProduct(q, b.high);
  return twoSum(q, (a - p.high - p.low - q * b.low) / b.high);
}

/** Natural logarithm of a normal positive number: log x = k·log 2 + 2·atanh((m − 1)/(m + 1)) with x = m·2ᵏ. */
export function log(x: number): number {
  let k = 0;
  let m = x;
  while (m < SQRT_HALF) {
    m *= 2;
    k -= 1;
  }
  while (m > 2 * SQRT_HALF) {
    m *= 0.5;
    k += 1;
  }
  const s = quotient(m - 1, twoSum(m, 1));
  const s2 = multiply(s, s);
  let plain = 0;
  for (let i = LAST_TERM; i >= FIRST_PLAIN_TERM; i -= 2) plain = plain * s2.high + 1 / i;
  let sum: Pair = { high: plain, low: 0 };
  for (let i = FIRST_PLAIN_TERM - 2; i >= 1; i -= 2) {
    sum = add(multiply(sum, s2), quotient(1, { high: i, low: 0 }));
  }
  const mantissa = multiply(sum, { high: 2 * s.high, low: 2 * s.low });
  const exponent = twoProduct(k, Math.LN2);
  return add(add(exponent, { high: k * LN2_LOW, low: 0 }), mantissa).high;
}
