// The rows of one part as typed columns, in one pass over its bytes. Knows no other part, so that parts can be read anywhere
// and in any order.

import type { Backend, RowScan } from "#kernel/backend.ts";
import { CR, LF, NUL, QUOTE, SPACE, undoubled } from "./bytes.ts";
import { missingRule } from "./missing.ts";
import type { CsvPlan, Part, PartProblem, PartRead } from "./part.ts";
import { PartColumns } from "./part-columns.ts";
import { problemAt } from "./problem-at.ts";

/** What reads plain rows, where the backend has it. */
export type ScanRows = NonNullable<Backend["scanRows"]>;

/**
 * Read a part under a plan, plain rows by `scanRows` and all others by the book. The part is left as it was. Reading stops at
 * the first row that is no row; a value that is not of its column's type is noted, and stored as missing.
 */
export function readPart(part: Part, plan: CsvPlan, scanRows?: ScanRows): PartRead {
  const scan = new Scan(part, plan, scanRows);
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
  /** Absent where every row is read by the book. */
  readonly #scan: RowScan | undefined;
  #nRows = 0;
  #lines: number;
  /** Blank lines since the last row: missing values of a single column, else no row. */
  #blanks: number;
  #blankLine = 1;
  #problem: PartProblem | null = null;

  constructor(part: Part, plan: CsvPlan, scanRows: ScanRows | undefined) {
    this.#part = part;
    this.#plan = plan;
    this.#bytes = part.bytes;
    this.#last = plan.columns.length - 1;
    const { delimiter, mark } = plan;
    this.#columns = new PartColumns(plan, missingRule(plan.na));
    this.#scan = scanRows?.({ bytes: part.bytes, length: part.length, delimiter, mark, kinds: this.#columns.kinds });
    this.#blanks = part.blanks;
    this.#lines = part.blanks;
    for (const byte of [delimiter, LF, CR, NUL]) this.#stops[byte] = 1;
  }

  run(): void {
    const { length } = this.#part;
    const bytes = this.#bytes;
    if (this.#part.overlong) this.#explain(0, this.#lines);
    let i = this.#part.overlong ? length : 0;
    while (i < length) {
      const next = this.#blanks === 0 ? this.#plainRows(i) : i;
      if (next > i) {
        i = next;
        continue;
      }
      const head = bytes[i] as number;
      if (head === LF || head === CR) {
        i = this.#passBlank(i);
        continue;
      }
      if (this.#blanks > 0 && !this.#insertMissing(i)) return;
      this.#columns.reserve(this.#nRows, i / length);
      const lines = this.#lines;
      const end = this.#row(i);
      if (end < 0) {
        this.#explain(i, lines);
        return;
      }
      i = bytes[end - 1] === CR && bytes[end] === LF ? end + 1 : end;
      this.#nRows++;
      this.#lines++;
    }
  }

  result(): PartRead {
    const { columns, words, misfits } = this.#columns.finish(this.#nRows);
    const [nRows, problem] = [this.#nRows, this.#problem];
    return { columns, summary: { index: this.#part.index, nRows, nLines: this.#lines, words, misfits, problem } };
  }

  /** Rows as most are; gives where the next one begins, which is `from` where that is another. */
  #plainRows(from: number): number {
    const scan = this.#scan;
    const rows = scan?.next(from);
    if (!scan || !rows) return from;
    this.#columns.take(rows, scan, { part: this.#part, row: this.#nRows, lines: this.#lines });
    this.#nRows += rows.nRows;
    this.#lines += rows.nRows;
    return rows.end;
  }

  /** A row by the book; gives where its line end ends, or −1. */
  #row(from: number): number {
    let i = from;
    for (let c = 0; c <= this.#last; c++) {
      i = this.#cell(c, i);
      if (i < 0) return -1;
    }
    return i;
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
