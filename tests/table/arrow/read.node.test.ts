// readArrow of files and streams written on the spot: the same table as by fromColumns, in pieces of any size, and damaged.

import { readFileSync } from "node:fs";
import {
  columnFromArray,
  type DataType,
  dateDay,
  decimal128,
  dictionary,
  duration,
  float16,
  float32,
  float64,
  int32,
  int64,
  list,
  nullType,
  type Table,
  TimeUnit,
  tableFromArrays,
  tableFromColumns,
  tableToIPC,
  timeMillisecond,
  timestamp,
  uint8,
  uint64,
  utf8,
} from "@uwdata/flechette";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readArrow } from "#table/arrow/read.ts";
import { fromColumns } from "#table/from-columns.ts";
import { columnsByChance } from "../same-columns.ts";

async function* pieces(bytes: Uint8Array, size: number) {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

const ipc = (table: Table, format: "stream" | "file" = "file") => tableToIPC(table, { format }) as Uint8Array;
const read = (bytes: Uint8Array, options = {}) => readArrow(pieces(bytes, 1000), options);
const one = (values: unknown[], type: DataType) => tableFromArrays({ x: values as number[] }, { types: { x: type } });

describe("readArrow", () => {
  it("gives the table that fromColumns gives of the same values, from files and streams in pieces of any size", async () => {
    const types = {
      float: float64(),
      int: int64(),
      text: utf8(),
      bool: undefined,
      date: timestamp(TimeUnit.MILLISECOND),
    };
    await fc.assert(
      fc.asyncProperty(
        columnsByChance,
        fc.boolean(),
        fc.integer({ min: 1, max: 300 }),
        async (columns, isFile, size) => {
          const made = columns.map(({ name, kind, values }): [string, ReturnType<typeof columnFromArray>] => {
            const own = kind === "int" ? values.map((value) => (value === null ? null : BigInt(value))) : values;
            return [name, columnFromArray(own as unknown[], types[kind] as DataType)];
          });
          const bytes = ipc(tableFromColumns(made), isFile ? "file" : "stream");
          expect(await readArrow(pieces(bytes, size))).toEqual(fromColumns(columns));
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each([
    ["dictionary of text", ["b", "a", null, "b"], dictionary(utf8()), ["b", "a", null, "b"]],
    ["dictionary of numbers", [0.5, null, 0.5, 2], dictionary(float64()), [0.5, null, 0.5, 2]],
    ["float16", [0.5, -2, null], float16(), [0.5, -2, null]],
    ["float32", [0.5, -2, null], float32(), [0.5, -2, null]],
    ["uint8", [255, null, 0], uint8(), [255, null, 0]],
    ["int32", [-7, null, 7], int32(), [-7, null, 7]],
    ["uint64", [2 ** 53 - 1, 0, null], uint64(), [2 ** 53 - 1, 0, null]],
    ["decimals", [0.1, -12.34, null], decimal128(38, 2), [0.1, -12.34, null]],
    ["days", [new Date("2020-02-29"), null], dateDay(), [new Date("2020-02-29"), null]],
    ["time of day", [1500, null], timeMillisecond(), [1.5, null]],
    ["durations", [1500, null], duration(TimeUnit.MILLISECOND), [1.5, null]],
    ["nothing", [null, null], nullType(), [null, null]],
    ["nanoseconds", [1.6e12, null], timestamp(TimeUnit.NANOSECOND), [new Date(1.6e12), null]],
  ])("reads %s", async (_, given, type, values) => {
    expect(await read(ipc(one(given, type as DataType)))).toEqual(
      fromColumns([{ name: "x", values: values as number[] }]),
    );
  });

  it.each(["lz4", "zstd"])("reads buffers compressed by %s", async (codec) => {
    const x = Array.from({ length: 1000 }, (_, i) => (i % 5 === 0 ? null : i / 4));
    const s = x.map((_, i) => `level ${i % 7}`);
    const columns = [
      { name: "x", values: x },
      { name: "s", values: s },
    ];
    expect(await read(readFileSync(`tests/fixtures/arrow/${codec}.arrow`))).toEqual(fromColumns(columns));
  });

  it("joins batches, across superblocks", async () => {
    const n = 100_000;
    const x = Float64Array.from({ length: n }, (_, i) => i / 3);
    const stream = ipc(tableFromArrays({ x }, { maxBatchRows: 30_000 }), "stream");
    const seen: number[] = [];
    const table = await readArrow(pieces(stream, 65_536), { onProgress: ({ rows }) => seen.push(rows) });
    expect(table).toEqual(fromColumns([{ name: "x", values: x }]));
    expect(seen.at(-1)).toBe(n);
  });

  it("reads the chosen columns in their order", async () => {
    const table = await read(ipc(tableFromArrays({ a: [1], b: [2], c: [3] })), { columns: ["c", "a"] });
    expect(table.columns.map(({ info }) => info.name)).toEqual(["c", "a"]);
  });

  it("rejects with the signal's reason", async () => {
    const signal = AbortSignal.abort("enough");
    await expect(read(ipc(tableFromArrays({ a: [1] })), { signal })).rejects.toBe("enough");
  });
});

describe("readArrow refuses", () => {
  it("a whole number beyond 2^53, but not one where a value is missing", async () => {
    const bytes = ipc(one([1n, null, 2n ** 60n], int64()));
    await expect(read(bytes)).rejects.toMatchObject({ code: "value-inexact", at: { row: 3, column: "x" } });
  });

  it("an infinite value", async () => {
    const bytes = ipc(one([1, Number.NEGATIVE_INFINITY], float64()));
    await expect(read(bytes)).rejects.toMatchObject({ code: "value-not-finite", at: { row: 2, column: "x" } });
  });

  it("nested columns by name", async () => {
    const bytes = ipc(one([[1], [2]], list(float64())));
    await expect(read(bytes)).rejects.toMatchObject({ code: "column-kind", at: { column: "x" }, value: "List" });
  });

  it.each(["", "a,b\n1,2\n", "<html>", "PAR1...."])("a file of another kind: %j", async (text) => {
    await expect(read(new TextEncoder().encode(text))).rejects.toMatchObject({ code: "file-kind" });
  });

  it("a file that ends early, wherever", async () => {
    const bytes = ipc(tableFromArrays({ x: [1, 2, 3], s: ["a", "b", "a"] }));
    for (let length = 9; length < bytes.length; length += 5) {
      const code = (await read(bytes.subarray(0, length)).catch((error) => error)).code;
      expect(["file-damaged", "file-kind"], String(length)).toContain(code);
    }
  });

  it.each(["zstd", "lz4"])("damaged bytes of %s, or reads them as other values, and nothing else", async (name) => {
    const whole = new Uint8Array(readFileSync(`tests/fixtures/arrow/${name}.arrow`));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
        const bytes = whole.slice();
        bytes[at] = byte;
        await read(bytes).catch((error) => expect(error).toMatchObject({ name: "LeastwiseError" }));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    // Found by chance: lists, columns and texts of a billion entries, a name that is not there.
    ["zstd", 395, 117],
    ["lz4", 387, 28],
    ["zstd", 431, 33],
    ["zstd", 64, 141],
    ["zstd", 455, 146],
  ] as const)("the file %s with byte %d as %d", async (name, at, byte) => {
    const bytes = new Uint8Array(readFileSync(`tests/fixtures/arrow/${name}.arrow`));
    bytes[at] = byte;
    await expect(read(bytes)).rejects.toMatchObject({ name: "LeastwiseError", code: "file-damaged" });
  });

  it("a stream that ends inside of a message", async () => {
    const bytes = ipc(tableFromArrays({ x: Array.from({ length: 1000 }, (_, i) => i / 3) }), "stream");
    await expect(read(bytes.subarray(0, 4000))).rejects.toMatchObject({ code: "file-damaged" });
  });
});
