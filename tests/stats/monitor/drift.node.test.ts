// The drift report: nothing between equal windows, effects before p-values, and a reason for every null.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { compareProfiles } from "#stats/monitor/compare.ts";
import { distributionOf } from "#stats/monitor/distance/distribution.ts";
import { ksDistance } from "#stats/monitor/distance/kolmogorov-smirnov.ts";
import { wasserstein } from "#stats/monitor/distance/wasserstein.ts";
import { referenceProfile } from "#stats/monitor/profile.ts";
import type { DriftReport, FeatureDrift } from "#stats/monitor/report/types.ts";
import { windowProfile } from "#stats/monitor/window.ts";
import { type ArrayColumn, arrayColumns } from "#tests/helpers/array-columns.ts";
import { expectNear, reference } from "#tests/helpers/monitor-reference.ts";

const backend = referenceBackend();
type Columns = Record<string, ArrayColumn>;

async function reportOf(before: Columns, after: Columns, blockRows = 65_536): Promise<DriftReport> {
  const then = arrayColumns(before, { backend, blockRows });
  const now = arrayColumns(after, { backend, blockRows });
  const profile = await referenceProfile(then.rows, then.kinds, { nBins: 10, binning: "quantile" });
  const stored = JSON.parse(JSON.stringify(profile));
  const kinds = then.kinds.map((kind, j) => (now.kinds[j]?.kind === kind.kind ? (now.kinds[j] ?? kind) : kind));
  const window = await windowProfile(now.rows, kinds, stored);
  return compareProfiles(stored, window, { alpha: 0.05, correction: "benjamini-hochberg" }, backend.dense);
}

async function featureOf(before: ArrayColumn, after: ArrayColumn, blockRows?: number): Promise<FeatureDrift> {
  const [feature] = (await reportOf({ x: before }, { x: after }, blockRows)).features;
  if (!feature) throw new RangeError("features: must hold one; got 0");
  return feature;
}

/** Equally likely values of a logistic distribution, in a mixed order that is the same in every run. */
const bell = (n: number, { shift = 0, scale = 1 } = {}): number[] =>
  Array.from({ length: n }, (_, i) => {
    const u = (((i * 7919) % n) + 0.5) / n;
    return scale * Math.log(u / (1 - u)) + shift;
  });

const sorted = (values: readonly number[]) => distributionOf(Float64Array.from(values).sort());
const ints = fc.array(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(Number.NaN)), {
  minLength: 2,
  maxLength: 50,
});

