// A CSV as a typed table: bytes in, columns in chunks of a superblock out; the file is never in memory as a whole.

import { LeastwiseError } from "#base/error.ts";
import { checkNames, quote, tableOf } from "../column.ts";
import type { Column, ColumnType, CsvDialect, CsvOptions, ReadProgress, Table } from "../types.ts";
import { binaryKind } from "./binary.ts";
import { countLines } from "./bytes.ts";
import { ColumnReader } from "./column-reader.ts";
import { checkOptions, detectDialect } from "./dialect.ts";
import { Input, MAX_ROW_BYTES, SLICE_BYTES } from "./input.ts";
import { DEFAULT_NA, missingRule } from "./missing.ts";
import { misfitError, problemError } from "./problem.ts";
import { type Decode, guessText, utf8Text, windows1252Text } from "./text.ts";
import { Tokeniser } from "./tokenise.ts";

/** About a frame's work at the measured speed, so that progress needs no clock. */
const PROGRESS_BYTES = 2 ** 20;
const BOM = [0xef, 0xbb, 0xbf];

export interface ReadOptions extends CsvOptions {
  totalBytes?: number;
  signal?: AbortSignal;
  /** Called about once a MiB, and at the end. */
  onProgress?: (progress: ReadProgress) => void;
  /** Bytes parsed at a time; tests make it small. */
  sliceBytes?: number;
}

/**
 * Read a CSV with a header. Types are decided over whole columns: numbers where all values present are, then ISO 8601
 * dates, else categories. Names and numbers are trimmed, text is kept as it is. UTF-8, or windows-1252 where a name or a
 * text is not UTF-8. Blank lines at the end do not count; in a file of one column those between are missing values.
 *
 * @throws LeastwiseError `csv-*`, `column-*`, `bad-argument`, with row (from 1, without the header), column and value;
 * rejects with `signal.reason` when aborted
 */
export async function readCsv(
  source: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): Promise<{ table: Table; dialect: CsvDialect }> {
  checkOptions(options);
  const input = new Input(source, { signal: options.signal, sliceBytes: options.sliceBytes ?? SLICE_BYTES });
  try {
    return await read(input, options);
  } finally {
    input.close();
  }
}

async function read(input: Input, options: ReadOptions): Promise<{ table: Table; dialect: CsvDialect }> {
  const na = options.na ?? DEFAULT_NA;
  await input.fill();
  const bom = BOM.every((byte, i) => input.bytes[i] === byte) && input.to >= BOM.length;
  if (bom) input.from = BOM.length;
  const beginning = input.bytes.subarray(input.from, input.to);
  const kind = binaryKind(beginning, options.delimiter);
  if (kind !== null) throw new LeastwiseError("csv-binary", `file: must be text; got ${kind}`, { value: kind });
  const { delimiter, decimal } = detectDialect(beginning, input.done, options, na);
  const header = await readHeader(input, delimiter.charCodeAt(0));
  const types = typesOf(header.names, options);
  const rule = { mark: decimal.charCodeAt(0), missing: missingRule(na) };
  const readers = header.names.map((name) => new ColumnReader(name, rule, types.get(name) ?? null));
  const rows = new Tokeniser(delimiter.charCodeAt(0), readers.length);
  rows.lines = header.lines;
  const nRows = await readRows(input, rows, readers, options);
  const { columns, encoding } = await finish(input, header.fields, readers);
  return { table: tableOf(nRows, columns), dialect: { delimiter, decimal, na: [...na], encoding, bom } };
}

interface Header {
  /** As bytes, because the encoding is known at the end only; and as text meanwhile. */
  fields: Uint8Array[];
  names: string[];
  /** Line ends up to the first row. */
  lines: number;
}

async function readHeader(input: Input, delimiter: number): Promise<Header> {
  const rows = new Tokeniser(delimiter, 0);
  const parse = (final: boolean): void => rows.read(input.bytes, input.from, input.to, { final, maxRows: 1 });
  for (;;) {
    rows.lines = 0;
    parse(input.done);
    checkLength(input, rows, parse);
    if (rows.problem !== null) throw problemError(rows.problem, input.bytes, [], 0);
    if (rows.nRows === 1) break;
    if (input.done) throw new LeastwiseError("csv-empty", "file: must not be empty; got no text");
    await input.fill();
  }
  input.from = rows.consumed;
  const fields = Array.from({ length: rows.rowEnd[0] as number }, (_, k) =>
    input.bytes.slice(rows.start[k], rows.end[k]),
  );
  const names = fields.map((field) => guessText(field).trim());
  checkNames(names);
  return { fields, names, lines: rows.lines };
}

