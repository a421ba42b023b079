// What two Moments tell of a change between two windows, without a pass over rows: means, variances, correlations.

import { LeastwiseError } from "#base/error.ts";
import type { Dense } from "#kernel/backend.ts";
import { fCdf, fUpperTail } from "../../inference/f.ts";
import { studentTUpperTail } from "../../inference/student-t.ts";
import { subsetMoments } from "../../moments/subset.ts";
import type { Moments } from "../../types.ts";
import type { ColumnShift, MomentsShift } from "../report/types.ts";
import { effectOf } from "../thresholds.ts";
import type { Correction, Reason } from "../types.ts";
import { correlationShift } from "./correlation.ts";
import { gaussianDivergence } from "./divergence.ts";
import { hotelling } from "./hotelling.ts";
import { variancesOf } from "./spread.ts";

interface Sample {
  n: number;
  mean: number;
  variance: number;
}

/** Welch's two-sided p-value; `null` where neither varies or a window has fewer than two rows. */
function welchP(a: Sample, b: Sample): number | null {
  const va = a.variance / a.n;
  const vb = b.variance / b.n;
  if (!(va + vb > 0)) return null;
  const df = (va + vb) ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1));
  if (!Number.isFinite(df)) return null;
  return 2 * studentTUpperTail(Math.abs(b.mean - a.mean) / Math.sqrt(va + vb), df);
}

/** Two-sided p-value of the ratio of two variances. */
function varianceP(ratio: number, a: Sample, b: Sample): number {
  const tail = Math.min(fCdf(ratio, b.n - 1, a.n - 1), fUpperTail(ratio, b.n - 1, a.n - 1));
  return Math.min(1, 2 * tail);
}

function columnShift(name: string, a: Sample, b: Sample): ColumnShift {
  const pooled = Math.sqrt(0.5 * a.variance + 0.5 * b.variance);
  const difference = pooled > 0 ? (b.mean - a.mean) / pooled : null;
  const ratio = a.variance > 0 && b.variance >= 0 ? b.variance / a.variance : null;
  return {
    name,
    meanDifference: effectOf("meanDifference", difference),
    meanP: welchP(a, b),
    varianceRatio: effectOf("varianceRatio", ratio),
    varianceP: ratio === null ? null : varianceP(ratio, a, b),
  };
}

function shared(reference: Moments, current: Moments): [Moments, Moments] {
  const names = reference.names.filter((name) => current.names.includes(name));
  if (names.length === 0) {
    const message = `moments: must share a column; got ${reference.names.join(", ")} and ${current.names.join(", ")}`;
    throw new LeastwiseError("bad-argument", message, { value: current.names.join(", ") });
  }
  const pick = (moments: Moments) =>
    subsetMoments(
      moments,
      names.map((name) => moments.names.indexOf(name)),
    );
  return [pick(reference), pick(current)];
}

/**
 * Change of the columns that both Moments have: of each mean and variance, of all means at once, of correlations.
 * Standard deviations have n − 1; analytic weights count by their shares.
 *
 * Constant columns have no correlation, and are left out of the correlations and the divergence.
 *
 * @throws LeastwiseError `bad-argument` where no column is shared
 */
export function momentsShift(
  reference: Moments,
  current: Moments,
  { correction }: { correction: Correction },
  dense: Dense,
): MomentsShift {
  const [a, b] = shared(reference, current);
  const va = variancesOf(a);
  const vb = variancesOf(b);
  const columns = a.names.map((name, j) =>
    columnShift(
      name,
      { n: a.n, mean: a.mean[j] as number, variance: va[j] as number },
      { n: b.n, mean: b.mean[j] as number, variance: vb[j] as number },
    ),
  );
  const varying = Array.from(va.keys()).filter((j) => (va[j] as number) > 0 && (vb[j] as number) > 0);
  const [c, d] = [subsetMoments(a, varying), subsetMoments(b, varying)];
  const test = hotelling(a, b, dense);
  const divergence = varying.length > 0 ? gaussianDivergence(c, d, dense) : null;
  const correlations = correlationShift(c, d, correction);
  const reasons: Reason[] = [];
  const constant = a.names.filter((_, j) => !varying.includes(j));
  if (constant.length > 0) {
    reasons.push({ field: "columns", reason: `does not vary in a window: ${constant.join(", ")}` });
  }
  if (!test)
    reasons.push({
      field: "hotelling",
      reason: "needs a column that varies, more rows than columns, and a finite distance",
    });
  if (test && test.df1 < a.names.length) {
    reasons.push({
      field: "hotelling",
      reason: `counts ${test.df1} of ${a.names.length} columns, which determine the rest`,
    });
  }
  if (!correlations) reasons.push({ field: "correlations", reason: "needs two columns that vary in both windows" });
  if (!divergence)
    reasons.push({
      field: "divergence",
      reason: "infinite: a covariance matrix is singular, or a spread beyond compare",
    });
  return { n: { reference: a.n, current: b.n }, columns, hotelling: test, correlations, divergence, reasons };
}