describe("compareProfiles(reference, current)", () => {
  test("finds nothing between a window and itself", () =>
    fc.assert(
      fc.asyncProperty(ints, async (x) => {
        const g = x.map((v) => (Number.isNaN(v) ? null : `l${Math.abs(v) % 4}`));
        const report = await reportOf({ x, g }, { x, g });
        for (const { effect, effects, p, drifted } of report.features) {
          expect(effect.value).toBe(0);
          expect(effects.psi?.value).toBe(0);
          for (const name of [
            "kolmogorovSmirnov",
            "wasserstein",
            "meanDifference",
            "cramersV",
            "missingDifference",
          ] as const) {
            expect(effects[name]?.value ?? 0).toBe(0);
          }
          expect(p ?? 1).toBe(1);
          expect(drifted).toBe(false);
        }
        expect(report.summary).toMatchObject({ nDrifted: 0, largest: null });
      }),
      { numRuns: 80, seed: 3 },
    ));

  test.each(reference.samples)(
    "has R's and scipy's distances of $name",
    async ({ a, b, ks, p_exact, wasserstein: w }) => {
      const feature = await featureOf(a, b);
      expect(feature.ksBound).toMatchObject({ exact: true });
      expectNear(feature.effects.kolmogorovSmirnov?.value, ks, 1e-14);
      expectNear(feature.tests[0]?.p, p_exact, 1e-12);
      const mean = a.reduce((sum, x) => sum + x, 0) / a.length;
      const sd = Math.sqrt(a.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (a.length - 1));
      if (a.length > 1) expectNear(feature.effects.wasserstein?.value, w / sd, 1e-11);
      else expect(feature.reasons.map(({ field }) => field)).toContain("wasserstein");
    },
  );

  test("bounds the distances of large windows from bins", async () => {
    for (const shift of [0, 0.05, 0.8]) {
      const before = bell(30_000);
      const after = bell(20_011, { shift, scale: 1.1 });
      const feature = await featureOf(before, after);
      const exact = ksDistance(sorted(before), sorted(after));
      expect(feature.ksBound?.exact).toBe(false);
      expect(feature.ksBound?.value).toBeLessThanOrEqual(exact);
      expect(feature.ksBound?.upper).toBeGreaterThanOrEqual(exact);
      expect((feature.ksBound?.upper ?? 1) - (feature.ksBound?.value ?? 0)).toBeLessThan(0.006);
      const sd = Math.PI / Math.sqrt(3);
      expect(feature.wassersteinOf).toBe("bins");
      expect(
        Math.abs((feature.effects.wasserstein?.value ?? 9) - wasserstein(sorted(before), sorted(after)) / sd),
      ).toBeLessThan(0.002);
    }
  });

  test("has the exact distance where the reference alone has few values", async () => {
    const before = bell(900);
    const after = bell(5000, { shift: 0.3 });
    const feature = await featureOf(before, after);
    expect(feature.ksBound).toMatchObject({ exact: true });
    expectNear(feature.ksBound?.value, ksDistance(sorted(before), sorted(after)), 1e-14);
    expect(feature.wassersteinOf).toBe("bins");
  });

  test("does not hang on how the rows are cut", async () => {
    const before = { x: bell(5000), y: bell(5000).map((v, i) => v + (i % 3)) };
    const after = { x: bell(4000, { shift: 0.2 }), y: bell(4000) };
    const whole = await reportOf(before, after);
    expect(await reportOf(before, after)).toEqual(whole);
    const cut = await reportOf(before, after, 700);
    expect(cut.features.map(({ name }) => name)).toEqual(whole.features.map(({ name }) => name));
    for (const [j, { effect }] of cut.features.entries()) {
      expect(Math.abs((effect.value ?? 9) - (whole.features[j]?.effect.value ?? 0))).toBeLessThan(0.005);
    }
  });

  test("calls a shift large by its size, not by its p-value", async () => {
    const before = { big: bell(20_000), tiny: bell(20_000), same: bell(20_000) };
    const after = { big: bell(20_000, { shift: 1.5 }), tiny: bell(20_000, { shift: 0.1 }), same: bell(20_000) };
    const { features, summary } = await reportOf(before, after);
    expect(features.map(({ name }) => name)).toEqual(["big", "tiny", "same"]);
    const [big, tiny, same] = features;
    expect(big).toMatchObject({ drifted: true, effect: { size: "large" } });
    expect(big?.effects.meanDifference).toMatchObject({ size: "large" });
    expect(big?.effects.varianceRatio).toMatchObject({ size: "none" });
    expect(tiny?.pAdjusted).toBeLessThan(0.001);
    expect(tiny).toMatchObject({ drifted: false, effect: { size: "none" } });
    expect(same?.effect.value).toBe(0);
    expect(summary).toEqual({ nFeatures: 3, nDrifted: 1, sizes: { none: 2, small: 0, large: 1 }, largest: "big" });
  });

  test("does not call the noise of few rows a drift, and says how much noise there is", async () => {
    const feature = await featureOf(
      Array.from({ length: 20 }, (_, i) => (i * 7) % 20),
      Array.from({ length: 20 }, (_, i) => (i * i * 3) % 20),
    );
    expect(feature.effect.size).not.toBe("none");
    expect(feature.psiNoise).toBeGreaterThan(0.5);
    expect(feature.drifted).toBe(false);
  });

  test("sees that a category shifts, a level is new and values go missing", async () => {
    const many = (word: string | null, n: number) => new Array<string | null>(n).fill(word);
    const before = [...many("a", 50), ...many("b", 50)];
    const feature = await featureOf(before, [
      ...many("a", 20),
      ...many("b", 40),
      ...many("new", 25),
      ...many(null, 15),
    ]);
    expect(feature).toMatchObject({ kind: "category", drifted: true, missing: { reference: 0, current: 0.15 } });
    expect(feature.bins.map(({ label }) => label)).toEqual(["a", "b", "(other)", "(missing)"]);
    expect(feature.bins.map(({ current }) => current)).toEqual([0.2, 0.4, 0.25, 0.15]);
    expect(feature.tests.map(({ name }) => name)).toEqual(["chi-squared", "chi-squared of missing"]);
    expect(feature.effects.missingDifference).toEqual({ value: 0.15, size: "large" });
    expect(feature.p).toBe(2 * Math.min(...feature.tests.map(({ p }) => p)));
  });

  test("sees a constant column move", async () => {
    const feature = await featureOf([5, 5, 5, 5, 5, 5], [5, 6, 6, 6, 6, 6]);
    expect(feature.effect).toMatchObject({ size: "large" });
    expect(feature.effects.varianceRatio).toEqual({ value: null, size: null });
    expect(feature.reasons).toEqual([
      { field: "wasserstein", reason: "the reference is constant" },
      { field: "varianceRatio", reason: "the reference is constant" },
    ]);
    const still = await featureOf([5, 5, 5], [5, 5]);
    expect(still).toMatchObject({ effect: { value: 0, size: "none" }, p: 1, drifted: false });
  });

  test("says that a window has no value, and counts its missing rows", async () => {
    const nothing = [Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN];
    const lost = await featureOf([1, 2, 3, 4, 5, 6], nothing);
    expect(lost).toMatchObject({ effect: { value: 1, size: "large" }, drifted: true });
    expect(lost.tests.map(({ name }) => name)).toEqual(["chi-squared of missing"]);
    expect(lost.reasons).toEqual([{ field: "effects", reason: "the window has no value of this column" }]);
    const found = await featureOf(nothing, [1, 2, 3]);
    expect(found).toMatchObject({ effect: { value: 1 }, ksBound: null });
    const neither = await featureOf(nothing, nothing);
    expect(neither).toMatchObject({ effect: { value: 0 }, p: null, drifted: false });
  });

  test("has null and a reason for a window without rows", async () => {
    const report = await reportOf({ x: [1, 2, 3], g: ["a", "b", "a"] }, { x: [], g: [] });
    for (const feature of report.features) {
      expect(feature).toMatchObject({ effect: { value: null, size: null }, p: null, pAdjusted: null, psiNoise: null });
      expect(feature.missing.current).toBeNull();
      expect(feature.reasons.map(({ field }) => field)).toContain("effect");
    }
    expect(report.moments).toBeNull();
    expect(report.reasons.map(({ field }) => field)).toEqual(["moments"]);
    expect(report.summary).toEqual({
      nFeatures: 2,
      nDrifted: 0,
      sizes: { none: 0, small: 0, large: 0 },
      largest: null,
    });
  });

  test("of a category of one level is no drift", async () => {
    const feature = await featureOf(["a", "a", "a"], ["a", "a"]);
    expect(feature).toMatchObject({
      effects: { cramersV: { value: 0, size: "none" } },
      p: null,
      drifted: false,
      reasons: [],
    });
  });

  test("adjusts p-values over the columns", async () => {
    const before = { a: bell(200), b: bell(200), c: bell(200) };
    const after = { a: bell(200, { shift: 0.9 }), b: bell(200, { shift: 0.5 }), c: bell(200, { shift: 0.1 }) };
    const { features } = await reportOf(before, after);
    const smallest = Math.min(...features.map(({ p }) => p ?? 1));
    expectNear(Math.min(...features.map(({ pAdjusted }) => pAdjusted ?? 1)), 3 * smallest, 1e-12);
  });

  test("names its thresholds and what they rest on", async () => {
    const { thresholds } = await reportOf({ x: [1, 2, 3] }, { x: [1, 2, 3] });
    expect(thresholds.psi).toEqual({ small: 0.1, large: 0.25, source: "rule of thumb in credit scoring" });
    for (const { small, large, source } of Object.values(thresholds)) {
      expect(small).toBeLessThan(large);
      expect(source).not.toBe("");
    }
  });

  test("refuses windows that are counted on other bins", async () => {
    const profile = async (x: number[]) => {
      const { rows, kinds } = arrayColumns({ x }, { backend });
      return referenceProfile(rows, kinds, { nBins: 10, binning: "quantile" });
    };
    const [a, b] = [await profile([1, 2, 3]), await profile([1, 2, 4])];
    const options = { alpha: 0.05, correction: "benjamini-hochberg" } as const;
    expect(() => compareProfiles(a, b, options, backend.dense)).toThrow("must be counted on the same bins in both");
  });
});
