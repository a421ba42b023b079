// Measures of influence of some rows of a table, one value a row.

import type { NumericColumn, RowMeasures } from "#kernel/backend.ts";
import { concatenated, pickRows, tableRowOf } from "../passes/pick.ts";
import { addCounts, countRows, type RowCount, requireSameRows } from "../passes/row-count.ts";
import type { RowBlock, RowPass, Rows } from "../rows.ts";
import type { Fit } from "../types.ts";
import { dfbetasOf } from "./diagnostics.ts";
import { keptBlock, type RowModel, requestOf, rowModel } from "./model.ts";
import type { Influence } from "./types.ts";

interface InfluenceArgs {
  model: RowModel;
  from: number;
  to: number;
}

/** Table rows that the fit used, and a vector of each measure, DFBETAS last; and how many rows there are in all. */
interface InfluenceFindings {
  count: RowCount;
  rows: Float64Array;
  measures: Float64Array[];
}

type Measure = Exclude<keyof RowMeasures, "dfbetas" | "rootWeight">;

const MEASURES: readonly Measure[] = [
  "fitted",
  "residual",
  "leverage",
  "standardised",
  "studentised",
  "cooks",
  "dffits",
];

/** The rows of a block that are asked for and have weight, in its order. */
function pickedRows(block: RowBlock, { from, to }: InfluenceArgs): { at: number[]; rows: number[] } {
  const at: number[] = [];
  const rows: number[] = [];
  for (let i = 0; i < block.n; i++) {
    const row = tableRowOf(block, i);
    if (row < from || row >= to || (block.weights && !((block.weights[i] as number) > 0))) continue;
    at.push(i);
    rows.push(row);
  }
  return { at, rows };
}

export const influencePass: RowPass<InfluenceArgs, InfluenceFindings> = {
  async run(block, args, backend) {
    const { at, rows } = pickedRows(block, args);
    const kept = keptBlock(block, args.model);
    const pick = (values: NumericColumn) => pickRows(values, Int32Array.from(at));
    const some = { n: at.length, columns: kept.columns.map(pick), weights: kept.weights && pick(kept.weights) };
    const request = requestOf(args.model, { nTop: 0, rows: true, drawn: false });
    const found = (await backend.diagnose(some, request)).rows as RowMeasures;
    const measures = [...MEASURES.map((name) => found[name]), ...found.dfbetas];
    return { count: countRows(block), rows: Float64Array.from(rows), measures };
  },
  merge: (a, b) => ({
    count: addCounts(a.count, b.count),
    rows: concatenated(a.rows, b.rows),
    measures: a.measures.map((values, k) => concatenated(values, b.measures[k] as Float64Array)),
  }),
};

/** Whether a measure is known of a fit at all; a single row's value may be missing all the same. */
function isKnown({ sigma, dfResidual }: Fit, measure: Measure | "dfbetas"): boolean {
  if (measure === "fitted" || measure === "residual" || measure === "leverage") return true;
  if (sigma === null || sigma === 0) return false;
  return measure === "standardised" || measure === "cooks" || dfResidual > 1;
}

/**
 * Measures of the rows `from` to `to` (exclusive, from 0) of a table.
 *
 * @param rows the rows of `fit.plan` with the fit's weights
 * @throws LeastwiseError `bad-argument` where the rows are not those of the fit
 */
export async function influenceOf(
  fit: Fit,
  rows: Rows,
  { from, to }: { from: number; to: number },
): Promise<Influence> {
  const model = await rowModel(fit, rows);
  const { count, rows: used, measures } = await rows.reduce(influencePass, { model, from, to });
  requireSameRows(fit, count);
  const place = new Map(Array.from(used, (row, k) => [row, k]));
  const asked = Array.from({ length: Math.max(0, to - from) }, (_, k) => from + k);
  const valuesOf = (vector: Float64Array | undefined, measure: Measure | "dfbetas") =>
    asked.map((row) => {
      const value = vector?.[place.get(row) ?? -1];
      return value !== undefined && Number.isFinite(value) && isKnown(fit, measure) ? value : null;
    });
  const of = (measure: Measure) => valuesOf(measures[MEASURES.indexOf(measure)], measure);
  return {
    rows: asked,
    fitted: of("fitted"),
    residuals: of("residual"),
    leverage: of("leverage"),
    standardised: of("standardised"),
    studentised: of("studentised"),
    cooks: of("cooks"),
    dffits: of("dffits"),
    dfbetas: dfbetasOf(measures.slice(MEASURES.length), model).map(({ term, list }) => ({
      term,
      values: valuesOf(list, "dfbetas"),
    })),
  };
}
