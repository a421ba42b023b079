// Breusch and Godfrey's test of independent errors, the rows taken in the order of the table; rows left out are passed over.

import { chiSquaredUpperTail } from "../../inference/chi-squared.ts";
import { explainedBy, momentsOfRows } from "../auxiliary.ts";
import { derivedRow, windowPass } from "../passes/window.ts";
import { found, refused, type Test, type TestHead } from "./result.ts";

/** Breusch (1978) and Godfrey (1978): n·R² of the residuals on the columns and `lag` residuals before, 0 before the first. */
export const breuschGodfrey: Test = async ({ fit, rows, model, backend, lag }) => {
  const method = `order ${lag}, n·R² of the residuals on the predictors and their lags, chi-squared`;
  const head: TestHead = { name: "breusch-godfrey", method, against: "independent-errors" };
  if (fit.n <= model.rank + lag) return refused(head, `too few rows: ${fit.n} for order ${lag}`);
  const state = await rows.reduce(windowPass, { model, kind: "lags", reach: lag });
  const width = state.head[0]?.length ?? 1;
  const before = Array.from({ length: lag }, () => new Float64Array(width));
  const line = [...before, ...state.head];
  const first = momentsOfRows(state.head.map((_, t) => derivedRow(line.slice(t, t + lag + 1), state)));
  const moments = state.moments ? backend.merge(first, state.moments) : first;
  const { n, rank, explained, total } = explainedBy(moments, model.intercept && !fit.weighted, backend.dense);
  const df = rank - model.rank;
  if (df < 1) return refused(head, "the lagged residuals depend linearly on the predictors");
  const statistic = (n * explained) / total;
  return found(head, statistic, [df], chiSquaredUpperTail(statistic, df));
};
