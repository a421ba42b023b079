// Marginal means of a factor: what the mean prediction would be were every row of one level, and how levels differ.

import { LeastwiseError } from "#base/error.ts";
import type { Factor, Plan } from "#formula/types.ts";
import type { Dense } from "#kernel/backend.ts";
import type { Fit, Moments } from "../../types.ts";
import { variableOf } from "../plan-terms.ts";
import type { MarginalDifference, MarginalMeans, RobustTable } from "../types.ts";
import { contrastsOf, requireLevel, requireTableOf } from "./hypothesis.ts";
import { formCovariance, formValue } from "./spread.ts";

type DesignColumn = Plan["columns"][number];

/** @throws LeastwiseError `bad-argument` unless `factor` is a factor of the plan */
function levelsOf(plan: Plan, factor: string): string[] {
  const found = plan.levels.find(({ variable }) => variable === factor);
  if (found) return found.levels;
  const known = plan.levels.map(({ variable }) => JSON.stringify(variable)).join(", ") || "none";
  const message = `factor: must be a factor of the model (${known}); got ${JSON.stringify(factor)}`;
  throw new LeastwiseError("bad-argument", message, { value: factor });
}

const restOf = ({ factors }: DesignColumn, factor: string) => factors.filter((f) => variableOf(f) !== factor);

/** Design columns with the factor taken out of each product; those that were the factor alone are gone. */
function restColumns(plan: Plan, factor: string): DesignColumn[] {
  const rest = new Map<string, DesignColumn>();
  for (const column of plan.columns) {
    const factors = restOf(column, factor);
    const key = JSON.stringify(factors);
    if (factors.length > 0 && !rest.has(key)) rest.set(key, { name: key, term: column.term, factors });
  }
  return [...rest.values()];
}

/**
 * A plan of the columns whose means over the rows of a fit marginal means need.
 *
 * @throws LeastwiseError `bad-argument` unless `factor` is a factor of the plan
 */
export function marginalPlan(plan: Plan, factor: string): Plan {
  levelsOf(plan, factor);
  return { ...plan, columns: restColumns(plan, factor) };
}

/** The mean of each design column over the rows, were all of them of `level`; 1 first where there is an intercept. */
function meanDesign(
  plan: Plan,
  means: ReadonlyMap<string, number>,
  at: { factor: string; level: string },
): Float64Array {
  const code = levelsOf(plan, at.factor).indexOf(at.level);
  const own = (f: Factor): number => {
    if (f.kind === "numeric" || f.variable !== at.factor) return 1;
    if (f.kind === "contrast") return f.values[code] ?? 0;
    return f.level === at.level ? 1 : 0;
  };
  const values = plan.columns.map((column) => {
    const value = column.factors.reduce((product, f) => product * own(f), 1);
    if (value === 0) return 0;
    const rest = restOf(column, at.factor);
    return value * (rest.length === 0 ? 1 : (means.get(JSON.stringify(rest)) ?? 0));
  });
  return Float64Array.from(plan.intercept ? [1, ...values] : values);
}

/** Holm's step-down correction, in the order of `p`. */
function holm(p: readonly (number | null)[]): (number | null)[] {
  const order = p.flatMap((value, at) => (value === null ? [] : [{ value, at }])).sort((a, b) => a.value - b.value);
  const corrected: (number | null)[] = p.map(() => null);
  let most = 0;
  for (const [k, { value, at }] of order.entries()) {
    most = Math.max(most, Math.min(1, value * (order.length - k)));
    corrected[at] = most;
  }
  return corrected;
}

function pairsOf(levels: readonly string[]): { a: number; b: number }[] {
  return levels.flatMap((_, a) => levels.slice(a + 1).map((__, k) => ({ a: a + 1 + k, b: a })));
}

export interface MarginalRequest {
  factor: string;
  robust?: RobustTable | undefined;
  /** Coverage of the intervals, in (0, 1). Default 0.95. */
  level?: number | undefined;
  /** Moments of the rows of `marginalPlan`; null where it has no columns. */
  moments: Moments | null;
}

/** A contrast that may rest on an aliased coefficient, and then has no value. */
type Estimated = Pick<MarginalDifference, "estimate" | "standardError" | "t" | "p" | "ci">;

const NOT_ESTIMABLE: Estimated = { estimate: null, standardError: null, t: null, p: null, ci: null };

function estimated(
  fit: Fit,
  form: Float64Array,
  { robust, level, dense }: { robust: RobustTable | null; level: number; dense: Dense },
): Estimated {
  if (fit.coefficients.some((value, j) => value === null && form[j] !== 0)) return NOT_ESTIMABLE;
  const covariance = formCovariance(fit, [form], robust, dense);
  const estimate = { hypothesis: "", estimate: formValue(fit, form), value: 0 };
  const df = robust?.df ?? fit.dfResidual;
  return contrastsOf([estimate], covariance && [covariance[0] as number], { df, level })[0] ?? NOT_ESTIMABLE;
}

function reasonsOf(all: readonly Estimated[]): MarginalMeans["reasons"] {
  const reasons: MarginalMeans["reasons"] = [];
  const say = (fields: string[], reason: string) => reasons.push(...fields.map((field) => ({ field, reason })));
  if (all.some(({ estimate }) => estimate === null)) say(["estimate"], "rests on a coefficient that is aliased");
  const none = all.some(({ estimate, standardError }) => estimate !== null && standardError === null);
  if (none) say(["standardError", "t", "p", "pHolm", "ci"], "the covariance of the coefficients cannot be computed");
  else if (all.some(({ standardError }) => standardError === 0)) say(["t", "p", "pHolm"], "a standard error is 0");
  return reasons;
}

/**
 * Marginal means of a factor and their pairwise differences, each later level less an earlier one. The other columns of
 * the design stay at their (weighted) means over the rows of the fit, and products of them with the factor follow it.
 *
 * @throws LeastwiseError `bad-argument` for a factor that the model lacks, a level outside (0, 1), a robust table of another fit
 */
export function marginalMeans(fit: Fit, request: MarginalRequest, dense: Dense): MarginalMeans {
  const { factor, robust, level = 0.95, moments } = request;
  requireLevel(level);
  requireTableOf(fit, robust);
  const levels = levelsOf(fit.plan, factor);
  const names = restColumns(fit.plan, factor).map(({ name }) => name);
  const averages = new Map(names.map((name, j) => [name, moments?.mean[j] ?? 0]));
  const designs = levels.map((name) => meanDesign(fit.plan, averages, { factor, level: name }));
  const pairs = pairsOf(levels);
  const gap = (a: number, b: number) => (designs[a] as Float64Array).map((v, j) => v - (designs[b]?.[j] as number));
  const of = (form: Float64Array) => estimated(fit, form, { robust: robust ?? null, level, dense });
  const means = designs.map(of);
  const differences = pairs.map(({ a, b }) => of(gap(a, b)));
  const corrected = holm(differences.map(({ p }) => p));
  return {
    factor,
    covariance: robust?.type ?? "classical",
    df: robust?.df ?? fit.dfResidual,
    level,
    means: means.map(({ estimate, standardError, ci }, k) => ({
      level: levels[k] as string,
      estimate,
      standardError,
      ci,
    })),
    differences: differences.map((difference, k): MarginalDifference => {
      const { a, b } = pairs[k] as { a: number; b: number };
      const { estimate, standardError, t, p, ci } = difference;
      const named = { level: levels[a] as string, baseline: levels[b] as string };
      return { ...named, estimate, standardError, t, p, pHolm: corrected[k] ?? null, ci };
    }),
    reasons: reasonsOf([...means, ...differences]),
  };
}
