// Reads a table from its source by one of the readers, or takes it from the cache where it is kept.

import { readArrow } from "#table/arrow/read.ts";
import type { ScanRows } from "#table/csv/part-reader.ts";
import { readCsv } from "#table/csv/read.ts";
import { readParquet } from "#table/parquet/read.ts";
import { fetchStored, keepStored } from "#table/store/cache.ts";
import type { Stored } from "#table/store/layout.ts";
import type { Store } from "#table/store/types.ts";
import type { CacheOptions, ColumnsOptions, CsvOptions, ReadProgress, WireSource } from "../contract.ts";
import { badOption } from "./options.ts";
import { openRanges, versionOf } from "./ranges.ts";
import { openSource } from "./source.ts";

/** Which reader, and its options. */
export type Reader =
  | { kind: "csv"; options: CsvOptions & CacheOptions }
  | { kind: "parquet"; options: ColumnsOptions & CacheOptions }
  | { kind: "arrow"; options: ColumnsOptions & CacheOptions };

interface Reading {
  /** What reads plain rows of a CSV, where the backend has it. */
  scanRows?: ScanRows | undefined;
  signal: AbortSignal;
  onProgress: (progress: ReadProgress) => void;
}

/**
 * Read a table, by way of the cache where `cache` asks for it and the source can be told from others.
 *
 * @throws LeastwiseError as the readers do; rejects with the signal's reason when aborted
 */
export async function readTable(
  reader: Reader,
  source: WireSource,
  { openStore, ...reading }: Reading & { openStore: () => Promise<Store | null> },
): Promise<Stored> {
  const { cache = false } = reader.options;
  if (typeof cache !== "boolean" && typeof cache !== "string") throw badOption("cache", "true, false or a text", cache);
  const version = cache === false ? null : await versionOfSource(source, cache, reading.signal);
  const store = version === null ? null : await openStore();
  if (version === null || store === null) return parsed(reader, source, reading);
  const { cache: _, ...options } = reader.options;
  const key = JSON.stringify([reader.kind, version, options]);
  const kept = await fetchStored(store, key);
  reading.signal.throwIfAborted();
  if (kept !== null) {
    reading.onProgress({ rows: kept.table.nRows, bytes: 0, totalBytes: 0 });
    return kept;
  }
  const read = await parsed(reader, source, reading);
  await keepStored(store, key, read);
  return read;
}

async function parsed(reader: Reader, source: WireSource, reading: Reading): Promise<Stored> {
  const { signal } = reading;
  const { cache: _, ...own } = reader.options;
  switch (reader.kind) {
    case "csv": {
      const { bytes, ...length } = await openSource(source, signal, true);
      return readCsv(bytes, { ...(own as CsvOptions), ...length, ...reading });
    }
    case "parquet":
      return { table: await readParquet(await openRanges(source, signal), { ...(own as ColumnsOptions), ...reading }) };
    case "arrow": {
      const { bytes, ...length } = await openSource(source, signal);
      return { table: await readArrow(bytes, { ...(own as ColumnsOptions), ...length, ...reading }) };
    }
    default:
      return reader satisfies never;
  }
}

/** What tells this source from every other, or null where nothing does. A text in `cache` is the caller's word for it. */
async function versionOfSource(source: WireSource, cache: true | string, signal: AbortSignal): Promise<unknown> {
  const word = cache === true ? null : cache;
  if (source.kind === "blob") {
    const { name, lastModified } = source.blob as Partial<File>;
    if (name === undefined && word === null) return null;
    return ["file", word, name, source.blob.size, lastModified];
  }
  if (source.kind === "url") {
    const head = await fetch(source.url, { method: "HEAD", signal }).catch(() => null);
    signal.throwIfAborted();
    const version = head?.ok ? versionOf(head) : "";
    if (version === "" && word === null) return null;
    return ["url", word, source.url, version, head?.headers.get("content-length") ?? ""];
  }
  return word === null ? null : [source.kind, word];
}
