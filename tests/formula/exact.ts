// Logarithm, exponential and powers in big integers: the judge of the software versions. Some 2^−280 absolute.

/** m·2^e. */
export interface Exact {
  m: bigint;
  e: number;
}

const BITS = 320;
const ONE = 1n << BigInt(BITS);

/** ln 2 = 2 artanh(1/3). */
export const LN2: Exact = { m: 2n * artanh(ONE / 3n), e: -BITS };

/** Σ s^(2j+1)/(2j+1) in fixed point, for |s| ≤ 1/3. */
function artanh(s: bigint): bigint {
  const z = (s * s) >> BigInt(BITS);
  let power = s;
  let sum = 0n;
  for (let d = 1n; power !== 0n && power !== -1n; d += 2n) {
    sum += power / d;
    power = (power * z) >> BigInt(BITS);
  }
  return sum;
}

/** The double as an exact number. */
export function exact(x: number): Exact {
  let e = 0;
  let m = x;
  while (!Number.isInteger(m)) {
    m *= 2;
    e--;
  }
  return { m: BigInt(m), e };
}

function fixed({ m, e }: Exact): bigint {
  const shift = BigInt(e + BITS);
  return shift >= 0n ? m << shift : m >> -shift;
}

function bitLength(m: bigint): number {
  return (m < 0n ? -m : m).toString(2).length;
}

/** ln x for a finite x > 0. */
export function exactLog(x: number): Exact {
  const { m, e } = exact(x);
  let k = bitLength(m) + e;
  let f = fixed({ m, e: e - k });
  if (3n * f < 2n * ONE) {
    f *= 2n;
    k--;
  }
  const s = ((f - ONE) << BigInt(BITS)) / (f + ONE);
  return { m: 2n * artanh(s) + BigInt(k) * LN2.m, e: -BITS };
}

/** e^x for |x| < 2000. */
export function exactExp(x: Exact): Exact {
  const value = fixed(x);
  const k = value / LN2.m;
  const r = value - k * LN2.m;
  let term = ONE;
  let sum = 0n;
  for (let j = 1n; term !== 0n && term !== -1n; j++) {
    sum += term;
    term = ((term * r) >> BigInt(BITS)) / j;
  }
  return { m: sum, e: Number(k) - BITS };
}

/** x^y for x > 0. */
export function exactPow(x: number, y: number): Exact {
  const log = exactLog(x);
  const power = exact(y);
  return exactExp({ m: log.m * power.m, e: log.e + power.e });
}

/** How far `computed` is from `truth` in units of the last place of a double of truth's size. */
export function ulps(computed: number, truth: Exact): number {
  if (!Number.isFinite(computed)) return Number.POSITIVE_INFINITY;
  const { m, e } = exact(computed);
  const low = Math.min(e, truth.e, -1200);
  const error = (m << BigInt(e - low)) - (truth.m << BigInt(truth.e - low));
  const unit = Math.max(bitLength(truth.m) + truth.e - 53, -1074);
  return Number((error < 0n ? -error : error) >> BigInt(unit - low - 30)) / 2 ** 30;
}
