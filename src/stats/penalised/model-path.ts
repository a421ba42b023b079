// The path of a planned model: from moments, or by passes over the rows where it has too many columns for them.

import { LeastwiseError } from "#base/error.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend } from "#kernel/backend.ts";
import type { Rows } from "../rows.ts";
import type { WeightsAre } from "../types.ts";
import { resolveOptions } from "./options.ts";
import { pathFromMoments } from "./path.ts";
import { penalisedProblem } from "./problem.ts";
import type { Path, PathOptions } from "./types.ts";
import { MAX_GRAM_COLUMNS, pathFromRows } from "./wide.ts";

/** A planned model and the rows it is made of. */
export interface ModelSource {
  plan: Plan;
  rows: Rows;
  /** Rows of the table, from which those left out are counted; null where there are none. */
  nRows: number | null;
  weightsAre?: WeightsAre | undefined;
}

/** What a fit tells of its model beside the path. */
export interface ModelFacts {
  n: number;
  nDropped: number;
  /** Weight of the rows, origin of the columns and the response's mean there. */
  weight: number;
  centre: Float64Array;
  level: number;
  tss: number;
  /** Columns that are not constant. */
  nFittable: number;
  /** Correlations of all columns, or of those that were solved for, and which these are. */
  products: { A: Float64Array; columns: number[] };
  /** Their condition, where it is known already. */
  condition: number | null;
}

function requireRows(n: number, nDropped: number): void {
  if (n > 0) return;
  const message = `model: must have a complete row with weight above 0; got none, ${nDropped} left out`;
  throw new LeastwiseError("rows-too-few", message, { value: 0 });
}

const countFittable = (scale: Float64Array): number => scale.reduce((count, d) => count + (d === 0 ? 0 : 1), 0);

/** @throws LeastwiseError `bad-argument` for an option, `rows-too-few`, `response-constant`, `value-not-finite` */
export async function modelPath(
  { plan, rows, nRows, weightsAre }: ModelSource,
  options: PathOptions,
  backend: Pick<Backend, "dense" | "descent" | "moments">,
): Promise<{ path: Path; facts: ModelFacts }> {
  const p = plan.columns.length;
  if (p > MAX_GRAM_COLUMNS && rows.hasRows !== false) {
    const { path, problem, products, condition } = await pathFromRows({ plan, rows }, options, backend);
    const { nSeen, weight, centre, level, tss, scale } = problem;
    const n = weightsAre === "frequency" ? weight : problem.n;
    const nDropped = (nRows ?? nSeen) - nSeen;
    return {
      path,
      facts: { n, nDropped, weight, centre, level, tss, nFittable: countFittable(scale), products, condition },
    };
  }
  const resolved = resolveOptions(options, p);
  const moments = await rows.moments();
  requireRows(moments.n, moments.nDropped);
  const path = pathFromMoments(moments, plan, options, backend);
  const { system } = penalisedProblem(moments, plan.intercept, resolved);
  const { weight, centre, level, tss, scale, A } = system;
  const { n, nDropped } = moments;
  return {
    path,
    facts: {
      n,
      nDropped,
      weight,
      centre,
      level,
      tss,
      nFittable: countFittable(scale),
      products: { A, columns: Array.from(scale.keys()) },
      condition: null,
    },
  };
}
