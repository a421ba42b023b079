// Choosing terms from the moments of the largest model: stepwise, or the best subsets of every size.

import { log } from "#base/elementary.ts";
import { LeastwiseError } from "#base/error.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend } from "#kernel/backend.ts";
import type { Rows } from "../../rows.ts";
import type { Moments } from "../../types.ts";
import type { SelectedModel, Selection, SelectionMethod, SelectionStep } from "../types.ts";
import { bestSubsets } from "./best-subset.ts";
import { type GroupSet, type Search, searchOf } from "./candidates.ts";
import { largestError, modelOf } from "./criteria.ts";
import { type StepRule, type StepwiseResult, stepwise } from "./stepwise.ts";

export interface SelectRequest {
  method: SelectionMethod;
  criterion: "AIC" | "BIC" | "F";
  /** Penalty a parameter instead of AIC's 2 or BIC's log n. */
  k?: number | undefined;
  /** p below which a term enters, and above which it leaves. */
  enter: number;
  remove: number;
  /** Labels of the terms of every model, and of the first one; the first is the smallest for forward, else the largest. */
  lower: readonly string[];
  start?: readonly string[] | undefined;
  nBest: number;
  maxIter: number;
  /** Called often in a long search: others may come in, and the selection is over where it rejects. */
  turn(): Promise<void>;
}

const NOTE =
  "standard errors, p-values and intervals of a model that was chosen by its data are too good: they do not know of the " +
  "choice; choose on one part of the rows and test on another";

/** Where sweeps keep fewer than six digits, the choice itself may be rounding's. */
const NEARLY_DEPENDENT = 1e10;

function notesOf({ condition }: Search): string[] {
  if (condition < NEARLY_DEPENDENT) return [NOTE];
  const size = condition.toExponential(0);
  return [NOTE, `the columns are nearly dependent (condition ${size}): rounding may decide which terms are chosen`];
}

/** @throws LeastwiseError `rows-too-few` where the largest model has more terms than rows */
function requireRows({ n }: Moments, { columns, intercept }: Plan): void {
  const nTerms = columns.length + (intercept ? 1 : 0);
  if (n > 0 && n >= nTerms) return;
  const message = `model: must have at least as many rows as terms; got ${n} rows for ${nTerms} terms`;
  throw new LeastwiseError("rows-too-few", message, { value: n });
}

/** @throws LeastwiseError `bad-argument` unless each label is a term of the plan */
function requireTerms(plan: Plan, name: string, labels: readonly string[]): void {
  const unknown = labels.find((label) => !plan.terms.includes(label));
  if (unknown === undefined) return;
  const message = `${name}: must hold terms of the formula (${plan.terms.join(", ")}); got ${unknown}`;
  throw new LeastwiseError("bad-argument", message, { value: unknown });
}

function startOf({ groups }: Search, { method, start }: SelectRequest): GroupSet {
  const given = start && new Set(start);
  const inside = groups.map(({ term, forced }) => forced || (given ? given.has(term) : method !== "forward"));
  // A term brings all that it contains.
  return inside.map((flag, g) => flag || groups.some(({ within }, other) => inside[other] && within.includes(g)));
}

function ruleOf({ criterion, k, enter, remove }: SelectRequest, n: number): StepRule {
  if (criterion === "F") return { kind: "F", enter, remove };
  return { kind: "penalty", k: k ?? (criterion === "AIC" ? 2 : log(n)) };
}

/** Place of the least value; models without one come last. */
function bestBy(models: readonly SelectedModel[], value: (model: SelectedModel) => number | null): number {
  const values = models.map((model) => value(model) ?? Number.POSITIVE_INFINITY);
  return values.reduce((best, v, at) => (v < (values[best] as number) ? at : best), 0);
}

type Searched = Pick<Selection, "formula" | "terms" | "steps" | "models" | "best" | "nIter" | "stopReason">;

interface Judge {
  rows: Rows;
  sigma2: number | null;
}

