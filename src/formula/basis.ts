// Bases that make several columns of one: orthogonal polynomials and splines, valued from what a plan remembers.

import { naturalValues } from "./natural.ts";
import { clampedSpan, paddedKnots, splineAt } from "./spline.ts";
import type { Basis } from "./types.ts";

type Values = ArrayLike<number>;
type Poly = Extract<Basis, { kind: "poly" }>;
type Spline = Extract<Basis, { kind: "spline" }>;

/** Columns of a basis. */
export function basisWidth(basis: Basis): number {
  if (basis.kind === "poly") return basis.alpha.length;
  return basis.natural ? basis.knots.length + 1 : basis.knots.length + basis.degree;
}

/** All columns of a basis at every x. Splines go on beyond their boundary: the last piece's polynomial, a line where natural. */
export function basisValues(basis: Basis, x: Values): Float64Array[] {
  const columns = Array.from({ length: basisWidth(basis) }, () => new Float64Array(x.length));
  if (basis.kind === "poly") polyValues(basis, x, columns);
  else if (basis.natural) naturalValues(basis, x, columns);
  else splineValues(basis, x, columns);
  return columns;
}

/** The three-term recurrence p₊ = (x − alpha)·p − norm2/norm2₋·p₋, each divided by its norm (R's `predict.poly`). */
function polyValues({ alpha, norm2 }: Poly, x: Values, columns: Float64Array[]): void {
  let before = new Float64Array(x.length);
  let last = new Float64Array(x.length).fill(1);
  for (const [j, a] of alpha.entries()) {
    const ratio = (norm2[j + 1] as number) / (norm2[j] as number);
    const next = new Float64Array(x.length);
    const norm = Math.sqrt(norm2[j + 2] as number);
    const column = columns[j] as Float64Array;
    for (let i = 0; i < x.length; i++) {
      next[i] = ((x[i] as number) - a) * (last[i] as number) - (j === 0 ? 0 : ratio * (before[i] as number));
      column[i] = (next[i] as number) / norm;
    }
    before = last;
    last = next;
  }
}

function splineValues({ degree, knots, boundary }: Spline, x: Values, columns: Float64Array[]): void {
  const t = paddedKnots(knots, boundary, degree);
  for (let i = 0; i < x.length; i++) {
    const at = x[i] as number;
    const span = clampedSpan(t, degree, at);
    const values = splineAt(t, { degree, span, derivative: 0 }, at);
    // The first B-spline is left out, as the intercept stands for it.
    for (let r = 0; r <= degree; r++) {
      const column = columns[span - degree + r - 1];
      if (column) column[i] = values[r] as number;
    }
  }
}
