// What can be asked of a fit without a pass over its rows, or with one for means: hypotheses, marginal means, units.

import { linearHypothesis } from "#stats/inference/hypothesis/hypothesis.ts";
import { marginalPlan, marginalMeans as meansOf } from "#stats/inference/hypothesis/marginal.ts";
import { standardizedCoefficients } from "#stats/inference/hypothesis/standardized.ts";
import type { Fit } from "#stats/types.ts";
import type {
  HypothesisMatrix,
  HypothesisOptions,
  HypothesisTest,
  MarginalMeans,
  MarginalMeansOptions,
  StandardizedCoefficients,
} from "../../contract.ts";
import { requireLeastSquares, requireRowsOf, rowsOfFit } from "../fit-given.ts";
import { badOption, requireWord } from "../options.ts";
import type { CallContext } from "../planned.ts";

function isMatrix(value: unknown): value is HypothesisMatrix {
  if (typeof value !== "object" || value === null || !("matrix" in value)) return false;
  const { matrix, rhs } = value as HypothesisMatrix;
  return Array.isArray(matrix) && matrix.every(Array.isArray) && (rhs === undefined || Array.isArray(rhs));
}

export function hypothesis(
  { backend }: CallContext,
  fit: Fit,
  hypotheses: string | string[] | HypothesisMatrix,
  options: HypothesisOptions,
): HypothesisTest {
  requireLeastSquares(fit);
  const { test } = options;
  const texts = Array.isArray(hypotheses) && hypotheses.every((text) => typeof text === "string");
  if (typeof hypotheses !== "string" && !texts && !isMatrix(hypotheses)) {
    throw badOption("hypotheses", "text, a list of texts or a matrix", JSON.stringify(hypotheses));
  }
  if (test !== undefined) requireWord("test", test, ["F", "chi-squared"]);
  return linearHypothesis(fit, { ...options, hypotheses }, backend.dense);
}

export async function marginalMeans(
  context: CallContext,
  fit: Fit,
  factor: string,
  options: MarginalMeansOptions,
): Promise<MarginalMeans> {
  requireRowsOf(fit, options);
  if (typeof factor !== "string") throw badOption("factor", "the name of a factor", factor);
  const plan = marginalPlan(fit.plan, factor);
  const { weights: _, ...rest } = options;
  const moments = plan.columns.length === 0 ? null : await (await rowsOfFit(context, plan, options)).moments();
  return meansOf(fit, { ...rest, factor, moments }, context.backend.dense);
}

export function standardized(_: CallContext, fit: Fit): StandardizedCoefficients {
  requireLeastSquares(fit);
  return standardizedCoefficients(fit);
}