function typesOf(names: readonly string[], options: CsvOptions): Map<string, ColumnType> {
  const types = new Map<string, ColumnType>();
  for (const { column, type } of options.types ?? []) {
    if (!names.includes(column)) {
      const message = `types: must name columns of the file (${names.map(quote).join(", ")}); got ${quote(column)}`;
      throw new LeastwiseError("column-unknown", message, { at: { column }, value: column });
    }
    types.set(column, type);
  }
  return types;
}

async function readRows(input: Input, rows: Tokeniser, readers: ColumnReader[], options: ReadOptions): Promise<number> {
  const names = readers.map(({ name }) => name);
  const parse = (final: boolean): void => rows.read(input.bytes, input.from, input.to, { final });
  let nRows = 0;
  let reported = 0;
  for (;;) {
    parse(input.done);
    checkLength(input, rows, parse);
    addRows(rows, readers, nRows, input.from);
    nRows += rows.nRows;
    if (rows.problem !== null) throw problemError(rows.problem, input.bytes, names, nRows + 1);
    input.from = rows.consumed;
    const bytes = input.nRead - (input.to - input.from);
    const ended = input.done && input.from === input.to;
    if (ended || bytes - reported >= PROGRESS_BYTES) {
      reported = bytes;
      const { totalBytes } = options;
      options.onProgress?.({ rows: nRows, bytes, ...(totalBytes === undefined ? {} : { totalBytes }) });
    }
    if (ended) break;
    await input.pause();
    await input.fill();
  }
  if (nRows === 0) {
    throw new LeastwiseError("csv-no-rows", "file: must have rows below its header; got the header alone", {
      value: 0,
    });
  }
  return nRows;
}

/** Give each column its fields; of the values that do not fit, the first in the file is the error. */
function addRows(rows: Tokeniser, readers: ColumnReader[], rowsBefore: number, batchFrom: number): void {
  const stride = readers.length;
  let misfit: { column: number; row: number } | null = null;
  for (const [column, reader] of readers.entries()) {
    const row = reader.add({ cells: rows, first: column, stride });
    if (row >= 0 && (misfit === null || row < misfit.row)) misfit = { column, row };
  }
  if (misfit === null) return;
  const { name, type } = readers[misfit.column] as ColumnReader;
  const k = misfit.row * stride + misfit.column;
  const from = rows.start[k] as number;
  const line = rows.linesBefore + countLines(rows.bytes, batchFrom, from) + 1;
  throw misfitError(
    { name, row: rowsBefore + misfit.row + 1, line, bytes: rows.bytes.subarray(from, rows.end[k]) },
    type,
  );
}

/** Stop at a row too long to wait for. Parsed as if the file ended there, it may say that a quote was left open. */
function checkLength(input: Input, rows: Tokeniser, parse: (final: boolean) => void): void {
  if (rows.consumed > input.from || rows.problem !== null || input.to - input.from < MAX_ROW_BYTES) return;
  parse(true);
  if (rows.problem !== null) return;
  const message = `file: must have rows of at most ${MAX_ROW_BYTES / 2 ** 20} MiB; got a longer one`;
  throw new LeastwiseError("csv-binary", message, { value: input.to - input.from });
}

async function finish(
  input: Input,
  fields: readonly Uint8Array[],
  readers: readonly ColumnReader[],
): Promise<{ columns: Column[]; encoding: CsvDialect["encoding"] }> {
  for (const reader of readers) await reader.thaw(() => input.pause());
  const { names, words, encoding } = decode(fields, readers);
  const columns: Column[] = [];
  for (const [i, reader] of readers.entries()) {
    columns.push(reader.finish(names[i] as string, words[i] as string[]));
    await input.pause();
  }
  return { columns, encoding };
}

/** All names and levels as UTF-8 or, if one of them is not, as windows-1252. */
function decode(
  fields: readonly Uint8Array[],
  readers: readonly ColumnReader[],
): { names: string[]; words: string[][]; encoding: CsvDialect["encoding"] } {
  const decodeAs = (text: Decode): { names: string[]; words: string[][] } => ({
    names: fields.map((field) => text(field).trim()),
    words: readers.map((reader) => reader.words(text)),
  });
  try {
    return { ...decodeAs(utf8Text), encoding: "utf-8" };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { ...decodeAs(windows1252Text), encoding: "windows-1252" };
  }
}
