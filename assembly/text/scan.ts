// Plain rows of delimited text as columns: numbers, days and known words are read where they are found. Any other cell is left
// to the caller, and so is the first row that is not plain.

import { repeated } from "./bytes";
import { dayAt } from "./day";
import { numberAt, shortNumberAt } from "./number";
import { knownCode, UNKNOWN } from "./words";

const NUL: u32 = 0;
const LF: u32 = 10;
const CR: u32 = 13;
const QUOTE: u32 = 34;
const LINE_FEEDS: u64 = repeated(LF);
const RETURNS: u64 = repeated(CR);

/** How a column is read; of any other kind, each cell is left. */
const NUMBERS: u32 = 0;
const DAYS: u32 = 1;
const WORDS: u32 = 2;

/** A column's kind, the address of its values (f64, or i32 codes of words), and that of its known words. */
const COLUMN_BYTES: usize = 12;
/** Row, column, and where a cell that is left begins and ends in the text, without its quotes. */
const CELL_BYTES: usize = 16;

/** Why a scan ended. */
const FULL: u32 = 0;
const OUT_OF_TEXT: u32 = 1;
const NOT_PLAIN: u32 = 2;

// What one scan is about.
let text: usize = 0;
let delimiter: u32 = 0;
let mark: u32 = 0;
/** Eight times each. */
let delimiters: u64 = 0;
let marks: u64 = 0;
let powers: usize = 0;
let columns: usize = 0;
let lastColumn: usize = 0;
/** Where the next cell that is left goes. */
let leftCell: usize = 0;
/** Where the last cell was given up. */
let failedAt: usize = 0;

/** Whether a byte ends a cell: the last column's ends with the line. */
function ends(byte: u32, isLast: bool): bool {
  return isLast ? byte === LF || byte === CR : byte === delimiter;
}

/** Where the first byte is that ends cells, or is NUL. */
function stopFrom(start: usize): usize {
  const other = delimiter;
  let p = start;
  let byte: u32 = load<u8>(p);
  while (byte !== other && byte !== LF && byte !== CR && byte !== NUL) byte = load<u8>(++p);
  return p;
}

/** Where the first quote, line end or NUL is. */
function quoteFrom(start: usize): usize {
  let p = start;
  let byte: u32 = load<u8>(p);
  while (byte !== QUOTE && byte !== LF && byte !== CR && byte !== NUL) byte = load<u8>(++p);
  return p;
}

/** Read the cell at `start` of any kind; gives where the byte is that ended it, 0 where it is not plain. */
function wordCell(column: usize, isLast: bool, row: usize, start: usize): usize {
  const isQuoted = load<u8>(start) === QUOTE;
  const from = isQuoted ? start + 1 : start;
  const to = isQuoted ? quoteFrom(from) : stopFrom(from);
  const isOpen = isQuoted && load<u8>(to) !== QUOTE;
  const stop = isQuoted && !isOpen ? to + 1 : to;
  if (isOpen || !ends(load<u8>(stop), isLast)) {
    failedAt = stop;
    return 0;
  }
  const kind = load<u32>(column);
  const values = <usize>load<u32>(column, 4);
  if (kind === WORDS) {
    const code = knownCode(<usize>load<u32>(column, 8), from, to - from);
    store<i32>(values + row * 4, code);
    if (code !== UNKNOWN) return stop;
  } else if (kind < WORDS) store<f64>(values + row * 8, NaN);
  store<u32>(leftCell, <u32>row);
  store<u32>(leftCell, <u32>((column - columns) / COLUMN_BYTES), 4);
  store<u32>(leftCell, <u32>(from - text), 8);
  store<u32>(leftCell, <u32>(to - text), 12);
  leftCell += CELL_BYTES;
  return stop;
}

/** Read the row at `start`; gives where the byte is that ended it, 0 where it is not plain. */
function rowAt(start: usize, row: usize): usize {
  let p = start - 1;
  for (let column = columns; column <= lastColumn; column += COLUMN_BYTES) {
    const isLast = column === lastColumn;
    const kind = load<u32>(column);
    const from = p + 1;
    p = 0;
    if (kind === NUMBERS) {
      const out = <usize>load<u32>(column, 4) + row * 8;
      const stop = isLast ? LINE_FEEDS : delimiters;
      p = shortNumberAt(from, stop, isLast ? RETURNS : stop, marks, powers, out);
      if (p !== 0) continue;
      p = numberAt(from, mark, powers, out);
    } else if (kind === DAYS) p = dayAt(from, <usize>load<u32>(column, 4) + row * 8);
    if (p === 0 || !ends(load<u8>(p), isLast)) {
      p = wordCell(column, isLast, row, from);
      if (p === 0) return 0;
    }
  }
  return p;
}

/** Begin scans of rows whose columns are described at `descriptors`; `tenPowers` holds the powers of ten from 0 to 18, f64. */
export function scanBegin(
  separator: u32,
  decimalMark: u32,
  descriptors: usize,
  nColumns: usize,
  tenPowers: usize,
): void {
  delimiter = separator;
  mark = decimalMark;
  delimiters = repeated(separator);
  marks = repeated(decimalMark);
  columns = descriptors;
  lastColumn = descriptors + (nColumns - 1) * COLUMN_BYTES;
  powers = tenPowers;
}

/**
 * Read rows of `bytes[from, to)` until `maxRows` were read, or `maxCells` may not do for the cells that the next row leaves, or
 * the text ends, or a row comes that is not plain. Gives how many; `result` takes where the next row begins, the number of
 * cells left to the caller, and why it ended. Some bytes after `to` must be NUL, or line feeds where the text `isWhole`.
 */
export function scanRows(
  bytes: usize,
  from: usize,
  to: usize,
  isWhole: bool,
  maxRows: usize,
  cells: usize,
  maxCells: usize,
  result: usize,
): usize {
  text = bytes;
  leftCell = cells;
  const end = bytes + to;
  const lastCell = cells + maxCells * CELL_BYTES - (lastColumn - columns) - COLUMN_BYTES;
  let at = bytes + from;
  let row: usize = 0;
  let why = FULL;
  while (row < maxRows && leftCell <= lastCell) {
    const cellBefore = leftCell;
    const head: u32 = load<u8>(at);
    failedAt = at;
    const stop = at < end && head !== LF && head !== CR ? rowAt(at, row) : 0;
    // A CR at the end of a text that goes on may be half a line end.
    const isCut = stop !== 0 && !isWhole && stop + 1 >= end && load<u8>(stop) === CR;
    if (stop === 0 || isCut) {
      leftCell = cellBefore;
      why = at >= end || isCut || (!isWhole && failedAt >= end) ? OUT_OF_TEXT : NOT_PLAIN;
      break;
    }
    at = load<u8>(stop) === CR && load<u8>(stop, 1) === LF ? stop + 2 : stop + 1;
    row++;
  }
  store<u32>(result, <u32>(at - bytes));
  store<u32>(result, <u32>((leftCell - cells) / CELL_BYTES), 4);
  store<u32>(result, why, 8);
  return row;
}
