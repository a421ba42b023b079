// From the element's attributes to points with names and units: given ones, a bundled data set, or a CSV at an address.

import type { View } from "#charts/interaction/zoom.ts";
import { domainOf } from "#charts/scale/domain.ts";
import {
  type DataSet,
  type Engine,
  LeastwiseError,
  type PreviewRow,
  type ReadProgress,
  type TableHandle,
} from "#engine/index.ts";
import { readNamed } from "../shared/read-named.ts";
import { MOST_POINTS } from "./dense/data.ts";
import type { Point } from "./workbench.ts";

/** What the attributes ask for; absent ones are null. */
export interface SourceRequest {
  data: string | null;
  src: string | null;
  x: string | null;
  y: string | null;
  rows: number | null;
  /** Rows of a data set that is generated in any number of them. */
  size?: number | null;
  seed: number;
  points: string | null;
}

/** An axis in words. */
export interface Quantity {
  /** Name of the column. */
  name: string;
  label: string;
  unit: string;
}

export interface Loaded {
  points: Point[];
  x: Quantity;
  y: Quantity;
  /** What one row is: "day", "point". */
  row: string;
  /** Rows of the whole table. */
  nRows: number;
  dataSet: DataSet | null;
  /** Rows that stay in the engine, as they are too many to be drawn one by one; their owner closes them. */
  dense?: DenseRows;
}

interface DenseRows {
  table: TableHandle;
  whole: View;
}

export interface LoadOptions {
  signal: AbortSignal;
  onProgress: (progress: ReadProgress) => void;
  /** Resolves `src`. */
  baseUrl: string;
}

/** Rows fetched from the worker at a time. */
const SLICE = 20_000;

/**
 * Points "x,y x,y …" as numbers. A third number is a point's row; where any pair has one, a pair without is a point that a
 * person added, else rows count from 1.
 *
 * @throws LeastwiseError `bad-argument` where a pair is not two or three finite numbers
 */
export function parsePoints(text: string): Point[] {
  const parsed = text
    .split(/[\s;]+/)
    .filter((pair) => pair !== "")
    .map((pair, index) => {
      const numbers = pair.split(",").map((part) => (part === "" ? Number.NaN : Number(part)));
      const [x = Number.NaN, y = Number.NaN, row = null] = numbers;
      if (numbers.length > 3 || !numbers.every(Number.isFinite) || numbers.length < 2) {
        const message = `points: pair ${index + 1} must be two numbers, as 3,4.5; got ${pair}`;
        throw new LeastwiseError("bad-argument", message, { value: pair });
      }
      return { x, y, row };
    });
  const named = parsed.some(({ row }) => row !== null);
  return named ? parsed : parsed.map((point, index) => ({ ...point, row: index + 1 }));
}

/** The inverse of `parsePoints`, to the last bit. */
export function formatPoints(points: readonly Point[]): string {
  const inOrder = points.every(({ row }, index) => row === index + 1);
  return points.map(({ x, y, row }) => (inOrder || row === null ? `${x},${y}` : `${x},${y},${row}`)).join(" ");
}

/** `count` different row numbers below `nRows`, ascending, drawn by chance from `seed` alone. */
export function sampleRows(nRows: number, count: number, seed: number): number[] {
  const random = mulberry32(seed);
  const rows = Int32Array.from({ length: nRows }, (_, i) => i);
  const size = Math.min(count, nRows);
  for (let i = 0; i < size; i++) {
    const j = i + Math.floor(random() * (nRows - i));
    const swapped = rows[i] ?? 0;
    rows[i] = rows[j] ?? 0;
    rows[j] = swapped;
  }
  return Array.from(rows.subarray(0, size).sort());
}

/** Tommy Ettinger's 32-bit generator, as published in 2017: enough to deal rows, and the same everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Load what the attributes name; null where they name nothing.
 *
 * @throws LeastwiseError for an unknown data set or column, a column that is no number, a file that cannot be read
 */
export async function load(
  request: SourceRequest,
  engine: () => Promise<Engine>,
  options: LoadOptions,
): Promise<Loaded | null> {
  if (request.x !== null && request.x === request.y) {
    const message = `y: must be another column than x; got ${request.y}`;
    throw new LeastwiseError("bad-argument", message, { value: request.y });
  }
  const given = request.points === null ? null : parsePoints(request.points);
  if (given && request.data === null) return crowded(fromPoints(request, given), engine);
  if (request.data === null && request.src === null) return null;
  const ready = await engine();
  const dataSet = request.data === null ? null : await findDataSet(ready, request.data);
  if (given && dataSet) return crowded({ ...fromPoints(request, given), ...described(request, dataSet) }, engine);
  const table =
    dataSet === null
      ? await readNamed(ready, new URL(request.src ?? "", options.baseUrl), {
          signal: options.signal,
          onProgress: options.onProgress,
        })
      : await ready.generate(dataSet.id, { signal: options.signal, ...(request.size ? { rows: request.size } : {}) });
  let kept = false;
  try {
    const loaded = await fromTable(table, request, dataSet, options.signal);
    kept = loaded.dense?.table === table;
    return kept ? loaded : await crowded(loaded, engine);
  } finally {
    if (!kept) table.close();
  }
}

