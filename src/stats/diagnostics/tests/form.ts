// Tests of the model's form: is it linear, and are its coefficients the same in all rows?

import { fUpperTail } from "../../inference/f.ts";
import { explainedBy } from "../auxiliary.ts";
import { refitStretch } from "../order.ts";
import { auxiliaryPass } from "../passes/auxiliary.ts";
import type { Place } from "../passes/stretch.ts";
import { fittedScale, keyOf } from "./helpers.ts";
import { found, refused, type Test, type TestContext, type TestHead } from "./result.ts";

/** Ramsey (1969): F of the squares and cubes of the fitted values as further predictors. */
export const reset: Test = async ({ fit, rows, model, moments, backend }) => {
  const method = "squares and cubes of the fitted values, F";
  const head: TestHead = { name: "reset", method, against: "linear-form" };
  const args = { model, kind: "reset" as const, fitted: fittedScale(fit, await moments()), squareOrigin: 0 };
  const augmented = explainedBy(await rows.reduce(auxiliaryPass, args), model.intercept, backend.dense);
  const df1 = augmented.rank - model.rank;
  const df2 = augmented.n - augmented.rank;
  if (df1 < 1) return refused(head, "powers of the fitted values depend linearly on the predictors");
  if (df2 < 1) return refused(head, `too few rows: ${augmented.n} for ${augmented.rank} coefficients`);
  const statistic = augmented.explained / df1 / (augmented.unexplained / df2);
  return found(head, statistic, [df1, df2], fUpperTail(statistic, df1, df2));
};

/** Σ w e² of all rows. */
function rssOf({ squares }: TestContext["sums"], { unit }: TestContext["model"]): number {
  return squares * unit * unit;
}

/** Utts (1982): the model refitted to the middle half of the rows, F. */
export const rainbow: Test = async ({ rows, model, moments, order, ordered: orderedBy, sums, backend }) => {
  const of = typeof order === "string" ? order : order.column;
  const head: TestHead = { name: "rainbow", method: `middle half by ${of}, F`, against: "linear-form" };
  const ordered = await orderedBy(await keyOf(order, moments));
  const { n, key } = ordered;
  const first = Math.ceil((n - 1) / 4);
  const to = first + Math.floor(n / 2);
  const stretch = { key, from: ordered.placeOf(first), to: ordered.placeOf(to) };
  const middle = await refitStretch(rows, model, stretch, backend.dense);
  const df1 = n - middle.n;
  const df2 = middle.n - middle.rank;
  if (df1 < 1 || df2 < 1) return refused(head, `too few rows in the middle: ${middle.n}`);
  const inside = middle.unexplained;
  const statistic = (rssOf(sums, model) - inside) / df1 / (inside / df2);
  return found(head, statistic, [df1, df2], fUpperTail(statistic, df1, df2));
};

/** Where the second part begins: at the row asked for, or in the middle. */
async function splitPlace({ ordered, split }: TestContext): Promise<Place | null> {
  if (split !== null) return { key: split, row: split };
  const { n, placeOf } = await ordered({ kind: "row" });
  return placeOf(Math.floor(n / 2));
}

/** Chow (1960): one model for all rows against one before and one from a row on, F. */
export const chow: Test = async (context) => {
  const { rows, model, sums, backend } = context;
  const place = await splitPlace(context);
  const method = `split before row ${place?.row ?? 0} of the table, F`;
  const head: TestHead = { name: "chow", method, against: "stable-coefficients" };
  const key = { kind: "row" } as const;
  const before = await refitStretch(rows, model, { key, from: null, to: place }, backend.dense);
  const after = await refitStretch(rows, model, { key, from: place, to: null }, backend.dense);
  const df1 = before.rank + after.rank - model.rank;
  const df2 = sums.n - before.rank - after.rank;
  if (before.n <= before.rank || after.n <= after.rank || df1 < 1 || df2 < 1) {
    return refused(head, `too few rows in a part: ${before.n} and ${after.n}`);
  }
  const apart = before.unexplained + after.unexplained;
  const statistic = (rssOf(sums, model) - apart) / df1 / (apart / df2);
  return found(head, statistic, [df1, df2], fUpperTail(statistic, df1, df2));
};
