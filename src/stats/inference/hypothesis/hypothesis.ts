// Wald's test of linear hypotheses L·beta = c about a fit: no row is read, the coefficients and their covariance are enough.

import { LeastwiseError } from "#base/error.ts";
import type { Dense } from "#kernel/backend.ts";
import type { Fit } from "../../types.ts";
import { chiSquaredUpperTail } from "../chi-squared.ts";
import { fUpperTail } from "../f.ts";
import { studentTQuantile, studentTUpperTail } from "../student-t.ts";
import type { Contrast, HypothesisMatrix, HypothesisTest, RobustTable } from "../types.ts";
import { type HypothesisRow, readHypothesis } from "./linear-form.ts";
import { formCovariance, formValue, waldForm } from "./spread.ts";

export interface HypothesisRequest {
  hypotheses: string | string[] | HypothesisMatrix;
  /** Default F for the fit's own covariance, chi-squared for a robust one. */
  test?: "F" | "chi-squared" | undefined;
  robust?: RobustTable | undefined;
  /** Coverage of the intervals, in (0, 1). Default 0.95. */
  level?: number | undefined;
}

type NamedRow = HypothesisRow & { hypothesis: string };

const refuse = (message: string, value: unknown): LeastwiseError =>
  new LeastwiseError("bad-argument", message, { value: String(value) });

function matrixText({ weights, value }: HypothesisRow, terms: readonly string[]): string {
  const parts = terms.flatMap((term, j) => {
    const w = weights[j] as number;
    if (w === 0) return [];
    const size = Math.abs(w) === 1 ? term : `${Math.abs(w)}*${term}`;
    return [`${w < 0 ? "- " : "+ "}${size}`];
  });
  return `${parts.join(" ").replace(/^\+ /, "").replace(/^- /, "-")} = ${value}`;
}

/** @throws LeastwiseError `bad-argument` for a matrix that does not fit the terms */
function matrixRows({ matrix, rhs }: HypothesisMatrix, terms: readonly string[]): NamedRow[] {
  if (rhs && rhs.length !== matrix.length) {
    throw refuse(`rhs: must hold one value for each of ${matrix.length} rows of the matrix; got ${rhs.length}`, rhs);
  }
  return matrix.map((row, r) => {
    const value = rhs?.[r] ?? 0;
    if (row.length !== terms.length || !row.every(Number.isFinite) || !Number.isFinite(value)) {
      const rule = `must hold a finite number for each of ${terms.length} terms`;
      throw refuse(`hypotheses.matrix[${r}]: ${rule}; got [${row}] = ${value}`, row);
    }
    const weights = Float64Array.from(row);
    return { weights, value, hypothesis: matrixText({ weights, value }, terms) };
  });
}

function rowsOf(fit: Fit, hypotheses: HypothesisRequest["hypotheses"]): NamedRow[] {
  const texts = typeof hypotheses === "string" ? [hypotheses] : hypotheses;
  const rows = Array.isArray(texts)
    ? texts.map((hypothesis) => ({ hypothesis, ...readHypothesis(hypothesis, fit.terms) }))
    : matrixRows(texts, fit.terms);
  if (rows.length === 0) throw refuse("hypotheses: must not be empty; got none", "");
  for (const { hypothesis, weights } of rows) {
    const aliased = fit.terms.find((_, j) => weights[j] !== 0 && fit.coefficients[j] === null);
    if (aliased === undefined) continue;
    throw refuse(
      `hypothesis "${hypothesis}": must name coefficients that are estimated; got ${aliased}, which is aliased`,
      aliased,
    );
  }
  return rows;
}

