// Tables kept in a store: the same bits back, or nothing where what is kept is not whole, not of this key or not of this version.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromColumns } from "#table/from-columns.ts";
import { fetchStored, keepStored } from "#table/store/cache.ts";
import { bytesOf } from "#table/store/layout.ts";
import type { CsvDialect } from "#table/types.ts";
import { columnsByChance } from "../same-columns.ts";
import { memoryStore } from "./memory-store.ts";

const dialect: CsvDialect = { delimiter: ";", decimal: ",", na: ["n/a"], encoding: "utf-8", bom: false };
const small = { table: fromColumns([{ name: "x", values: [1.5, -0, null, 1e300] }]) };

describe("keepStored and fetchStored", () => {
  it("give the same table back, whatever is in it", async () => {
    await fc.assert(
      fc.asyncProperty(columnsByChance, async (columns) => {
        const store = memoryStore();
        const stored = { table: fromColumns(columns), dialect };
        await keepStored(store, "key", stored);
        expect(await fetchStored(store, "key")).toEqual(stored);
      }),
      { numRuns: 100 },
    );
  });

  it("keep chunks of several superblocks, each in memory of its own", async () => {
    const store = memoryStore();
    const n = 70_001;
    const x = Float64Array.from({ length: n }, (_, i) => i / 3);
    const level = Array.from({ length: n }, (_, i) => `l${i % 3}`);
    const stored = {
      table: fromColumns([
        { name: "x", values: x },
        { name: "level", values: level },
      ]),
    };
    await keepStored(store, "key", stored);
    const back = await fetchStored(store, "key");
    expect(back).toEqual(stored);
    const buffers = back?.table.columns.flatMap(({ chunks }) => chunks.map(({ buffer }) => buffer));
    expect(new Set(buffers).size).toBe(4);
    expect(buffers?.map(({ byteLength }) => byteLength)).toEqual([524_288, 35_720, 262_144, 17_860]);
  });

  it("give nothing for another key, nor where the file of one key holds another", async () => {
    const store = memoryStore();
    await keepStored(store, "key", small);
    expect(await fetchStored(store, "other")).toBeNull();
    const [file] = [...store.files.values()];
    await keepStored(store, "other", small);
    for (const name of store.files.keys()) store.files.set(name, file as NonNullable<typeof file>);
    expect(await fetchStored(store, "key")).toEqual(small);
    expect(await fetchStored(store, "other")).toBeNull();
  });

  it("give nothing of a file that was cut, wherever, nor of another version", async () => {
    const store = memoryStore();
    await keepStored(store, "key", small);
    const [name, file] = [...store.files][0] as [string, { bytes: Uint8Array<ArrayBuffer>; used: number }];
    for (let length = 0; length < file.bytes.length; length++) {
      store.files.set(name, { ...file, bytes: file.bytes.slice(0, length) });
      expect(await fetchStored(store, "key"), String(length)).toBeNull();
    }
    const text = new TextDecoder("latin1").decode(file.bytes).replace('"version":1', '"version":0');
    store.files.set(name, { ...file, bytes: Uint8Array.from(text, (letter) => letter.charCodeAt(0)) });
    expect(await fetchStored(store, "key")).toBeNull();
    store.files.set(name, file);
    expect(await fetchStored(store, "key")).toEqual(small);
  });

  it("let those go that were not used for longest, once there is more than the limit", async () => {
    const store = memoryStore();
    const each = bytesOf(small, "a").byteLength;
    for (const key of ["a", "b", "c"]) await keepStored(store, key, small, 3 * each);
    await fetchStored(store, "a");
    await keepStored(store, "d", small, 3 * each);
    const kept = await Promise.all(["a", "b", "c", "d"].map(async (key) => (await fetchStored(store, key)) !== null));
    expect(kept).toEqual([true, false, true, true]);
    await keepStored(store, "e", small, each - 1);
    expect(await fetchStored(store, "e")).toBeNull();
    expect(store.files.size).toBe(3);
  });

  it("leave nothing where there is no room, and pass over a store that fails", async () => {
    const full = memoryStore({ quota: 100 });
    await keepStored(full, "key", small);
    expect(full.files.size).toBe(0);
    const broken = {
      ...memoryStore(),
      list: () => Promise.reject(new Error("x")),
      open: () => Promise.reject(new Error("x")),
    };
    await keepStored(broken, "key", small);
    expect(await fetchStored(broken, "key")).toBeNull();
  });
});
