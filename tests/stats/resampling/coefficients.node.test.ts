// Bootstrap and jackknife of coefficients against R, against each other, and on degenerate rows.

import { describe, expect, test } from "vitest";
import { mergeMoments } from "#stats/moments/merge.ts";
import { blocksOf } from "#stats/resampling/blocks.ts";
import { bootstrap, drawnMoments } from "#stats/resampling/bootstrap.ts";
import { jackknifeBlocks } from "#stats/resampling/jackknife.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { noTurn } from "#tests/helpers/block-rows.ts";
import { noisyModel } from "#tests/helpers/noisy-model.ts";
import { resampledArrays } from "#tests/helpers/resampled.ts";
import { salesRows, resamplingReference as wanted } from "#tests/helpers/resampling-reference.ts";

const backends = await availableBackends();
const relative = (got: number | undefined, value: number | undefined) =>
  Math.abs((got ?? Number.NaN) / (value ?? Number.NaN) - 1);

describe.each(backends)("jackknife on $name", (backend) => {
  test("of blocks of one row has R's standard errors and bias by n refits", async () => {
    const { blocks, seed } = await blocksOf(salesRows(backend), { nBlocks: 400 }, 50);
    const found = await jackknifeBlocks(blocks, { intercept: true, seed }, backend, noTurn);
    expect(found).toMatchObject({ terms: ["(Intercept)", "search", "price", "discount"], n: 400, nBlocks: 400 });
    for (const [j, value] of wanted.coefficients.entries()) {
      expect(relative(found.coefficients[j], value)).toBeLessThanOrEqual(1e-10);
      expect(relative(found.standardErrors[j], wanted.jackknife.se[j])).toBeLessThanOrEqual(1e-9);
      expect(Math.abs((found.bias[j] as number) - (wanted.jackknife.bias[j] as number))).toBeLessThanOrEqual(
        1e-7 * (wanted.jackknife.se[j] as number),
      );
    }
  });

  test("a column that varies within one block alone is 0 without that block, and this is counted", async () => {
    const model = noisyModel({ n: 60, p: 2 });
    const spike = Float64Array.from({ length: 60 }, (_, i) => (i === 5 ? 1 : 0));
    const data = resampledArrays({ ...model, columns: { ...model.columns, spike } }, backend);
    const { blocks, seed } = await blocksOf(data, { nBlocks: 6, blocks: "consecutive" }, 50);
    const found = await jackknifeBlocks(blocks, { intercept: true, seed }, backend, noTurn);
    expect(found).toMatchObject({ nDeficient: 1, seed: null });
    expect(found.standardErrors.every(Number.isFinite)).toBe(true);
  });
});

describe.each(backends)("bootstrap on $name", (backend) => {
  test("of pairs estimates HC0's standard errors, within what 1500 replicates can tell", async () => {
    const found = await bootstrap(salesRows(backend), { nReplicates: 1500, method: "pairs" }, backend);
    for (const [j, se] of wanted.hc0.entries()) expect(relative(found.standardErrors[j], se)).toBeLessThan(0.1);
    for (const [j, [low, high]] of found.interval.entries()) {
      const at = wanted.coefficients[j] as number;
      expect(low).toBeLessThan(at);
      expect(high).toBeGreaterThan(at);
      expect((high - low) / (2 * 1.96 * (wanted.hc0[j] as number))).toBeCloseTo(1, 0);
    }
    expect(found).toMatchObject({ method: "pairs", nBlocks: null, reason: "asked for", nDeficient: 0, n: 400 });
  });

  test("of blocks estimates the same", async () => {
    const found = await bootstrap(salesRows(backend), { method: "blocks", nBlocks: 100, nReplicates: 1500 }, backend);
    for (const [j, se] of wanted.hc0.entries()) expect(relative(found.standardErrors[j], se)).toBeLessThan(0.2);
    for (const [j, value] of wanted.coefficients.entries()) {
      expect(relative(found.coefficients[j], value)).toBeLessThanOrEqual(1e-10);
    }
  });

  test("is the same for the same seed, whichever way, and another for another", async () => {
    const data = resampledArrays(noisyModel({ n: 90, p: 2, weighted: true }), backend);
    for (const method of ["pairs", "blocks"] as const) {
      const options = { method, nReplicates: 30, lambda: 0.5, l1Ratio: 0.5, seed: 4 };
      const first = await bootstrap(data, options, backend);
      expect(await bootstrap(data, options, backend)).toEqual(first);
      const other = await bootstrap(data, { ...options, seed: 5 }, backend);
      expect(other.standardErrors).not.toEqual(first.standardErrors);
      for (const [j, value] of first.coefficients.entries()) {
        expect(Math.abs((other.coefficients[j] as number) - value)).toBeLessThanOrEqual(1e-12 * Math.abs(value));
      }
    }
  });

  test("takes blocks where rows are too many, and says so", async () => {
    const data = resampledArrays(noisyModel({ n: 3000, p: 2 }), backend);
    const found = await bootstrap(data, { nReplicates: 2 }, backend);
    expect(found).toMatchObject({
      method: "pairs",
      reason: "2 replicates of 3000 rows and 3 columns can be drawn row by row",
    });
    const many = resampledArrays(noisyModel({ n: 60_000, p: 5 }), backend);
    const blocks = await bootstrap(many, { nReplicates: 9500, nBlocks: 2 }, backend);
    expect(blocks).toMatchObject({ method: "blocks", nBlocks: 2 });
  }, 60_000);

  test("a replicate that lost a column gives it 0 and is counted", async () => {
    const model = noisyModel({ n: 40, p: 1 });
    const spike = Float64Array.from({ length: 40 }, (_, i) => (i === 3 ? 1 : 0));
    const data = resampledArrays({ ...model, columns: { ...model.columns, spike } }, backend);
    const found = await bootstrap(data, { nReplicates: 300, method: "pairs" }, backend);
    // (1 − 1/40)^40 = 36 % of the replicates draw the row never.
    expect(found.nDeficient / 300).toBeGreaterThan(0.25);
    expect(found.nDeficient / 300).toBeLessThan(0.48);
    expect([...found.standardErrors, ...found.interval.flat()].every(Number.isFinite)).toBe(true);
  });
});

describe.each(backends)("drawnMoments on $name", (backend) => {
  test("counts of 1 give the whole, also with one block 1e8 away", async () => {
    const model = noisyModel({ n: 80, p: 3, weighted: true });
    const far = Object.fromEntries(
      Object.entries(model.columns).map(([name, c]) => [name, Float64Array.from(c, (x, i) => (i >= 60 ? x + 1e8 : x))]),
    );
    const data = resampledArrays({ ...model, columns: far }, backend);
    const { blocks } = await blocksOf(data, { nBlocks: 4, blocks: "consecutive" }, 50);
    const whole = blocks.reduce(mergeMoments);
    const drawn = drawnMoments(blocks, [1, 1, 1, 1]);
    expect(drawn.weight).toBeCloseTo(whole.weight, 10);
    for (const [k, value] of whole.scatter.entries())
      expect(relative(drawn.scatter[k], value)).toBeLessThanOrEqual(1e-12);
    const twice = drawnMoments(blocks, [2, 0, 1, 0]);
    const merged = [blocks[0], blocks[0], blocks[2]].flatMap((b) => b ?? []).reduce(mergeMoments);
    expect(twice.n).toBe(merged.n);
    for (const [k, value] of merged.scatter.entries())
      expect(relative(twice.scatter[k], value)).toBeLessThanOrEqual(1e-11);
  });
});
