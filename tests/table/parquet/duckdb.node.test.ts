// Files that DuckDB wrote (tests/fixtures/make/parquet.mjs), against the formulas they were made by.

import { describe, expect, it } from "vitest";
import { fromColumns } from "#table/from-columns.ts";
import { readParquet } from "#table/parquet/read.ts";
import type { ColumnInput } from "#table/types.ts";
import { fixture } from "./ranges.ts";

const ROWS = 3000;

function expected(columns: Record<string, (i: number) => number | string | boolean | Date | null>) {
  const all = Array.from({ length: ROWS }, (_, i) => i);
  return fromColumns(Object.entries(columns).map(([name, of]) => ({ name, values: all.map(of) as ColumnInput })));
}

const small = expected({ x: (i) => i / 3, level: (i) => (i % 7 === 0 ? null : `level ${i % 5}`) });

describe("readParquet of a file by DuckDB", () => {
  it.each(["uncompressed", "snappy", "gzip", "zstd", "lz4_raw"])("reads pages compressed by %s", async (codec) => {
    expect(await readParquet(fixture(codec))).toEqual(small);
  });

  it("refuses Brotli, naming it", async () => {
    await expect(readParquet(fixture("brotli"))).rejects.toMatchObject({
      code: "file-codec",
      at: { column: "x" },
      value: "BROTLI",
      message: expect.stringContaining("UNCOMPRESSED, SNAPPY, ZSTD, GZIP, LZ4_RAW"),
    });
  });

  it.each(["types", "types-v2"])("reads every type that a table has a place for (%s)", async (name) => {
    const start = Date.UTC(2020, 0, 1);
    const days = (us: number) => (start * 1000 + us) / 86_400e6;
    const table = await readParquet(fixture(name));
    const dates = ["micros", "nanos"];
    const plain = expected({
      int8: (i) => (i % 200) - 100,
      uint8: (i) => (i * 7) % 256,
      int16: (i) => i * 10 - 15000,
      uint16: (i) => i * 20,
      int32: (i) => ((i * 1000003) % 4294967291) - 2000000000,
      uint32: (i) => 4294967295 - i,
      int64: (i) => 9007199254740991 - i,
      uint64: (i) => i * 1000,
      float32: (i) => i / 8,
      float64: (i) => i / 7,
      decimal9: (i) => (i - 1500) / 100,
      decimal18: (i) => ((i - 1500) * 1234567) / 10000,
      decimal38: (i) => Number(`${i}234567890123456789.0123456789`),
      yes: (i) => i % 3 === 0,
      day: (i) => new Date(start + i * 86_400_000),
      millis: (i) => new Date(start + i * 1234),
      time: (i) => i * 1.5,
      text: (i) => `text ${(i * 31) % 3000}`,
      kind: (i) => (i % 2 === 0 ? "even" : "odd"),
      holes: (i) => (i % 4 === 1 ? null : i),
      nothing: () => null,
    });
    const byName = new Map(plain.columns.map((column) => [column.info.name, column]));
    for (const column of table.columns) {
      if (dates.includes(column.info.name)) {
        expect(column.info.type).toBe("date");
        const values = column.chunks.flatMap((chunk) => [...chunk]);
        expect(values).toEqual(Array.from({ length: ROWS }, (_, i) => days(i * 1234567)));
      } else expect(column, column.info.name).toEqual(byName.get(column.info.name));
    }
    expect(table.columns).toHaveLength(23);
  });

  it("refuses nested columns by name, and reads the others when they are chosen", async () => {
    await expect(readParquet(fixture("nested"))).rejects.toMatchObject({
      code: "column-kind",
      at: { column: "list" },
      message: 'column "list": must hold numbers, text, dates or true and false; got nested values (LIST)',
    });
    const table = await readParquet(fixture("nested"), { columns: ["x"] });
    expect(table.columns.map(({ info }) => info)).toEqual([
      { name: "x", type: "number", missing: 0, min: 0, max: 9, mean: 4.5 },
    ]);
  });

  it("refuses an encrypted file", async () => {
    await expect(readParquet(fixture("encrypted"))).rejects.toMatchObject({ code: "file-encrypted" });
  });
});
