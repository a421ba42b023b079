// The rows of one part as typed columns, in one pass over its bytes: each cell is read as its column's type where it is found.
// Knows no other part, so that parts can be read anywhere and in any order.

import { parseDay } from "../date.ts";
import { CR, LF, MINUS, NINE, NUL, QUOTE, SPACE, undoubled, word32, ZERO } from "./bytes.ts";
import { FIRST_HASH, HASH_FACTOR } from "./dictionary.ts";
import { missingRule } from "./missing.ts";
import { INT32_DIGITS, POWER_OF_TEN } from "./number.ts";
import type { CsvPlan, Part, PartProblem, PartRead } from "./part.ts";
import { CODES, DAYS, NUMBERS, PartColumns } from "./part-columns.ts";
import { problemAt } from "./problem-at.ts";

/** Bytes of a row that is guessed before the first is read. */
const GUESSED_ROW_BYTES = 64;
/** "YYYY-MM-DD" */
const DAY_BYTES = 10;

/**
 * Read a part under a plan. The part is left as it was. Reading stops at the first row that is no row; a value that is not of
 * its column's type is noted, and stored as missing.
 */
export function readPart(part: Part, plan: CsvPlan): PartRead {
  const scan = new Scan(part, plan);
  scan.run();
  return scan.result();
}

class Scan {
  readonly #part: Part;
  readonly #plan: CsvPlan;
  readonly #bytes: Uint8Array;
  readonly #columns: PartColumns;
  readonly #last: number;
  readonly #stops = new Uint8Array(256);
  readonly #numericMissing: boolean;
  #nRows = 0;
  #lines: number;
  /** Blank lines since the last row: missing values of a single column, else no row. */
  #blanks: number;
  #blankLine = 1;
  /** The byte that ended the last row read slowly; only a guess at what ends the next. */
  #lineEnd = LF;
  /** The bytes of the day read last: files are often in order of time. */
  #dayA = 0;
  #dayB = 0;
  #dayC = 0;
  #day = Number.NaN;
  #problem: PartProblem | null = null;

  constructor(part: Part, plan: CsvPlan) {
    this.#part = part;
    this.#plan = plan;
    this.#bytes = part.bytes;
    this.#last = plan.columns.length - 1;
    const missing = missingRule(plan.na);
    this.#numericMissing = missing.numeric;
    this.#columns = new PartColumns(plan, missing, Math.ceil(part.length / GUESSED_ROW_BYTES) + 1);
    this.#blanks = part.blanks;
    this.#lines = part.blanks;
    for (const byte of [plan.delimiter, LF, CR, NUL]) this.#stops[byte] = 1;
  }

