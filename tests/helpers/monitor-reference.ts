// What tests/fixtures/make/monitor.py wrote.

import { readFileSync } from "node:fs";
import { expect } from "vitest";

interface Reference {
  samples: {
    name: string;
    a: number[];
    b: number[];
    ks: number;
    p_exact: number;
    p_limit: number;
    wasserstein: number;
  }[];
  counts: {
    a: number[];
    b: number[];
    psi: number;
    jensen_shannon: number;
    chi2: number;
    df: number;
    p: number;
    cramers_v: number;
    least_expected: number;
  }[];
  moments: {
    a: number[][];
    b: number[][];
    mean_difference: number[];
    mean_p: number[];
    variance_ratio: number[];
    variance_p: number[];
    t2: number;
    f: number;
    p: number;
    df: [number, number];
    fisher: { pair: [number, number]; q: number; z: number; p: number }[];
    frobenius: number;
    kl_forward: number;
    kl_backward: number;
  };
  corrections: { p: number[]; "benjamini-hochberg": number[]; "benjamini-yekutieli": number[] };
  chow: {
    x1: number[];
    x2: number[];
    y: number[];
    border: number;
    chow: [number, number, number, number];
    without_intercept: [number, number, number, number];
    predictive: [number, number, number, number];
    coefficients: [number[], number[]];
    standard_errors: [number[], number[]];
    z: number[];
    z_p: number[];
  };
  page_hinkley: { losses: number[]; delta: number; lambda: number; statistic: number[]; alarm: number };
  quantiles: { values: number[]; deciles: number[] };
}

export const reference: Reference = JSON.parse(readFileSync("tests/fixtures/reference/monitor.json", "utf8"));

/** Within a relative tolerance; 0 agrees with what is within it of 0. */
export function expectNear(got: number | null | undefined, wanted: number, tolerance = 1e-10): void {
  const error = Math.abs((got ?? Number.NaN) - wanted) / (wanted === 0 ? 1 : Math.abs(wanted));
  expect(error, `${got} should be ${wanted}`).toBeLessThanOrEqual(tolerance);
}

/** The same in every place. */
export function expectAllNear(got: readonly (number | null)[], wanted: readonly number[], tolerance = 1e-10): void {
  expect(got).toHaveLength(wanted.length);
  for (const [i, value] of wanted.entries()) expectNear(got[i], value, tolerance);
}
