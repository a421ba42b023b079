// Added-variable and component-plus-residual plots of one coefficient. What the other columns leave of column j is the
// linear form (A⁻¹)ⱼ(x − mean)/(A⁻¹)ⱼⱼ, and of the response that times the coefficient plus the residual: no refit is needed.

import { LeastwiseError } from "#base/error.ts";
import { countPairs, emptyGrid, extentOf, plainGrid, widened } from "#base/grid.ts";
import type { Backend, LinearPredictor } from "#kernel/backend.ts";
import { concatenated, liveRows, pickRows, tableRows } from "../passes/pick.ts";
import { addCounts, countRows, type RowCount, requireSameRows } from "../passes/row-count.ts";
import type { RowBlock, RowPass, Rows } from "../rows.ts";
import type { Fit } from "../types.ts";
import { type RowModel, residualsOf, rowModel } from "./model.ts";
import type { AddedVariable, PlotData } from "./types.ts";

/** Rows up to which a plot gets its points; above, their counts. */
const POINT_ROWS = 4000;

interface PartialArgs {
  model: RowModel;
  /** Place of the column among those kept. */
  column: number;
  /** What the other columns leave of it. */
  rest: LinearPredictor;
}

interface PartialFindings {
  count: RowCount;
  rows: Float64Array;
  /** The column without the others, the response without the others, the column, its component plus residual. */
  values: [Float64Array, Float64Array, Float64Array, Float64Array];
}

async function partialsOf(block: RowBlock, { model, column, rest }: PartialArgs, backend: Backend) {
  const { residual, kept } = await residualsOf(block, model, backend);
  const design = { n: kept.n, columns: kept.columns.slice(0, -1) };
  const left = (await backend.predict(design, rest)).fitted;
  const beta = model.predictor.beta[column] as number;
  const centre = model.predictor.centre[column] as number;
  const x = Float64Array.from(kept.columns[column] ?? []);
  const partial = new Float64Array(block.n);
  const component = new Float64Array(block.n);
  for (let i = 0; i < block.n; i++) {
    partial[i] = (residual[i] as number) + beta * (left[i] as number);
    component[i] = (residual[i] as number) + beta * ((x[i] as number) - centre);
  }
  return [left, partial, x, component];
}

export const partialPass: RowPass<PartialArgs, PartialFindings> = {
  async run(block, args, backend) {
    const live = liveRows(block);
    const values = (await partialsOf(block, args, backend)).map((column) => pickRows(column, live));
    return {
      count: countRows(block),
      rows: pickRows(tableRows(block), live),
      values: values as PartialFindings["values"],
    };
  },
  merge: (a, b) => ({
    count: addCounts(a.count, b.count),
    rows: concatenated(a.rows, b.rows),
    values: a.values.map((column, k) => concatenated(column, b.values[k] as Float64Array)) as PartialFindings["values"],
  }),
};

function plotOf(rows: Float64Array, x: Float64Array, y: Float64Array): PlotData {
  if (x.length <= POINT_ROWS) return { kind: "points", x: Array.from(x), y: Array.from(y), rows: Array.from(rows) };
  const grid = widened(emptyGrid(), extentOf([x]), extentOf([y]));
  countPairs(grid, x, y);
  return { kind: "bins", bins: plainGrid(grid) };
}

/**
 * The two plots of a coefficient of a fit.
 *
 * @param term name of a slope, as `fit.terms` has it
 * @throws LeastwiseError `bad-argument` where there is no such slope, or the rows are not those of the fit;
 * `value-not-finite` where the columns' scales are too far apart for numbers
 */
export async function addedVariableOf(
  fit: Fit,
  rows: Rows,
  backend: Pick<Backend, "dense">,
  term: string,
): Promise<AddedVariable> {
  const model = await rowModel(fit, rows);
  const column = model.columns.findIndex((j) => model.names[j] === term);
  if (column < 0) {
    const known = model.columns.map((j) => JSON.stringify(model.names[j])).join(", ");
    throw new LeastwiseError("bad-argument", `term: must be one of ${known}; got ${JSON.stringify(term)}`, {
      value: term,
    });
  }
  const { p } = model.whiten;
  const unit = new Float64Array(p);
  unit[column] = 1;
  const ofInverse = backend.dense.solve(model.whiten, unit, 1);
  const rest = {
    intercept: 0,
    beta: ofInverse.map((value) => value / (ofInverse[column] as number)),
    centre: model.predictor.centre,
  };
  if (!rest.beta.every(Number.isFinite)) {
    const message = `term: must be a column whose squares are numbers beside the others'; got ${term}`;
    throw new LeastwiseError("value-not-finite", message, { at: { column: term } });
  }
  const found = await rows.reduce(partialPass, { model, column, rest });
  requireSameRows(fit, found.count);
  const [left, partial, x, component] = found.values;
  return {
    term,
    coefficient: model.predictor.beta[column] as number,
    addedVariable: plotOf(found.rows, left, partial),
    componentResidual: plotOf(found.rows, x, component),
  };
}
