// Options of a path, checked where they come in and completed.

import { refuse } from "#base/refuse.ts";
import type { PathOptions } from "./types.ts";

/** Options of p design columns with nothing left open but the grid. */
export interface ResolvedOptions {
  l1Ratio: number;
  nLambda: number;
  lambdaMinRatio: number | null;
  /** Largest first. */
  lambdas: number[] | null;
  standardize: boolean;
  /** p, summing to p. */
  penaltyFactors: Float64Array;
  /** p each, on the scale of the data. */
  lower: Float64Array;
  upper: Float64Array;
  bounded: boolean;
  relax: boolean;
  earlyStop: boolean;
}

/** @throws LeastwiseError `bad-argument` unless the value is in (0, 1), or from 0 to 1 where the interval is not open */
export function ratioOf(subject: string, value: number, { open }: { open: boolean }): number {
  const inside = open ? value > 0 && value < 1 : value >= 0 && value <= 1;
  if (typeof value !== "number" || !inside) refuse(subject, open ? "be in (0, 1)" : "be from 0 to 1", value);
  return value;
}

/** @throws LeastwiseError `bad-argument` unless the value is true or false */
export function flagOf(subject: string, value: boolean): boolean {
  if (typeof value !== "boolean") refuse(subject, "be true or false", value);
  return value;
}

/** @throws LeastwiseError `bad-argument` unless lambda is finite and >= 0 */
export function checkLambda(subject: string, lambda: number): number {
  if (typeof lambda !== "number" || !(lambda >= 0 && lambda < Number.POSITIVE_INFINITY)) {
    refuse(subject, "be finite and >= 0", lambda);
  }
  return lambda;
}

function isList(values: unknown): values is ArrayLike<number> {
  return Array.isArray(values) || ArrayBuffer.isView(values);
}

function gridOf(lambdas: readonly number[] | undefined): number[] | null {
  if (lambdas === undefined) return null;
  if (!isList(lambdas) || lambdas.length === 0) refuse("lambdas", "be a list of one number at least", lambdas);
  return Array.from(lambdas, (lambda, k) => checkLambda(`lambdas[${k}]`, lambda)).sort((a, b) => b - a);
}

function factorsOf(factors: readonly number[] | undefined, p: number): Float64Array {
  if (factors === undefined) return new Float64Array(p).fill(1);
  if (!isList(factors) || factors.length !== p) {
    refuse(
      "penaltyFactors",
      `hold one number for each of ${p} design columns`,
      isList(factors) ? factors.length : factors,
    );
  }
  for (const [j, factor] of factors.entries()) checkLambda(`penaltyFactors[${j}]`, factor);
  const sum = factors.reduce((total, factor) => total + factor, 0);
  if (sum === 0) refuse("penaltyFactors", "not all be 0, for a model without penalty is ols", "only 0");
  return Float64Array.from(factors, (factor) => (factor * p) / sum);
}

function boundsOf(side: "lower" | "upper", bound: number | readonly number[], p: number): Float64Array {
  if (isList(bound) && bound.length !== p) {
    refuse(`bounds.${side}`, `be one number, or one for each of ${p} design columns`, `${bound.length} numbers`);
  }
  const values = Float64Array.from({ length: p }, (_, j) => (isList(bound) ? bound[j] : bound) as number);
  const sign = side === "lower" ? -1 : 1;
  const at = values.findIndex((value) => !(sign * value >= 0));
  if (at >= 0) refuse(`bounds.${side}`, `be ${side === "lower" ? "<=" : ">="} 0, so that 0 is allowed`, values[at]);
  return values;
}

/**
 * Check options for p design columns.
 *
 * @throws LeastwiseError `bad-argument`
 */
export function resolveOptions(options: PathOptions, p: number): ResolvedOptions {
  const { l1Ratio = 1, nLambda = 100, lambdaMinRatio, standardize = true, relax = false, earlyStop = false } = options;
  if (p === 0) refuse("model", "have a design column for a penalty to shrink", "an intercept alone");
  if (!Number.isInteger(nLambda) || nLambda < 1 || nLambda > 10_000)
    refuse("nLambda", "be an integer from 1 to 10000", nLambda);
  const lower = boundsOf("lower", options.bounds?.lower ?? Number.NEGATIVE_INFINITY, p);
  const upper = boundsOf("upper", options.bounds?.upper ?? Number.POSITIVE_INFINITY, p);
  return {
    l1Ratio: ratioOf("l1Ratio", l1Ratio, { open: false }),
    nLambda,
    lambdaMinRatio: lambdaMinRatio === undefined ? null : ratioOf("lambdaMinRatio", lambdaMinRatio, { open: true }),
    lambdas: gridOf(options.lambdas),
    standardize: flagOf("standardize", standardize),
    penaltyFactors: factorsOf(options.penaltyFactors, p),
    lower,
    upper,
    bounded:
      lower.some((value) => value > Number.NEGATIVE_INFINITY) ||
      upper.some((value) => value < Number.POSITIVE_INFINITY),
    relax: flagOf("relax", relax),
    earlyStop: flagOf("earlyStop", earlyStop),
  };
}
