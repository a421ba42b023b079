// Bytes that can be asked for by range: a file, a part of memory, or an address whose host serves ranges. Types only.

/** Something with a length of which pieces can be read. */
export interface ByteRanges {
  readonly byteLength: number;
  /** Bytes `from` to `to` (exclusive). Rejects where the source is gone or has changed. */
  slice(from: number, to: number): Promise<ArrayBuffer>;
}

/** What is common to reading tables from binary files. */
export interface BinaryReadOptions {
  /** Names of the columns to read, in this order. Default: all. */
  columns?: readonly string[];
  signal?: AbortSignal;
}
