// The road of large problems: from moments in double precision, with as few passes over the rows as the digits need.

import type { Plan } from "#formula/types.ts";
import type { Dense, LinearPredictor } from "#kernel/backend.ts";
import type { Rows } from "../rows.ts";
import type { Fit, Moments, SolverReport } from "../types.ts";
import { firstIndependent } from "./dependence.ts";
import { digitsOf } from "./digits.ts";
import { type Estimates, estimatesOf } from "./estimates.ts";
import { type NormalEquations, normalEquations, termsNorm } from "./normal-equations.ts";
import { refine, type Solution, type Start, solveMoments, unrefined } from "./solve.ts";
import type { Solved } from "./solved.ts";
import { whitenedStart } from "./whiten.ts";

/** Digits that are enough: the ninth is beyond any use of a regression. */
const ENOUGH_DIGITS = 9;

/** An error is of no account, however small the coefficient, where it is this much less than the standard error. */
const NEGLIGIBLE = 1e-9;

/** Below this share of the total, a residual sum of squares from moments has lost digits that matter. */
const MOMENT_SHARE = 1e-4;

/** Norm of residuals over the norm of their terms, in units of rounding, below which they are rounding: seen up to 1.3. */
const PERFECT_ROUNDINGS = 3;

/** Rounding of a sum of products in moments, in units of it: seen up to 3 over trees of superblocks. */
const SUM_ROUNDINGS = 8;

/** A first correction up to this is the last bits of the solution. */
const LAST_BITS = 1e-14;

/** Σ w e², or 0 where that is no more than the rounding of the residuals. */
function residualSum(system: NormalEquations, { predictor, rss, passes }: Solution): number {
  if (passes === 0) return rss <= momentsRounding(system, predictor) ? 0 : rss;
  const rounding = ((PERFECT_ROUNDINGS * Number.EPSILON) / 2) * termsNorm(system, predictor);
  return rss <= rounding * rounding ? 0 : rss;
}

/** The most that the rounding of moments can show of a residual sum of squares of 0. */
function momentsRounding({ p, tss, scale }: NormalEquations, { beta }: LinearPredictor): number {
  const squares = beta.reduce((sum, value, j) => sum + (value * (scale[j] as number)) ** 2, tss);
  return ((SUM_ROUNDINGS * Number.EPSILON) / 2) * (p + 1) * squares;
}

/** ‖R b‖², what the predictors explain. */
function explainedSum(system: NormalEquations, { predictor, factor }: Solution): number {
  const { p } = system;
  let sum = 0;
  for (let i = 0; i < p; i++) {
    let value = 0;
    for (let j = i; j < p; j++) {
      value += (factor.R[j * p + i] as number) * (predictor.beta[j] as number) * (system.scale[j] as number);
    }
    sum += value * value;
  }
  return sum;
}

/** Factor of the scatter of the columns kept: the correlation factor times the scale, as a packed triangle. */
function covarianceOf(system: NormalEquations, { factor, predictor, correction }: Solution): Fit["covariance"] {
  const kept = Array.from(system.scale.keys()).filter((j) => !factor.aliased[j]);
  return {
    weight: system.weight,
    centre: kept.map((j) => system.centre[j] as number),
    level: system.intercept ? predictor.intercept + correction.intercept : 0,
    R: kept.flatMap((j, at) =>
      kept.slice(0, at + 1).map((i) => (factor.R[j * system.p + i] as number) * (system.scale[j] as number)),
    ),
  };
}

/** A rung as it is judged. */
interface Rung {
  solution: Solution;
  estimates: Estimates;
  /** Of the coefficient that arithmetic has left the fewest, in digits; what rounded inputs cost no rung can mend. */
  digits: number;
  /** Whether every coefficient has its digits, or an error that is of no account. */
  enough: boolean;
}

