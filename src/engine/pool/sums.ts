// Moments of superblocks whose rows are not kept.

import { columnsByName, findColumn } from "#formula/rows.ts";
import { type Survey, surveyChunks } from "#formula/survey.ts";
import type { FactorPart, Plan } from "#formula/types.ts";
import { momentsPass, type WeighedMoments } from "#stats/passes/moments.ts";
import { recipeOf } from "#table/generate.ts";
import { tableOfRecipe } from "#table/recipe.ts";
import type { Table } from "#table/types.ts";
import type { MakeArgs } from "./make.ts";
import { ModelRows, type PassPlace } from "./model.ts";

/** A model as far as it is known. */
export interface SumArgs {
  /** Null where there is no plan yet, or an earlier superblock had a level that it lacks: then rows are surveyed alone. */
  plan: Plan | null;
  used: readonly string[];
  factors: readonly { column: string; part: FactorPart | null }[];
  /** What the plan knows of its factors, as `Survey.seen`. */
  seen: readonly (readonly number[])[];
}

export interface SummedSuperblock {
  nRows: number;
  survey: Survey;
  /** Null where a level came that the plan lacks. */
  moments: WeighedMoments | null;
  nDropped: number;
}

/** Survey the rows of a table of one superblock and, where the plan knows all levels in them, sum their moments. */
export async function sumSuperblock(
  table: Table,
  { plan, used, factors, seen }: SumArgs,
  place: PassPlace,
): Promise<SummedSuperblock> {
  await place.pace.turn();
  const byName = columnsByName(table);
  const source = {
    table,
    used: used.map((name) => findColumn(byName, name)),
    factors: factors.map(({ column, part }) => ({ column: findColumn(byName, column), part })),
  };
  const found = surveyChunks(source, [0])[0] as Survey;
  const nRows = table.columns[0]?.chunks[0]?.length ?? 0;
  const isKnown = found.seen.every((codes, f) => codes.every((code) => seen[f]?.includes(code)));
  if (!plan || !isKnown) return { nRows, survey: found, moments: null, nDropped: nRows - found.complete };
  const model = new ModelRows({ plan, table, weights: null, positive: false, shuffle: null, window: null });
  const [summed] = await model.run(momentsPass, null, place);
  return { nRows, survey: found, moments: summed?.result ?? null, nDropped: summed?.nDropped ?? 0 };
}

/** The same of superblocks of a generated table, each made, summed and let go. */
export async function sumGenerated(
  { name, options, superblocks, ...args }: MakeArgs & SumArgs & { superblocks: readonly number[] },
  place: PassPlace,
): Promise<SummedSuperblock[]> {
  const recipe = recipeOf(name, place.backend, options);
  const summed: SummedSuperblock[] = [];
  for (const superblock of superblocks)
    summed.push(await sumSuperblock(tableOfRecipe(recipe, [superblock]), args, place));
  return summed;
}
