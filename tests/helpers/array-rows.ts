// Rows over arrays in memory: one block through a backend, for tests that need no table and no formula.

import type { Plan } from "#formula/types.ts";
import type { Backend } from "#kernel/backend.ts";
import type { RowBlock, Rows } from "#stats/rows.ts";
import { blockRows } from "./block-rows.ts";

/** Columns by name, the response, and perhaps weights. */
export interface ArrayModel {
  columns: Record<string, ArrayLike<number>>;
  y: ArrayLike<number>;
  weights?: ArrayLike<number> | undefined;
  intercept?: boolean;
}

/** A plan whose design columns are the model's columns. */
export function arrayPlan({ columns, intercept = true }: ArrayModel): Plan {
  const names = Object.keys(columns);
  return {
    formula: `y ~ ${intercept ? "" : "0 + "}${names.join(" + ") || "1"}`,
    response: { label: "y", expr: { kind: "column", name: "y", at: 0 } },
    intercept,
    terms: names,
    columns: names.map((name, term) => ({
      name,
      term,
      factors: [{ kind: "numeric", label: name, expr: { kind: "column", name, at: 0 } }],
    })),
    variables: ["y", ...names],
    levels: [],
  };
}

/** Rows of the model, as one block; nothing is dropped. */
export function arrayRows({ columns, y, weights }: ArrayModel, backend: Backend): Rows {
  const names = Object.keys(columns);
  const block: RowBlock = {
    n: y.length,
    columns: [...names.map((name) => Float64Array.from(columns[name] ?? [])), Float64Array.from(y)],
    weights: weights && Float64Array.from(weights),
    superblock: 0,
    kept: null,
  };
  return blockRows([block], { names: [...names, "y"], nDropped: 0, backend });
}
