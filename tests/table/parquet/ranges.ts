// Parquet files for tests: in memory, from fixtures, or written on the spot.

import { readFileSync } from "node:fs";
import { type ColumnSource, type ParquetWriteOptions, parquetWriteBuffer } from "hyparquet-writer";
import type { ByteRanges } from "#table/ranges.ts";

/** Bytes in memory, which count what was asked of them. */
export interface CountedRanges extends ByteRanges {
  requests: [from: number, to: number][];
}

export function rangesOf(bytes: Uint8Array | ArrayBuffer): CountedRanges {
  const own = new Uint8Array(bytes).slice();
  const requests: [number, number][] = [];
  return {
    byteLength: own.length,
    requests,
    slice: async (from, to) => {
      requests.push([from, to]);
      return own.slice(from, to).buffer;
    },
  };
}

export function fixture(name: string): CountedRanges {
  return rangesOf(readFileSync(`tests/fixtures/parquet/${name}.parquet`));
}

export function written(columnData: ColumnSource[], options: Partial<ParquetWriteOptions> = {}): CountedRanges {
  return rangesOf(parquetWriteBuffer({ columnData, ...options }));
}
