// The beginning of a CSV, before any of its rows: what kind of file it is, its dialect and its header.

import { LeastwiseError } from "#base/error.ts";
import { checkNames } from "../column.ts";
import type { CsvDialect, CsvOptions } from "../types.ts";
import { binaryKind } from "./binary.ts";
import { checkOptions, detectDialect } from "./dialect.ts";
import { isGzip, unzipped } from "./gzip.ts";
import { Input } from "./input.ts";
import { DEFAULT_NA } from "./missing.ts";
import type { Part } from "./part.ts";
import { problemError, shown, tooLong } from "./problem.ts";
import { MAX_ROW_BYTES, splitParts } from "./split.ts";
import { guessText } from "./text.ts";
import { Tokeniser } from "./tokenise.ts";

/** Enough for dialect and header, and the same however the bytes arrive. */
const BEGINNING_BYTES = 262_144;
const BOM = [0xef, 0xbb, 0xbf];
/** What parts grow to: some 40 ms of reading. */
const PART_BYTES = 16_777_216;

export interface OpenOptions extends CsvOptions {
  totalBytes?: number;
  signal?: AbortSignal;
  /** Size that parts grow to. Default 16 MiB. */
  partBytes?: number;
  /** How many read parts at the same time, so that the last parts can be made small enough. Default 1. */
  nReaders?: number;
}

/** A CSV whose header was read. */
export interface CsvFile {
  dialect: Omit<CsvDialect, "encoding">;
  header: CsvHeader;
  /** The rows; each part is read from the source when it is asked for. */
  parts: AsyncIterable<Part>;
  /** Bytes of the source taken so far, packed if it is packed. */
  taken(): number;
  /** Whether the source has no more bytes. */
  ended(): boolean;
  /** Let the event loop take its turn; rejects if it brought an abort. */
  pause(): Promise<void>;
  close(): void;
}

export interface CsvHeader {
  /** As bytes, because the encoding is known at the end only; and as text meanwhile. */
  fields: Uint8Array[];
  names: string[];
  /** Line ends up to the first row. */
  lines: number;
}

/**
 * Read the beginning of a CSV, gzip or not. The source is let go if that fails; else `close` must be called.
 *
 * @throws LeastwiseError `csv-*`, `gzip-broken`, `column-*`, `bad-argument`; rejects with `signal.reason` when aborted
 */
export async function openCsv(source: AsyncIterable<Uint8Array>, options: OpenOptions): Promise<CsvFile> {
  checkOptions(options);
  const raw = new Input(source, options.signal);
  try {
    return await open(raw, options);
  } catch (error) {
    raw.close();
    throw error;
  }
}

async function open(raw: Input, options: OpenOptions): Promise<CsvFile> {
  const magic = new Uint8Array(2);
  const isPacked = isGzip(magic.subarray(0, await raw.fill(magic, 0, 2)));
  raw.putBack(magic.subarray(0, raw.nTaken));
  const input = isPacked ? new Input(unzipped(raw), options.signal) : raw;
  const na = options.na ?? DEFAULT_NA;
  let bytes = new Uint8Array(BEGINNING_BYTES);
  let to = await input.fill(bytes, 0, bytes.length);
  const bom = BOM.every((byte, i) => bytes[i] === byte) && to >= BOM.length;
  const from = bom ? BOM.length : 0;
  const beginning = bytes.subarray(from, to);
  const kind = binaryKind(beginning, options.delimiter);
  if (kind !== null)
    throw new LeastwiseError("csv-binary", `file: must be text with rows; got ${kind}`, { value: kind });
  const dialect = detectDialect(beginning, input.done, options, na);
  const delimiter = dialect.delimiter.charCodeAt(0);
  const rows = new Tokeniser(delimiter, 0);
  let header = readHeader(rows, bytes.subarray(from, to), input.done);
  while (header === null) {
    const longer = new Uint8Array(Math.min(bytes.length * 2, from + MAX_ROW_BYTES));
    longer.set(bytes.subarray(0, to));
    bytes = longer;
    to = await input.fill(bytes, to, bytes.length);
    header = readHeader(rows, bytes.subarray(from, to), input.done);
  }
  input.putBack(bytes.subarray(from + rows.consumed, to));
  const { partBytes = PART_BYTES, nReaders = 1, totalBytes } = options;
  const length = totalBytes === undefined || isPacked ? {} : { totalBytes };
  return {
    dialect: { ...dialect, na: [...na], bom },
    header,
    parts: splitParts(input, { delimiter, partBytes, nReaders, ...length }),
    taken: () => raw.nTaken,
    ended: () => input.done,
    pause: () => input.pause(),
    close() {
      input.close();
      raw.close();
    },
  };
}

/** The header of a file that begins with these bytes, `null` if they are not enough. */
function readHeader(rows: Tokeniser, bytes: Uint8Array, final: boolean): CsvHeader | null {
  const parse = (ends: boolean): void => {
    rows.lines = 0;
    // A copy, because doubled quotes are made single in place.
    rows.read(bytes.slice(), 0, bytes.length, { final: ends, maxRows: 1 });
  };
  parse(final);
  const isLong = rows.nRows === 0 && rows.problem === null && bytes.length >= MAX_ROW_BYTES;
  if (isLong) parse(true);
  if (rows.problem !== null) throw problemError(shown(rows.problem, rows.bytes), [], 0);
  if (isLong) throw tooLong(bytes.length);
  if (rows.nRows === 0) {
    if (final) throw new LeastwiseError("csv-empty", "file: must not be empty; got no text");
    return null;
  }
  const fields = Array.from({ length: rows.rowEnd[0] as number }, (_, k) =>
    rows.bytes.slice(rows.start[k], rows.end[k]),
  );
  const names = fields.map((field) => guessText(field).trim());
  checkNames(names);
  return { fields, names, lines: rows.lines };
}
