// A table that can be made superblock by superblock, each from its number alone, so that every worker makes its own.

import type { NumericColumn } from "#kernel/backend.ts";
import { numberColumn } from "./column.ts";
import type { Column, ColumnType, Table } from "./types.ts";

/** What is declared of a column before a row of it is made: levels are sorted by code point, in use or not. */
export interface RecipeColumn {
  name: string;
  type: ColumnType;
  levels?: string[];
}

export interface Recipe {
  nRows: number;
  columns: readonly RecipeColumn[];
  /** Rows of superblock k, column by column: codes into the levels of categories, numbers else. Depends on k alone. */
  superblock(k: number): (NumericColumn | Int32Array)[];
}

/** The table, or the part of it, that holds these superblocks; what is told of its columns is of these alone. */
export function tableOfRecipe(recipe: Recipe, superblocks: readonly number[]): Table {
  const made = superblocks.map((k) => recipe.superblock(k));
  const columns = recipe.columns.map((column, j) =>
    columnOf(
      column,
      made.map((chunks) => chunks[j] ?? new Float64Array()),
    ),
  );
  return { nRows: recipe.nRows, superblocks: [...superblocks], columns };
}

function columnOf({ name, type, levels = [] }: RecipeColumn, chunks: (NumericColumn | Int32Array)[]): Column {
  if (type !== "category") return numberColumn(name, type, chunks as NumericColumn[]);
  return { kind: "category", info: { name, type, missing: 0, levels }, chunks: chunks as Int32Array[] };
}
