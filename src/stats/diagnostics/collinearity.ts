// Condition of a design and who shares in it (Belsley, Kuh and Welsch 1980, ch. 3), and variance inflation by term (Fox and
// Monette 1992). From the factor of the fit alone: no row is read, and no small singular value is squared.

import type { Dense } from "#kernel/backend.ts";
import type { Fit } from "../types.ts";
import type { RowModel } from "./model.ts";
import { type SingularValues, singularValues } from "./singular-values.ts";
import type { Collinearity, Diagnostics, VifRow } from "./types.ts";

/** An upper triangle T with X = Q T, q×q column-major, and its columns' names. */
interface Triangle {
  q: number;
  T: Float64Array;
  terms: string[];
}

/** The triangle of the design with its intercept, from the factor about the means: the first row holds √W and √W·mean. */
function triangleOf({ whiten, predictor, perWeight, columns, names }: RowModel): Triangle {
  const { p, R } = whiten;
  const first = perWeight > 0 ? 1 : 0;
  const q = p + first;
  const root = first ? 1 / Math.sqrt(perWeight) : 0;
  const T = new Float64Array(q * q);
  if (first) T[0] = root;
  for (let j = 0; j < p; j++) {
    const at = (j + first) * q;
    if (first) T[at] = root * (predictor.centre[j] as number);
    T.set(R.subarray(j * p, j * p + j + 1), at + first);
  }
  const own = columns.map((column) => names[column] as string);
  return { q, T, terms: first ? ["(Intercept)", ...own] : own };
}

/** An upper triangle, q×q, with its columns of length 1. */
function unitColumns(triangle: Float64Array, q: number): Float64Array {
  const unit = triangle.slice();
  for (let j = 0; j < q; j++) {
    const column = unit.subarray(j * q, j * q + j + 1);
    const norm = Math.hypot(...column);
    for (let i = 0; i <= j; i++) column[i] = (column[i] as number) / norm;
  }
  return unit;
}

/** Var(bⱼ) is Σₖ vⱼₖ²/μₖ² times sigma²; its shares over k. */
function analysis({ q, terms }: Triangle, { values, V }: SingularValues): Collinearity {
  const largest = values[0] ?? 0;
  const share = (k: number, j: number) => ((V[k * q + j] as number) / (values[k] as number)) ** 2;
  const totals = terms.map((_, j) => values.reduce((sum, _value, k) => sum + share(k, j), 0));
  return {
    terms,
    indices: values.map((value) => largest / value),
    proportions: values.map((_, k) => terms.map((_term, j) => share(k, j) / (totals[j] as number))),
  };
}

/** The analysis of the columns at length 1. */
const analysed = (triangle: Triangle): Collinearity => {
  const { q, T } = triangle;
  return analysis(triangle, singularValues(unitColumns(T, q), q));
};

/** Columns up to which singular values are sought: rotations cost their third power, some seconds at twice as many. */
export const COLLINEAR_COLUMNS = 200;

/** Condition indices and variance proportions, with the intercept and without it about the means; null of many columns. */
export function collinearityOf(model: RowModel): Diagnostics["collinearity"] {
  if (model.columns.length > COLLINEAR_COLUMNS) return null;
  const whole = triangleOf(model);
  const { values } = singularValues(whole.T, whole.q);
  const conditionNumber = (values[0] ?? 1) / (values.at(-1) ?? 1);
  if (!Number.isFinite(conditionNumber)) return null;
  const about = model.intercept && model.whiten.p > 0 ? triangleOf({ ...model, perWeight: 0 }) : null;
  return {
    conditionNumber,
    scaled: analysed(whole),
    centred: about && analysed(about),
  };
}

/** log of the determinant of the symmetric matrix of these entries at the places `at`. */
function logDeterminant(entry: (i: number, j: number) => number, at: readonly number[], dense: Dense): number {
  const m = at.length;
  const part = Float64Array.from(at.flatMap((j) => at.map((i) => entry(i, j))));
  const { R } = dense.cholesky(part, m, 0);
  return at.reduce((sum, _, j) => sum + 2 * Math.log(R[j * m + j] as number), 0);
}

/**
 * Generalised variance inflation of each term, det(Cₜₜ)·det((C⁻¹)ₜₜ) of the correlation matrix C of the columns (about 0
 * without an intercept, as `car::vif` has it).
 */
export function vifOf(fit: Fit, { whiten, columns }: RowModel, dense: Dense): VifRow[] {
  const { p } = whiten;
  const R = unitColumns(whiten.R, p);
  const inverse = dense.inverse({ ...whiten, R });
  const correlation = (i: number, j: number) => {
    let sum = 0;
    for (let k = 0; k <= Math.min(i, j); k++) sum += (R[i * p + k] as number) * (R[j * p + k] as number);
    return sum;
  };
  const ofInverse = (i: number, j: number) => inverse[j * p + i] as number;
  const byTerm = new Map<number, number[]>();
  for (const [at, column] of columns.entries()) {
    const term = fit.plan.columns[column]?.term ?? 0;
    byTerm.set(term, [...(byTerm.get(term) ?? []), at]);
  }
  return Array.from(byTerm, ([term, at]) => {
    const gvif = Math.exp(logDeterminant(correlation, at, dense) + logDeterminant(ofInverse, at, dense));
    const df = at.length;
    return { term: fit.plan.terms[term] as string, gvif, df, scaled: gvif ** (1 / (2 * df)) };
  });
}
