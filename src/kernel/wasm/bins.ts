// Counts of pairs in the cells of a grid, by the kernel.

import { type BinAxis, binEdges } from "#base/bin-edges.ts";
import type { BinCounts, BinGrid, Block } from "../backend.ts";
import { checkBins } from "../shapes.ts";
import type { Kernel } from "./instance.ts";
import { eachStretch } from "./staging.ts";

const perUnit = ({ from, to, n }: BinAxis): number => n / (to - from);

export function bins(kernel: Kernel, block: Block, grid: BinGrid): BinCounts {
  checkBins(block, grid);
  const { arena, call } = kernel;
  const { x, y, origin } = grid;
  const size = x.n * y.n;
  const value = block.columns.length - 1;
  arena.reset();
  const xEdges = arena.put(binEdges(x));
  const yEdges = arena.put(binEdges(y));
  const counts = arena.take(size * 4);
  const sums = arena.take(size * 8);
  const totals = arena.take(8);
  arena.u32(counts, size).fill(0);
  arena.f64(sums, size).fill(0);
  arena.u32(totals, 2).fill(0);
  const [xScale, yScale] = [perUnit(x), perUnit(y)];
  eachStretch(kernel, { n: block.n, columns: block.columns }, ({ columns, n }) => {
    call.bin_f64(columns, n, value, origin, xEdges, xScale, x.n, yEdges, yScale, y.n, counts, sums, totals);
  });
  const [nInside = 0, nMissing = 0] = arena.u32(totals, 2);
  return {
    counts: arena.u32(counts, size).slice(),
    sums: arena.f64(sums, size).slice(),
    nInside,
    nMissing,
    nOutside: block.n - nInside - nMissing,
  };
}
