// The storefront's rows: the same in any chunking and on any backend, realistic, and refused where an option breaks its rule.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { Backend } from "#kernel/backend.ts";
import { openBackend } from "#kernel/choose.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { generate, recipeOf } from "#table/generate.ts";
import { previewRows } from "#table/preview.ts";
import { COLUMNS, emptyChunks, inOrder } from "#table/storefront/columns.ts";
import { locateOrders, ORDER } from "#table/storefront/grain.ts";
import { makeRows } from "#table/storefront/rows.ts";
import { makeState } from "#table/storefront/state.ts";
import { make, valuesOf } from "./helpers.ts";

const ROWS = 2 * SUPERBLOCK_ROWS + 1000;

let simd: Backend;

beforeAll(async () => {
  simd = (await openBackend("simd")).backend;
});

describe("storefront", () => {
  test("rows are the same made by 2048s, by sevens or alone", () => {
    const maker = { backend: simd, seed: 7, grain: ORDER, state: makeState(simd, 7), locate: locateOrders(5000) };
    const piece = (from: number, n: number) => {
      const chunks = emptyChunks(n);
      makeRows(maker, chunks, { from, n, offset: 0 });
      return inOrder(chunks).map((column) => [...column]);
    };
    const whole = piece(0, 5000);
    const property = fc.property(fc.nat({ max: 4999 }), fc.integer({ min: 1, max: 300 }), (from, size) => {
      const n = Math.min(size, 5000 - from);
      expect(piece(from, n)).toEqual(whole.map((column) => column.slice(from, from + n)));
    });
    fc.assert(property, { numRuns: 40 });
    const table = generate("storefront", simd, { rows: 5000, seed: 7 });
    expect(table.columns.map(({ chunks }) => [...(chunks[0] ?? [])])).toEqual(whole);
  });

  test.each(["order", "customer"] as const)(
    "a superblock of %ss is the same made alone, last or by another",
    (grain) => {
      const options = { rows: ROWS, grain };
      const all = generate("storefront", simd, options);
      expect(all.superblocks).toEqual([0, 1, 2]);
      const shard = generate("storefront", simd, options, [2, 0]);
      expect([shard.nRows, shard.superblocks]).toEqual([all.nRows, [2, 0]]);
      for (const [j, column] of shard.columns.entries()) {
        expect(Array.from(column.chunks[0] ?? [])).toEqual(Array.from(all.columns[j]?.chunks[2] ?? []));
        expect(Array.from(column.chunks[1] ?? [])).toEqual(Array.from(all.columns[j]?.chunks[0] ?? []));
      }
    },
  );

  test.each([{ grain: "daily" }, { rows: 3000 }, { grain: "customer", rows: 3000 }] as const)(
    "all backends give the same bits for %o",
    async (options) => {
      const want = generate("storefront", referenceBackend(), options);
      for (const name of ["scalar", "simd", "relaxed"] as const) {
        const { backend } = await openBackend(name);
        expect(generate("storefront", backend, options)).toEqual(want);
      }
    },
  );

  test("the total of rows moves dates, and no draw of a row", () => {
    const few = make({ rows: 1000 });
    const many = make({ rows: 2000 });
    for (const name of ["region", "new_customers", "orders"]) {
      expect(valuesOf(many, name).subarray(0, 1000)).toEqual(valuesOf(few, name));
    }
    expect(valuesOf(many, "date").at(-1)).toBe(valuesOf(few, "date").at(-1));
  });

  test("orders lie by date over three years, a Black Friday's several times as many as a day in August's", () => {
    const days = valuesOf(generate("storefront", simd, { rows: 100_000 }), "date");
    expect(days.every((day, i) => i === 0 || day >= (days[i - 1] as number))).toBe(true);
    const count = (text: string) => days.filter((day) => day === Date.parse(text) / 86_400_000).length;
    expect(count("2022-01-01")).toBeGreaterThan(0);
    expect(count("2024-12-31")).toBeGreaterThan(0);
    for (const friday of ["2022-11-25", "2023-11-24", "2024-11-29"]) {
      expect(count(friday) / count("2023-08-16")).toBeGreaterThan(2.5);
    }
  });

  test("the daily grain has 1,096 days of four regions, with the trial's arms drawn day by day", () => {
    const table = make({});
    expect(table.nRows).toBe(4384);
    expect([...valuesOf(table, "region").subarray(0, 5)]).toEqual([0, 1, 2, 3, 0]);
    const arms = [...valuesOf(table, "arm")];
    expect(arms.filter((arm) => arm !== 1).length).toBe(56 * 4);
    expect(Math.abs(arms.filter((arm) => arm === 2).length - 112)).toBeLessThan(5 * Math.sqrt(56));
  });

  test.each(["daily", "order"] as const)(
    "%s: counts are whole, money is in cents, nothing sold was out of stock",
    (grain) => {
      const table = make({ grain, ...(grain === "order" ? { rows: 3000 } : {}) });
      const of = (name: string) => valuesOf(table, name);
      for (const name of ["sessions", "product_views", "carts", "orders", "units", "stock_level"]) {
        expect(of(name).every((x) => Number.isInteger(x) && x >= 1)).toBe(true);
      }
      for (const name of ["price", "competitor_price", "unit_cost", "revenue", "refunds", "search_spend"]) {
        expect(of(name).every((x) => x >= 0 && x === Math.round(100 * x) / 100)).toBe(true);
      }
      const [stock, orders, fresh, back] = [
        of("stock_level"),
        of("orders"),
        of("new_customers"),
        of("returning_customers"),
      ];
      expect(of("units").every((x, i) => x <= (stock[i] as number) || x % 10 === 0)).toBe(true);
      expect(fresh.every((x, i) => x + (back[i] as number) <= (orders[i] as number))).toBe(true);
      const cost = of("unit_cost");
      expect(of("price").every((x, i) => x > (cost[i] as number))).toBe(true);
    },
  );

  test("the daily grain of seed 42 is the committed CSV, byte by byte", () => {
    const table = make({});
    const header = table.columns.map(({ info }) => info.name);
    const text = [header, ...previewRows(table, 0, table.nRows)].map((row) => `${row.join(",")}\n`).join("");
    expect(text).toBe(readFileSync("data/storefront/storefront.csv", "utf8"));
  });

  test("levels are declared, sorted by code point, in use or not", () => {
    const levels = (name: string) => make({ rows: 3 }).columns.find(({ info }) => info.name === name)?.info.levels;
    expect(levels("region")).toEqual(["East", "North", "South", "West"]);
    expect(levels("arm")).toEqual(["control", "none", "promotion"]);
    for (const column of [...COLUMNS, ...recipeOf("storefront", simd, { grain: "customer" }).columns]) {
      expect(column.levels ?? []).toEqual([...(column.levels ?? [])].sort());
    }
  });

  test.each([0, -1, 1.5, Number.NaN, 2 ** 31])("refuses %s rows", (rows) => {
    expect(() => make({ rows })).toThrow(`rows: must be a whole number from 1 to 2147483647; got ${rows}`);
  });

  test("refuses an unknown grain, rows by day, a seed that is none, and its options for other sets", () => {
    expect(() => make({ grain: "hourly" as "daily" })).toThrow(
      'grain: must be one of daily, order, customer; got "hourly"',
    );
    expect(() => make({ grain: "daily", rows: 5 })).toThrow('rows: must be left out with the grain "daily"');
    expect(() => make({ seed: -1 })).toThrow("seed: must be an integer from 0 to 4294967295; got -1");
    const other = () => generate("sales-overview", referenceBackend(), { rows: 5 });
    expect(other).toThrow('rows: must be left out but for storefront; got 5 for "sales-overview"');
  });
});
