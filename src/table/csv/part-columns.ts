// Where the cells of a part go: values or codes by column, growing, and what did not fit.

import type { CellKind, NumericColumn, RowScan, ScannedRows } from "#kernel/backend.ts";
import { parseDate } from "../date.ts";
import { Dictionary } from "./dictionary.ts";
import type { MissingRule } from "./missing.ts";
import { NumberReader } from "./number.ts";
import type { CsvPlan, Misfit, Part, PartColumn, PartWords, PlannedColumn } from "./part.ts";

/** Room beyond what the rows so far promise. */
const SLACK = 1.05;
const MORE_ROWS = 1024;

/** A cell: `bytes[from, to)` without quotes. */
interface Cell {
  bytes: Uint8Array;
  from: number;
  to: number;
}

/** Numbers of a cell that a scan leaves. */
const LEFT = 4;

export class PartColumns {
  /** How each column is read; "other" ones are numbers of which some mean missing. */
  readonly kinds: readonly CellKind[];
  /** By column, f32 as long as all values survive; empty where it is read as codes. */
  readonly #values: NumericColumn[];
  readonly #codes: Int32Array[];
  readonly #dictionaries: Dictionary[];
  /** Row and line of each word's first place, in columns without a type. */
  readonly #firsts: ({ row: number; line: number }[] | null)[];
  readonly #numbers: NumberReader[];
  readonly #missing: MissingRule;
  readonly #misfits = new Map<number, Misfit>();
  #room = 0;

  constructor(plan: CsvPlan, missing: MissingRule) {
    this.#missing = missing;
    this.kinds = plan.columns.map((column) => kindOf(column, missing));
    this.#values = plan.columns.map(() => new Float32Array(0));
    this.#codes = plan.columns.map(() => new Int32Array(0));
    this.#dictionaries = plan.columns.map(() => new Dictionary(missing.test));
    this.#firsts = plan.columns.map(({ type }) => (type === null ? [] : null));
    this.#numbers = plan.columns.map(({ asked }) => new NumberReader(plan.mark, !asked));
  }

  /** Make room for one more row; `share` is how much of the part was read. */
  reserve(row: number, share: number): void {
    if (row < this.#room) return;
    const promised = share > 0 ? Math.ceil((row / share) * SLACK) : 0;
    const room = Math.max(row + MORE_ROWS, promised);
    for (const [c, kind] of this.kinds.entries()) {
      if (kind === "word") {
        const codes = new Int32Array(room);
        codes.set(this.#codes[c] as Int32Array);
        this.#codes[c] = codes;
      } else {
        const before = this.#values[c] as NumericColumn;
        const values = before instanceof Float32Array ? new Float32Array(room) : new Float64Array(room);
        values.set(before);
        this.#values[c] = values;
      }
    }
    this.#room = room;
  }

  /** Take rows of a scan as those from `row` on, `lines` line ends into the part, and read the cells that it left. */
  take(
    { nRows, end, columns, left }: ScannedRows,
    scan: RowScan,
    { part: { bytes, length }, row, lines }: { part: Part; row: number; lines: number },
  ): void {
    for (const [c, read] of columns.entries()) if (read instanceof Float64Array) this.#widen(c);
    this.reserve(row + nRows - 1, end / length);
    for (const [c, read] of columns.entries()) {
      if (read instanceof Int32Array) this.#codes[c]?.set(read, row);
      else if (read) this.#values[c]?.set(read, row);
    }
    for (let k = 0; k < left.length; k += LEFT) {
      const at = left[k] as number;
      const column = left[k + 1] as number;
      const from = left[k + 2] as number;
      const to = left[k + 3] as number;
      this.store(column, { bytes, from, to }, row + at, lines + at);
      if (this.kinds[column] === "word") scan.know(column, from, to, this.#codes[column]?.[row + at] ?? -1);
    }
  }

  /** Any cell of any column. */
  store(column: number, { bytes, from, to }: Cell, row: number, lines: number): void {
    const kind = this.kinds[column];
    if (kind === "word") {
      const code = (this.#dictionaries[column] as Dictionary).code(bytes, from, to);
      (this.#codes[column] as Int32Array)[row] = code;
      const firsts = this.#firsts[column];
      if (firsts && code === firsts.length) firsts.push({ row, line: lines + 1 });
      return;
    }
    const value = kind === "day" ? this.#date({ bytes, from, to }) : this.#number(column, { bytes, from, to });
    const isMissing = Number.isNaN(value);
    if (Math.fround(value) !== value && !isMissing) this.#widen(column);
    (this.#values[column] as NumericColumn)[row] = value;
    if (!isMissing || this.#misfits.has(column) || this.#missing.test(bytes, from, to)) return;
    this.#misfits.set(column, { column, row, line: lines + 1, text: bytes.slice(from, to) });
  }

  /** A value came that does not survive as f32. */
  #widen(column: number): void {
    const values = this.#values[column] as NumericColumn;
    if (values instanceof Float32Array) this.#values[column] = new Float64Array(values);
  }

  /** A number, or NaN. */
  #number(column: number, { bytes, from, to }: Cell): number {
    const number = this.#numbers[column] as NumberReader;
    const isNumber = number.read(bytes, from, to);
    return isNumber && !(this.#missing.numeric && this.#missing.test(bytes, from, to)) ? number.value : Number.NaN;
  }

  #date({ bytes, from, to }: Cell): number {
    return parseDate(bytes, from, to) ?? Number.NaN;
  }

  /** Missing values in rows `from` to `from + n` of the only column, which have no bytes. */
  fillMissing(from: number, n: number): void {
    this.#codes[0]?.fill(-1, from, from + n);
    this.#values[0]?.fill(Number.NaN, from, from + n);
  }

  /** What was read, in longer arrays; values as f32 where all survive. */
  finish(nRows: number): { columns: PartColumn[]; words: (PartWords | null)[]; misfits: Misfit[] } {
    const columns = this.kinds.map((kind, c) => {
      if (kind === "word") return (this.#codes[c] as Int32Array).subarray(0, nRows);
      return (this.#values[c] as NumericColumn).subarray(0, nRows);
    });
    const words = this.kinds.map((kind, c) => (kind === "word" ? this.#wordsOf(c) : null));
    // A misfit in the row that was given up is none: what is wrong with the row comes first.
    return { columns, words, misfits: [...this.#misfits.values()].filter(({ row }) => row < nRows) };
  }

  #wordsOf(column: number): PartWords {
    const words = (this.#dictionaries[column] as Dictionary).words();
    const firsts = this.#firsts[column];
    if (!firsts) return words;
    const firstRow = Int32Array.from(firsts, ({ row }) => row);
    return { ...words, firstRow, firstLine: Int32Array.from(firsts, ({ line }) => line) };
  }
}

function kindOf({ type }: PlannedColumn, missing: MissingRule): CellKind {
  if (type === "date") return "day";
  if (type === "number") return missing.numeric ? "other" : "number";
  return "word";
}