export function judged(system: NormalEquations, solution: Solution, dense: Dense, n: number): Rung {
  const { estimates, bounds } = estimatesOf(system, solution, dense);
  const free = n - solution.factor.rank - (system.intercept ? 1 : 0);
  const sigma = free > 0 ? Math.sqrt(solution.rss / free) : 0;
  let worst = Number.POSITIVE_INFINITY;
  let enough = true;
  for (const [k, estimate] of [estimates.intercept, ...estimates.slopes].entries()) {
    if (!estimate || estimate.digits === null) continue;
    const { beta, intercept } = bounds.arithmetic;
    const bound = k === 0 ? intercept : (beta[k - 1] as number);
    const digits = digitsOf(estimate.value, bound) ?? 0;
    worst = Math.min(worst, digits);
    if (digits < ENOUGH_DIGITS && bound > NEGLIGIBLE * sigma * estimate.unitError) enough = false;
  }
  return { solution, estimates, digits: worst, enough };
}

function refinedReport({ solution: { condition, firstStep, passes } }: Rung): SolverReport {
  if (firstStep <= LAST_BITS) {
    return { name: "cholesky", reason: "the residuals confirm the solution from moments", condition, rss: "rows" };
  }
  const count = passes === 1 ? "1 residual pass" : `${passes} residual passes`;
  const reason = `${count}; the first changed a coefficient by ${firstStep.toExponential(0)} of its size`;
  return { name: "cholesky-refined", reason, condition, rss: "rows" };
}

const having = ({ digits }: Rung): string => (Number.isFinite(digits) ? `${digits.toFixed(1)} digits` : "all digits");

/** What to hand over, or why the exact road must be taken. */
export type Climbed = { solved: Solved } | { insufficient: string };

/** Climb from moments until every coefficient has its digits. */
export async function climbMoments(
  moments: Moments & { nDropped: number },
  plan: Plan,
  rows: Rows,
  dense: Dense,
): Promise<Climbed> {
  const system = normalEquations(moments, plan.intercept);
  const start = solveMoments(system, dense);
  const done = (rung: Rung, solver: SolverReport): Climbed => ({
    solved: solvedFrom({ moments, system, rung, solver }),
  });
  if (rows.hasRows) {
    const column = await firstIndependent(system, start, rows, dense);
    if (column >= 0) return { insufficient: `moments cannot tell ${moments.names[column]} from the other columns` };
  }
  const plain = judged(system, unrefined(system, start), dense, moments.n);
  const fromMoments = { name: "cholesky", condition: start.condition, rss: "moments" } as const;
  if (!rows.hasRows) return done(plain, { ...fromMoments, reason: "there are moments and no rows" });
  const summed = plain.solution.rss > MOMENT_SHARE * system.tss;
  if (plain.enough && summed) return done(plain, { ...fromMoments, reason: `moments give ${having(plain)}` });
  const refined = judged(system, await refine(system, start, rows, dense), dense, moments.n);
  const { settled, firstStep } = refined.solution;
  if (refined.enough && settled) return done(refined, refinedReport(refined));
  if (settled) return { insufficient: `refinement gives ${having(refined)}` };
  const whitened = await whitenedRung(system, start, rows, dense);
  if (!whitened) return { insufficient: "whitened columns are dependent to rounding" };
  const rung = judged(system, whitened, dense, moments.n);
  if (!rung.enough) return { insufficient: `a whitened second pass gives ${having(rung)}` };
  const reason = `${having(rung)}; with the factor of the moments a first correction was ${firstStep.toExponential(0)}`;
  return done(rung, { name: "whitened", reason, condition: start.condition, rss: "rows" });
}

async function whitenedRung(system: NormalEquations, start: Start, rows: Rows, dense: Dense): Promise<Solution | null> {
  const better = await whitenedStart(system, start, rows, dense);
  return better && refine(system, better, rows, dense);
}

export function solvedFrom({
  moments,
  system,
  rung: { solution, estimates },
  solver,
}: {
  moments: Moments & { nDropped: number };
  system: NormalEquations;
  rung: Rung;
  solver: SolverReport;
}): Solved {
  const { n, nDropped, sumLogWeight } = moments;
  const rank = solution.factor.rank + (system.intercept ? 1 : 0);
  return {
    estimates,
    rank,
    rss: n === rank ? 0 : residualSum(system, solution),
    mss: explainedSum(system, solution),
    tss: system.tss,
    covariance: covarianceOf(system, solution),
    solver,
    n,
    nDropped,
    sumLogWeight,
  };
}
