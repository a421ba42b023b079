// Arrow IPC, as a file (Feather version 2) or a stream, as a typed table: batch by batch.

import { CompressionType, Endianness, setCompressionCodec, tableFromIPC } from "@uwdata/flechette";
import { LeastwiseError } from "#base/error.ts";
import { nextTurn } from "#base/turn.ts";
import { damaged, sound } from "../binary-problem.ts";
import { tableOf } from "../column.ts";
import { lz4Frame } from "../lz4.ts";
import type { BinaryReadOptions } from "../ranges.ts";
import { requireNames } from "../selected.ts";
import type { ReadProgress, Table } from "../types.ts";
import { unzstd } from "../zstd.ts";
import type { RawBatch } from "./batch.ts";
import { type BatchSink, sinkOf } from "./column.ts";
import { type Message, messagesOf, Taker } from "./messages.ts";

export interface ArrowReadOptions extends BinaryReadOptions {
  totalBytes?: number;
  /** Called after each group of batches. */
  onProgress?: (progress: ReadProgress) => void;
}

/** Batches are decoded together up to this many bytes, since each time their dictionaries are too. */
const GROUP_BYTES = 4_194_304;

/**
 * Read Arrow IPC. Types become what they do from Parquet; codes of a dictionary are read as what they stand for; time zones are
 * names only, since instants are UTC. Buffers may be compressed by ZSTD or LZ4, which are all that the format has.
 *
 * @throws LeastwiseError `file-*`, `column-*`, `value-inexact` (an integer beyond 2^53) and `value-not-finite` with row and
 * column; rejects with `signal.reason` when aborted
 */
export async function readArrow(bytes: AsyncIterable<Uint8Array>, options: ArrowReadOptions = {}): Promise<Table> {
  const source = new Taker(bytes);
  try {
    return await read(source, options);
  } finally {
    source.close();
  }
}

async function read(source: Taker, { columns, signal, totalBytes, onProgress }: ArrowReadOptions): Promise<Table> {
  const decoder = new Decoder(columns);
  for await (const message of messagesOf(source)) {
    signal?.throwIfAborted();
    if (!decoder.add(message)) continue;
    onProgress?.({ rows: decoder.nRows, bytes: source.nRead, ...(totalBytes === undefined ? {} : { totalBytes }) });
    await nextTurn();
    signal?.throwIfAborted();
  }
  decoder.flush();
  const bytes = source.nRead;
  onProgress?.({ rows: decoder.nRows, bytes, ...(totalBytes === undefined ? {} : { totalBytes }) });
  if (decoder.nRows === 0) throw new LeastwiseError("file-no-rows", "file: must have rows; got 0", { value: 0 });
  return tableOf(
    decoder.nRows,
    decoder.sinks.map((sink) => sound(`column ${JSON.stringify(sink.name)}`, () => sink.finish())),
  );
}

/** Decodes messages with the schema and the dictionaries before them. */
class Decoder {
  nRows = 0;
  sinks: BatchSink[] = [];
  readonly #wanted: readonly string[] | undefined;
  /** Places of the columns among the fields. */
  #fields: number[] = [];
  /** The schema and all dictionaries so far. */
  readonly #context: Uint8Array[] = [];
  #batches: Uint8Array[] = [];
  #nBytes = 0;

  constructor(wanted: readonly string[] | undefined) {
    this.#wanted = wanted;
    setCompressionCodec(CompressionType.ZSTD, unpacker(unzstd));
    setCompressionCodec(CompressionType.LZ4_FRAME, unpacker(lz4Frame));
  }

  /** Take a message; whether batches were decoded. */
  add({ kind, bytes }: Message): boolean {
    if (kind === "batch") {
      this.#batches.push(bytes);
      this.#nBytes += bytes.length;
      if (this.#nBytes < GROUP_BYTES) return false;
      this.flush();
      return true;
    }
    if (kind === "schema" && this.#context.length > 0) return false;
    // A dictionary may take the place of one that the batches so far use.
    this.flush();
    this.#context.push(bytes);
    if (kind === "schema") this.#open();
    return false;
  }

  flush(): void {
    if (this.#batches.length === 0) return;
    const table = decoded([...this.#context, ...this.#batches]);
    this.#batches = [];
    this.#nBytes = 0;
    this.sinks.forEach((sink, j) => {
      const column = table.children[this.#fields[j] as number];
      for (const batch of (column?.data ?? []) as unknown as RawBatch[]) {
        sound(`column ${JSON.stringify(sink.name)}`, () => sink.add(batch));
      }
    });
    this.nRows += table.numRows;
  }

  #open(): void {
    const { schema } = decoded(this.#context);
    if (schema.endianness !== Endianness.Little) {
      throw new LeastwiseError("file-kind", "file: must be little-endian; got a big-endian Arrow file");
    }
    const names = schema.fields.map(({ name }) => name);
    if (!names.every((name) => typeof name === "string")) throw damaged("schema", "a column without a name");
    const wanted = this.#wanted ?? names;
    requireNames(wanted, names);
    this.#fields = wanted.map((name) => names.indexOf(name));
    this.sinks = this.#fields.map((k) => {
      const { name, type } = schema.fields[k] as (typeof schema.fields)[number];
      return sinkOf(name, type);
    });
  }
}

function decoded(messages: Uint8Array[]) {
  return sound("file", () =>
    tableFromIPC(messages, { useBigInt: true, useBigIntTimestamp: true, useDecimalInt: true }),
  );
}

/** A codec of one way: nothing is written here. */
function unpacker(decode: (bytes: Uint8Array, size: number) => Uint8Array) {
  return { decode, encode: (bytes: Uint8Array) => bytes };
}