/** Each hypothesis on its own: estimate, t and interval. */
export function contrastsOf(
  estimates: readonly { hypothesis: string; estimate: number; value: number }[],
  variances: readonly number[] | null,
  { df, level }: { df: number; level: number },
): Contrast[] {
  const reach = variances === null ? 0 : -studentTQuantile((1 - level) / 2, df);
  return estimates.map(({ hypothesis, estimate, value }, r) => {
    const standardError = variances === null ? null : Math.sqrt(Math.max(0, variances[r] as number));
    const t = standardError === null || standardError === 0 ? null : (estimate - value) / standardError;
    const p = t === null ? null : 2 * studentTUpperTail(Math.abs(t), df);
    const ends = [estimate - reach * (standardError ?? 0), estimate + reach * (standardError ?? 0)] as const;
    const ci: Contrast["ci"] = standardError !== null && ends.every(Number.isFinite) ? [...ends] : null;
    return { hypothesis, estimate, value, standardError, t, p, ci };
  });
}

/** @throws LeastwiseError `bad-argument` unless `level` is in (0, 1) */
export function requireLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw refuse(`level: must be in (0, 1); got ${level}`, level);
}

/** @throws LeastwiseError `bad-argument` unless the robust table is of this fit's terms */
export function requireTableOf(fit: Fit, robust: RobustTable | undefined): void {
  if (!robust || (robust.formula === fit.formula && robust.coefficients.every((b, j) => b === fit.coefficients[j])))
    return;
  throw refuse(
    `robust: must be the robust table of this fit, ${fit.formula}; got one of ${robust.formula}`,
    robust.formula,
  );
}

/** @throws LeastwiseError `bad-argument` where a hypothesis follows from those before it */
function waldOf(distances: readonly number[], V: Float64Array, rows: readonly NamedRow[], dense: Dense): number {
  const { sum, dependent } = waldForm(distances, V, dense);
  if (dependent < 0) return sum;
  const which = rows[dependent]?.hypothesis;
  const message = `hypotheses: must not follow from each other; got "${which}", which follows from those before it`;
  throw refuse(message, which);
}

/**
 * Test that all hypotheses hold together: F = (L b − c)′ (L V L′)⁻¹ (L b − c)/q on q and the fit's degrees of freedom, or
 * q F against chi-squared on q, as car's `linearHypothesis`. Every hypothesis is also given on its own.
 *
 * @throws LeastwiseError `bad-argument` for hypotheses that cannot be read, name no coefficient of the fit or an aliased
 * one, or follow from each other; for a level outside (0, 1); for a robust table of another fit
 */
export function linearHypothesis(fit: Fit, request: HypothesisRequest, dense: Dense): HypothesisTest {
  const { robust, level = 0.95 } = request;
  requireLevel(level);
  requireTableOf(fit, robust);
  const rows = rowsOf(fit, request.hypotheses);
  const q = rows.length;
  const df = robust?.df ?? fit.dfResidual;
  const test = request.test ?? (robust ? "chi-squared" : "F");
  const V = formCovariance(
    fit,
    rows.map(({ weights }) => weights),
    robust ?? null,
    dense,
  );
  const estimates = rows.map((row) => ({ ...row, estimate: formValue(fit, row.weights) }));
  const variances = V && rows.map((_, r) => V[r * q + r] as number);
  const flat = variances?.some((v) => v <= 0) ?? true;
  const wald =
    V && !flat
      ? waldOf(
          estimates.map(({ estimate, value }) => estimate - value),
          V,
          rows,
          dense,
        )
      : null;
  const statistic = wald === null ? null : test === "F" ? wald / q : wald;
  const tail = (x: number): number => (test === "F" ? fUpperTail(x, q, df) : chiSquaredUpperTail(x, q));
  const reason = V === null ? "the covariance of the coefficients cannot be computed" : "a standard error is 0";
  const fields = V === null ? ["statistic", "p", "standardError", "t", "ci"] : ["statistic", "p", "t"];
  return {
    test,
    covariance: robust?.type ?? "classical",
    statistic,
    df1: q,
    df2: test === "F" ? df : null,
    p: statistic === null ? null : tail(statistic),
    level,
    df,
    contrasts: contrastsOf(estimates, variances, { df, level }),
    reasons: statistic === null ? fields.map((field) => ({ field, reason })) : [],
  };
}
