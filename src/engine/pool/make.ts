// Superblocks of a generated table, made where they are to live.

import { type ChunkSummary, summariseChunk } from "#table/column.ts";
import { recipeOf } from "#table/generate.ts";
import { tableOfRecipe } from "#table/recipe.ts";
import type { GenerateOptions, Table } from "#table/types.ts";
import type { PassPlace } from "./model.ts";

/** A generated table by its name in the catalogue. */
export interface MakeArgs {
  name: string;
  options: GenerateOptions;
}

/** What a worker tells of the superblocks that it made: `summaries[j][k]` is of column j, none of a category. */
export interface SummarisedPart {
  superblocks: number[];
  summaries: (ChunkSummary | null)[][];
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
  const summaries = columns.map(({ kind, chunks }) =>
    chunks.map((chunk) => (kind === "category" ? null : summariseChunk(chunk as Float64Array))),
  );
  return {
    table: { nRows: recipe.nRows, superblocks: [...superblocks], columns },
    summary: { superblocks: [...superblocks], summaries },
  };
}
