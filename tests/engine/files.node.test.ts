// engine.readParquet and readArrow in this process: sources of every kind, fits of what they give, and what is no source.

import { tableFromArrays, tableToIPC } from "@uwdata/flechette";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type ParquetSource } from "#engine/index.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.close());

const n = 5000;
const x = Float64Array.from({ length: n }, (_, i) => Math.sin(i));
const y = Float64Array.from(x, (value, i) => 2 + 3 * value + Math.cos(i * i));
const city = Array.from({ length: n }, (_, i) => (i % 50 === 0 ? null : `city ${i % 3}`));
const columnData = Object.entries({ y, x, city }).map(([name, data]) => ({ name, data }));
const parquet = parquetWriteBuffer({ columnData, rowGroupSize: 900 });
const arrow = tableToIPC(tableFromArrays({ y, x, city }), { format: "stream" }) as Uint8Array<ArrayBuffer>;
const formula = "y ~ x * city";

describe("a fit of a table that was read from a file", () => {
  it("is, bit for bit, that of the same columns", async () => {
    const expected = await (await engine.fromColumns({ y, x, city })).fit(formula);
    expect(expected.nDropped).toBe(n / 50);
    expect(await (await engine.readParquet(parquet)).fit(formula)).toEqual(expected);
    expect(await (await engine.readArrow(arrow)).fit(formula)).toEqual(expected);
  });
});

describe("engine.readParquet", () => {
  it.each([
    ["a Blob", new Blob([parquet])],
    ["an ArrayBuffer", parquet],
    ["a view of bytes", new Uint8Array(parquet)],
  ])("reads %s, and leaves it to the caller", async (_, source) => {
    const table = await engine.readParquet(source as ParquetSource, { columns: ["city", "y"] });
    expect(table.columns.map(({ name, type, missing }) => [name, type, missing])).toEqual([
      ["city", "category", 100],
      ["y", "number", 0],
    ]);
    expect(parquet.byteLength).toBeGreaterThan(0);
  });

  it("tells how far it is, and ends when it is aborted", async () => {
    const seen: number[] = [];
    await engine.readParquet(parquet, { onProgress: ({ rows }) => seen.push(rows) });
    expect(seen.at(-1)).toBe(n);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(engine.readParquet(parquet, { signal })).rejects.toThrow("enough");
  });

  it("refuses what is no source", async () => {
    const bad = engine.readParquet("data.parquet" as unknown as URL);
    await expect(bad).rejects.toMatchObject({ code: "bad-argument", value: "string" });
    const stream = new Blob([parquet]).stream() as unknown as URL;
    await expect(engine.readParquet(stream)).rejects.toMatchObject({ code: "bad-argument" });
  });
});

describe("engine.readArrow", () => {
  it("reads a stream of bytes, once", async () => {
    const stream = new Blob([arrow]).stream();
    const table = await engine.readArrow(stream, { columns: ["x"] });
    expect(table.nRows).toBe(n);
    await expect(engine.readArrow(stream)).rejects.toMatchObject({ code: "bad-argument" });
  });

  it("refuses what is no source, and a column that is not there", async () => {
    await expect(engine.readArrow(null as unknown as URL)).rejects.toMatchObject({ code: "bad-argument" });
    await expect(engine.readArrow(arrow, { columns: ["z"] })).rejects.toMatchObject({ code: "column-unknown" });
  });
});
