// Moments of columns made orthonormal by a factor that was found before (CholeskyQR2; Yamamoto and others 2015).

import type { BlockMoments, Cholesky, NumericColumn } from "#kernel/backend.ts";
import type { RowPass } from "../rows.ts";

interface WhitenArgs {
  /** Design columns to whiten. */
  columns: readonly number[];
  centre: Float64Array;
  /** Of the scatter of these columns. */
  factor: Cholesky;
}

/** Moments of (X − centre)·R⁻¹ and the response. */
export const whitenedPass: RowPass<WhitenArgs, BlockMoments> = {
  async run(block, { columns, centre, factor }, backend) {
    const X = columns.map((j) => block.columns[j] as NumericColumn);
    const whitened = await backend.whiten({ n: block.n, columns: X }, centre, factor);
    return backend.moments({ ...block, columns: [...whitened, block.columns.at(-1) as NumericColumn] });
  },
  merge: (a, b, backend) => backend.merge(a, b),
};
