// The road from draft moments: their factor is a preconditioner, and residuals of the rows in doubles correct what it gives
// until corrections are rounding. Nothing of a draft is left in the coefficients or the sums of squares.

import type { Plan } from "#formula/types.ts";
import type { Dense } from "#kernel/backend.ts";
import type { DraftedMoments, Rows } from "../rows.ts";
import { type Climbed, judged, solvedFrom } from "./moments-road.ts";
import { type NormalEquations, normalEquations } from "./normal-equations.ts";
import { refine, type Solution, solveMoments } from "./solve.ts";

/** Each pass leaves so much of the error at most; a factor that is worse says nothing of rank either. */
const CONTRACTION = 0.01;
/** Passes that reach rounding from there, and one to see it. */
const MAX_PASSES = 9;

/** What the errors of a draft make of its factor, relative to the factor's own: ‖A⁻¹‖·‖E‖ of random errors. */
function factorError({ p }: NormalEquations, condition: number, error: number): number {
  return 2 * Math.sqrt(p) * condition * error;
}

/** b′X′y, what the predictors explain: the products with the response are no draft. */
function explainedSum({ scale, r }: NormalEquations, { predictor, correction }: Solution): number {
  return predictor.beta.reduce(
    (sum, value, j) => sum + (value + (correction.beta[j] as number)) * (scale[j] as number) * (r[j] as number),
    0,
  );
}

/** Solve from draft moments, or say why the CPU's are needed. */
export async function climbDraft(
  { moments, error, reason }: DraftedMoments,
  plan: Plan,
  rows: Rows,
  dense: Dense,
): Promise<Climbed> {
  const system = normalEquations(moments, plan.intercept);
  const start = solveMoments(system, dense);
  const off = factorError(system, start.condition, error);
  const dependent = system.scale.findIndex((d, j) => d > 0 && start.factor.aliased[j] === 1);
  if (dependent >= 0) return { insufficient: `a draft cannot tell ${moments.names[dependent]} from the other columns` };
  if (!(off <= CONTRACTION)) {
    return { insufficient: `a draft has too few digits for a condition of ${start.condition.toExponential(0)}` };
  }
  const trusting = { ...start, tolerated: Number.POSITIVE_INFINITY, maxPasses: MAX_PASSES };
  const rung = judged(system, await refine(system, trusting, rows, dense), dense, moments.n);
  const { passes, settled, condition } = rung.solution;
  if (!settled || !rung.enough)
    return { insufficient: `refinement of a draft leaves too few digits after pass ${passes}` };
  const count = passes === 1 ? "1 residual pass" : `${passes} residual passes`;
  const words = `${count} in doubles, preconditioned by moments from the GPU`;
  const solver = {
    name: "cholesky-refined",
    reason: words,
    condition,
    rss: "rows",
    webgpu: { used: true, reason },
    factorDigits: Math.round(-10 * Math.log10(off)) / 10,
  } as const;
  return { solved: { ...solvedFrom({ moments, system, rung, solver }), mss: explainedSum(system, rung.solution) } };
}