/** Points that are too many to be drawn one by one go to the engine. */
async function crowded(loaded: Loaded, engine: () => Promise<Engine>): Promise<Loaded> {
  const { points, x, y } = loaded;
  if (points.length <= MOST_POINTS) return loaded;
  const table = await (await engine()).fromColumns({
    [x.name]: Float64Array.from(points, (point) => point.x),
    [y.name]: Float64Array.from(points, (point) => point.y),
  });
  return { ...loaded, points: [], dense: denseRows(table, x.name, y.name) };
}

function denseRows(table: TableHandle, x: string, y: string): DenseRows {
  const domain = (name: string) => {
    const { min = 0, max = 1 } = table.columns.find((column) => column.name === name) ?? {};
    return domainOf([min, max]);
  };
  return { table, whole: { x: domain(x), y: domain(y) } };
}

function fromPoints(request: SourceRequest, points: Point[]): Loaded {
  const { x, y } = request;
  const quantity = (name: string): Quantity => ({ name, label: name, unit: "" });
  return { points, x: quantity(x ?? "x"), y: quantity(y ?? "y"), row: "point", nRows: points.length, dataSet: null };
}

/** What the catalogue says of the two columns, for points that came from one of its sets. */
function described({ x, y }: SourceRequest, dataSet: DataSet): Omit<Loaded, "points" | "nRows"> {
  return { x: quantityOf(x ?? "x", dataSet), y: quantityOf(y ?? "y", dataSet), row: dataSet.row, dataSet };
}

function quantityOf(name: string, dataSet: DataSet | null): Quantity {
  const known = dataSet?.columns.find((column) => column.name === name);
  return { name, label: known?.label ?? name, unit: known?.unit ?? "" };
}

async function findDataSet(engine: Engine, id: string): Promise<DataSet> {
  const sets = await engine.catalog();
  const known = sets.find((set) => set.id === id);
  if (known?.generated) return known;
  const names = sets.filter((set) => set.generated).map((set) => set.id);
  throw new LeastwiseError("bad-argument", `data: must be one of ${names.join(", ")}; got ${id}`, { value: id });
}

async function fromTable(
  table: TableHandle,
  request: SourceRequest,
  dataSet: DataSet | null,
  signal: AbortSignal,
): Promise<Loaded> {
  const xAt = numericColumn(table, "x", request.x);
  const yAt = numericColumn(table, "y", request.y);
  const about = {
    x: quantityOf(table.columns[xAt]?.name ?? "", dataSet),
    y: quantityOf(table.columns[yAt]?.name ?? "", dataSet),
    // A set that is made to a size, which is the storefront, has an order a row.
    row: request.size ? "order" : (dataSet?.row ?? "row"),
    nRows: table.nRows,
    dataSet,
  };
  if (request.rows === null && table.nRows > MOST_POINTS) {
    return { ...about, points: [], dense: denseRows(table, about.x.name, about.y.name) };
  }
  const rows = sampleRows(table.nRows, request.rows ?? table.nRows, request.seed);
  const points: Point[] = [];
  for (let from = 0, next = 0; next < rows.length; from += SLICE) {
    const slice: PreviewRow[] = await table.rows(from, Math.min(from + SLICE, table.nRows), { signal });
    for (; next < rows.length && (rows[next] ?? 0) < from + SLICE; next++) {
      const row = rows[next] ?? 0;
      const x = slice[row - from]?.[xAt];
      const y = slice[row - from]?.[yAt];
      if (typeof x === "number" && typeof y === "number") points.push({ x, y, row: row + 1 });
    }
  }
  return { ...about, points };
}

/** Index of a column that holds numbers. */
function numericColumn(table: TableHandle, attribute: "x" | "y", name: string | null): number {
  const numeric = table.columns.filter((column) => column.type === "number").map((column) => column.name);
  if (name === null) {
    throw new LeastwiseError(
      "bad-argument",
      `${attribute}: must name a column, one of ${numeric.join(", ")}; got nothing`,
    );
  }
  const at = table.columns.findIndex((column) => column.name === name);
  if (at < 0) {
    throw new LeastwiseError("column-unknown", `${attribute}: must be one of ${numeric.join(", ")}; got ${name}`, {
      value: name,
    });
  }
  if (table.columns[at]?.type !== "number") {
    throw new LeastwiseError("column-type", `${attribute}: must be a column of numbers; got ${name}`, { value: name });
  }
  return at;
}
