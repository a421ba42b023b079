// Edits of tables of more than one superblock: the same bits for any number of workers, whatever was fitted before, and after
// a worker died and they were made again.

import { describe, expect, it } from "vitest";
import type { Engine, TableEdit, TableHandle } from "#engine/index.ts";
import { randomStream } from "#kernel/reference/random.ts";
import { fakePools } from "#tests/helpers/fake-pool.ts";

const engineOf = fakePools();
const N = 65_536 * 3 + 700;

function columns() {
  const stream = randomStream(5);
  const x = stream.normal(N, 3, 2);
  const z = Float64Array.from({ length: N }, (_, i) => i % 97);
  const y = stream.normal(N, 0, 1).map((e, i) => 2 + (x[i] as number) - (z[i] as number) / 9 + e);
  const w = Float64Array.from({ length: N }, (_, i) => 1 + (i % 3));
  const city = Array.from({ length: N }, (_, i) => ["Basel", "Chur", "Genf"][(i >> 3) % 3] ?? "");
  return { x, z, y, w, city };
}

const data = columns();
const csv = `price,units,region\n${Array.from({ length: 140_000 }, (_, i) => `${(i * 37) % 101},${i % 7},${["North", "South"][i % 2]}`).join("\n")}\n`;
const cell = (column: string, value: number | string | null) => ({ column, value });
const drag = (row: number, x: number, y: number): TableEdit => ({
  set: [{ row, values: [cell("x", x), cell("y", y)] }],
});

const edits: TableEdit[] = [
  drag(70_000, 9.5, 0.1),
  drag(70_000, 9.25, 3),
  { remove: [5, 100_000] },
  drag(99_999, 1 / 3, 7),
  { add: [[cell("x", 1), cell("y", 2), cell("z", 0.1), cell("w", 1), cell("city", "Chur")], [cell("x", 4)]] },
  { set: [{ row: 131_080, values: [cell("city", "Lugano")] }] },
  { set: [{ row: 131_080, values: [cell("city", "Basel")] }] },
  { set: [{ row: 12, values: [cell("z", null)] }], remove: [N - 3] },
  drag(12, 0, 0),
];

const asked: ((table: TableHandle) => Promise<unknown>)[] = [
  (t) => t.fit("y ~ x + z + city"),
  (t) => t.fit("y ~ x", { rows: [65_530, 140_000] }),
  (t) => t.fit("y ~ x * z", { weights: "w" }),
  (t) => t.moments("y ~ x + z", { rows: [10, 131_070] }),
  (t) => t.fit("y ~ x + lag(z, 1)"),
  (t) => t.fit("y ~ poly(x, 2)", { rows: [1000, 100_000] }),
  (t) => t.crossValidate("y ~ x + z", { folds: 3, nLambda: 4 }),
  async (t) => t.influence(await t.fit("y ~ x + z"), { from: 65_530, to: 65_540 }),
  (t) => t.predict(given),
  (t) => t.driftProfile({ rows: [60_000, 131_075] }),
  (t) => t.rows(65_528, 65_540),
  async (t) => [t.nRows, t.columns],
];

let given: Awaited<ReturnType<TableHandle["fit"]>>;

async function answers(table: TableHandle) {
  const found = [];
  for (const ask of asked) found.push(await ask(table));
  return found;
}

async function edited(engine: Engine, { between = false } = {}): Promise<TableHandle> {
  const table = await engine.fromColumns(data);
  given ??= await table.fit("y ~ x + z");
  for (const edit of edits) {
    if (between) for (const ask of asked.slice(0, 4)) await ask(table);
    await table.edit(edit);
  }
  return table;
}

describe("edits of a table of several superblocks", () => {
  it("give the bits of one worker on 2, 3 and 5, with fits between the edits too", async () => {
    const alone = await engineOf(1);
    const expected = await answers(await edited(alone.engine));
    for (const workers of [1, 2, 3, 5]) {
      const { engine } = await engineOf(workers);
      expect(await answers(await edited(engine, { between: true }))).toEqual(expected);
    }
  });

  it("are those of a table of the edited rows", async () => {
    const { engine } = await engineOf(2);
    const table = await edited(engine);
    const all = await table.rows(0, table.nRows);
    const values = Object.fromEntries(table.columns.map(({ name }, j) => [name, all.map((row) => row[j] ?? null)]));
    const plain = await engine.fromColumns(values);
    const [a, b] = [await table.fit("y ~ x + z + city"), await plain.fit("y ~ x + z + city")];
    expect([a.n, a.nDropped, a.terms]).toEqual([b.n, b.nDropped, b.terms]);
    for (const [j, value] of a.coefficients.entries()) expect(value).toBeCloseTo(b.coefficients[j] as number, 11);
  });

  it("are made again, with the same bits, after a worker died", async () => {
    const { engine, started } = await engineOf(3);
    const table = await edited(engine);
    const expected = await answers(table);
    started[1]?.dispatch(Object.assign(new Event("error"), { message: "crash" }));
    expect(await answers(table)).toEqual(expected);
    started[0]?.dispatch(Object.assign(new Event("error"), { message: "crash" }));
    expect(await answers(table)).toEqual(expected);
  });

  it.each<[string, (engine: Engine) => Promise<TableHandle>, string]>([
    ["generated", (engine) => engine.generate("storefront", { rows: 140_000 }), "units ~ price + region"],
    ["read from a CSV", (engine) => engine.readCsv(new Blob([csv])), "price ~ units + region"],
  ])("of a table that was %s give the bits of one worker", async (_, make, formula) => {
    const found = [];
    for (const workers of [1, 3]) {
      const table = await make((await engineOf(workers)).engine);
      await table.fit(formula);
      await table.edit({
        set: [{ row: 70_000, values: [cell("price", 12.5), cell("region", "North")] }],
        remove: [9, 66_000],
        add: [[cell("price", 3), cell("units", 4), cell("region", "South")]],
      });
      found.push([table.nRows, table.columns, await table.fit(formula), await table.rows(69_996, 70_000)]);
    }
    expect(found[1]).toEqual(found[0]);
  });

  it("leave everything as it was where they are refused", async () => {
    const { engine } = await engineOf(2);
    const table = await engine.fromColumns(data);
    const before = await table.fit("y ~ x");
    await expect(table.edit({ set: [{ row: 70_000, values: [cell("x", "far")] }] })).rejects.toMatchObject({
      code: "column-type",
      at: { row: 70_001, column: "x" },
    });
    expect(await table.fit("y ~ x")).toEqual(before);
  });
});
