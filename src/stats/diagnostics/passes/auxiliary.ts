// Passes that make the moments of an auxiliary regression: the columns kept, columns made of the fit, and a response.

import type { BlockMoments } from "#kernel/backend.ts";
import { liveRows, pickRows } from "../../passes/pick.ts";
import type { RowPass } from "../../rows.ts";
import { type RowModel, residualsOf } from "../model.ts";

/** Where fitted values are measured from and in what unit, so that their powers are of one size. */
export interface FittedScale {
  origin: number;
  unit: number;
}

/**
 * What the regression is of. "reset": residuals on the columns, ŷ² and ŷ³, weighted as the fit. "variance": squares of √w e
 * on the columns. "white-full": these on the columns, their squares and products. "white-fitted": these on ŷ and ŷ².
 */
export interface AuxiliaryArgs {
  model: RowModel;
  kind: "reset" | "variance" | "white-full" | "white-fitted";
  fitted: FittedScale;
  /** What the squares, in units of the model's, are measured from. */
  squareOrigin: number;
}

/** Products of every two columns, and squares, about their centres; in units that the whitening gives. */
function secondPowers(columns: readonly ArrayLike<number>[], { predictor, whiten }: RowModel): Float64Array[] {
  const { p, R } = whiten;
  const z = columns.map((column, j) => {
    // The norm of column j of R is the column's root sum of squares.
    const unit = Math.hypot(...R.subarray(j * p, j * p + j + 1)) || 1;
    return Float64Array.from(column, (x) => (x - (predictor.centre[j] as number)) / unit);
  });
  return z.flatMap((b, j) => z.slice(0, j + 1).map((a) => a.map((value, i) => value * (b[i] as number))));
}

export const auxiliaryPass: RowPass<AuxiliaryArgs, BlockMoments> = {
  async run(block, { model, kind, fitted: { origin, unit }, squareOrigin }, backend) {
    const { fitted, residual, kept } = await residualsOf(block, model, backend);
    const design = kept.columns.slice(0, -1);
    const scaled = fitted.map((value) => (value - origin) / unit);
    const squares = scaled.map((value) => value * value);
    if (kind === "reset") {
      const cubes = scaled.map((value) => value * value * value);
      return backend.moments({ ...kept, columns: [...design, squares, cubes, residual] });
    }
    const { weights } = kept;
    const r2 = residual.map((e, i) => (weights ? (weights[i] as number) : 1) * (e / model.unit) ** 2 - squareOrigin);
    const further = kind === "variance" ? [] : secondPowers(design, model);
    const columns = kind === "white-fitted" ? [scaled, squares, r2] : [...design, ...further, r2];
    // Rows without weight are absent; the others count alike, for what is tested is that weights made them so.
    const live = liveRows(kept);
    return backend.moments({ n: live.length, columns: columns.map((column) => pickRows(column, live)) });
  },
  merge: (a, b, backend) => backend.merge(a, b),
};
