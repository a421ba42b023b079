// Copies rows of ordinary arrays into the kernel's memory, some thousand at a time, so that the memory stays small.

import type { Block } from "../backend.ts";
import type { Kernel } from "./instance.ts";

/**
 * Rows of a copy up to 64 columns. Measured at 20 columns: twice as many are 3 % slower, because the copies leave the near
 * cache; a quarter as many 5 %, because short runs come slower from main memory.
 */
const MAX_ROWS = 8192;
/** Bytes between copied columns, so that they do not start at the same place of a page (measured: a tenth faster). */
const GAP = 576;
const MAX_VALUES = MAX_ROWS * 64;
const DESCRIPTOR_WORDS = 2;
const F64 = 0;
const F32 = 1;

/** One copied stretch of rows: where the kernel finds its columns and weights. */
export interface Stretch {
  columns: number;
  /** 0 where there are no weights. */
  weights: number;
  from: number;
  n: number;
}

/** Rows of a copy of nColumns columns: whole panels, so that where a copy ends does not show in the sums. */
function rowsPerCopy(nColumns: number, panelRows: number): number {
  const rows = Math.floor(MAX_VALUES / nColumns / panelRows) * panelRows;
  return Math.min(MAX_ROWS, Math.max(panelRows, rows));
}

/** Visit a block stretch by stretch; `visit` must be done with a stretch when it returns. */
export function eachStretch({ arena, call }: Kernel, block: Block, visit: (stretch: Stretch) => void): void {
  const sources = block.weights ? [...block.columns, block.weights] : block.columns;
  const rows = Math.min(rowsPerCopy(sources.length, call.PANEL_ROWS.value), block.n);
  const columns = arena.take(sources.length * DESCRIPTOR_WORDS * 4);
  const addresses = sources.map((source) => arena.take(rows * source.BYTES_PER_ELEMENT + GAP));
  const weights = block.weights ? columns + block.columns.length * DESCRIPTOR_WORDS * 4 : 0;
  for (let from = 0; from < block.n; from += rows) {
    const stretch = { columns, weights, from, n: Math.min(rows, block.n - from) };
    const descriptors = arena.u32(columns, sources.length * DESCRIPTOR_WORDS);
    for (const [j, source] of sources.entries()) {
      const address = addresses[j] as number;
      descriptors[j * DESCRIPTOR_WORDS] = address;
      descriptors[j * DESCRIPTOR_WORDS + 1] = source instanceof Float64Array ? F64 : F32;
      arena.write(address, source.subarray(from, from + stretch.n));
    }
    visit(stretch);
  }
}
