// A data page of a flat column, uncompressed: which rows have a value, and the values.

import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from "hyparquet/src/delta.js";
import { byteStreamSplit } from "hyparquet/src/encoding.js";
import { readPlain } from "hyparquet/src/plain.js";
import type { ColumnDecoder, DecodedArray, Encoding } from "hyparquet/src/types.js";
import { wordsOf } from "../exact.ts";
import { readHybrid } from "./hybrid.ts";

/** What a page holds. Its bytes are the levels', or empty where all rows must have a value, and then the values'. */
export interface PageBytes {
  nRows: number;
  encoding: Encoding;
  levels: Uint8Array;
  values: Uint8Array;
}

/** A page's values in the order of their rows; with a dictionary, their places in it. */
export interface DataValues {
  raw: DecodedArray;
  indexed: boolean;
  /** 1 where a row has a value, 0 where it is missing; null where none is. */
  levels: Uint8Array | null;
}

/** Cut a page of version 1, in which the length of the levels stands before them. Throws a plain error where it is too long. */
export function cutPage(page: Uint8Array, isOptional: boolean): Pick<PageBytes, "levels" | "values"> {
  if (!isOptional) return { levels: new Uint8Array(0), values: page };
  const levels = withLength(page);
  return { levels, values: page.subarray(4 + levels.length) };
}

/** Decode a page. Throws plain errors where the bytes are not as they should be. */
export function readValues(page: PageBytes, decoder: ColumnDecoder): DataValues {
  const levels = page.levels.length > 0 ? levelsOf(page) : null;
  const nValues = levels === null ? page.nRows : levels.reduce((sum, level) => sum + level, 0);
  const indexed = page.encoding.endsWith("_DICTIONARY");
  const raw = valuesOf(page, nValues, decoder);
  return { raw, indexed, levels: nValues === page.nRows ? null : levels };
}

function levelsOf({ levels, nRows }: PageBytes): Uint8Array {
  const out = new Uint8Array(nRows);
  readHybrid(levels, 1, out);
  return out;
}

function valuesOf({ encoding, values }: PageBytes, n: number, { type, element }: ColumnDecoder): DecodedArray {
  const reader = { view: new DataView(values.buffer, values.byteOffset, values.byteLength), offset: 0 };
  switch (encoding) {
    case "PLAIN":
      return readPlain(reader, type, n, element.type_length);
    case "PLAIN_DICTIONARY":
    case "RLE_DICTIONARY":
      return hybrid(values.subarray(1), n === 0 ? 0 : (values[0] ?? 0), new Int32Array(n));
    case "RLE":
      return hybrid(withLength(values), 1, new Uint8Array(n));
    case "BYTE_STREAM_SPLIT":
      return byteStreamSplit(reader, n, type, element.type_length);
    case "DELTA_BINARY_PACKED":
      return deltas(reader, n, type);
    case "DELTA_LENGTH_BYTE_ARRAY":
      return filled(new Array<Uint8Array>(n), (out) => deltaLengthByteArray(reader, n, out));
    case "DELTA_BYTE_ARRAY":
      return filled(new Array<Uint8Array>(n), (out) => deltaByteArray(reader, n, out));
    default:
      throw new Error(`values encoded by ${encoding}`);
  }
}

/** DuckDB's steps between 32-bit integers may need more than 32 bits, and wrap. */
function deltas(reader: { view: DataView; offset: number }, n: number, type: ColumnDecoder["type"]): DecodedArray {
  const wide = filled(new BigInt64Array(n), (out) => deltaBinaryUnpack(reader, n, out));
  return type === "INT32" ? wordsOf(wide).filter((_, i) => i % 2 === 0) : wide;
}

function hybrid<T extends Uint8Array | Int32Array>(bytes: Uint8Array, width: number, out: T): T {
  if (width > 0) readHybrid(bytes, width, out);
  return out;
}

function filled<T>(out: T, fill: (out: T) => void): T {
  fill(out);
  return out;
}

/** What a length of 32 bits stands before. */
function withLength(bytes: Uint8Array): Uint8Array {
  const length = bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (4 + length > bytes.length) throw new Error(`${length} bytes in a page of ${bytes.length}`);
  return bytes.subarray(4, 4 + length);
}
