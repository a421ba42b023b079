import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { fromColumns } from "#table/from-columns.ts";
import { previewRows } from "#table/preview.ts";
import type { ColumnInput } from "#table/types.ts";

const one = (values: ColumnInput) => fromColumns([{ name: "x", values }]).columns[0];

describe("fromColumns", () => {
  it("takes typed arrays and arrays of numbers for numbers, null and NaN for missing", () => {
    const info = { name: "x", type: "number", missing: 1, min: 1, max: 2, mean: 1.5 };
    expect(one(Float64Array.of(1, Number.NaN, 2))?.info).toEqual(info);
    expect(one(Float32Array.of(1, Number.NaN, 2))?.info).toEqual(info);
    expect(one([1, null, 2])?.info).toEqual(info);
    expect(one([undefined, 1, 2])?.info).toEqual(info);
  });

  it("takes strings and booleans for categories, sorted by code point", () => {
    const strings = one(["b", null, "B", "é", "b"]);
    expect(strings?.info).toEqual({ name: "x", type: "category", missing: 1, levels: ["B", "b", "é"] });
    expect([...(strings?.chunks[0] ?? [])]).toEqual([1, -1, 0, 2, 1]);
    expect(one([true, false, null])?.info).toEqual({
      name: "x",
      type: "category",
      missing: 1,
      levels: ["false", "true"],
    });
  });

  it("takes Dates for days since 1970", () => {
    const dates = one([new Date("1970-01-02T12:00:00Z"), null, new Date(Number.NaN)]);
    expect(dates?.info).toEqual({ name: "x", type: "date", missing: 2, min: 1.5, max: 1.5, mean: 1.5 });
  });

  it("takes a column with nothing in it for numbers", () => {
    expect(one([null, undefined, Number.NaN])?.info).toEqual({ name: "x", type: "number", missing: 3 });
  });

  it("stores as f32 exactly where every value survives", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ noDefaultInfinity: true }), fc.integer(), fc.float({ noDefaultInfinity: true }))),
        (values) => {
          const column = one(values);
          const survives = values.every((value) => Object.is(Math.fround(value), value));
          const stored = column?.chunks[0];
          if (stored !== undefined) expect(stored instanceof Float32Array).toBe(survives);
          expect(Array.from(stored ?? [])).toEqual(values);
        },
      ),
    );
  });

  it("copies, so that the caller's arrays stay the caller's", () => {
    const values = Float64Array.of(1, 2);
    const table = fromColumns([{ name: "x", values }]);
    values[0] = 99;
    expect(previewRows(table, 0, 1)).toEqual([[1]]);
  });

  it("cuts into superblocks", () => {
    const n = SUPERBLOCK_ROWS + 1;
    const table = fromColumns([{ name: "x", values: new Float64Array(n) }]);
    expect(table).toMatchObject({ nRows: n, superblocks: [0, 1] });
    expect(table.columns[0]?.chunks.map(({ length }) => length)).toEqual([SUPERBLOCK_ROWS, 1]);
  });

  it("gives a mean that large offsets do not spoil", () => {
    const column = one(Array.from({ length: 100_000 }, (_, i) => 1e12 + (i % 2)));
    expect(column?.info.mean).toBe(1e12 + 0.5);
  });

  it.each([
    [
      "lengths that differ",
      [
        { name: "a", values: [1] },
        { name: "b", values: [1, 2] },
      ],
      {
        code: "bad-argument",
        at: { column: "b" },
        message: 'columns: must have as many values each; got 1 in "a" and 2 in "b"',
      },
    ],
    ["no column", [], { code: "bad-argument" }],
    [
      "a name twice",
      [
        { name: "a", values: [1] },
        { name: "a", values: [1] },
      ],
      { code: "column-duplicate", at: { column: "a" } },
    ],
    ["no name", [{ name: "", values: [1] }], { code: "column-name-empty" }],
    [
      "mixed kinds",
      [{ name: "a", values: [1, null, "x"] }],
      {
        code: "column-type",
        at: { row: 3, column: "a" },
        value: "x",
        message: 'column "a", row 3: must be a number as in earlier rows; got "x"',
      },
    ],
    [
      "what is infinite",
      [{ name: "a", values: [1, Number.POSITIVE_INFINITY] }],
      { code: "value-not-finite", at: { row: 2, column: "a" } },
    ],
    ["what is no value", [{ name: "a", values: [{} as never] }], { code: "column-type", at: { row: 1, column: "a" } }],
  ])("refuses %s", (_, columns, expected) => {
    expect(() => fromColumns(columns)).toThrow(expect.objectContaining(expected));
  });

  it("takes columns named __proto__ and constructor", () => {
    const table = fromColumns(["__proto__", "constructor", "(Intercept)"].map((name) => ({ name, values: [1] })));
    expect(table.columns.map(({ info }) => info.name)).toEqual(["__proto__", "constructor", "(Intercept)"]);
  });
});
