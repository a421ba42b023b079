// readParquet of files written on the spot: the same table as by fromColumns, in pieces, cancelled, and damaged.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromColumns } from "#table/from-columns.ts";
import { readParquet } from "#table/parquet/read.ts";
import { columnsByChance, type TestColumn } from "../same-columns.ts";
import { fixture, rangesOf, written } from "./ranges.ts";

const TYPES = { float: "DOUBLE", int: "INT64", text: "STRING", bool: "BOOLEAN", date: "TIMESTAMP" } as const;

function sourceOf({ name, kind, values }: TestColumn) {
  const data = kind === "int" ? values.map((value) => (value === null ? null : BigInt(value))) : values;
  return { name, data, type: TYPES[kind] };
}

describe("readParquet", () => {
  it("gives the table that fromColumns gives of the same values", async () => {
    await fc.assert(
      fc.asyncProperty(columnsByChance, fc.constantFrom(undefined, 50, 7), async (columns, rowGroupSize) => {
        const source = written(columns.map(sourceOf), rowGroupSize === undefined ? {} : { rowGroupSize });
        expect(await readParquet(source)).toEqual(fromColumns(columns));
      }),
      { numRuns: 100 },
    );
  });

  it("cuts columns into superblocks, whatever the row groups, and keeps f32 where every value survives", async () => {
    const n = 150_000;
    const narrow = Float64Array.from({ length: n }, (_, i) => i);
    const wide = Float64Array.from({ length: n }, (_, i) => (i < 100_000 ? i : i / 3));
    const level = Array.from({ length: n }, (_, i) => (i % 9 === 0 ? null : `level ${i % 4}`));
    const source = written(
      [
        { name: "narrow", data: narrow },
        { name: "wide", data: wide },
        { name: "level", data: level },
      ],
      { rowGroupSize: 40_000, pageSize: 10_000 },
    );
    const table = await readParquet(source);
    const given = [
      { name: "narrow", values: narrow },
      { name: "wide", values: wide },
      { name: "level", values: level },
    ];
    expect(table).toEqual(fromColumns(given));
    expect(table.columns[0]?.chunks.map((chunk) => chunk.constructor.name)).toEqual(Array(3).fill("Float32Array"));
  });

  it("asks for the chosen columns only, in their order, and once each", async () => {
    const columns = ["a", "b", "c"].map((name, j) => ({ name, data: Array.from({ length: 20_000 }, () => j + 0.1) }));
    const data = columns.map(({ name, data: all }) => ({ name, data: all.map((x, i) => x * i) }));
    const source = written(data);
    const seen: number[] = [];
    const table = await readParquet(source, { columns: ["c", "a"], onProgress: ({ bytes }) => seen.push(bytes) });
    expect(table.columns.map(({ info }) => info.name)).toEqual(["c", "a"]);
    const asked = source.requests.slice(1).reduce((sum, [from, to]) => sum + to - from, 0);
    expect(asked).toBe(seen.at(-1));
    expect(asked).toBeLessThan(0.7 * source.byteLength);
  });

  it("tells rows, bytes and all bytes, and rejects with the signal's reason", async () => {
    const source = written([{ name: "x", data: Array.from({ length: 300_000 }, (_, i) => i / 3) }]);
    const seen: unknown[] = [];
    await readParquet(source, { onProgress: (progress) => seen.push(progress) });
    const last = seen.at(-1) as { rows: number; bytes: number; totalBytes: number };
    expect(last.rows).toBe(300_000);
    expect(last.bytes).toBe(last.totalBytes);
    const controller = new AbortController();
    const reading = readParquet(source, { signal: controller.signal, onProgress: () => controller.abort("enough") });
    await expect(reading).rejects.toBe("enough");
  });
});

describe("readParquet refuses", () => {
  it("a whole number beyond 2^53, naming row and column", async () => {
    const data = [1n, null, 2n ** 53n];
    for (const encoding of ["PLAIN", "RLE_DICTIONARY", "DELTA_BINARY_PACKED"] as const) {
      const source = written([{ name: "id", data: encoding === "PLAIN" ? data : [...data, 1n, 1n, 1n, 1n], encoding }]);
      await expect(readParquet(source), encoding).rejects.toMatchObject({
        code: "value-inexact",
        at: { row: 3, column: "id" },
        message: 'column "id", row 3: must be a whole number within ±(2^53 − 1); got 9007199254740992',
      });
    }
  });

  it("an infinite value, naming row and column", async () => {
    const source = written([{ name: "x", data: [1.5, null, Number.POSITIVE_INFINITY], type: "DOUBLE" }]);
    await expect(readParquet(source)).rejects.toMatchObject({ code: "value-not-finite", at: { row: 3, column: "x" } });
  });

  it("a column that is not there, one named twice, and none", async () => {
    const source = () => written([{ name: "x", data: [1, 2] }]);
    await expect(readParquet(source(), { columns: ["y"] })).rejects.toMatchObject({
      code: "column-unknown",
      value: "y",
    });
    await expect(readParquet(source(), { columns: ["x", "x"] })).rejects.toMatchObject({ code: "column-duplicate" });
    await expect(readParquet(source(), { columns: [] })).rejects.toMatchObject({ code: "bad-argument" });
  });

  it("bytes that are no text", async () => {
    const source = written([{ name: "blob", data: [new Uint8Array([0xff, 0xfe, 0]), new Uint8Array([1])] }]);
    await expect(readParquet(source)).rejects.toMatchObject({ code: "column-kind", at: { column: "blob" } });
  });

  it("a file without rows", async () => {
    const source = written([{ name: "x", data: [], type: "DOUBLE" }]);
    await expect(readParquet(source)).rejects.toMatchObject({ code: "file-no-rows" });
  });

  it.each([
    ["", "an empty file"],
    ["a,b\n1,2\n", "text"],
    ["<!DOCTYPE html><title>404</title>", "a web page (HTML)"],
    ["PK\x03\x04 and more", "a ZIP archive or Excel workbook (.xlsx)"],
  ])("a file of another kind: %j", async (text, value) => {
    await expect(readParquet(rangesOf(new TextEncoder().encode(text)))).rejects.toMatchObject({
      code: "file-kind",
      value,
    });
  });

  it("a file that ends early", async () => {
    const whole = fixture("snappy");
    for (const length of [12, 1000, whole.byteLength - 1]) {
      const cut = rangesOf(await whole.slice(0, length));
      await expect(readParquet(cut), String(length)).rejects.toMatchObject({ code: "file-damaged" });
    }
  });

  it.each([
    // Found by chance: a run of a billion levels for some hundred rows, a footer without the names of a column's path.
    ["zstd", 3474, 13],
    ["zstd", 3731, 4],
    ["types-v2", 42_372, 52],
  ] as const)("the file %s with byte %d as %d", async (name, at, byte) => {
    const bytes = new Uint8Array(await fixture(name).slice(0, fixture(name).byteLength));
    bytes[at] = byte;
    await expect(readParquet(rangesOf(bytes))).rejects.toMatchObject({ name: "LeastwiseError", code: "file-damaged" });
  });

  it("damaged bytes, or reads them as other values, but never fails in another way", async () => {
    const whole = new Uint8Array(await fixture("zstd").slice(0, fixture("zstd").byteLength));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
        const bytes = whole.slice();
        bytes[at] = byte;
        try {
          await readParquet(rangesOf(bytes));
        } catch (error) {
          expect(error).toMatchObject({ name: "LeastwiseError" });
        }
      }),
      { numRuns: 300 },
    );
  });
});
