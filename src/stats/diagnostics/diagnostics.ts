// Diagnostics of a fit: one fused reading of the rows, and those that the tests ask for.

import { plainGrid } from "#base/grid.ts";
import type { Backend, DiagnoseSums, Diagnosis, TopRows } from "#kernel/backend.ts";
import { requireSameRows } from "../passes/row-count.ts";
import type { Rows } from "../rows.ts";
import type { Fit } from "../types.ts";
import { COLLINEAR_COLUMNS, collinearityOf, vifOf } from "./collinearity.ts";
import { type RowModel, rowModel } from "./model.ts";
import { diagnosePass } from "./passes/diagnose.ts";
import { qqOf, residualSample, residualSummary } from "./residuals.ts";
import { runTests } from "./tests/run.ts";
import type { DiagnoseOptions, Diagnostics, RankedRow } from "./types.ts";

const TOP = 20;

/** A double has no more. */
const MAX_DIGITS = 15.95;

/** JSON knows no Infinity. */
function ranked({ values, rows }: TopRows): RankedRow[] {
  return Array.from(values, (value, k) => ({ row: rows[k] as number, value: Number.isFinite(value) ? value : null }));
}

/** Digits that a sum of leverages shares with the rank, at most what a double holds. */
function traceDigits(trace: number, rank: number): number {
  if (rank === 0) return MAX_DIGITS;
  return Math.max(0, Math.min(MAX_DIGITS, -Math.log10(Math.abs(trace / rank - 1))));
}

type Lists = Pick<Diagnostics, "studentised" | "cooks" | "dffits" | "dfbetas" | "reasons">;

/** Names of the coefficients that lists of DFBETAS are of; the model's first may be no intercept. */
export function dfbetasOf<T>(
  lists: readonly T[],
  { intercept, columns, names }: RowModel,
): { term: string; list: T }[] {
  const own = columns.map((column, j) => ({ term: names[column] as string, list: lists[j + 1] as T }));
  return intercept ? [{ term: "(Intercept)", list: lists[0] as T }, ...own] : own;
}

/** Lists of rows, null where what they divide by is not known. */
function listsOf(fit: Fit, model: RowModel, top: Diagnosis["top"]): Lists {
  const reasons: Fit["reasons"] = [];
  const unless = <T>(reason: string | null, field: string, value: () => T): T | null => {
    if (reason === null) return value();
    reasons.push({ field, reason });
    return null;
  };
  const noSigma =
    fit.sigma === null
      ? "sigma cannot be estimated: no degrees of freedom are left"
      : fit.sigma === 0
        ? "the fit is perfect: the residuals are 0 to rounding"
        : null;
  const noOther = noSigma ?? (fit.dfResidual < 2 ? "without a row no degrees of freedom are left" : null);
  return {
    studentised: unless(noOther, "studentised", () => ranked(top.studentised)),
    cooks: unless(noSigma, "cooks", () => ranked(top.cooks)),
    dffits: unless(noOther, "dffits", () => ranked(top.dffits)),
    dfbetas: unless(noOther, "dfbetas", () =>
      dfbetasOf(top.dfbetas, model).map(({ term, list }) => ({ term, top: ranked(list) })),
    ),
    reasons,
  };
}

/** PRESS and what it says of predictions; neither is defined where a row determines its own fitted value. */
function pressOf(
  fit: Fit,
  { press, nSaturated }: DiagnoseSums,
): Pick<Diagnostics, "press" | "predictedRSquared" | "reasons"> {
  if (nSaturated === 0) return { press, predictedRSquared: 1 - press / fit.tss, reasons: [] };
  const reason = `${nSaturated} row${nSaturated === 1 ? " has" : "s have"} leverage 1: such a row determines a coefficient alone`;
  const fields = ["press", "predictedRSquared"];
  return { press: null, predictedRSquared: null, reasons: fields.map((field) => ({ field, reason })) };
}

/**
 * Diagnostics of a fit on the rows that it was made of.
 *
 * Influence is Belsley, Kuh and Welsch's (1980), as R's `influence.measures` has it; residuals of a weighted fit are
 * √w (y − ŷ), and rows of weight 0 count as absent.
 *
 * @param rows the rows of `fit.plan` with the fit's weights
 * @throws LeastwiseError `bad-argument` where the rows are not those of the fit
 */
export async function diagnosticsOf(
  fit: Fit,
  rows: Rows,
  backend: Pick<Backend, "merge" | "dense">,
  options: DiagnoseOptions = {},
): Promise<Diagnostics> {
  const model = await rowModel(fit, rows);
  const { sums, top, drawn, count } = await rows.reduce(diagnosePass, { model, nTop: options.top ?? TOP });
  requireSameRows(fit, count);
  const { residuals, ...grids } = drawn;
  const sample = residualSample(residuals);
  const { reasons: ofLists, ...lists } = listsOf(fit, model, top);
  const { reasons: ofPress, ...press } = pressOf(fit, sums);
  const standardised = lists.cooks !== null;
  const tests = await runTests({ fit, rows, model, sums, backend, residuals }, options);
  const summary = residualSummary(sums, sample, model);
  const collinearity = collinearityOf(model);
  return {
    formula: fit.formula,
    n: sums.n,
    weighted: fit.weighted,
    residuals: summary,
    leverage: {
      mean: sums.trace / sums.n,
      max: sums.maxLeverage,
      digits: traceDigits(sums.trace, fit.rank),
      nSaturated: sums.nSaturated,
      top: ranked(top.leverage),
    },
    ...lists,
    ...press,
    tests,
    vif: model.columns.length === 0 ? null : vifOf(fit, model, backend.dense),
    collinearity,
    qq: qqOf(sample),
    bins: {
      residualFitted: plainGrid(grids.residualFitted),
      scaleLocation: standardised ? plainGrid(grids.scaleLocation) : null,
      residualLeverage: standardised ? plainGrid(grids.residualLeverage) : null,
    },
    reasons: [...ofLists, ...ofPress, ...shapeReasons(model, ofLists), ...rangeReasons(model, summary, collinearity)],
  };
}

const OUT_OF_RANGE = "its squares leave the range of doubles";

/** Why what is made of squares of squares is null where the squares themselves are not. */
function rangeReasons(
  { columns }: RowModel,
  { variance, kurtosis, skewness }: Diagnostics["residuals"],
  collinearity: Diagnostics["collinearity"],
): Fit["reasons"] {
  const say = (field: string, isOut: boolean) => (isOut ? [{ field, reason: OUT_OF_RANGE }] : []);
  return [
    ...say("residuals.skewness", variance > 0 && skewness === null),
    ...say("residuals.kurtosis", variance > 0 && kurtosis === null),
    ...say("collinearity", collinearity === null && columns.length <= COLLINEAR_COLUMNS),
  ];
}

/** Why what is made of the columns, or of standardised residuals, is null. */
function shapeReasons({ columns }: RowModel, ofLists: Fit["reasons"]): Fit["reasons"] {
  const reasons: Fit["reasons"] = [];
  const noResiduals = ofLists.find(({ field }) => field === "cooks");
  for (const field of ["bins.scaleLocation", "bins.residualLeverage"]) {
    if (noResiduals) reasons.push({ field, reason: noResiduals.reason });
  }
  if (columns.length === 0) reasons.push({ field: "vif", reason: "the model has no predictors" });
  if (columns.length > COLLINEAR_COLUMNS) {
    reasons.push({
      field: "collinearity",
      reason: `the model has ${columns.length} columns, over ${COLLINEAR_COLUMNS}`,
    });
  }
  return reasons;
}
