// A table as bytes: a header in JSON that says where every chunk lies, then the chunks as they are in memory, superblock by superblock.

import type { NumericColumn } from "#kernel/backend.ts";
import type { ByteRanges } from "../ranges.ts";
import type { Column, CsvDialect, Table } from "../types.ts";

/** What a read gives: a table, and how a CSV was understood. */
export interface Stored {
  table: Table;
  dialect?: CsvDialect;
}

/** Another layout gets another number, and what was written by the old one is read from its source again. */
const VERSION = 1;
const MAGIC = "LWTABLE\n";
/** The last bytes, written last: a file that was cut lacks them. */
const END = "\nEND.LW\n";
/** Magic and length of the header. */
const PREFIX_BYTES = 16;
const ALIGN = 8;
const ARRAYS = { f32: Float32Array, f64: Float64Array, i32: Int32Array } as const;

type Chunk = NumericColumn | Int32Array;
type Placed = [type: keyof typeof ARRAYS, at: number, length: number];

interface Header {
  version: number;
  key: string;
  nRows: number;
  superblocks: number[];
  dialect?: CsvDialect;
  /** Chunks of a column in order, `at` counted from the first chunk's byte. */
  columns: { kind: Column["kind"]; info: Column["info"]; chunks: Placed[] }[];
  dataBytes: number;
}

/** The pieces of a table's bytes in order; chunks are views on the table's own memory. `key` says what it is the reading of. */
export function bytesOf({ table, dialect }: Stored, key: string): { byteLength: number; parts: Uint8Array[] } {
  const { nRows, superblocks, columns } = table;
  const data: Uint8Array[] = [];
  let at = 0;
  const placed = columns.map((): Placed[] => []);
  for (let k = 0; k < superblocks.length; k++) {
    for (const [j, column] of columns.entries()) {
      const chunk = column.chunks[k] as Chunk;
      placed[j]?.push([typeOf(chunk), at, chunk.length]);
      data.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength), padding(chunk.byteLength));
      at += aligned(chunk.byteLength);
    }
  }
  const header: Header = {
    version: VERSION,
    key,
    nRows,
    superblocks,
    ...(dialect ? { dialect } : {}),
    columns: columns.map(({ kind, info }, j) => ({ kind, info, chunks: placed[j] as Placed[] })),
    dataBytes: at,
  };
  const text = new TextEncoder().encode(JSON.stringify(header, numberAsText));
  const prefix = new Uint8Array(PREFIX_BYTES);
  prefix.set(letters(MAGIC));
  new DataView(prefix.buffer).setUint32(MAGIC.length, text.length, true);
  const parts = [prefix, text, padding(text.length), ...data, letters(END)];
  return { byteLength: parts.reduce((sum, { length }) => sum + length, 0), parts };
}

/**
 * The table in these bytes, or null where they are not those of this key and version, or not whole. Each superblock is one request.
 */
export async function storedIn(source: ByteRanges, key: string): Promise<Stored | null> {
  const prefix = await source.slice(0, Math.min(PREFIX_BYTES, source.byteLength));
  if (prefix.byteLength < PREFIX_BYTES || !begins(prefix, MAGIC)) return null;
  const headerBytes = new DataView(prefix).getUint32(MAGIC.length, true);
  const from = PREFIX_BYTES + aligned(headerBytes);
  if (from + END.length > source.byteLength) return null;
  const header = parsed(await source.slice(PREFIX_BYTES, PREFIX_BYTES + headerBytes));
  if (header?.version !== VERSION || header.key !== key) return null;
  const end = from + header.dataBytes;
  if (end + END.length !== source.byteLength || !begins(await source.slice(end, source.byteLength), END)) return null;
  const columns = header.columns.map(({ kind, info }) => ({ kind, info, chunks: [] }) as Column);
  for (let k = 0; k < header.superblocks.length; k++) await readSuperblock(source, { header, columns, k, from });
  const table = { nRows: header.nRows, superblocks: header.superblocks, columns };
  return header.dialect ? { table, dialect: header.dialect } : { table };
}

/** Read the chunks of superblock k, which lie side by side, each into memory of its own. */
async function readSuperblock(
  source: ByteRanges,
  { header, columns, k, from }: { header: Header; columns: Column[]; k: number; from: number },
): Promise<void> {
  const places = header.columns.map(({ chunks }) => chunks[k] as Placed);
  const first = places[0]?.[1] ?? 0;
  const next = header.columns[0]?.chunks[k + 1]?.[1] ?? header.dataBytes;
  const bytes = await source.slice(from + first, from + next);
  for (const [j, [type, at, length]] of places.entries()) {
    const View = ARRAYS[type];
    const { chunks } = columns[j] as { chunks: Chunk[] };
    chunks.push(new View(bytes, at - first, length).slice());
  }
}

function parsed(bytes: ArrayBuffer): Header | null {
  try {
    return JSON.parse(new TextDecoder().decode(bytes), textAsNumber) as Header;
  } catch {
    return null;
  }
}

const aligned = (n: number): number => Math.ceil(n / ALIGN) * ALIGN;
const padding = (n: number): Uint8Array => new Uint8Array(aligned(n) - n);
const letters = (text: string): Uint8Array => new TextEncoder().encode(text);

function begins(bytes: ArrayBuffer, text: string): boolean {
  const found = new Uint8Array(bytes, 0, Math.min(text.length, bytes.byteLength));
  return letters(text).every((letter, i) => found[i] === letter);
}

function typeOf(chunk: Chunk): keyof typeof ARRAYS {
  if (chunk instanceof Int32Array) return "i32";
  return chunk instanceof Float32Array ? "f32" : "f64";
}

/** JSON has neither −0 nor infinities, which ranges of columns may hold. */
const NUMBER_MARK = "\u0000number ";

function numberAsText(_: string, value: unknown): unknown {
  if (typeof value !== "number" || (Number.isFinite(value) && !Object.is(value, -0))) return value;
  return NUMBER_MARK + (Object.is(value, -0) ? "-0" : String(value));
}

function textAsNumber(_: string, value: unknown): unknown {
  return typeof value === "string" && value.startsWith(NUMBER_MARK) ? Number(value.slice(NUMBER_MARK.length)) : value;
}
