// Cholesky in double-double with R's order of columns, leaving out those that depend on earlier ones.

import { at, type DoubleDoubles, minusDot, put, quotient, squareRoot, widen, zeros } from "#base/double-double.ts";
import { packedIndex } from "../moments/packed.ts";

/** Upper factor R of the columns kept, S = RᵀR, k×k column by column, and its inverse row by row. */
export interface ExactFactor {
  /** Indices of the columns kept. */
  kept: number[];
  R: DoubleDoubles;
  inverse: DoubleDoubles;
}

/** A symmetric matrix as a packed triangle, and what is known of the errors of its columns. */
export interface ExactScatter {
  p: number;
  packed: DoubleDoubles;
  /** Σ w δ² of the roundings of each column. */
  rounding: Float64Array;
}

/** Relative rounding of a sum of products in double-double, with room: seen below 1e-30. */
export const EXACT_ROUNDING = 1e-29;

/**
 * Norms in units of the rounding of the inputs up to which a column is what the others say. 1 is a sum rounded once; this
 * leaves room for columns that somebody computed in a few steps.
 */
export const INPUT_ROUNDINGS = 4;

/** Regression of column j on those kept before it, R s = r, in double precision. */
function regressionOn(R: DoubleDoubles, p: number, r: Float64Array, k: number): Float64Array {
  const s = r.slice(0, k);
  for (let i = k - 1; i >= 0; i--) {
    const value = (s[i] as number) / (R.hi[i * p + i] as number);
    s[i] = value;
    for (let h = 0; h < i; h++) s[h] = (s[h] as number) - (R.hi[i * p + h] as number) * value;
  }
  return s;
}

/**
 * Factor S over its columns in their order. Column j is left out where its distance from the columns kept before it is
 * within what the rounding of the inputs, or of double-double itself, can make of 0.
 */
export function factorExactly({ p, packed, rounding }: ExactScatter): ExactFactor {
  const kept: number[] = [];
  const R = zeros(p * p);
  const norm = (j: number): number => Math.sqrt(packed.hi[packedIndex(j, j)] as number);
  const noise = (j: number): number => INPUT_ROUNDINGS * Math.sqrt(rounding[j] as number);
  const floor = Math.sqrt(EXACT_ROUNDING * (p + 2));
  for (let j = 0; j < p; j++) {
    const k = kept.length;
    const column = { of: R, from: k * p };
    for (const [i, other] of kept.entries()) {
      const rest = minusDot(at(packed, packedIndex(other, j)), { of: R, from: i * p }, column, i);
      put(R, k * p + i, quotient(rest, at(R, i * p + i)));
    }
    const pivot = minusDot(at(packed, packedIndex(j, j)), column, column, k);
    const s = regressionOn(R, p, R.hi.subarray(k * p, k * p + k), k);
    let least = noise(j) + floor * norm(j);
    for (const [i, other] of kept.entries()) least += Math.abs(s[i] as number) * (noise(other) + floor * norm(other));
    if (!(pivot.hi > 0) || Math.sqrt(pivot.hi) <= least) continue;
    put(R, k * p + k, squareRoot(pivot));
    kept.push(j);
  }
  const compact = compacted(R, p, kept.length);
  return { kept, R: compact, inverse: inverted(compact, kept.length) };
}

/** The leading k×k part of a matrix whose columns are p apart. */
function compacted(R: DoubleDoubles, p: number, k: number): DoubleDoubles {
  const out = zeros(k * k);
  for (let j = 0; j < k; j++) for (let i = 0; i <= j; i++) put(out, j * k + i, at(R, j * p + i));
  return out;
}

/** The transpose of a k×k matrix. */
function transposed(A: DoubleDoubles, k: number): DoubleDoubles {
  const out = zeros(k * k);
  for (let j = 0; j < k; j++) {
    for (let i = 0; i < k; i++) {
      out.hi[i * k + j] = A.hi[j * k + i] as number;
      out.lo[i * k + j] = A.lo[j * k + i] as number;
    }
  }
  return out;
}

/** R⁻¹ row by row: its columns are found by back substitution with the rows of R. */
function inverted(R: DoubleDoubles, k: number): DoubleDoubles {
  const rows = transposed(R, k);
  const out = zeros(k * k);
  for (let j = 0; j < k; j++) {
    put(out, j * k + j, quotient(widen(1), at(R, j * k + j)));
    for (let i = j - 1; i >= 0; i--) {
      const row = { of: rows, from: i * k + i + 1 };
      const rest = minusDot(widen(0), row, { of: out, from: j * k + i + 1 }, j - i);
      put(out, j * k + i, quotient(rest, at(R, i * k + i)));
    }
  }
  return transposed(out, k);
}

/** R⁻ᵀx, for k values x. */
export function solveLower({ kept, R }: ExactFactor, x: DoubleDoubles): DoubleDoubles {
  const k = kept.length;
  const out = zeros(k);
  for (let j = 0; j < k; j++) {
    const rest = minusDot(at(x, j), { of: R, from: j * k }, { of: out, from: 0 }, j);
    put(out, j, quotient(rest, at(R, j * k + j)));
  }
  return out;
}

/** S⁻¹x over the columns kept. */
export function solveExactly(factor: ExactFactor, x: DoubleDoubles): DoubleDoubles {
  const k = factor.kept.length;
  const half = solveLower(factor, x);
  const out = zeros(k);
  for (let i = 0; i < k; i++) {
    const { hi, lo } = minusDot(widen(0), { of: factor.inverse, from: i * k + i }, { of: half, from: i }, k - i);
    put(out, i, { hi: -hi, lo: -lo });
  }
  return out;
}

/** S⁻¹ in double precision; its diagonal is a sum of squares. */
export function inverseOf({ kept, inverse: { hi } }: ExactFactor): Float64Array {
  const k = kept.length;
  const out = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    for (let i = 0; i <= j; i++) {
      let value = 0;
      for (let h = j; h < k; h++) value += (hi[i * k + h] as number) * (hi[j * k + h] as number);
      out[j * k + i] = value;
      out[i * k + j] = value;
    }
  }
  return out;
}
