// Counts of pairs in the cells of a grid, in plain TypeScript: every cell is found among the edges.

import { binEdges, binOf } from "#base/bin-edges.ts";
import type { BinCounts, BinGrid, Block, NumericColumn } from "../backend.ts";
import { checkBins } from "../shapes.ts";

export function bins(block: Block, grid: BinGrid): BinCounts {
  checkBins(block, grid);
  const [x, y] = block.columns as [NumericColumn, NumericColumn];
  const values = block.columns[2] ?? y;
  const [xEdges, yEdges] = [binEdges(grid.x), binEdges(grid.y)];
  const size = grid.x.n * grid.y.n;
  const counts = new Uint32Array(size);
  const sums = new Float64Array(size);
  let nInside = 0;
  let nMissing = 0;
  for (let i = 0; i < block.n; i++) {
    const value = values[i] as number;
    if (Number.isNaN(x[i]) || Number.isNaN(y[i]) || Number.isNaN(value)) {
      nMissing += 1;
      continue;
    }
    const column = binOf(x[i] as number, xEdges);
    const row = binOf(y[i] as number, yEdges);
    if (column < 0 || row < 0) continue;
    const at = row * grid.x.n + column;
    counts[at] = (counts[at] as number) + 1;
    sums[at] = (sums[at] as number) + (value - grid.origin);
    nInside += 1;
  }
  return { counts, sums, nInside, nMissing, nOutside: block.n - nInside - nMissing };
}
