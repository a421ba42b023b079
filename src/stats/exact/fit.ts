// The exact road: moments, solution and residuals in double-double, and estimates as doubles with the digits that the inputs
// allow.

import { at, difference, minusDot, put, rounded, sum, widen, zeros } from "#base/double-double.ts";
import type { Dense } from "#kernel/backend.ts";
import { digitsOf } from "../models/digits.ts";
import type { Estimate, Estimates } from "../models/estimates.ts";
import { fullRank } from "../models/full-rank.ts";
import type { Solved } from "../models/solved.ts";
import { timesPowerOf2 } from "../moments/units.ts";
import type { Rows } from "../rows.ts";
import type { Fit } from "../types.ts";
import { EXACT_ROUNDING, inverseOf, solveLower } from "./factor.ts";
import type { ExactMoments } from "./moments.ts";
import { type Sensitivity, samplingOf, sensitivityOf } from "./sensitivity.ts";
import { type ExactSolution, originOf, solveFromRows } from "./solve.ts";
import { type ExactSystem, exactSystem } from "./system.ts";

/** Norm of residuals over that of the rounding of y − ŷ, below which they are rounding. */
const PERFECT_ROUNDINGS = 3;

/** Values are below this in units of 2^exponent. */
const LARGEST = Math.SQRT2;

/** A solution with what is derived from it; all in scaled units, over the columns kept. */
interface Found {
  system: ExactSystem;
  solution: ExactSolution;
  /** S⁻¹, k×k. */
  inverse: Float64Array;
  sensitivity: Sensitivity;
}

/** How far arithmetic in double-double may have missed each coefficient, and the intercept at x = 0. */
function arithmeticBounds({ system, solution, inverse }: Found): { beta: Float64Array; terms: number } {
  const { beta, lastStep, rss } = solution;
  const k = beta.hi.length;
  const spread = LARGEST * Math.sqrt(system.moments.weight.hi);
  const terms = spread * beta.hi.reduce((total, b) => total + Math.abs(b), 1);
  const carried = spread * Math.sqrt(rss.hi);
  const bounds = lastStep.map((step, j) => {
    let reach = 0;
    for (let i = 0; i < k; i++) reach += Math.abs(inverse[i * k + j] as number);
    return step + EXACT_ROUNDING * (Math.sqrt(inverse[j * k + j] as number) * terms + reach * carried);
  });
  return { beta: bounds, terms };
}

/** Variance of the intercept at 0 over sigma²: 1/W + m′S⁻¹m, as a sum of squares. */
function interceptVariance({ system, solution }: Found): number {
  const { factor } = solution;
  const m = zeros(factor.kept.length);
  for (const [i, j] of factor.kept.entries()) put(m, i, at(system.centre, j));
  return solveLower(factor, m).hi.reduce((total, v) => total + v * v, 1 / system.moments.weight.hi);
}

/** Digits of a value that is given out in units of 2^exponent, where it may be too small to keep them. */
function digitsIn(value: number, bound: number, exponent: number): number | null {
  const given = Math.abs(timesPowerOf2(value, exponent));
  return given === 0 ? null : digitsOf(value, bound + Math.abs(value) * (Number.MIN_VALUE / given));
}

/** Coefficients on the scale of the data. */
function estimatesOf(found: Found): Estimates {
  const { system, solution, inverse, sensitivity } = found;
  const { p, moments, intercept, centre } = system;
  const { factor, beta, level } = solution;
  const k = factor.kept.length;
  const unit = moments.exponent[p] as number;
  const bounds = arithmeticBounds(found);
  const slopes = new Array<Estimate | null>(p).fill(null);
  const m = zeros(k);
  let reach = 0;
  for (const [i, j] of factor.kept.entries()) {
    const value = rounded(at(beta, i));
    const bound = Math.sqrt(sensitivity.squares[i + 1] as number) + (bounds.beta[i] as number);
    const exponent = moments.exponent[j] as number;
    slopes[j] = {
      value: timesPowerOf2(value, unit - exponent),
      unitError: Math.sqrt(inverse[i * k + i] as number),
      exponent: -exponent,
      digits: digitsIn(value, bound, unit - exponent),
    };
    put(m, i, at(centre, j));
    reach += Math.abs(m.hi[i] as number) * (bounds.beta[i] as number);
  }
  if (!intercept) return { intercept: null, slopes };
  const start = sum(at(moments.mean, p), level);
  const value = rounded(minusDot(start, { of: m, from: 0 }, { of: beta, from: 0 }, k));
  const unitError = Math.sqrt(interceptVariance(found));
  const bound = Math.sqrt(sensitivity.squares[0] as number) + EXACT_ROUNDING * unitError * bounds.terms + reach;
  return {
    intercept: { value: timesPowerOf2(value, unit), unitError, exponent: 0, digits: digitsIn(value, bound, unit) },
    slopes,
  };
}

