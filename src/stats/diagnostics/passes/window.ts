// Passes that look back over rows, across the borders of superblocks: lagged residuals, and differences of the columns.
// A stretch keeps its first and last rows, and whoever comes before it supplies what its first rows look back on.

import type { Backend, BlockMoments, NumericColumn } from "#kernel/backend.ts";
import { liveRows, pickRows } from "../../passes/pick.ts";
import type { RowBlock, RowPass } from "../../rows.ts";
import { momentsOfRows } from "../auxiliary.ts";
import { type RowModel, residualsOf } from "../model.ts";

/** "lags": the columns, `reach` residuals before, the residual. "differences": of order `reach`, 1 or 2, of the columns. */
export interface WindowArgs {
  model: RowModel;
  kind: "lags" | "differences";
  reach: number;
}

export interface WindowState extends Pick<WindowArgs, "kind" | "reach"> {
  n: number;
  /** The first and the last rows, `reach` of them where there are as many. */
  head: Float64Array[];
  tail: Float64Array[];
  /** Moments of what the rows with `reach` rows before them make; null where there is none. */
  moments: BlockMoments | null;
}

/** Binomial coefficients of a difference, the newest row's first. */
const DIFFERENCES: Record<number, readonly number[]> = { 1: [1, -1], 2: [1, -2, 1] };

/** What a row makes of itself and the rows before it, the newest last. */
export function derivedRow(window: readonly Float64Array[], { kind, reach }: Pick<WindowArgs, "kind" | "reach">) {
  const row = window[reach] as Float64Array;
  if (kind === "differences") {
    const factors = DIFFERENCES[reach] as readonly number[];
    return row.map((_, j) => factors.reduce((sum, f, k) => sum + f * (window[reach - k]?.[j] as number), 0));
  }
  const last = row.length - 1;
  const lags = Array.from({ length: reach }, (_, k) => window[reach - 1 - k]?.[last] as number);
  return Float64Array.of(...row.subarray(0, last), ...lags, row[last] as number);
}

/** The same for the rows of a block from row `reach` on, column by column; lagged columns are views. */
function derivedColumns(columns: readonly NumericColumn[], n: number, { kind, reach }: WindowArgs): NumericColumn[] {
  if (kind === "lags") {
    const e = columns.at(-1) as NumericColumn;
    const lags = Array.from({ length: reach }, (_, k) => e.subarray(reach - 1 - k, n - 1 - k));
    return [...columns.slice(0, -1).map((column) => column.subarray(reach)), ...lags, e.subarray(reach)];
  }
  return columns.map((column) => {
    const steps = differences(column, n);
    return reach === 1 ? steps : differences(steps, n - 1);
  });
}

/** From each value to the next; n − 1 of them. */
function differences(values: NumericColumn, n: number): Float64Array {
  const out = new Float64Array(n - 1);
  for (let i = 0; i < n - 1; i++) out[i] = (values[i + 1] as number) - (values[i] as number);
  return out;
}

function rowsAt(columns: readonly ArrayLike<number>[], from: number, to: number): Float64Array[] {
  return Array.from({ length: to - from }, (_, i) =>
    Float64Array.from(columns, (column) => column[from + i] as number),
  );
}

function mergeMoments(parts: readonly (BlockMoments | null)[], backend: Backend): BlockMoments | null {
  return parts.reduce((a, b) => (a && b ? backend.merge(a, b) : (a ?? b)), null);
}

/**
 * Design and residuals of rows of equal variance: as they are, or times √w, where the intercept is a column of its own and
 * the others are about their centres. Rows of weight 0 are passed over.
 */
async function evenRows(
  block: RowBlock,
  model: RowModel,
  backend: Backend,
): Promise<{ design: NumericColumn[]; residual: Float64Array }> {
  const { residual, kept } = await residualsOf(block, model, backend);
  const columns = kept.columns.slice(0, -1);
  if (!kept.weights) return { design: columns, residual };
  const live = liveRows(kept);
  const root = pickRows(kept.weights, live).map(Math.sqrt) as Float64Array;
  const times = (values: NumericColumn, centre: number) =>
    root.map((w, k) => w * ((values[live[k] as number] as number) - centre));
  const own = columns.map((column, j) => times(column, model.predictor.centre[j] as number));
  return { design: model.intercept ? [root, ...own] : own, residual: times(residual, 0) };
}

export const windowPass: RowPass<WindowArgs, WindowState> = {
  async run(block, args, backend) {
    const { model, kind, reach } = args;
    const { design, residual } = await evenRows(block, model, backend);
    const { length: n } = residual;
    const columns = kind === "lags" ? [...design, residual] : design;
    const moments =
      n > reach ? await backend.moments({ n: n - reach, columns: derivedColumns(columns, n, args) }) : null;
    const head = rowsAt(columns, 0, Math.min(n, reach));
    return { kind, reach, n, head, tail: rowsAt(columns, Math.max(0, n - reach), n), moments };
  },
  merge(a, b, backend) {
    const { reach, kind } = a;
    const line = [...a.tail, ...b.head];
    const between: Float64Array[] = [];
    for (let t = a.tail.length; t < line.length; t++) {
      if (t >= reach) between.push(derivedRow(line.slice(t - reach, t + 1), a));
    }
    const border = between.length > 0 ? momentsOfRows(between) : null;
    return {
      kind,
      reach,
      n: a.n + b.n,
      head: [...a.head, ...b.head].slice(0, reach),
      tail: [...a.tail, ...b.tail].slice(-reach),
      moments: mergeMoments([a.moments, border, b.moments], backend),
    };
  },
};
