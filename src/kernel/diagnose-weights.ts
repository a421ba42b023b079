// The scalars and matrices that turn a fit into influence row by row, shared by all backends: small dense algebra.

import type { Dense, DiagnoseRequest } from "./backend.ts";

/** Factors of the columns of a panel; all column-major. */
export interface InfluenceFactors {
  /** R⁻¹, p×p upper triangular; columns of aliased entries are 0. */
  inverse: Float64Array;
  /** √ of the diagonal of (RᵀR)⁻¹, p values: standard errors of the slopes over sigma. */
  unitErrors: Float64Array;
  /** The intercept's DFBETAS before the row's factor: `start + Σ toIntercept[j]·v[j]` over whitened columns v. */
  start: number;
  toIntercept: Float64Array;
}

/** Factors of a request, from its factor R. */
export function influenceFactors(request: DiagnoseRequest, dense: Dense): InfluenceFactors {
  const { whiten, predictor, perWeight } = request;
  const { p } = whiten;
  const identity = new Float64Array(p * p);
  for (let j = 0; j < p; j++) identity[j * p + j] = 1;
  const inverse = dense.solveTriangular(whiten, identity, p, false);
  const unitErrors = Float64Array.from({ length: p }, (_row, i) => {
    // Squares of large or small entries are not finite, or 0.
    return Math.hypot(...Array.from({ length: p - i }, (_, k) => inverse[(i + k) * p + i] as number));
  });
  if (perWeight === 0) return { inverse, unitErrors, start: 0, toIntercept: new Float64Array(p) };
  // The intercept at 0 is the level less centre'beta, and beta changes by R⁻¹v: the row R⁻ᵀcentre takes v to its change.
  const toLevel = Float64Array.from({ length: p }, (_, j) => {
    let sum = 0;
    for (let i = 0; i <= j; i++) sum += (predictor.centre[i] as number) * (inverse[j * p + i] as number);
    return sum;
  });
  const unitError = Math.sqrt(toLevel.reduce((sum, value) => sum + value * value, perWeight));
  return {
    inverse,
    unitErrors,
    start: perWeight / unitError,
    toIntercept: toLevel.map((value) => (value === 0 ? 0 : -value / unitError)),
  };
}
