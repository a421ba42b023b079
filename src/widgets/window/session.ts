// What lw-window knows from the engine: a table in order of time, its series, the fit of all rows and that of the window.

import { latest } from "#base/latest.ts";
import { type Domain, domainOf } from "#charts/scale/domain.ts";
import {
  type ColumnInfo,
  type DataSet,
  type Engine,
  type Fit,
  LeastwiseError,
  type TableHandle,
} from "#engine/index.ts";
import { openTable, type TableRequest } from "../shared/table-source.ts";
import { type Series, seriesOf, timeAxis } from "./model.ts";

export interface WindowRequest extends TableRequest {
  formula: string | null;
  time: string | null;
}

/** Cells of the response in the picture. */
const Y_CELLS = 48;

export class WindowSession {
  readonly #engine: () => Promise<Engine>;
  readonly #tell: () => void;
  #opening: AbortController | null = null;
  #table: TableHandle | null = null;
  #formula = "";

  phase: "idle" | "loading" | "ready" | "error" = "idle";
  error: unknown = null;
  dataSet: DataSet | null = null;
  time: ColumnInfo | null = null;
  response: ColumnInfo | null = null;
  series: Series | null = null;
  all: Fit | null = null;
  /** The fit of the newest window, and the rows it was made of; null: of all. */
  part: { fit: Fit; rows: [number, number] } | null = null;
  partError: unknown = null;

  constructor(engine: () => Promise<Engine>, tell: () => void) {
    this.#engine = engine;
    this.#tell = tell;
  }

  async open(request: WindowRequest): Promise<void> {
    this.close();
    const opening = new AbortController();
    this.#opening = opening;
    this.phase = "loading";
    this.#tell();
    try {
      const opened = await openTable(await this.#engine(), request, { signal: opening.signal });
      if (opening.signal.aborted) {
        opened.table.close();
        return;
      }
      this.#table = opened.table;
      this.dataSet = opened.dataSet;
      await this.#read(opened.table, request);
      if (opening.signal.aborted) return;
      this.phase = "ready";
    } catch (error) {
      if (opening.signal.aborted) return;
      this.phase = "error";
      this.error = error;
    }
    this.#tell();
  }

  /** Fit the rows of a window; the newest of those that wait counts. */
  readonly fitRows = latest(async (rows: [number, number], precision: "auto" | "quick"): Promise<void> => {
    const table = this.#table;
    if (!table) return;
    try {
      const fit = await table.fit(this.#formula, { rows, precision });
      if (table !== this.#table) return;
      this.part = { fit, rows };
      this.partError = null;
    } catch (error) {
      if (table !== this.#table) return;
      this.part = null;
      this.partError = error;
    }
    this.#tell();
  });

  /** All rows again. */
  forget(): void {
    this.part = null;
    this.partError = null;
  }

  close(): void {
    this.#opening?.abort();
    this.#opening = null;
    this.#table?.close();
    this.#table = null;
    this.series = this.all = null;
    this.error = null;
    this.forget();
    this.phase = "idle";
  }

  async #read(table: TableHandle, { formula, time }: WindowRequest): Promise<void> {
    this.#formula = formula ?? "";
    this.time = await timeColumn(table, time);
    this.response = responseColumn(table, this.#formula);
    const { steps, ...x } = timeAxis(this.time);
    const { name } = this.response;
    const [from, to] = await shownRange(table, this.response);
    const window = { x: [x.from, x.to] as [number, number], nx: x.n };
    const bins = await table.bins(this.time.name, name, { ...window, y: [from, to], ny: Y_CELLS });
    const rows = await table.bins(this.time.name, this.time.name, { ...window, nx: x.n * steps, y: window.x, ny: 1 });
    const means = await table.bins(this.time.name, this.time.name, { ...window, y: window.x, ny: 1, value: name });
    this.series = seriesOf({ bins, means: means.means, rowCounts: rows.counts, steps });
    this.all = await table.fit(this.#formula);
  }
}

/** A tail that is longer than so many times the middle 98 % of a column is cut: it would press the rest together. */
const LONG_TAIL = 1;

/** What of the response is shown: all, or all but long tails. */
async function shownRange(table: TableHandle, { name, min = 0, max = 1 }: ColumnInfo): Promise<Domain> {
  const { columns } = await table.profile({ columns: [name], nBins: 1 });
  const [profile] = columns;
  if (!profile || profile.kind === "category" || profile.n === 0) return domainOf([min, max]);
  const at = (share: number) => profile.quantiles.find((quantile) => quantile.share === share)?.value ?? min;
  const [low, high] = [at(0.01), at(0.99)];
  const most = LONG_TAIL * (high - low);
  return domainOf([Math.max(min, low - most), Math.min(max, high + most / 2)]);
}

/** @throws LeastwiseError `column-unknown`, `column-type`, `missing-values` or `bad-argument` unless rows are in its order */
async function timeColumn(table: TableHandle, name: string | null): Promise<ColumnInfo> {
  const inOrder = table.columns.filter(({ type }) => type !== "category");
  const known = inOrder.map((column) => JSON.stringify(column.name)).join(", ");
  const column =
    name === null ? inOrder.find(({ type }) => type === "date") : table.columns.find((c) => c.name === name);
  if (!column) {
    const message = `time: must be one of ${known}; got ${name === null ? "no column of dates" : JSON.stringify(name)}`;
    throw new LeastwiseError("column-unknown", message, { value: name });
  }
  const at = { column: column.name };
  if (column.type === "category") {
    throw new LeastwiseError("column-type", `time: must be one of ${known}; got a category`, { at, value: name });
  }
  if (column.missing > 0) {
    const message = `time: must have a value in every row; got ${column.missing} without`;
    throw new LeastwiseError("missing-values", message, { at, value: column.missing });
  }
  const { columns } = await table.profile({ columns: [column.name], nBins: 1 });
  const [profile] = columns;
  if (profile?.kind === "category" || profile?.ascending) return column;
  const message = `time: rows must be in the order of ${JSON.stringify(column.name)}; got some that go back`;
  throw new LeastwiseError("bad-argument", message, { at });
}

/** The column of numbers that the left side of a formula names. */
function responseColumn(table: TableHandle, formula: string): ColumnInfo {
  const left = formula.split("~")[0] ?? "";
  const named = table.columns.filter(({ name, type }) => type === "number" && left.includes(name));
  const [longest] = named.sort((a, b) => b.name.length - a.name.length);
  if (longest) return longest;
  const message = `formula: must begin with a column of numbers and ~; got ${formula === "" ? "nothing" : formula}`;
  throw new LeastwiseError("formula-syntax", message, { value: formula });
}