  run(): void {
    const { length } = this.#part;
    const bytes = this.#bytes;
    if (this.#part.overlong) this.#explain(0, this.#lines);
    let i = this.#part.overlong ? length : 0;
    while (i < length) {
      const head = bytes[i] as number;
      if (head === LF || head === CR) {
        i = this.#passBlank(i);
        continue;
      }
      if (this.#blanks > 0 && !this.#insertMissing(i)) return;
      this.#columns.reserve(this.#nRows, i / length);
      const lines = this.#lines;
      const next = this.#row(i);
      if (next < 0) {
        this.#explain(i, lines);
        return;
      }
      i = bytes[next - 1] === CR && bytes[next] === LF ? next + 1 : next;
      this.#nRows++;
      this.#lines++;
    }
  }

  result(): PartRead {
    const { columns, words, misfits } = this.#columns.finish(this.#nRows);
    const [nRows, problem] = [this.#nRows, this.#problem];
    return { columns, summary: { index: this.#part.index, nRows, nLines: this.#lines, words, misfits, problem } };
  }

  /** The hot loop: cells as most files write them; all else by `#cell`. Gives where the row's line end ends, or −1. */
  #row(from: number): number {
    const bytes = this.#bytes;
    const row = this.#nRows;
    const last = this.#last;
    const { delimiter, mark } = this.#plan;
    const { kinds, values } = this.#columns;
    let i = from;
    for (let c = 0; c <= last; c++) {
      const stop = c === last ? this.#lineEnd : delimiter;
      const kind = kinds[c] as number;
      let next = -1;
      if (kind === NUMBERS) {
        const digits = bytes[i] === MINUS ? i + 1 : i;
        let at = digits;
        let byte = bytes[at] as number;
        let units = 0;
        for (; byte >= ZERO && byte <= NINE; byte = bytes[++at] as number) units = (units * 10 + byte - ZERO) | 0;
        const nWhole = at - digits;
        let nDigits = nWhole;
        let size = units;
        if (byte === mark) {
          const fraction = ++at;
          byte = bytes[at] as number;
          for (; byte >= ZERO && byte <= NINE; byte = bytes[++at] as number) units = (units * 10 + byte - ZERO) | 0;
          nDigits += at - fraction;
          size = nDigits <= INT32_DIGITS ? units / (POWER_OF_TEN[at - fraction] as number) : 0;
        }
        const plain = nDigits > 0 && nDigits <= INT32_DIGITS && (bytes[digits] !== ZERO || nWhole <= 1);
        if (byte === stop && plain && !this.#numericMissing) {
          (values[c] as Float64Array)[row] = digits === i ? size : -size;
          next = at + 1;
        } else if (byte === stop && at === i) {
          (values[c] as Float64Array)[row] = Number.NaN;
          next = at + 1;
        } else if (byte === stop && nDigits > INT32_DIGITS) {
          this.#columns.store(c, { bytes, from: i, to: at }, row, this.#lines);
          next = at + 1;
        }
      } else if (kind === CODES) next = this.#word(c, i, stop);
      else if (kind === DAYS) next = this.#date(c, i, stop);
      if (next < 0) next = this.#cell(c, i);
      if (next < 0) return -1;
      i = next;
    }
    return i;
  }

  /** A word without quotes, hashed on the way to its end. */
  #word(column: number, from: number, stop: number): number {
    const bytes = this.#bytes;
    const stops = this.#stops;
    let byte = bytes[from] as number;
    if (byte === QUOTE) return -1;
    let hash = FIRST_HASH;
    let i = from;
    while (stops[byte] === 0) {
      hash = Math.imul(hash ^ byte, HASH_FACTOR);
      byte = bytes[++i] as number;
    }
    if (byte !== stop) return -1;
    this.#columns.addWord(column, { bytes, from, to: i, hash }, this.#nRows, this.#lines);
    return i + 1;
  }

  /** A day without a time. */
  #date(column: number, i: number, stop: number): number {
    const bytes = this.#bytes;
    if (bytes[i + DAY_BYTES] !== stop) return -1;
    const a = word32(bytes, i);
    const b = word32(bytes, i + 4);
    const c = ((bytes[i + 8] as number) << 8) | (bytes[i + 9] as number);
    if (a !== this.#dayA || b !== this.#dayB || c !== this.#dayC) {
      this.#day = parseDay(bytes, i, i + DAY_BYTES);
      this.#dayA = a;
      this.#dayB = b;
      this.#dayC = c;
    }
    if (Number.isNaN(this.#day)) return -1;
    (this.#columns.values[column] as Float64Array)[this.#nRows] = this.#day;
    return i + DAY_BYTES + 1;
  }

  /** Any cell; gives where its delimiter or line end ends, or −1 where the row is none. */
  #cell(column: number, at: number): number {
    const bytes = this.#bytes;
    const { length } = this.#part;
    const line = this.#lines;
    let i = at;
    let doubled = false;
    let from = at;
    let to = at;
    if (i < length && bytes[i] === QUOTE) {
      for (i++; ; i++) {
        const byte = bytes[i] as number;
        if (i >= length || byte === NUL) return -1;
        if (byte === LF || (byte === CR && bytes[i + 1] !== LF)) this.#lines++;
        if (byte !== QUOTE) continue;
        if (i + 1 >= length || bytes[i + 1] !== QUOTE) break;
        doubled = true;
        i++;
      }
      from = at + 1;
      to = i;
      do i++;
      while (i < length && bytes[i] === SPACE);
    } else {
      while (this.#stops[bytes[i] as number] === 0) i++;
      to = i;
    }
    const byte = bytes[i] as number;
    const ends = byte === LF || byte === CR;
    if (column === this.#last ? !ends : byte !== this.#plan.delimiter || i >= length) return -1;
    if (ends) this.#lineEnd = byte;
    const text = doubled ? undoubled(bytes.subarray(from, to)) : bytes;
    if (doubled) [from, to] = [0, text.length];
    this.#columns.store(column, { bytes: text, from, to }, this.#nRows, line);
    return i + 1;
  }

  #passBlank(at: number): number {
    this.#lines++;
    if (this.#blanks++ === 0) this.#blankLine = this.#lines;
    return this.#bytes[at] === CR && this.#bytes[at + 1] === LF ? at + 2 : at + 1;
  }

  /** Blank lines turned out to be missing values, since a row follows; of many columns they are an error. */
  #insertMissing(next: number): boolean {
    const n = this.#blanks;
    const before = this.#nRows;
    const lines = this.#lines;
    this.#columns.reserve(before + n, next / this.#part.length);
    this.#nRows += n;
    // The next row must be one, or the error is its own and comes before them.
    if (this.#last > 0 || this.#row(next) < 0) {
      this.#nRows = before;
      this.#explain(next, lines);
      return false;
    }
    this.#lines = lines;
    this.#columns.fillMissing(before, n);
    this.#blanks = 0;
    return true;
  }

  /** Say what is wrong with the row at `from`, which is none. */
  #explain(from: number, lines: number): void {
    const before = { nRows: this.#nRows, lines, blanks: this.#blanks, blankLine: this.#blankLine };
    this.#problem = problemAt(this.#part, this.#plan, from, before);
  }
}
