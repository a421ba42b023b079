// Where the fields of a CSV lie in a buffer of bytes. Knows quotes, delimiters and line ends, and neither types nor text.

import { CR, grown, LF, NUL, QUOTE, SPACE } from "./bytes.ts";

/** What is wrong with the bytes. `row` and `column` count from 0, rows within the batch; `line` from 1 within the file. */
export interface Problem {
  kind: "ragged" | "unclosed" | "after-quote" | "nul";
  row: number;
  column: number;
  line: number;
  /** Bytes to show: of the first field too many, after the closing quote, or after the opening one. */
  from: number;
  to: number;
  /** Fields in a ragged row; 0 for a blank line. */
  found: number;
}

/** Fields of complete rows: field k is `bytes[start[k], end[k])`, without its quotes; row r ends before `rowEnd[r]`. */
interface Cells {
  bytes: Uint8Array;
  start: Int32Array;
  end: Int32Array;
  rowEnd: Int32Array;
  nRows: number;
}

/** Finds rows in one buffer after another; a row that is not complete yet is left for the next. */
export class Tokeniser implements Cells {
  bytes: Uint8Array = new Uint8Array(0);
  start = new Int32Array(0);
  end = new Int32Array(0);
  rowEnd = new Int32Array(0);
  nRows = 0;
  /** Where the first row begins that was not taken. */
  consumed = 0;
  /** Line ends before `consumed`, and before the batch. */
  lines = 0;
  linesBefore = 0;
  problem: Problem | null = null;

  readonly #delimiter: number;
  readonly #nColumns: number;
  readonly #stops = new Uint8Array(256);
  /** Fields that hold doubled quotes. */
  readonly #escaped: number[] = [];
  /** Blank lines since the last row: nothing if the file ends there, else missing values of a single column, or ragged. */
  #blanks = 0;
  #blankLine = 0;

  /** @param nColumns fields a row must have; 0 where any number will do and blank lines are passed over */
  constructor(delimiter: number, nColumns: number) {
    this.#delimiter = delimiter;
    this.#nColumns = nColumns;
    for (const byte of [delimiter, LF, CR, NUL]) this.#stops[byte] = 1;
  }

  /** Go on where other rows ended: `lines` line ends before, the last `blanks` of them blank lines from line `blankLine` on. */
  resume(lines: number, blanks: number, blankLine: number): void {
    this.lines = lines;
    this.#blanks = blanks;
    this.#blankLine = blankLine;
  }

  /**
   * Find the rows in `bytes[from, to)`, at most `maxRows`; doubled quotes are made single in place.
   *
   * @param final whether the file ends at `to`, so that the last row needs no line end
   */
  read(bytes: Uint8Array, from: number, to: number, options: { final: boolean; maxRows?: number }): void {
    this.bytes = bytes;
    this.nRows = 0;
    this.problem = null;
    this.consumed = from;
    this.linesBefore = this.lines;
    this.#escaped.length = 0;
    const room = to - from + 2 + this.#blanks;
    this.start = grown(this.start, room);
    this.end = grown(this.end, room);
    this.rowEnd = grown(this.rowEnd, room);
    const maxRows = options.maxRows ?? Number.POSITIVE_INFINITY;
    let first = 0;
    while (this.nRows < maxRows && this.problem === null && this.consumed < to) {
      const line = this.lines;
      const end = this.#readRow(first, to, options.final);
      if (end < 0) {
        this.lines = line;
        break;
      }
      first = end;
    }
    this.#unescape(first);
  }

