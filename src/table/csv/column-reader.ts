// One column while it is read. Its type is a rule over all its values: a number (or a date) as long as every value present
// is one, text from the first that is not.
//
// When that one comes, all values before it must turn back into the text they were. Their bytes are gone by then, since a
// file is not kept in memory beside its table; so each value carries a byte that says how it was spelled: its number of
// decimals, or which of the column's few date formats. A plain decimal of up to 15 digits is its double rounded to that
// many decimals; one of 16 or more is that and a small difference. Spellings that this does not cover (1e5, +3, .5, spaces)
// are kept as bytes. At the break the values are frozen and the column goes on as codes; at the end they are spelled out.

import { categoryColumn, numberColumn } from "../column.ts";
import { type DateSpelling, parseDate, spellDate } from "../date.ts";
import type { Column, ColumnType } from "../types.ts";
import { MINUS, ZERO } from "./bytes.ts";
import { Dictionary } from "./dictionary.ts";
import type { MissingRule } from "./missing.ts";
import { INT32_DIGITS, NumberReader, POWER_OF_TEN, spellNumber, UNSPELLED } from "./number.ts";
import type { Decode } from "./text.ts";
import type { Cells } from "./tokenise.ts";
import { type CodeChunk, keepDelta, keepText, openCodes, openValues, textOf, type ValueChunk } from "./values.ts";

/** Where the fields of one column lie: every `stride`-th of the cells from `first`. */
export interface Fields {
  cells: Cells;
  first: number;
  stride: number;
}

/** What all columns of a file share. */
export interface ReadRule {
  /** Byte of the decimal mark. */
  mark: number;
  missing: MissingRule;
}

export class ColumnReader {
  readonly name: string;
  #type: ColumnType;
  /** What the values were that turned out to be text. */
  #frozenType: "number" | "date" | null = null;
  /** Whether the type was asked for, so that a value that does not fit is an error. */
  readonly #fixed: boolean;
  readonly #rule: ReadRule;
  readonly #number: NumberReader;
  #nPresent = 0;
  readonly #values: ValueChunk[] = [];
  readonly #spellings: DateSpelling[] = [];
  readonly #dictionary: Dictionary;
  #codes: CodeChunk[] = [];

  constructor(name: string, rule: ReadRule, type: ColumnType | null) {
    this.name = name;
    this.#rule = rule;
    this.#number = new NumberReader(rule.mark, type === null);
    this.#fixed = type !== null;
    this.#type = type ?? "number";
    this.#dictionary = new Dictionary(rule.missing.test);
  }

  get type(): ColumnType {
    return this.#type;
  }

  /** Take the rows of a batch. Gives the first row whose value does not fit the type that was asked for, or −1. */
  add(fields: Fields): number {
    const { nRows } = fields.cells;
    let row = 0;
    while (row < nRows) {
      row = this.#type === "category" ? this.#addCodes(fields, row) : this.#addValues(fields, row);
      if (row === nRows) break;
      if (this.#fixed) return row;
      this.#widen(fields, row);
    }
    return -1;
  }

  /** The next type to try for a column whose value in this row is not of its type. */
  #widen(fields: Fields, row: number): void {
    const k = fields.first + row * fields.stride;
    const { bytes, start, end } = fields.cells;
    const none = this.#nPresent === 0;
    if (this.#type === "number" && none && parseDate(bytes, start[k] as number, end[k] as number) !== null) {
      this.#type = "date";
      return;
    }
    this.#freeze();
  }

  /** Go on as codes; the rows so far get theirs in `thaw`. */
  #freeze(): void {
    for (const { n } of this.#values) this.#codes.push({ n, codes: new Int32Array(n) });
    this.#frozenType = this.#type === "date" ? "date" : "number";
    this.#type = "category";
  }

  #addCodes(fields: Fields, from: number): number {
    const { cells, first, stride } = fields;
    const { bytes, start, end, nRows } = cells;
    let row = from;
    while (row < nRows) {
      const chunk = openCodes(this.#codes, nRows - row);
      const to = Math.min(nRows, row + chunk.codes.length - chunk.n);
      let k = first + row * stride;
      for (; row < to; row++, k += stride) {
        chunk.codes[chunk.n++] = this.#dictionary.code(bytes, start[k] as number, end[k] as number);
      }
    }
    return nRows;
  }

  /** Read values from a row on; gives the first row that is neither missing nor of the type. */
  #addValues(fields: Fields, from: number): number {
    const { nRows } = fields.cells;
    let row = from;
    while (row < nRows) {
      const chunk = openValues(this.#values, nRows - row);
      const to = Math.min(nRows, row + chunk.values.length - chunk.n);
      const reached =
        this.#type === "number" ? this.#readNumbers(chunk, fields, row, to) : this.#readDates(chunk, fields, row, to);
      chunk.n += reached - row;
      row = reached;
      if (row < to) break;
    }
    return row;
  }

