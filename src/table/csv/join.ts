// Joins parts in the order of the file: where their rows lie, what their words are called in the file, the types of all columns,
// and the first error. Sees summaries only; the rows stay where they were read.

import { LeastwiseError } from "#base/error.ts";
import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { ColumnType, CsvDialect } from "../types.ts";
import { Dictionary, decodedWords } from "./dictionary.ts";
import { LateColumn, type Place } from "./late-column.ts";
import { missingRule } from "./missing.ts";
import type { CsvHeader } from "./open.ts";
import type { CsvPlan, Misfit, PartSummary, PartWords } from "./part.ts";
import { misfitError, problemError } from "./problem.ts";
import { type Decode, utf8Text, windows1252Text } from "./text.ts";

/** Where a part lies in its file. */
export interface Placed {
  /** Rows before it. */
  rowOffset: number;
  /** By column, the file's code of each of the part's words; `null` where the part has values. */
  recode: (Int32Array | null)[];
}

/** A column when all is known, with what makes its chunks final. */
export interface JoinedColumn {
  name: string;
  type: ColumnType;
  /** Words of a category by the file's codes, in the order they came. */
  words: string[];
  /** Of a column that was read as words and is none: value by the file's codes. */
  values: Float64Array | null;
}

export class Joiner {
  #plan: CsvPlan;
  #nRows = 0;
  #lines: number;
  readonly #header: CsvHeader;
  #words: Dictionary[] = [];
  #late: (LateColumn | null)[] = [];
  /** Words as text by column, as far as they were asked for: they only become more. */
  #texts: { decode: Decode; words: string[][] } | null = null;

  constructor(header: CsvHeader, plan: CsvPlan) {
    this.#header = header;
    this.#plan = plan;
    this.#lines = header.lines;
    this.#reset();
  }

  /** How to read the next part. */
  get plan(): CsvPlan {
    return this.#plan;
  }

  /** Rows of the parts so far. */
  get nRows(): number {
    return this.#nRows;
  }

  /** Whether a part was read by this plan, or by one that differs in nothing that matters; else it must be read again. */
  accepts({ words }: PartSummary): boolean {
    return this.#plan.columns.every(({ type }, column) => type !== "category" || words[column] !== null);
  }

  /**
   * Join the next part. `null`: a value in the first superblock made its column text, so that all parts must be read again
   * under the new plan, and joined from the first.
   *
   * @throws LeastwiseError the first in the file, with row and line in the file
   */
  add(part: PartSummary): Placed | null {
    if (this.#widen(part.misfits)) return null;
    const from = { row: this.#nRows, line: this.#lines };
    const places: Place[] = part.misfits.map((misfit) => this.#placeOf(misfit));
    const recode = part.words.map((words, column) => {
      if (words === null) return null;
      const late = this.#late[column];
      const merged = this.#merge(words, column);
      if (late) places.push(...late.add(words, merged, from));
      return merged.codes;
    });
    const end = this.#nRows + part.nRows;
    for (const [column, late] of this.#late.entries()) {
      if (late === null || !late.isDue(end)) continue;
      places.push(...late.decide());
      this.#setType(column, late.type);
    }
    this.#throwFirst(part, places);
    this.#nRows = end;
    this.#lines += part.nLines;
    return { rowOffset: from.row, recode };
  }

  /** Value by the file's codes of a column that was read as words before its type was known. */
  valuesOf(column: number): Float64Array | null {
    return this.#late[column]?.values ?? null;
  }

  /**
   * There are no more parts: decide what is still open.
   *
   * @throws LeastwiseError `csv-no-rows`
   */
  end(): void {
    if (this.#nRows === 0) {
      const message = "file: must have rows below its header; got the header alone";
      throw new LeastwiseError("csv-no-rows", message, { value: 0 });
    }
    for (const [column, late] of this.#late.entries()) {
      if (late === null) continue;
      if (late.type === null) late.decide();
      this.#setType(column, late.type ?? "number");
    }
  }

  /** All columns as far as they are known. Names and words are UTF-8 or, if one of them is not, windows-1252. */
  columns(): { columns: JoinedColumn[]; encoding: CsvDialect["encoding"] } {
    try {
      return { columns: this.#columns(utf8Text), encoding: "utf-8" };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return { columns: this.#columns(windows1252Text), encoding: "windows-1252" };
    }
  }

  #columns(decode: Decode): JoinedColumn[] {
    if (this.#texts?.decode !== decode) this.#texts = { decode, words: this.#plan.columns.map(() => []) };
    const { words } = this.#texts;
    return this.#plan.columns.map(({ type }, column) => ({
      name: decode(this.#header.fields[column] as Uint8Array).trim(),
      type: type ?? "number",
      words: type === "category" ? this.#textsOf(column, words[column] as string[], decode) : [],
      values: this.valuesOf(column),
    }));
  }

  /** All words of a column, of which those that came since the last time are decoded. */
  #textsOf(column: number, known: string[], decode: Decode): string[] {
    for (const word of decodedWords(this.#words[column] as Dictionary, decode, known.length)) known.push(word);
    return known.slice();
  }

  #reset(): void {
    const { columns, mark, na } = this.#plan;
    const missing = missingRule(na);
    this.#nRows = 0;
    this.#texts = null;
    this.#lines = this.#header.lines;
    this.#words = columns.map(() => new Dictionary(() => false));
    this.#late = columns.map(({ type }, column) => (type === null ? new LateColumn(column, { mark, missing }) : null));
  }

  /** Make text of the columns whose value in the first superblock does not fit. */
  #widen(misfits: readonly Misfit[]): boolean {
    const wide = misfits.filter(({ column, row }) => {
      return this.#nRows + row < SUPERBLOCK_ROWS && this.#plan.columns[column]?.asked === false;
    });
    for (const { column } of wide) this.#setType(column, "category");
    if (wide.length > 0) this.#reset();
    return wide.length > 0;
  }

  #setType(column: number, type: ColumnType | null): void {
    const columns = this.#plan.columns.map((planned, c) => (c === column ? { ...planned, type } : planned));
    this.#plan = { ...this.#plan, columns };
  }

  #placeOf({ column, row, line, text }: Misfit): Place {
    return { column, row: this.#nRows + row, line: this.#lines + line, text };
  }

  /** The file's codes of a part's words, and how many there were before. */
  #merge({ bytes, ends }: PartWords, column: number): { codes: Int32Array; known: number } {
    const dictionary = this.#words[column] as Dictionary;
    const known = dictionary.nCodes;
    const codes = new Int32Array(ends.length);
    let from = 0;
    for (let i = 0; i < ends.length; i++) {
      const to = ends[i] as number;
      codes[i] = dictionary.code(bytes, from, to);
      from = to;
    }
    return { codes, known };
  }

  /** Throw what comes first in the file: a value that does not fit, or what ended the part. */
  #throwFirst({ problem }: PartSummary, places: readonly Place[]): void {
    const before = (a: Place, b: Place): boolean => a.row < b.row || (a.row === b.row && a.column < b.column);
    const first = places.reduce<Place | null>((a, b) => (a === null || before(b, a) ? b : a), null);
    if (first !== null) {
      const { column, row, line, text: bytes } = first;
      const planned = this.#plan.columns[column] as CsvPlan["columns"][number];
      throw misfitError({ name: planned.name, row: row + 1, line, bytes }, planned);
    }
    if (problem === null) return;
    const line = this.#lines + problem.line;
    throw problemError({ ...problem, line }, this.#header.names, this.#nRows + problem.row + 1);
  }
}
