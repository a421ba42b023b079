// Analyses of variance of a formula on a table, and comparisons of formulas on the same rows.

import { anova as analyse } from "#stats/inference/anova/anova.ts";
import { compareModels } from "#stats/inference/anova/compare.ts";
import type { AnovaOptions, AnovaTable, ModelComparison, RowOptions } from "../../contract.ts";
import { badOption, requireWord } from "../options.ts";
import { type CallContext, planned } from "../planned.ts";
import { plannedTogether } from "../planned-together.ts";

export async function anova(context: CallContext, formula: string, options: AnovaOptions): Promise<AnovaTable> {
  const { type = "II" } = options;
  requireWord("type", type, ["I", "II", "III"]);
  const { plan, weighted, rows } = await planned(context, formula, options);
  return analyse(plan, rows, context.backend, { type, weighted });
}

export async function compare(context: CallContext, formulas: string[], options: RowOptions): Promise<ModelComparison> {
  const texts = Array.isArray(formulas) && formulas.every((formula) => typeof formula === "string");
  const [first, ...others] = texts ? formulas : [];
  if (first === undefined || others.length === 0)
    throw badOption("formulas", "a list of two formulas or more", formulas);
  return compareModels(await plannedTogether(context, [first, ...others], options), context.backend);
}