function sensitivityIn(
  system: ExactSystem,
  solution: ExactSolution,
  inverse: Float64Array,
  rows: Rows,
): Promise<Sensitivity> {
  const { columns, scale, centre } = originOf(system, solution.factor.kept);
  return sensitivityOf(rows, {
    columns,
    scale,
    centre,
    level: solution.level.hi,
    beta: solution.beta.hi,
    inverse,
    weight: system.moments.weight.hi,
    intercept: system.intercept,
    // Frequencies count more rows than there are to look at.
    every: samplingOf(Math.min(system.moments.n, rows.nRows), solution.factor.kept.length),
  });
}

/** Σ w e² in scaled units, or 0 where that is no more than rounding. */
function residualSum(found: Found): number {
  const { system, solution, sensitivity } = found;
  const rank = solution.factor.kept.length + (system.intercept ? 1 : 0);
  if (system.moments.n === rank) return 0;
  const rounding = PERFECT_ROUNDINGS * Math.sqrt(sensitivity.rounding) + EXACT_ROUNDING * arithmeticBounds(found).terms;
  return solution.rss.hi <= rounding * rounding ? 0 : rounded(solution.rss);
}

/** The fitted value at the centre as it is given out, rounded: a column far from 0 rounds it by a part of its spread. */
function levelOf({ moments, centre, intercept, p }: ExactSystem, { factor, beta, level }: ExactSolution): number {
  if (!intercept) return 0;
  const k = factor.kept.length;
  const roundings = zeros(k);
  for (const [i, j] of factor.kept.entries()) {
    const own = at(centre, j);
    put(roundings, i, difference(own, widen(rounded(own))));
  }
  const start = sum(at(moments.mean, p), level);
  const moved = minusDot(start, { of: roundings, from: 0 }, { of: beta, from: 0 }, k);
  return timesPowerOf2(rounded(moved), moments.exponent[p] as number);
}

/** Factor of the scatter of the columns kept, and the fitted value at their centre, on the scale of the data. */
function covarianceOf(system: ExactSystem, solution: ExactSolution): Fit["covariance"] {
  const { moments, centre } = system;
  const { factor } = solution;
  const k = factor.kept.length;
  const exponents = factor.kept.map((j) => moments.exponent[j] as number);
  return {
    weight: rounded(moments.weight),
    centre: factor.kept.map((j) => timesPowerOf2(rounded(at(centre, j)), moments.exponent[j] as number)),
    level: levelOf(system, solution),
    R: exponents.flatMap((e, j) =>
      Array.from({ length: j + 1 }, (_, i) => timesPowerOf2(factor.R.hi[j * k + i] as number, e)),
    ),
  };
}

/** Estimated 1-norm condition of the correlation matrix of the columns kept. */
function conditionOf({ factor }: ExactSolution, dense: Dense): number {
  const k = factor.kept.length;
  if (k === 0) return 1;
  const R = factor.R.hi.slice();
  const A = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    const norm = Math.sqrt(R.subarray(j * k, (j + 1) * k).reduce((total, r) => total + r * r, 0));
    for (let i = 0; i <= j; i++) R[j * k + i] = (R[j * k + i] as number) / norm;
    for (let i = 0; i <= j; i++) {
      let value = 0;
      for (let h = 0; h <= i; h++) value += (R[i * k + h] as number) * (R[j * k + h] as number);
      A[j * k + i] = value;
      A[i * k + j] = value;
    }
  }
  return dense.condition(fullRank(R, k), A);
}

export interface ExactModel {
  moments: ExactMoments;
  intercept: boolean;
  /** Label of the response. */
  response: string;
  /** Why this road is taken. */
  reason: string;
}

/**
 * Solve in double-double from moments and residuals of the rows.
 *
 * @throws LeastwiseError `response-constant`; `value-not-finite` where the squares of the response leave the range of doubles
 */
export async function solveExactRoad(model: ExactModel, rows: Rows, dense: Dense): Promise<Solved> {
  const { moments, intercept, response, reason } = model;
  const system = exactSystem(moments, intercept, response);
  const solution = await solveFromRows(system, rows);
  const inverse = inverseOf(solution.factor);
  const sensitivity = await sensitivityIn(system, solution, inverse, rows);
  const found: Found = { system, solution, inverse, sensitivity };
  const rss = residualSum(found);
  const unit = 2 * (moments.exponent[system.p] as number);
  const mss = rounded(difference(system.tss, rss === 0 ? widen(0) : solution.rss));
  return {
    estimates: estimatesOf(found),
    rank: solution.factor.kept.length + (intercept ? 1 : 0),
    rss: timesPowerOf2(rss, unit),
    mss: timesPowerOf2(mss, unit),
    tss: timesPowerOf2(rounded(system.tss), unit),
    covariance: covarianceOf(system, solution),
    solver: { name: "double-double", reason, condition: conditionOf(solution, dense), rss: "rows" },
    n: moments.n,
    nDropped: moments.nDropped,
    sumLogWeight: moments.sumLogWeight,
  };
}
