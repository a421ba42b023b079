// Where the cells of a part go: values or codes by column, growing, and what did not fit.

import { fitsFloat32 } from "../column.ts";
import { parseDate } from "../date.ts";
import { Dictionary } from "./dictionary.ts";
import type { MissingRule } from "./missing.ts";
import { NumberReader } from "./number.ts";
import type { CsvPlan, Misfit, PartColumn, PartWords, PlannedColumn } from "./part.ts";

/** How a column is read. */
export const NUMBERS = 0;
export const DAYS = 1;
export const CODES = 2;

/** Room beyond what the rows so far promise. */
const SLACK = 1.05;
const MORE_ROWS = 1024;

/** A cell: `bytes[from, to)` without quotes, and its hash where it is known. */
interface Cell {
  bytes: Uint8Array;
  from: number;
  to: number;
}

export class PartColumns {
  readonly kinds: Uint8Array;
  /** By column; empty where it is read as codes. */
  readonly values: Float64Array[];
  readonly #codes: Int32Array[];
  readonly #dictionaries: Dictionary[];
  /** Row and line of each word's first place, in columns without a type. */
  readonly #firsts: ({ row: number; line: number }[] | null)[];
  readonly #numbers: NumberReader[];
  readonly #missing: MissingRule;
  readonly #misfits = new Map<number, Misfit>();
  #room: number;

  constructor(plan: CsvPlan, missing: MissingRule, room: number) {
    this.#room = room;
    this.#missing = missing;
    this.kinds = Uint8Array.from(plan.columns, kindOf);
    this.values = plan.columns.map((_, c) => new Float64Array(this.kinds[c] === CODES ? 0 : room));
    this.#codes = plan.columns.map((_, c) => new Int32Array(this.kinds[c] === CODES ? room : 0));
    this.#dictionaries = plan.columns.map(() => new Dictionary(missing.test));
    this.#firsts = plan.columns.map(({ type }) => (type === null ? [] : null));
    this.#numbers = plan.columns.map(({ asked }) => new NumberReader(plan.mark, !asked));
  }

  /** Make room for one more row; `share` is how much of the part was read. */
  reserve(row: number, share: number): void {
    if (row < this.#room) return;
    const promised = share > 0 ? Math.ceil((row / share) * SLACK) : 0;
    const room = Math.max(row + MORE_ROWS, Math.min(promised, row * 4));
    for (const [c, kind] of this.kinds.entries()) {
      if (kind === CODES) {
        const codes = new Int32Array(room);
        codes.set(this.#codes[c] as Int32Array);
        this.#codes[c] = codes;
      } else {
        const values = new Float64Array(room);
        values.set(this.values[c] as Float64Array);
        this.values[c] = values;
      }
    }
    this.#room = room;
  }

  /** `lines`: line ends before the word. */
  addWord(column: number, word: Cell & { hash: number }, row: number, lines: number): void {
    const dictionary = this.#dictionaries[column] as Dictionary;
    const code = dictionary.codeOf(word.bytes, word.from, word.to, word.hash);
    (this.#codes[column] as Int32Array)[row] = code;
    const firsts = this.#firsts[column];
    if (firsts && code === firsts.length) firsts.push({ row, line: lines + 1 });
  }

  /** Any cell of any column. */
  store(column: number, { bytes, from, to }: Cell, row: number, lines: number): void {
    const kind = this.kinds[column];
    if (kind === CODES) {
      const code = (this.#dictionaries[column] as Dictionary).code(bytes, from, to);
      (this.#codes[column] as Int32Array)[row] = code;
      const firsts = this.#firsts[column];
      if (firsts && code === firsts.length) firsts.push({ row, line: lines + 1 });
      return;
    }
    const values = this.values[column] as Float64Array;
    values[row] = kind === NUMBERS ? this.#number(column, { bytes, from, to }) : this.#date({ bytes, from, to });
    if (!Number.isNaN(values[row]) || this.#misfits.has(column) || this.#missing.test(bytes, from, to)) return;
    this.#misfits.set(column, { column, row, line: lines + 1, text: bytes.slice(from, to) });
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
    this.values[0]?.fill(Number.NaN, from, from + n);
  }

  /** What was read; values as f32 where all survive. */
  finish(nRows: number): { columns: PartColumn[]; words: (PartWords | null)[]; misfits: Misfit[] } {
    const columns = Array.from(this.kinds, (kind, c) => {
      if (kind === CODES) return (this.#codes[c] as Int32Array).subarray(0, nRows);
      const values = (this.values[c] as Float64Array).subarray(0, nRows);
      return fitsFloat32(values) ? new Float32Array(values) : values;
    });
    const words = Array.from(this.kinds, (kind, c) => (kind === CODES ? this.#wordsOf(c) : null));
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

function kindOf({ type }: PlannedColumn): number {
  if (type === "number") return NUMBERS;
  return type === "date" ? DAYS : CODES;
}
