// Tests of normal errors from the moments of the residuals, and Shapiro and Wilk's from the residuals in order.

import { chiSquaredUpperTail } from "../../inference/chi-squared.ts";
import { sortedValues } from "../order-statistics.ts";
import { centralMoments } from "../residuals.ts";
import { shapiroWilk as shapiroWilkOf } from "../shapiro-wilk.ts";
import { found, refused, type Test, type TestHead } from "./result.ts";

const against = "normal-errors";
const SHAPIRO_ROWS = 5000;
const CONSTANT = "the residuals do not vary";

/** Jarque and Bera (1987): n/6·(S² + (K − 3)²/4), χ² on 2 degrees of freedom. */
export const jarqueBera: Test = ({ sums, model }) => {
  const head: TestHead = { name: "jarque-bera", method: "chi-squared", against };
  const { skewness, kurtosis } = centralMoments(sums, model);
  if (skewness === null || kurtosis === null) return refused(head, CONSTANT);
  const statistic = (sums.n / 6) * (skewness ** 2 + (kurtosis - 3) ** 2 / 4);
  return found(head, statistic, [2], chiSquaredUpperTail(statistic, 2));
};

/** Normal score of a sample skewness (D'Agostino 1970). */
function skewnessScore(skewness: number, n: number): number {
  const y = skewness * Math.sqrt(((n + 1) * (n + 3)) / (6 * (n - 2)));
  const beta2 = (3 * (n * n + 27 * n - 70) * (n + 1) * (n + 3)) / ((n - 2) * (n + 5) * (n + 7) * (n + 9));
  const w2 = -1 + Math.sqrt(2 * (beta2 - 1));
  const delta = 1 / Math.sqrt(0.5 * Math.log(w2));
  const alpha = Math.sqrt(2 / (w2 - 1));
  return delta * Math.asinh(y / alpha);
}

/** Normal score of a sample kurtosis (Anscombe and Glynn 1983). */
function kurtosisScore(kurtosis: number, n: number): number {
  const mean = (3 * (n - 1)) / (n + 1);
  const variance = (24 * n * (n - 2) * (n - 3)) / ((n + 1) ** 2 * (n + 3) * (n + 5));
  const x = (kurtosis - mean) / Math.sqrt(variance);
  const root =
    ((6 * (n * n - 5 * n + 2)) / ((n + 7) * (n + 9))) * Math.sqrt((6 * (n + 3) * (n + 5)) / (n * (n - 2) * (n - 3)));
  const a = 6 + (8 / root) * (2 / root + Math.sqrt(1 + 4 / (root * root)));
  const base = (1 - 2 / a) / (1 + x * Math.sqrt(2 / (a - 4)));
  return (1 - 2 / (9 * a) - Math.cbrt(base)) / Math.sqrt(2 / (9 * a));
}

/** D'Agostino and Pearson's K² (1973): squared scores of skewness and kurtosis, χ² on 2 degrees of freedom. */
export const omnibus: Test = ({ sums, model }) => {
  const head: TestHead = { name: "omnibus", method: "D'Agostino-Pearson, chi-squared", against };
  const { skewness, kurtosis } = centralMoments(sums, model);
  if (sums.n < 8) return refused(head, `it needs 8 rows at least; there are ${sums.n}`);
  if (skewness === null || kurtosis === null) return refused(head, CONSTANT);
  const statistic = skewnessScore(skewness, sums.n) ** 2 + kurtosisScore(kurtosis, sums.n) ** 2;
  return found(head, statistic, [2], chiSquaredUpperTail(statistic, 2));
};

/** Shapiro and Wilk's W with Royston's p (1995), for 3 to 5000 rows. */
export const shapiroWilk: Test = ({ sums: { n }, residuals }) => {
  const head: TestHead = { name: "shapiro-wilk", method: "Royston 1995", against };
  if (n < 3 || n > SHAPIRO_ROWS) return refused(head, `it is for 3 to ${SHAPIRO_ROWS} rows; there are ${n}`);
  const sorted = sortedValues(residuals);
  if (!((sorted[n - 1] as number) > (sorted[0] as number))) return refused(head, CONSTANT);
  const { w, p } = shapiroWilkOf(sorted);
  return found(head, w, [], p);
};
