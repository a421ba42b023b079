// Weights are checked where they come in; missing values are refused by name.

import { describe, expect, it } from "vitest";
import { KeptTable } from "#engine/host/kept/kept-table.ts";
import { refuseMissing } from "#engine/host/missing.ts";
import { weightsOf } from "#engine/host/weights.ts";
import { onlyColumns } from "#engine/pool/pool.ts";
import { fromColumns } from "#table/from-columns.ts";
import type { Table } from "#table/types.ts";

const table = (columns: Record<string, Parameters<typeof fromColumns>[0][number]["values"]>) =>
  fromColumns(Object.entries(columns).map(([name, values]) => ({ name, values })));

/** A table that is whole where it is, as calls see it. */
const held = (all: Table) => ({
  table: all,
  whole: async (names?: readonly string[]) => onlyColumns(all, names),
  kept: new KeptTable(),
  edges: [0, all.nRows],
});

/** What `run` rejects with. */
function thrown(run: () => Promise<unknown>): Promise<unknown> {
  return run().then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("weightsOf", () => {
  const four = table({
    x: [1, 2, 3, 4],
    w: [1, 0, 2.5, 3],
    bad: [1, 2, -3, 4],
    zero: [0, 0, 0, 0],
    city: ["a", "b", "a", "b"],
  });

  it("takes a column, and one value a row", async () => {
    expect(Array.from((await weightsOf(held(four), "w")).chunk(0))).toEqual([1, 0, 2.5, 3]);
    expect(Array.from((await weightsOf(held(four), Float64Array.of(4, 3, 2, 1))).chunk(0))).toEqual([4, 3, 2, 1]);
  });

  it("names row, column and value of a negative one", async () => {
    expect(await thrown(() => weightsOf(held(four), "bad"))).toMatchObject({
      code: "weights",
      at: { row: 3, column: "bad" },
      value: -3,
    });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1])("refuses %s among values by row", async (value) => {
    expect(await thrown(() => weightsOf(held(four), Float64Array.of(1, value, 1, 1)))).toMatchObject({
      code: "weights",
      at: { row: 2 },
      value,
    });
  });

  it("finds a bad one beyond the first superblock", async () => {
    const n = 70_000;
    const long = table({ x: new Float64Array(n) });
    const weights = new Float64Array(n).fill(1);
    weights[69_999] = -2;
    expect(await thrown(() => weightsOf(held(long), weights))).toMatchObject({ at: { row: 70_000 }, value: -2 });
    weights[69_999] = 5;
    const last = (await weightsOf(held(long), weights)).chunk(1);
    expect([last.length, last.at(-1)]).toEqual([n - 65_536, 5]);
  });

  it("refuses weights that are all 0, too few, of an unknown column or of words", async () => {
    expect(await thrown(() => weightsOf(held(four), "zero"))).toMatchObject({ code: "weights" });
    expect(await thrown(() => weightsOf(held(four), Float64Array.of(1)))).toMatchObject({ code: "weights", value: 1 });
    expect(await thrown(() => weightsOf(held(four), "ww"))).toMatchObject({ code: "column-unknown" });
    expect(await thrown(() => weightsOf(held(four), "city"))).toMatchObject({ code: "column-type" });
    expect(await thrown(() => weightsOf(held(four), [1, 2, 3, 4] as unknown as Float64Array))).toMatchObject({
      code: "weights",
    });
  });

  it("lets a column's missing weight be missing", async () => {
    const holes = table({ w: [1, null, 2] });
    expect(Array.from((await weightsOf(held(holes), "w")).chunk(0))).toEqual([1, Number.NaN, 2]);
  });
});

describe("refuseMissing", () => {
  const holes = table({ a: [1, 2, null], b: ["u", null, "v"], c: [null, 1, 2] });

  it("names the first row without a value and its column, counting from 1", async () => {
    expect(await thrown(() => refuseMissing(held(holes), ["a", "b"]))).toMatchObject({
      code: "missing-values",
      at: { row: 2, column: "b" },
    });
    expect(await thrown(() => refuseMissing(held(holes), ["a"]))).toMatchObject({ at: { row: 3, column: "a" } });
  });

  it("minds no other column", async () => {
    const full = table({ a: [1, 2, 3], c: [null, 1, 2] });
    expect(await thrown(() => refuseMissing(held(full), ["a"]))).toBeUndefined();
  });
});