async function stepped(search: Search, { steps, nIter, stopReason }: StepwiseResult, judge: Judge): Promise<Searched> {
  const shown: SelectionStep[] = [];
  for (const { action, term, set, value } of steps) {
    const criterion = value === null || !Number.isFinite(value) ? null : value;
    shown.push({ action, term, ...(await modelOf(search, set, judge)), criterion });
  }
  const last = shown.at(-1);
  return {
    formula: last?.formula ?? "",
    terms: last?.terms ?? [],
    steps: shown,
    models: [],
    best: null,
    nIter,
    stopReason,
  };
}

async function subsets(search: Search, request: SelectRequest, judge: Judge): Promise<Searched> {
  const { sets, nIter, stopReason } = await bestSubsets(search, request);
  const models: SelectedModel[] = [];
  for (const set of sets) models.push(await modelOf(search, set, judge));
  // A perfect fit has no likelihood, and nothing is better.
  const least = (value: number | null, rss: number) => (rss === 0 ? Number.NEGATIVE_INFINITY : value);
  const penalty = request.k ?? null;
  const best = {
    aic: bestBy(models, ({ aic, rss }) => least(aic, rss)),
    bic: bestBy(models, ({ bic, rss }) => least(bic, rss)),
    adjRSquared: bestBy(models, ({ adjRSquared }) => (adjRSquared === null ? null : -adjRSquared)),
    cp: bestBy(models, ({ cp }) => cp),
  };
  const byK = (k: number) =>
    bestBy(models, ({ aic, rank, rss }) => least(aic === null ? null : aic + (k - 2) * (rank + 1), rss));
  const at = penalty !== null ? byK(penalty) : request.criterion === "BIC" ? best.bic : best.aic;
  const { formula = "", terms = [] } = models[at] ?? {};
  return { formula, terms, steps: [], models, best, nIter, stopReason };
}

function reasonsOf({ models, steps }: Searched, sigma2: number | null): Selection["reasons"] {
  const reasons: Selection["reasons"] = [];
  const shown = [...models, ...steps];
  const say = (field: string, reason: string) => reasons.push({ field, reason });
  if (shown.some(({ aic }) => aic === null)) {
    for (const field of ["aic", "bic", "criterion"]) say(field, "the fit is perfect: the residuals are 0 to rounding");
  }
  if (shown.some(({ adjRSquared }) => adjRSquared === null)) say("adjRSquared", "no degrees of freedom are left");
  if (sigma2 === null) say("cp", "the largest model leaves no error to measure by");
  return reasons;
}

/**
 * Choose terms of a plan. Forward starts from `lower`, backward and both from all terms (or from `start`). A term enters
 * only with all terms marginal to it, and leaves only before the terms that contain it; factors enter as a whole.
 *
 * AIC and BIC are the fit's (`logLik.lm`, sigma counts); R's `step` shows them less a constant. By F a term enters with p
 * below `enter` and leaves with p above `remove`. Columns that depend on earlier ones are left out throughout.
 *
 * @throws LeastwiseError `rows-too-few`, `response-constant`, `value-not-finite`; `bad-argument` for terms that the plan
 * lacks, and for factors without an intercept
 */
export async function selectTerms(
  plan: Plan,
  rows: Rows,
  backend: Pick<Backend, "dense">,
  request: SelectRequest,
): Promise<Selection> {
  const moments = await rows.moments();
  requireRows(moments, plan);
  requireTerms(plan, "lower", request.lower);
  requireTerms(plan, "start", request.start ?? []);
  const search = searchOf(plan, moments, new Set(request.lower), backend.dense);
  const { method, criterion } = request;
  const sigma2 = await largestError(search, rows);
  const rule = ruleOf(request, moments.n);
  const { maxIter, turn } = request;
  const options = { add: method !== "backward", drop: method !== "forward", rule, maxIter, turn };
  const found =
    method === "best-subset"
      ? await subsets(search, request, { rows, sigma2 })
      : await stepped(search, await stepwise(search, startOf(search, request), options), { rows, sigma2 });
  const { n, nDropped } = moments;
  const k = rule.kind === "F" ? null : rule.k;
  const reasons = reasonsOf(found, sigma2);
  return { method, criterion, k, n, nDropped, ...found, aliased: search.aliased, notes: notesOf(search), reasons };
}
