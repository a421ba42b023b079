// Passes that make the moments of an auxiliary regression: the columns kept, columns made of the fit, and a response.

import type { BlockMoments } from "#kernel/backend.ts";
import type { RowPass } from "../../rows.ts";
import { type RowModel, residualsOf } from "../model.ts";

/** Where fitted values are measured from and in what unit, so that their powers are of one size. */
export interface FittedScale {
  origin: number;
  unit: number;
}

/**
 * What the regression is of. "reset": residuals on the columns, ŷ² and ŷ³. "white-full": squared residuals on the columns,
 * their squares and products. "white-fitted": squared residuals on ŷ and ŷ².
 */
export interface AuxiliaryArgs {
  model: RowModel;
  kind: "reset" | "white-full" | "white-fitted";
  fitted: FittedScale;
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
  async run(block, { model, kind, fitted: { origin, unit } }, backend) {
    const { fitted, residual, kept } = await residualsOf(block, model, backend);
    const design = kept.columns.slice(0, -1);
    const scaled = fitted.map((value) => (value - origin) / unit);
    const squares = scaled.map((value) => value * value);
    if (kind === "reset") {
      const cubes = scaled.map((value) => value * value * value);
      return backend.moments({ ...kept, columns: [...design, squares, cubes, residual] });
    }
    const e2 = residual.map((e) => (e / model.unit) ** 2);
    const columns = kind === "white-fitted" ? [scaled, squares, e2] : [...design, ...secondPowers(design, model), e2];
    return backend.moments({ n: kept.n, columns });
  },
  merge: (a, b, backend) => backend.merge(a, b),
};
