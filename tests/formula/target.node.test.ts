// Target encoding: out-of-fold means in the rows a model is made of, means of all rows in new ones.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEngine } from "#engine/index.ts";
import { expandPredictors, expandRows } from "#formula/expand.ts";
import { planFormula } from "#formula/plan.ts";
import type { ShuffleRows } from "#formula/target.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { recut } from "../helpers/features.ts";
import { failure } from "./failure.ts";
import { type Cells, tableOf } from "./table.ts";

const [backend] = await availableBackends();
if (!backend) throw new Error("no backend");
const shuffle: ShuffleRows = (n, seed) => (from, count) => backend.shuffle({ n, seed, repeat: 0 }, from, count);

const N = 40;
const y = Array.from({ length: N }, (_, i) => ((i * 37) % 41) / 4);
const shop = Array.from({ length: N }, (_, i) => "abcd"[(i * i) % 4 === 1 ? i % 3 : i % 4] as string);
const data = (values: Cells) => tableOf([["y", values] as const, ["shop", shop] as const]);

function encodedIn(term: string, table = data(y)): number[] {
  const plan = planFormula(`y ~ ${term}`, table, { shuffle });
  return table.superblocks.flatMap((_, chunk) =>
    Array.from(expandRows(plan, table, chunk, { shuffle }).columns[0] ?? []),
  );
}

/** By the definition, over the rows that `counts` takes. */
function encodingOf(level: string, smoothing: number, counts: (row: number) => boolean): number {
  const rows = y.map((_, i) => i).filter(counts);
  const mean = rows.reduce((sum, i) => sum + (y[i] as number), 0) / rows.length;
  const own = rows.filter((i) => shop[i] === level);
  return (own.reduce((sum, i) => sum + (y[i] as number), 0) + smoothing * mean) / (own.length + smoothing);
}

describe("target(category)", () => {
  it.each([
    ["target(shop)", 5, 10, 42],
    ["target(shop, folds = 3, smoothing = 0, seed = 7)", 3, 0, 7],
    ["target(shop, 40, 2)", 40, 2, 42],
  ])("%s takes the means of the other folds, in any chunks", (term, folds, smoothing, seed) => {
    const places = shuffle(N, seed)(0, N);
    const fold = (i: number) => (places[i] as number) % folds;
    for (const lengths of [[40], [13, 27], [1, 2, 3, 34]]) {
      const found = encodedIn(term, recut(data(y), lengths));
      for (const [i, level] of shop.entries()) {
        expect(found[i]).toBeCloseTo(
          encodingOf(level, smoothing, (row) => fold(row) !== fold(i)),
          12,
        );
      }
    }
  });

  it("never tells a row its own response", () => {
    const before = encodedIn("target(shop)");
    fc.assert(
      fc.property(fc.nat(N - 1), fc.double({ min: -1e3, max: 1e3, noNaN: true }), (i, value) => {
        const other = encodedIn("target(shop)", data(y.map((v, row) => (row === i ? value : v))));
        expect(other[i]).toBe(before[i]);
      }),
      { numRuns: 40 },
    );
  });

  it("takes the means of all rows in new ones, and the mean of all where the level is new", () => {
    const plan = JSON.parse(JSON.stringify(planFormula("y ~ target(shop)", data(y), { shuffle })));
    const fresh = tableOf([["shop", ["b", "z", null, "a"]]]);
    const { kept, columns } = expandPredictors(plan, fresh, 0);
    expect(kept).toEqual(Int32Array.of(0, 1, 3));
    expect(columns[0]?.[0]).toBeCloseTo(
      encodingOf("b", 10, () => true),
      12,
    );
    expect(columns[0]?.[1]).toBeCloseTo(y.reduce((a, b) => a + b) / N, 12);
    expect(columns[0]?.[2]).toBeCloseTo(
      encodingOf("a", 10, () => true),
      12,
    );
  });

  it("encodes by the response as the formula transforms it, and enters products", () => {
    const table = data(y.map((v) => v + 1));
    const plan = planFormula("log(y) ~ target(shop):shop", table, { shuffle });
    expect(plan.columns.map(({ name }) => name)).toEqual(["a", "b", "c"].map((s) => `target(shop):shop${s}`));
    const fresh = expandPredictors(plan, tableOf([["shop", ["a"]]]), 0).columns.map((v) => v[0] as number);
    const logs = y.map((v) => Math.log(v + 1));
    const mean = logs.reduce((a, b) => a + b) / N;
    const own = logs.filter((_, i) => shop[i] === "a");
    expect(fresh[0]).toBeCloseTo((own.reduce((a, b) => a + b) + 10 * mean) / (own.length + 10), 12);
    expect(fresh.slice(1)).toEqual([0, 0]);
  });

  it("leaves out of its means the rows without a response", () => {
    const gaps = y.map((v, i) => (i % 5 === 0 ? null : v));
    const plan = planFormula("y ~ target(shop, smoothing = 0)", data(gaps), { shuffle });
    const [value] = expandPredictors(plan, tableOf([["shop", ["c"]]]), 0).columns[0] ?? [];
    const own = y.filter((_, i) => i % 5 !== 0 && shop[i] === "c");
    expect(value).toBeCloseTo(own.reduce((a, b) => a + b) / own.length, 12);
  });

  it("says what it cannot encode", () => {
    const at = (formula: string, table = data(y), deal: ShuffleRows | null = shuffle) => {
      const { code, at: place } = failure(() => planFormula(formula, table, { shuffle: deal }));
      return [code, place?.char];
    };
    expect(at("y ~ target(y)")).toEqual(["column-type", 11]);
    expect(at("y ~ target(shops)")).toEqual(["column-unknown", 11]);
    expect(at("target(shop) ~ y")).toEqual(["formula-unsupported", 0]);
    expect(at("y ~ target(shop, 1)")).toEqual(["formula-function", 17]);
    expect(at("y ~ target(shop, folds = 41)")).toEqual(["formula-unsupported", 4]);
    expect(at("y ~ target(shop)", data(y), null)).toEqual(["formula-unsupported", 4]);
  });
});

describe("in a fit, target(category)", () => {
  it("finds nothing in a category that is noise, where plain means would", async () => {
    const engine = await createEngine({ workers: 0 });
    const n = 600;
    const noise = Array.from({ length: n }, (_, i) => Math.sin(i * i * 1.7) * 10 + ((i * 7919) % 13));
    const level = Array.from({ length: n }, (_, i) => `l${(i * 31 + Math.floor(i / 7)) % 200}`);
    const table = await engine.fromColumns({ y: noise, level });
    const fit = await table.fit("y ~ target(level, smoothing = 0)");
    expect(fit.rSquared).toBeLessThan(0.05);
    const means = new Map<string, number[]>();
    for (const [i, name] of level.entries()) means.set(name, [...(means.get(name) ?? []), noise[i] as number]);
    const plain = level.map((name) => {
      const own = means.get(name) ?? [];
      return own.reduce((a, b) => a + b, 0) / own.length;
    });
    const leaking = await engine.fromColumns({ y: noise, plain });
    expect((await leaking.fit("y ~ plain")).rSquared).toBeGreaterThan(0.2);
    const again = await table.fit("y ~ target(level, smoothing = 0)");
    expect(again.coefficients).toEqual(fit.coefficients);
    const { fitted } = await table.predict(fit);
    expect(fitted.every(Number.isFinite)).toBe(true);
    engine.close();
  });
});
