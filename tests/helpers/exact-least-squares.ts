// Least squares in exact arithmetic, for data of integers: the truth that estimated digits are held against.

/** Determinant of an integer matrix by fraction-free elimination (Bareiss 1968). */
function determinant(matrix: readonly bigint[][]): bigint {
  const M = matrix.map((row) => row.slice());
  const at = (i: number, j: number): bigint => M[i]?.[j] ?? 0n;
  let previous = 1n;
  let sign = 1n;
  for (let k = 0; k + 1 < M.length; k++) {
    const pivot = M.findIndex((row, i) => i >= k && row[k] !== 0n);
    if (pivot < 0) return 0n;
    if (pivot !== k) {
      [M[k], M[pivot]] = [M[pivot] ?? [], M[k] ?? []];
      sign = -sign;
    }
    for (let i = k + 1; i < M.length; i++) {
      M[i] = (M[i] ?? []).map((value, j) => (j <= k ? 0n : (value * at(k, k) - at(i, k) * at(k, j)) / previous));
    }
    previous = at(k, k);
  }
  return sign * at(M.length - 1, M.length - 1);
}

const product = (a: readonly bigint[], b: readonly bigint[]): bigint =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0n), 0n);

/** A rational number; `denominator` is not 0. */
export interface Fraction {
  numerator: bigint;
  denominator: bigint;
}

/** Coefficients of y on integer columns by Cramer's rule, or null where the columns are dependent. */
export function exactLeastSquares(columns: readonly (readonly number[])[], y: readonly number[]): Fraction[] | null {
  const X = columns.map((column) => column.map(BigInt));
  const response = y.map(BigInt);
  const gram = X.map((a) => X.map((b) => product(a, b)));
  const right = X.map((a) => product(a, response));
  const denominator = determinant(gram);
  if (denominator === 0n) return null;
  return X.map((_, j) => {
    const replaced = gram.map((row, i) => row.map((value, k) => (k === j ? (right[i] ?? 0n) : value)));
    return { numerator: determinant(replaced), denominator };
  });
}

const SCALE = 1074n;

/** Correct digits of `got` against an exact value other than 0; Infinity where they are equal. */
export function correctDigits(got: number, { numerator, denominator }: Fraction): number {
  // Times 2^1074 every finite double is an integer.
  const high = got * 2 ** 500;
  const scaled = Number.isInteger(high) ? BigInt(high) << (SCALE - 500n) : BigInt(Math.round(high)) << (SCALE - 500n);
  const difference = scaled * denominator - (numerator << SCALE);
  if (difference === 0n) return Number.POSITIVE_INFINITY;
  const abs = (v: bigint) => (v < 0n ? -v : v);
  const ratio = (abs(numerator << SCALE) << 400n) / abs(difference);
  const bits = ratio.toString(2).length - 400;
  return bits * Math.log10(2);
}
