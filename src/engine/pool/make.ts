// Superblocks of a generated table, made where they are to live.

import { summaryOf } from "#table/column.ts";
import { recipeOf } from "#table/generate.ts";
import { tableOfRecipe } from "#table/recipe.ts";
import type { GenerateOptions, Table } from "#table/types.ts";
import { type SummarisedPart, wholeTable } from "./dealt.ts";
import type { PassPlace } from "./model.ts";

/** A generated table by its name in the catalogue. */
export interface MakeArgs {
  name: string;
  options: GenerateOptions;
}

/** Make superblocks one by one, with a turn between. */
export async function makePart(
  { name, options, superblocks }: MakeArgs & { superblocks: readonly number[] },
  { backend, pace }: PassPlace,
): Promise<{ table: Table; summary: SummarisedPart }> {
  const recipe = recipeOf(name, backend, options);
  const made: Table[] = [];
  for (const superblock of superblocks) {
    await pace.turn();
    made.push(tableOfRecipe(recipe, [superblock]));
  }
  const first = made[0] ?? tableOfRecipe(recipe, []);
  const columns = first.columns.map((column, j) => ({
    ...column,
    chunks: made.map(({ columns: of }) => of[j]?.chunks[0]),
  })) as Table["columns"];
  const summaries = columns.map((column) => column.chunks.map((chunk) => summaryOf(column, chunk)));
  const table = { nRows: recipe.nRows, superblocks: [...superblocks], columns };
  const summary = { superblocks: [...superblocks], summaries };
  return { table: wholeTable(table, [summary]), summary };
}
