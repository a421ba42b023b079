// What a table looks like from afar: counts on a grid, points of a window, columns in a few numbers.

import { areEdges, binEdges } from "#base/bin-edges.ts";
import { countSuperblocks, superblocksIn } from "#base/superblock.ts";
import type { BinGrid } from "#kernel/backend.ts";
import type { ColumnKind } from "#stats/monitor/rows.ts";
import { binsPass, toBins } from "#stats/view/bins.ts";
import { pointsPass } from "#stats/view/points.ts";
import { tableProfile } from "#stats/view/profile.ts";
import type { Column } from "#table/types.ts";
import type {
  Bins,
  BinsOptions,
  PointsOptions,
  Stretch,
  TableProfile,
  TableProfileOptions,
  WindowPoints,
} from "../../contract.ts";
import { columnRows } from "../column-rows.ts";
import { columnNamed, numbersNamed } from "../named-column.ts";
import { badOption } from "../options.ts";
import type { CallContext } from "../planned.ts";
import { rowWindow } from "../row-window.ts";

const MAX_CELLS = 2 ** 18;
const MAX_POINTS = 100_000;
const MAX_BINS = 1000;
const KINDS = "numbers or dates";

/** A stretch as given, or the range of the column; a single value gets a stretch about it. */
function stretchOf(argument: string, { info }: Column, given: Stretch | undefined): Stretch {
  if (given === undefined) {
    const { min = 0, max = 0 } = info;
    if (min < max) return [min, max];
    const half = Math.abs(min) / 2 || 1;
    return [min - half, min + half];
  }
  const [from, to] = Array.isArray(given) && given.length === 2 ? given : [Number.NaN, Number.NaN];
  if (Number.isFinite(from) && Number.isFinite(to) && from < to && Number.isFinite(to - from)) return [from, to];
  throw badOption(argument, "[from, to], finite, with from < to", given);
}

function cellsOf(argument: string, n: number): number {
  if (Number.isInteger(n) && n >= 1 && n <= MAX_CELLS) return n;
  throw badOption(argument, `a whole number from 1 to ${MAX_CELLS}`, n);
}

function gridOf(columns: { x: Column; y: Column; value: Column }, options: BinsOptions): BinGrid {
  const { nx = 96, ny = 64 } = options;
  const axis = (name: "x" | "y", n: number) => {
    const [from, to] = stretchOf(name, columns[name], options[name]);
    if (!areEdges(binEdges({ from, to, n }))) throw badOption(name, `wide enough for ${n} cells`, `${from} to ${to}`);
    return { from, to, n };
  };
  if (cellsOf("nx", nx) * cellsOf("ny", ny) > MAX_CELLS) throw badOption("nx·ny", `at most ${MAX_CELLS}`, nx * ny);
  const origin = columns.value.info.mean ?? 0;
  return { x: axis("x", nx), y: axis("y", ny), origin: Number.isFinite(origin) ? origin : 0 };
}

/** Exact counts of two columns on a grid over a window, and the mean of a column in each cell. */
export async function bins(context: CallContext, x: string, y: string, options: BinsOptions): Promise<Bins> {
  const { table } = context;
  const { value } = options;
  const ofY = numbersNamed(table, "y", y, KINDS);
  const columns = {
    x: numbersNamed(table, "x", x, KINDS),
    y: ofY,
    value: value === undefined ? ofY : numbersNamed(table, "value", value, KINDS),
  };
  const grid = gridOf(columns, options);
  const rows = columnRows(context, rowWindow(table.nRows, options.rows));
  const names = value === undefined || value === y ? [x, y] : [x, y, value];
  return toBins(grid, await rows.reduce(names, binsPass, grid));
}

/** The points of a window, the first by row where they are many. */
export async function points(
  context: CallContext,
  x: string,
  y: string,
  options: PointsOptions,
): Promise<WindowPoints> {
  const { table } = context;
  const { limit = 5000 } = options;
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= MAX_POINTS)) {
    throw badOption("limit", `a whole number from 1 to ${MAX_POINTS}`, limit);
  }
  const args = {
    x: stretchOf("x", numbersNamed(table, "x", x, KINDS), options.x),
    y: stretchOf("y", numbersNamed(table, "y", y, KINDS), options.y),
    limit,
  };
  const rows = columnRows(context, rowWindow(table.nRows, options.rows));
  const { limit: _, ...found } = await rows.reduce([x, y], pointsPass, args);
  return found;
}

function kindOf({ info }: Column): ColumnKind {
  const { name, type } = info;
  return type === "category" ? { name, kind: type, levels: info.levels ?? [] } : { name, kind: type };
}

/** Columns in a few numbers. */
export function profile(context: CallContext, options: TableProfileOptions): Promise<TableProfile> {
  const { table } = context;
  const { columns, nBins = 40 } = options;
  if (!(Number.isInteger(nBins) && nBins >= 1 && nBins <= MAX_BINS)) {
    throw badOption("nBins", `a whole number from 1 to ${MAX_BINS}`, nBins);
  }
  if (columns !== undefined && !Array.isArray(columns)) throw badOption("columns", "names of columns", columns);
  const kinds = columns
    ? columns.map((name) => kindOf(columnNamed(table, "columns", name)))
    : table.columns.map(kindOf);
  const rows = rowWindow(table.nRows, options.rows);
  const nSuperblocks = Math.max(countSuperblocks(rows[1] - rows[0]) + 1, superblocksIn(context.edges, ...rows).length);
  return tableProfile(columnRows(context, rows), kinds, { nBins, nSuperblocks });
}