  /** Read one row whose fields begin at index `first`; gives the index after its last, or −1 if it is not complete. */
  #readRow(first: number, to: number, final: boolean): number {
    const { bytes, start, end } = this;
    const stops = this.#stops;
    const delimiter = this.#delimiter;
    const line = this.lines;
    let i = this.consumed;
    let k = first;
    for (;;) {
      if (i < to && bytes[i] === QUOTE) {
        i = this.#readQuoted({ at: i, to, k, first, final });
        if (i < 0) return -1;
      } else {
        start[k] = i;
        while (i < to && stops[bytes[i] as number] === 0) i++;
        end[k] = i;
      }
      if (i >= to && !final) return -1;
      k++;
      if (i < to && bytes[i] === delimiter) i++;
      else break;
    }
    const stop = i < to ? bytes[i] : LF;
    if (stop === CR && i + 1 >= to && !final) return -1;
    if (stop !== LF && stop !== CR) {
      const kind = stop === NUL ? "nul" : "after-quote";
      this.problem = { kind, row: this.nRows, column: k - 1 - first, line: line + 1, from: i, to, found: 0 };
      return -1;
    }
    const blank = i === this.consumed;
    if (i < to) i += stop === CR && i + 1 < to && bytes[i + 1] === LF ? 2 : 1;
    const next = blank ? this.#passBlank(first) : this.#endRow(first, k, line + 1);
    if (next < 0) return -1;
    this.lines++;
    this.consumed = i;
    return next;
  }

  #passBlank(first: number): number {
    if (this.#nColumns > 0 && this.#blanks++ === 0) this.#blankLine = this.lines + 1;
    return first;
  }

  /** Check and count the row of fields `from` to `to`; gives the index after its last field, or −1. */
  #endRow(from: number, to: number, line: number): number {
    const found = to - from;
    const blanks = this.#blanks;
    if (blanks > 0) {
      if (this.#nColumns !== 1) return this.#ragged(0, from, this.#blankLine);
      this.#blanks = 0;
      this.#insertMissing(from, to, blanks);
    }
    if (this.#nColumns > 0 && found !== this.#nColumns) return this.#ragged(found, from + blanks, line);
    this.rowEnd[this.nRows++] = to + blanks;
    return to + blanks;
  }

  /** Blank lines turned out to be missing values of the only column: put them before the row that follows. */
  #insertMissing(from: number, to: number, n: number): void {
    this.start.copyWithin(from + n, from, to);
    this.end.copyWithin(from + n, from, to);
    for (let i = this.#escaped.length - 1; i >= 0 && (this.#escaped[i] as number) >= from; i--) {
      this.#escaped[i] = (this.#escaped[i] as number) + n;
    }
    for (let k = from; k < from + n; k++) {
      this.start[k] = this.consumed;
      this.end[k] = this.consumed;
      this.rowEnd[this.nRows++] = k + 1;
    }
  }

  #ragged(found: number, first: number, line: number): -1 {
    const extra = first + this.#nColumns;
    const shown =
      found > this.#nColumns ? { from: this.start[extra] ?? 0, to: this.end[extra] ?? 0 } : { from: 0, to: 0 };
    const column = Math.min(found, this.#nColumns);
    this.problem = { kind: "ragged", row: this.nRows, column, line, ...shown, found };
    return -1;
  }

  /** Read the quoted field that opens at `at`; gives the place after it and spaces that follow, or −1. */
  #readQuoted(field: { at: number; to: number; k: number; first: number; final: boolean }): number {
    const { at, to, k, first, final } = field;
    const { bytes } = this;
    const line = this.lines + 1;
    const problem = (kind: "unclosed" | "nul"): number => {
      this.problem = { kind, row: this.nRows, column: k - first, line, from: at, to, found: 0 };
      return -1;
    };
    let doubled = false;
    let i = at + 1;
    for (; ; i++) {
      while (i < to && QUOTED_STOPS[bytes[i] as number] === 0) i++;
      if (i >= to) return final ? problem("unclosed") : -1;
      const byte = bytes[i];
      if (byte === NUL) return problem("nul");
      if (byte === QUOTE) {
        if (i + 1 >= to && !final) return -1;
        if (i + 1 >= to || bytes[i + 1] !== QUOTE) break;
        doubled = true;
        i++;
      } else if (byte === LF || bytes[i + 1] !== LF) this.lines++;
    }
    this.start[k] = at + 1;
    this.end[k] = i;
    if (doubled) this.#escaped.push(k);
    do i++;
    while (i < to && bytes[i] === SPACE);
    return i;
  }

  /** Only rows taken are changed, since a row left is read again. What falls free becomes spaces. */
  #unescape(nFields: number): void {
    const { bytes, start, end } = this;
    for (const k of this.#escaped) {
      if (k >= nFields) break;
      let to = start[k] as number;
      for (let i = to; i < (end[k] as number); i++) {
        bytes[to++] = bytes[i] as number;
        if (bytes[i] === QUOTE) i++;
      }
      bytes.fill(SPACE, to, end[k]);
      end[k] = to;
    }
  }
}

const QUOTED_STOPS = new Uint8Array(256);
for (const byte of [QUOTE, LF, CR, NUL]) QUOTED_STOPS[byte] = 1;