  /** The hot loop: plain decimals of up to 9 digits are read here in whole numbers, all else by `#readNumber`. */
  #readNumbers(chunk: ValueChunk, fields: Fields, from: number, to: number): number {
    const { cells, first, stride } = fields;
    const { bytes, start, end } = cells;
    const { values, spelling } = chunk;
    const { mark, missing } = this.#rule;
    const longest = missing.numeric ? 0 : INT32_DIGITS;
    let at = chunk.n;
    let nPlain = 0;
    let row = from;
    for (let k = first + from * stride; row < to; row++, k += stride, at++) {
      const begin = start[k] as number;
      const stop = end[k] as number;
      const digits = bytes[begin] === MINUS ? begin + 1 : begin;
      let point = stop;
      let units = 0;
      let i = stop - digits <= longest + 1 ? digits : stop + 1;
      for (; i < stop; i++) {
        const byte = bytes[i] as number;
        const digit = byte - ZERO;
        if (digit >= 0 && digit <= 9) units = (units * 10 + digit) | 0;
        else if (byte === mark && point === stop) point = i;
        else break;
      }
      const nWhole = point - digits;
      const nDecimals = point === stop ? 0 : stop - point - 1;
      const plain =
        i === stop &&
        nWhole > 0 &&
        nWhole + nDecimals <= longest &&
        (bytes[digits] !== ZERO || (nWhole === 1 && (units > 0 || digits === begin))) &&
        (nDecimals > 0 || point === stop);
      if (plain) {
        const size = nDecimals === 0 ? units : units / (POWER_OF_TEN[nDecimals] as number);
        values[at] = digits === begin ? size : -size;
        spelling[at] = nDecimals;
        nPlain++;
      } else if (!this.#readNumber(chunk, at, fields, k)) break;
    }
    this.#nPresent += nPlain;
    return row;
  }

  /** Any number, or missing, into row `at` of the chunk; false if it is neither. */
  #readNumber(chunk: ValueChunk, at: number, fields: Fields, k: number): boolean {
    const { bytes, start, end } = fields.cells;
    const { missing } = this.#rule;
    const number = this.#number;
    const from = start[k] as number;
    const to = end[k] as number;
    const isNumber = number.read(bytes, from, to);
    if (!isNumber || missing.numeric) {
      if (missing.test(bytes, from, to)) {
        chunk.values[at] = Number.NaN;
        return true;
      }
      if (!isNumber) return false;
    }
    chunk.values[at] = number.value;
    chunk.spelling[at] = number.decimals;
    this.#nPresent++;
    if (this.#fixed) return true;
    if (number.decimals === UNSPELLED) keepText(chunk.texts, bytes, from, to);
    else if (number.delta !== 0) keepDelta(chunk, at, number.delta);
    return true;
  }

  #readDates(chunk: ValueChunk, fields: Fields, from: number, to: number): number {
    const { cells, first, stride } = fields;
    const { bytes, start, end } = cells;
    let row = from;
    for (let at = chunk.n; row < to; row++, at++) {
      const k = first + row * stride;
      const begin = start[k] as number;
      const stop = end[k] as number;
      const date = parseDate(bytes, begin, stop);
      if (date !== null) {
        chunk.values[at] = date.days;
        const spelling = date.spelling === null ? UNSPELLED : this.#spellingOf(date.spelling);
        chunk.spelling[at] = spelling;
        this.#nPresent++;
        if (spelling === UNSPELLED && !this.#fixed) keepText(chunk.texts, bytes, begin, stop);
      } else if (this.#rule.missing.test(bytes, begin, stop)) chunk.values[at] = Number.NaN;
      else break;
    }
    return row;
  }

  /** Index of a spelling among the column's, `UNSPELLED` once there are too many. */
  #spellingOf({ separator, seconds, decimals, zone }: DateSpelling): number {
    const known = this.#spellings.findIndex(
      (s) => s.separator === separator && s.seconds === seconds && s.decimals === decimals && s.zone === zone,
    );
    if (known >= 0) return known;
    if (this.#spellings.length >= UNSPELLED) return UNSPELLED;
    return this.#spellings.push({ separator, seconds, decimals, zone }) - 1;
  }

  /** Give the rows that were read as values before the column became text their codes, and let the values go. */
  async thaw(pause: () => Promise<void>): Promise<void> {
    if (this.#frozenType === null) return;
    for (const [k, chunk] of this.#values.entries()) {
      this.#recode(chunk, (this.#codes[k] as CodeChunk).codes);
      await pause();
    }
    this.#values.length = 0;
  }

  #recode(chunk: ValueChunk, codes: Int32Array): void {
    let nTexts = 0;
    for (let i = 0; i < chunk.n; i++) {
      const value = chunk.values[i] as number;
      if (Number.isNaN(value)) {
        codes[i] = -1;
        continue;
      }
      const bytes =
        chunk.spelling[i] === UNSPELLED ? textOf(chunk.texts, nTexts++) : encoder.encode(this.#spell(chunk, i, value));
      codes[i] = this.#dictionary.code(bytes, 0, bytes.length);
    }
  }

  #spell(chunk: ValueChunk, i: number, value: number): string {
    const spelling = chunk.spelling[i] as number;
    if (this.#frozenType === "date") return spellDate(value, this.#spellings[spelling] as DateSpelling);
    return spellNumber(value, spelling, chunk.delta?.[i] ?? 0).replace(".", String.fromCharCode(this.#rule.mark));
  }

  /** Levels by code, unsorted. */
  words(decode: Decode): string[] {
    return this.#dictionary.words(decode);
  }

  /** The column under its final name; the reader's arrays go with it. */
  finish(name: string, words: string[]): Column {
    if (this.#type === "category") {
      return categoryColumn(
        name,
        words,
        this.#codes.map(({ codes, n }) => (n < codes.length ? codes.slice(0, n) : codes)),
      );
    }
    const chunks = this.#values.map(({ values, n }) => (n < values.length ? values.slice(0, n) : values));
    return numberColumn(name, this.#type, chunks);
  }
}

const encoder = new TextEncoder();
