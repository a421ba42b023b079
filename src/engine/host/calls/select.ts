// Selections among the terms of a formula on a table.

import { selectTerms } from "#stats/inference/selection/select.ts";
import type { Selection, SelectOptions } from "../../contract.ts";
import { badOption, requireUsed, requireWord } from "../options.ts";
import { type CallContext, planned } from "../planned.ts";

/** The most terms a search for best subsets takes. */
const MAX_TERMS = 30;

function count(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw badOption(name, "a whole number > 0", value);
}

function share(name: string, value: number): number {
  if (value > 0 && value < 1) return value;
  throw badOption(name, "in (0, 1)", value);
}

function labels(name: string, value: string[] | undefined): string[] | undefined {
  if (value === undefined || (Array.isArray(value) && value.every((label) => typeof label === "string"))) return value;
  throw badOption(name, "a list of terms of the formula", value);
}

export async function select(context: CallContext, formula: string, options: SelectOptions): Promise<Selection> {
  const { method = "both", criterion = "AIC" } = options;
  requireWord("method", method, ["both", "forward", "backward", "best-subset"]);
  requireWord("criterion", criterion, ["AIC", "BIC", "F"]);
  if (method === "best-subset" && criterion === "F")
    throw badOption("criterion", '"AIC" or "BIC" for best subsets', "F");
  requireUsed("enter", options.enter, criterion === "F", "criterion is F");
  requireUsed("remove", options.remove, criterion === "F", "criterion is F");
  requireUsed("k", options.k, criterion !== "F", "criterion is AIC or BIC");
  requireUsed("nBest", options.nBest, method === "best-subset", "method is best-subset");
  requireUsed("start", options.start, method !== "best-subset", "the method is stepwise");
  const { k } = options;
  if (k !== undefined && !(k >= 0 && k < Number.POSITIVE_INFINITY)) throw badOption("k", "finite and >= 0", k);
  const enter = share("enter", options.enter ?? 0.05);
  const remove = share("remove", options.remove ?? Math.max(0.1, enter));
  if (remove < enter) throw badOption("remove", `at least enter, ${enter}, or a term would come and go`, remove);
  const { plan, rows } = await planned(context, formula, options);
  if (method === "best-subset" && plan.terms.length > MAX_TERMS) {
    throw badOption("formula", `of ${MAX_TERMS} terms at most for best subsets`, `${plan.terms.length} terms`);
  }
  return selectTerms(plan, rows, context.backend, {
    method,
    criterion,
    k,
    enter,
    remove,
    lower: labels("lower", options.lower) ?? [],
    start: labels("start", options.start),
    nBest: count("nBest", options.nBest ?? 3),
    maxIter: count("maxIter", options.maxIter ?? (method === "best-subset" ? 1_000_000 : 1_000)),
    turn: () => context.pace.turn(),
  });
}
