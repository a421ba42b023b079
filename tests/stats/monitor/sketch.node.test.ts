// Bins and sketches: cut once, counted exactly, and the same however the rows are cut.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { below, binCounts } from "#stats/monitor/bins.ts";
import { MAX_DISTINCT } from "#stats/monitor/passes/points.ts";
import { referenceProfile } from "#stats/monitor/profile.ts";
import type { CategoryProfile, DriftProfile, NumberProfile } from "#stats/monitor/types.ts";
import { windowProfile } from "#stats/monitor/window.ts";
import { type ArrayColumn, arrayColumns } from "#tests/helpers/array-columns.ts";
import { expectNear, reference } from "#tests/helpers/monitor-reference.ts";

const backend = referenceBackend();
const QUANTILE = { nBins: 10, binning: "quantile" } as const;

function profileOf(
  columns: Record<string, ArrayColumn>,
  options: { nBins: number; binning: "quantile" | "equal-width" } = QUANTILE,
  blockRows = 65_536,
): Promise<DriftProfile> {
  const { rows, kinds } = arrayColumns(columns, { backend, blockRows });
  return referenceProfile(rows, kinds, options);
}

async function numberOf(values: readonly number[], options = QUANTILE, blockRows?: number): Promise<NumberProfile> {
  const [column] = (await profileOf({ x: values }, options, blockRows)).columns;
  if (column?.kind !== "number") throw new RangeError(`column: must be of numbers; got ${column?.kind}`);
  return column;
}

/** A bell-shaped sample of different values, the same in every run. */
const bell = (n: number, shift = 0): number[] =>
  Array.from({ length: n }, (_, i) => {
    const u = (((i * 7919) % n) + 0.5) / n;
    return Math.log(u / (1 - u)) + shift;
  });

const column = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(Number.NaN)), {
  minLength: 1,
  maxLength: 80,
});

