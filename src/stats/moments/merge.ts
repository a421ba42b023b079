// The merge of two Moments, which is how folds, windows and shards become one (Chan, Golub and LeVeque 1979; Pébay 2008).

import { LeastwiseError } from "#base/error.ts";
import type { Plan } from "#formula/types.ts";
import type { Moments } from "../types.ts";

/** @throws LeastwiseError `bad-argument` unless both have the same names in the same order */
function requireSameNames(a: Moments, b: Moments): void {
  const at = a.names.findIndex((name, j) => name !== b.names[j]);
  if (at < 0 && a.names.length === b.names.length) return;
  const text = ({ names }: Moments, j: number) => (j < names.length ? JSON.stringify(names[j]) : "no more names");
  const j = at < 0 ? a.names.length : at;
  const message = `moments to merge: must have the same names in the same order; got ${text(a, j)} and ${text(b, j)} at ${j}`;
  throw new LeastwiseError("bad-argument", message, { value: b.names[j] ?? null });
}

/** What weights of both count. @throws LeastwiseError `bad-argument` where one counts rows and the other does not */
function commonWeights(a: Moments, b: Moments): Pick<Moments, "weightsAre"> {
  const weightsAre = a.weightsAre ?? b.weightsAre;
  if (weightsAre === undefined) return {};
  if (b.weightsAre === undefined || b.weightsAre === weightsAre) return { weightsAre };
  const message = `moments to merge: must have weights of one kind; got ${a.weightsAre} and ${b.weightsAre}`;
  throw new LeastwiseError("bad-argument", message, { value: b.weightsAre });
}

/** What a plan's columns are made of, wherever it stood in the formula's text. */
function recipe({ columns, response, levels }: Plan): string {
  const parts = [columns.map(({ factors }) => factors), response.expr, levels];
  return JSON.stringify(parts, (key, value: unknown) => (key === "at" ? 0 : value));
}

/**
 * The plan of both, where they have one. Columns of one name that were made of other levels, or standardised by another
 * mean, are other columns.
 *
 * @throws LeastwiseError `bad-argument` where the columns were not made alike
 */
function commonPlan(a: Moments, b: Moments): Pick<Moments, "plan"> {
  if (!a.plan || !b.plan) return {};
  if (a.plan === b.plan || recipe(a.plan) === recipe(b.plan)) return { plan: a.plan };
  const message = "moments to merge: must have columns made alike, of the same levels too; got plans that differ";
  throw new LeastwiseError("bad-argument", message, { value: b.plan.formula });
}

/** Rows left out of both, where both were counted. */
function droppedOf(a: Moments, b: Moments): Pick<Moments, "nDropped"> {
  return a.nDropped === undefined || b.nDropped === undefined ? {} : { nDropped: a.nDropped + b.nDropped };
}

/**
 * Moments of the rows of both, of which none may be in both. Neither is changed. The shift kept is that of `a`.
 *
 * Rows without weights weigh 1 beside analytic or frequency weights. `nDropped` and `plan` are kept where both have
 * them.
 *
 * @throws LeastwiseError `bad-argument` where names, kinds of weights, or what the columns are made of differ
 */
export function mergeMoments(a: Moments, b: Moments): Moments {
  requireSameNames(a, b);
  const { names, shift } = a;
  const { mean, scatter } = b.weight === 0 ? a : a.weight === 0 ? b : joined(a, b);
  return {
    n: a.n + b.n,
    weight: a.weight + b.weight,
    mean: mean.slice(),
    scatter: scatter.slice(),
    names: names.slice(),
    shift: shift.slice(),
    sumLogWeight: a.sumLogWeight + b.sumLogWeight,
    ...commonWeights(a, b),
    ...droppedOf(a, b),
    ...commonPlan(a, b),
  };
}

/** Mean and scatter of two sets of rows, each of some weight. */
function joined(a: Moments, b: Moments): Pick<Moments, "mean" | "scatter"> {
  const share = b.weight / (a.weight + b.weight);
  const factor = a.weight * share;
  const delta = a.mean.map((m, j) => (b.mean[j] as number) - m);
  const scatter = a.scatter.map((c, k) => c + (b.scatter[k] as number));
  let at = 0;
  for (const [j, dj] of delta.entries()) {
    for (let i = 0; i <= j; i++) {
      scatter[at] = (scatter[at] as number) + (delta[i] as number) * (dj * factor);
      at += 1;
    }
  }
  return { mean: a.mean.map((m, j) => m + (delta[j] as number) * share), scatter };
}
