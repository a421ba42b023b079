// Coefficients of logarithms as percent change, where a single coefficient tells one.

import { exp } from "#base/elementary.ts";
import { columnsOf, shiftsOf } from "#formula/leaves.ts";
import type { DesignColumn, Expr, Factor, Plan } from "#formula/types.ts";
import type { Fit } from "../types.ts";
import type { CoefficientEffect } from "./types.ts";

/**
 * One entry a term of the fit: 100(eᵇ − 1) for a logged response, b/100 for a logged predictor, b for both; null for the
 * intercept, aliased terms and where nothing is logged, and where one coefficient is not the whole effect: products,
 * contrasts, full sets of levels, columns that come in more than once, and changes too large for a number.
 */
export function effectsOf(fit: Pick<Fit, "plan" | "terms" | "coefficients" | "ci95">): (CoefficientEffect | null)[] {
  const { plan } = fit;
  const first = plan.intercept ? 1 : 0;
  return fit.terms.map((_, i) => {
    const column = plan.columns[i - first];
    const value = fit.coefficients[i] ?? null;
    const kind = column === undefined || value === null ? null : kindOf(plan, column);
    if (kind === null || value === null) return null;
    const ends = fit.ci95[i] ?? null;
    const scale = SCALES[kind];
    const [low, high] = ends?.map(scale) ?? [];
    if (!Number.isFinite(scale(value))) return null;
    const bounded = low !== undefined && high !== undefined && Number.isFinite(low) && Number.isFinite(high);
    return { kind, value: scale(value), ci95: bounded ? [low, high] : null };
  });
}

const SCALES: Record<CoefficientEffect["kind"], (b: number) => number> = {
  percent: (b) => 100 * (exp(b) - 1),
  "per-percent": (b) => b / 100,
  elasticity: (b) => b,
};

/** Logs are looked for first: most models have none, and whether a column stands alone depends on all others. */
function kindOf(plan: Plan, column: DesignColumn): CoefficientEffect["kind"] | null {
  const kind = kindAlone(plan, column);
  return kind !== null && standsAlone(plan, column) ? kind : null;
}

/** The kind of a column that no other shares its own with. */
function kindAlone(plan: Plan, column: DesignColumn): CoefficientEffect["kind"] | null {
  const [factor, second] = column.factors;
  if (factor === undefined || second !== undefined) return null;
  const logged = isLogOfColumn(plan.response.expr);
  if (factor.kind === "level") return logged && !isFull(plan, column.term, factor.variable) ? "percent" : null;
  if (factor.kind === "contrast") return null;
  if (isLogOfColumn(factor.expr)) return logged ? "elasticity" : "per-percent";
  return logged && (factor.expr.kind === "column" || factor.expr.kind === "shift") ? "percent" : null;
}

function isLogOfColumn(expr: Expr): boolean {
  return expr.kind === "call" && expr.fn === "log" && expr.arg.kind === "column";
}

/** Whether no other column of the design reads the same column of the table, other levels of the same factor aside. */
function standsAlone(plan: Plan, column: DesignColumn): boolean {
  const own = new Set(column.factors.flatMap((factor) => readBy(plan, factor)));
  return plan.columns.every(
    (other) =>
      other === column ||
      isSameFactor(column, other) ||
      !other.factors.some((factor) => readBy(plan, factor).some((name) => own.has(name))),
  );
}

function isSameFactor(a: DesignColumn, b: DesignColumn): boolean {
  return a.term === b.term && a.factors[0]?.kind === "level" && b.factors.length === 1;
}

function readBy(plan: Plan, factor: Factor): string[] {
  if (factor.kind !== "numeric") {
    const entry = plan.levels.find(({ variable }) => variable === factor.variable);
    return entry === undefined ? [] : [entry.column];
  }
  const shifted = shiftsOf(factor.expr).map(({ fn, source, k }) => `${fn} ${k} of ${source.name}`);
  return [...columnsOf(factor.expr).map(({ name }) => name), ...shifted];
}

/** Whether every level of a factor has a column in the term, so that none is the baseline. */
function isFull(plan: Plan, term: number, variable: string): boolean {
  const present = plan.columns.filter((column) => column.term === term).length;
  return present >= (plan.levels.find((entry) => entry.variable === variable)?.levels.length ?? 0);
}
