// Tests of constant variance.

import { chiSquaredUpperTail } from "../../inference/chi-squared.ts";
import { fUpperTail } from "../../inference/f.ts";
import { explainedBy } from "../auxiliary.ts";
import { refitStretch } from "../order.ts";
import { auxiliaryPass } from "../passes/auxiliary.ts";
import { fittedScale, keyOf } from "./helpers.ts";
import { found, refused, type Test, type TestContext, type TestHead } from "./result.ts";

const against = "constant-variance";

/** Squared residuals vary by rounding where their sum of squares about the mean is within this of that about 0. */
const CONSTANT_ROUNDINGS = 16;

/** Columns up to which White's test takes all squares and products: p(p + 3)/2 columns, 90 of 12. */
const WHITE_COLUMNS = 12;

/** Σ of squares that the design explains of r² − Σr²/n, and Σ of their squares. */
type Squares = { explained: number; total: number };

/** From the sums of the fused pass: with equal weights the fit's own factor is the design's. */
async function squaresOfSums({ sums, model, moments, backend }: TestContext): Promise<Squares> {
  const { n, squares, quartics } = sums;
  const mean = squares / n;
  const total = quartics - n * mean * mean;
  const { mean: means } = await moments();
  const gradient = sums.squareGradient.map((value, j) => {
    // The design columns sum to 0 about their means; without intercept they are about 0, and their sums count.
    const column = model.columns[j] as number;
    return model.intercept ? value : value - mean * n * (means[column] as number);
  });
  const whitened = backend.dense.solveTriangular(model.whiten, gradient, 1, true);
  return {
    explained: whitened.reduce((sum, value) => sum + value * value, 0),
    total: total > CONSTANT_ROUNDINGS * Number.EPSILON * quartics ? total : 0,
  };
}

/** From a reading of the rows, each of which counts alike. */
async function squaresOfRows({ fit, rows, model, moments, sums, backend }: TestContext): Promise<Squares> {
  const fitted = fittedScale(fit, await moments());
  const args = { model, kind: "variance" as const, fitted, squareOrigin: sums.squares / sums.n };
  return explainedBy(await rows.reduce(auxiliaryPass, args), model.intercept, backend.dense);
}

function breuschPaganOf(studentised: boolean): Test {
  const head: TestHead = studentised
    ? { name: "breusch-pagan-koenker", method: "studentised, n·R² of r² on the predictors, chi-squared", against }
    : { name: "breusch-pagan", method: "half the explained sum of squares of n r²/rss, chi-squared", against };
  return async (context) => {
    const { fit, sums, model } = context;
    const df = model.rank - 1;
    if (df < 1) return refused(head, "it needs two coefficients at least");
    const { explained, total } = await (fit.weighted ? squaresOfRows : squaresOfSums)(context);
    const sigma2 = sums.squares / sums.n;
    const statistic = studentised ? (sums.n * explained) / total : (0.5 * explained) / (sigma2 * sigma2);
    return found(head, statistic, [df], chiSquaredUpperTail(statistic, df));
  };
}

/** Breusch and Pagan (1979), which trusts normal errors, and Koenker's form (1981), which does not. */
export const breuschPagan = breuschPaganOf(false);
export const breuschPaganKoenker = breuschPaganOf(true);

/** White (1980): n·R² of r² on all columns, squares and products, or on ŷ and ŷ² where there are many columns. */
export const white: Test = async (context) => {
  const { fit, rows, model, moments, sums, backend } = context;
  const full = model.columns.length <= WHITE_COLUMNS;
  const method = full
    ? "full form, r² on the predictors, their squares and products, chi-squared"
    : "special form, r² on the fitted values and their squares, chi-squared";
  const head: TestHead = { name: "white", method, against };
  if (model.columns.length === 0) return refused(head, "the model has no predictors");
  const kind = full ? "white-full" : "white-fitted";
  const fitted = fittedScale(fit, await moments());
  const { n, rank, explained, total } = explainedBy(
    await rows.reduce(auxiliaryPass, { model, kind, fitted, squareOrigin: sums.squares / sums.n }),
    true,
    backend.dense,
  );
  if (n <= rank) return refused(head, `too few rows: ${n} for ${rank} coefficients of its regression`);
  const statistic = (n * explained) / total;
  return found(head, statistic, [rank - 1], chiSquaredUpperTail(statistic, rank - 1));
};

/** Goldfeld and Quandt (1965): residual variance of the later half over that of the earlier, F. */
export const goldfeldQuandt: Test = async ({ rows, model, moments, order, ordered: orderedBy, backend }) => {
  const of = typeof order === "string" ? order : order.column;
  const method = `halves by ${of}, variance of the upper over the lower, F, one-sided against growing variance`;
  const head: TestHead = { name: "goldfeld-quandt", method, against };
  const ordered = await orderedBy(await keyOf(order, moments));
  const middle = ordered.placeOf(Math.floor(ordered.n / 2));
  const { key } = ordered;
  if (!middle) return refused(head, "there are no rows");
  const low = await refitStretch(rows, model, { key, from: null, to: middle }, backend.dense);
  const high = await refitStretch(rows, model, { key, from: middle, to: null }, backend.dense);
  const df = [high.n - high.rank, low.n - low.rank] as const;
  if (df[0] < 1 || df[1] < 1) return refused(head, `too few rows in a half: ${low.n} and ${high.n}`);
  const statistic = high.unexplained / df[0] / (low.unexplained / df[1]);
  return found(head, statistic, [...df], fUpperTail(statistic, ...df));
};
