// Rows over arrays in memory: one block through a backend, for tests that need no table and no formula.

import type { Plan } from "#formula/types.ts";
import type { Backend, Block } from "#kernel/backend.ts";
import { toMoments } from "#stats/moments/state.ts";
import type { Rows } from "#stats/rows.ts";

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

/** Rows of the model; nothing is dropped. */
export function arrayRows({ columns, y, weights }: ArrayModel, backend: Backend): Rows {
  const names = Object.keys(columns);
  const block: Block = {
    n: y.length,
    columns: [...names.map((name) => Float64Array.from(columns[name] ?? [])), Float64Array.from(y)],
    weights: weights && Float64Array.from(weights),
  };
  const sumLogWeight = Array.from(weights ?? []).reduce((sum, w) => (w > 0 ? sum + Math.log(w) : sum), 0);
  return {
    async moments() {
      return { ...toMoments(await backend.moments(block), [...names, "y"], sumLogWeight), nDropped: 0 };
    },
    residuals: (predictor) => backend.residuals(block, predictor),
  };
}
