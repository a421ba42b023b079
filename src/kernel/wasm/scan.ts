// Plain rows of delimited text as columns, by the kernel: windows of the text are copied in, columns are read out.

import type { CellKind, RowScan, RowText, ScannedRows } from "../backend.ts";
import type { Kernel } from "./instance.ts";

/** Bytes of text that are copied at a time, with bytes behind them that end any cell. */
const WINDOW_BYTES = 262_144;
const PADDING_BYTES = 64;
const MAX_ROWS = 4096;
const MAX_VALUES = MAX_ROWS * 64;
/** The first rows are few: all their words are left to the caller. */
const FIRST_ROWS = 128;
/** Cells that are left at a time, unless one row has more. */
const MAX_CELLS = 16_384;
const CELL_WORDS = 4;
/** Columns of words beyond these have no table of known ones. */
const MAX_TABLES = 64;
const COLUMN_WORDS = 3;
const NUL = 0;
const LF = 10;
const POWERS_OF_TEN = Float64Array.from({ length: 19 }, (_, k) => Number(`1e${k}`));

/** The kernel's numbers for kinds of columns, and for why a scan ended. */
const KINDS: Record<CellKind, number> = { number: 0, day: 1, word: 2, other: 3 };
const OUT_OF_TEXT = 1;

export function scanRows(kernel: Kernel, text: RowText): RowScan {
  return new TextScan(kernel, text);
}

/** A column in the kernel's memory; addresses are 0 where it has none. */
interface ColumnPlace {
  kind: CellKind;
  values: number;
  words: number;
}

class TextScan implements RowScan {
  readonly #kernel: Kernel;
  readonly #text: RowText;
  readonly #columns: ColumnPlace[];
  readonly #maxCells: number;
  readonly #cells: number;
  readonly #result: number;
  readonly #window: number;
  readonly #maxRows: number;
  /** Where the window begins in the text, its length, and whether the rows in it were all read. */
  #base = 0;
  #size = 0;
  #isRead = true;
  #nextRows = FIRST_ROWS;

  constructor(kernel: Kernel, text: RowText) {
    this.#kernel = kernel;
    this.#text = text;
    const { arena, call } = kernel;
    const { kinds, delimiter, mark } = text;
    arena.reset();
    this.#maxRows = Math.max(1, Math.min(MAX_ROWS, Math.floor(MAX_VALUES / kinds.length)));
    this.#maxCells = Math.max(MAX_CELLS, kinds.length);
    let nTables = 0;
    this.#columns = kinds.map((asked) => {
      const kind = asked === "word" && ++nTables > MAX_TABLES ? "other" : asked;
      const values = kind === "other" ? 0 : arena.take(this.#maxRows * 8);
      return { kind, values, words: kind === "word" ? arena.take(call.WORDS_BYTES.value) : 0 };
    });
    const powers = arena.put(POWERS_OF_TEN);
    const columns = arena.take(kinds.length * COLUMN_WORDS * 4);
    this.#cells = arena.take(this.#maxCells * CELL_WORDS * 4);
    this.#result = arena.take(3 * 4);
    this.#window = arena.take(WINDOW_BYTES + PADDING_BYTES);
    const described = this.#columns.flatMap(({ kind, values, words }) => [KINDS[kind], values, words]);
    arena.u32(columns, described.length).set(described);
    for (const { words } of this.#columns) if (words > 0) call.words_begin(words);
    call.scan_begin(delimiter, mark, columns, kinds.length, powers);
  }

  next(from: number): ScannedRows | null {
    const isNew = this.#isRead || from < this.#base || from >= this.#base + this.#size;
    if (isNew) this.#load(from);
    const { arena, call } = this.#kernel;
    const maxRows = Math.min(this.#nextRows, this.#maxRows);
    this.#nextRows = this.#maxRows;
    const nRows = call.scan_rows(
      this.#window,
      from - this.#base,
      this.#size,
      this.#base + this.#size === this.#text.length ? 1 : 0,
      maxRows,
      this.#cells,
      this.#maxCells,
      this.#result,
    );
    const [end = 0, nLeft = 0, why] = arena.u32(this.#result, 3);
    this.#isRead = why === OUT_OF_TEXT;
    // A row that is cut off is read from a window of its own, unless it is longer than one.
    if (nRows === 0) return this.#isRead && !isNew ? this.next(from) : null;
    const left = arena.u32(this.#cells, nLeft * CELL_WORDS);
    for (let k = 0; k < left.length; k += CELL_WORDS) {
      left[k + 2] = (left[k + 2] as number) + this.#base;
      left[k + 3] = (left[k + 3] as number) + this.#base;
    }
    const columns = this.#columns.map(({ kind, values }) => {
      if (kind === "other") return null;
      if (kind === "word") return arena.i32(values, nRows);
      return call.narrow_f64(values, nRows) !== 0 ? arena.f32(values, nRows) : arena.f64(values, nRows);
    });
    return { nRows, end: end + this.#base, columns, left };
  }

  know(column: number, from: number, to: number, code: number): void {
    const { words } = this.#columns[column] as ColumnPlace;
    if (words > 0) this.#kernel.call.know_word(words, this.#window + from - this.#base, to - from, code);
  }

  #load(from: number): void {
    const { bytes, length } = this.#text;
    this.#base = from;
    this.#size = Math.min(WINDOW_BYTES, length - from);
    const isWhole = from + this.#size === length;
    const into = this.#kernel.arena.u8(this.#window, this.#size + PADDING_BYTES);
    into.set(bytes.subarray(from, from + this.#size));
    into.fill(isWhole ? LF : NUL, this.#size);
    this.#isRead = false;
  }
}