/** How many values lie in each bin, one by one. */
function countOneByOne(values: readonly number[], { borders }: NumberProfile): number[] {
  const counts = new Array<number>(borders.length + 2).fill(0);
  for (const x of values) {
    const at = Number.isNaN(x) ? borders.length + 1 : borders.filter((border) => x > border).length;
    counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

describe("referenceProfile(rows, columns)", () => {
  test("cuts at R's quantiles of type 1", async () => {
    const { borders } = await numberOf(reference.quantiles.values);
    expect(borders).toEqual(reference.quantiles.deciles);
  });

  test("counts every value in its bin, and what is missing in one more", () =>
    fc.assert(
      fc.asyncProperty(column, fc.constantFrom("quantile", "equal-width"), async (values, binning) => {
        const { columns } = await profileOf({ x: values }, { nBins: 4, binning });
        const profile = columns[0] as NumberProfile;
        if (profile.n === 0) return;
        expect(binCounts(profile)).toEqual(countOneByOne(values, profile));
      }),
      { numRuns: 200, seed: 1 },
    ));

  test.each([1, 7, 1000])("is the same for blocks of %i rows, where no value is rounded", async (blockRows) => {
    const x = Array.from({ length: 3000 }, (_, i) => ((i * 37) % 101) - 50);
    const g = x.map((v) => (v % 3 === 0 ? null : `g${v % 7}`));
    const whole = await profileOf({ x, g });
    const cut = await profileOf({ x, g }, QUANTILE, blockRows);
    const { mean, sd, ...counts } = whole.columns[0] as NumberProfile;
    const { mean: cutMean, sd: cutSd, ...cutCounts } = cut.columns[0] as NumberProfile;
    expect(cutCounts).toEqual(counts);
    expectNear(cutMean, mean ?? Number.NaN, 1e-12);
    expectNear(cutSd, sd ?? Number.NaN, 1e-12);
    expect(cut.columns[1]).toEqual(whole.columns[1]);
  });

  test("keeps its bins near the quantiles where there are more values than it remembers", async () => {
    const values = bell(40_000);
    const sorted = [...values].sort((a, b) => a - b);
    for (const blockRows of [40_000, 3000]) {
      const profile = await numberOf(values, QUANTILE, blockRows);
      expect(profile.values).toBeNull();
      expect(profile.grid.length).toBeLessThanOrEqual(220);
      for (const [i, count] of binCounts(profile).slice(0, 10).entries()) {
        expect(Math.abs(count - 4000), `bin ${i}`).toBeLessThan(0.002 * 40_000);
      }
      expect(profile.min).toBe(sorted[0]);
      expect(profile.max).toBe(sorted[sorted.length - 1]);
      expect([...profile.at, ...profile.between].reduce((sum, count) => sum + count, 0)).toBe(40_000);
    }
  });

  test("holds the whole distribution up to 1000 different values", async () => {
    const exact = await numberOf(bell(MAX_DISTINCT));
    expect(exact.between.every((count) => count === 0)).toBe(true);
    const more = await numberOf(bell(MAX_DISTINCT + 1));
    expect(more.between.some((count) => count > 0)).toBe(true);
  });

  test("gives a value that is most of the column a bin of its own", async () => {
    const zeros = await numberOf([...new Array<number>(90).fill(0), ...bell(30, 100)]);
    expect(zeros.borders).toContain(0);
    expect(binCounts(zeros)[0]).toBe(90);
    const ones = await numberOf([...bell(30, -100), ...new Array<number>(90).fill(1)]);
    expect(binCounts(ones).slice(-2)).toEqual([90, 0]);
    const middle = await numberOf([...bell(30, -100), ...new Array<number>(90).fill(0), ...bell(30, 100)]);
    expect(binCounts(middle)).toContain(90);
  });

  test("gives a column of few values a bin for each", async () => {
    const { borders } = await numberOf([1, 2, 2, 3, 3, 3]);
    expect(borders).toEqual([1, 2]);
  });

  test("gives a constant column bins below, at and above its value", async () => {
    const profile = await numberOf([5, 5, 5]);
    expect(profile.borders).toEqual([below(5), 5]);
    expect(binCounts(profile)).toEqual([0, 3, 0, 0]);
    expect(profile).toMatchObject({ mean: 5, sd: 0, min: 5, max: 5 });
  });

  test("of a column without a value has no bins and says nothing of it", async () => {
    const profile = await numberOf([Number.NaN, Number.NaN]);
    expect(profile).toMatchObject({ n: 0, missing: 2, mean: null, sd: null, min: null, max: null, borders: [] });
  });

  test("takes −0 for 0, and has null where squares overflow", async () => {
    expect((await numberOf([-0, 0, 0])).grid.filter((x) => x === 0)).toHaveLength(1);
    expect(await numberOf([-1e200, 1e200])).toMatchObject({ sd: null, min: -1e200 });
    const { columns, moments } = await profileOf({ x: [1e150, 2e150, 4e150] });
    expect((columns[0] as NumberProfile).sd).toBeGreaterThan(1e150);
    expect(moments?.n).toBe(3);
  });

  test("keeps the 100 most frequent levels, and counts the rest together", async () => {
    const words = Array.from({ length: 150 }, (_, i) => new Array<string>(i < 120 ? 2 : 1).fill(`w${1000 + i}`)).flat();
    const [profile] = (await profileOf({ g: [...words, null] })).columns as CategoryProfile[];
    expect(profile?.levels).toHaveLength(100);
    expect(profile?.levels[99]).toBe("w1099");
    expect(profile).toMatchObject({ n: 270, missing: 1, other: 70 });
  });

  test("is JSON, and small", async () => {
    const profile = await profileOf({ x: bell(5000), g: bell(5000).map((v) => (v > 0 ? "up" : "down")) });
    const text = JSON.stringify(profile);
    expect(JSON.parse(text)).toEqual(profile);
    expect(text.length).toBeLessThan(8000);
  });
});

describe("below(x)", () => {
  test("is the double before x", () =>
    fc.assert(
      fc.property(fc.double({ min: -1e300, max: 1e300, noNaN: true }), (x) => {
        const y = below(x);
        expect(y).toBeLessThan(x);
        // No double lies between the two.
        expect([x, y]).toContain(y + (x - y) / 2);
      }),
    ));
});

describe("windowProfile(rows, columns, reference)", () => {
  test("counts a window on the reference's bins, new levels as other", async () => {
    const profile = await profileOf({ x: [1, 2, 3, 4], g: ["a", "a", "b", "b"] });
    const now = arrayColumns({ x: [0, 2, 2.5, Number.NaN], g: ["c", "b", "b", null] }, { backend });
    const window = await windowProfile(now.rows, now.kinds, profile);
    expect(window.columns[0]).toMatchObject({
      grid: [1, 2, 3, 4],
      at: [0, 1, 0, 0],
      between: [1, 0, 1, 0, 0],
      missing: 1,
    });
    expect((window.columns[0] as NumberProfile).values).toEqual({ value: [0, 2, 2.5], count: [1, 1, 1] });
    expect(window.columns[1]).toMatchObject({ levels: ["a", "b"], counts: [0, 2], other: 1, missing: 1 });
  });

  test.each([1, 5, 64])("is the same for blocks of %i rows", (blockRows) =>
    fc.assert(
      fc.asyncProperty(column, column, async (before, after) => {
        const profile = await profileOf({ x: before });
        const whole = arrayColumns({ x: after }, { backend });
        const cut = arrayColumns({ x: after }, { backend, blockRows });
        const a = (await windowProfile(whole.rows, whole.kinds, profile)).columns[0] as NumberProfile;
        const b = (await windowProfile(cut.rows, cut.kinds, profile)).columns[0] as NumberProfile;
        expect({ ...b, mean: null, sd: null }).toEqual({ ...a, mean: null, sd: null });
        expect(Math.abs((b.mean ?? 0) - (a.mean ?? 0))).toBeLessThan(1e-12);
      }),
      { numRuns: 60, seed: 2 },
    ),
  );
});
