// Distances of two samples and of two sets of counts against R, scipy and sums by hand.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { homogeneity } from "#stats/monitor/distance/chi-squared.ts";
import { distributionOf } from "#stats/monitor/distance/distribution.ts";
import { jensenShannon } from "#stats/monitor/distance/jensen-shannon.ts";
import { kolmogorovUpperTail, ksLimitP, ksP } from "#stats/monitor/distance/kolmogorov.ts";
import { ksDistance } from "#stats/monitor/distance/kolmogorov-smirnov.ts";
import { psi } from "#stats/monitor/distance/psi.ts";
import { wasserstein } from "#stats/monitor/distance/wasserstein.ts";
import { expectNear, reference } from "#tests/helpers/monitor-reference.ts";

const sorted = (values: readonly number[]) => distributionOf(Float64Array.from(values).sort());

const samples = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 40 });
const counts = fc.tuple(
  fc.array(fc.nat(50), { minLength: 6, maxLength: 6 }),
  fc.array(fc.nat(50), { minLength: 6, maxLength: 6 }),
);

/** Run a claim on pairs of counts with a row each. */
const holdsOfCounts = (claim: (a: number[], b: number[]) => void) =>
  fc.assert(
    fc.property(counts, ([a, b]) => {
      fc.pre(a.some((x) => x > 0) && b.some((x) => x > 0));
      claim(a, b);
    }),
    { numRuns: 300, seed: 4 },
  );

describe("ksDistance(a, b) and ksP(distance, a, b)", () => {
  test.each(reference.samples)(
    "are R's distance, counted lattice paths and scipy's limit for $name",
    ({ a, b, ks, p_exact, p_limit }) => {
      const d = ksDistance(sorted(a), sorted(b));
      expectNear(d, ks, 1e-14);
      expectNear(ksP(d, sorted(a), sorted(b)), p_exact, 1e-12);
      expectNear(ksLimitP(d, a.length, b.length), p_limit, 1e-12);
    },
  );

  test("are 0 and 1 for the same values, in whatever order and multiple", () =>
    fc.assert(
      fc.property(samples, (a) => {
        expect(ksDistance(sorted(a), sorted([...a, ...a]))).toBe(0);
        expect(ksP(0, sorted(a), sorted(a))).toBe(1);
      }),
    ));

  test("do not change under an increasing map", () =>
    fc.assert(
      fc.property(samples, samples, (a, b) => {
        const map = (values: number[]) => sorted(values.map((x) => x ** 3 + 7));
        expect(ksDistance(map(a), map(b))).toBe(ksDistance(sorted(a), sorted(b)));
      }),
    ));

  test("take the limit where the walk is long, which is near the exact value there", () => {
    const a = Array.from({ length: 1000 }, (_, i) => i);
    const b = Array.from({ length: 1000 }, (_, i) => i + 60.5);
    const longer = [...b, 2000];
    const d = ksDistance(sorted(a), sorted(b));
    const exact = ksP(d, sorted(a), sorted(b));
    const limit = ksP(d, sorted(a), sorted(longer));
    expect(limit).toBe(ksLimitP(d, 1000, 1001));
    expect(Math.abs(limit / exact - 1)).toBeLessThan(0.1);
  });
});

describe("kolmogorovUpperTail(x)", () => {
  test("has its two series meet", () => {
    expectNear(kolmogorovUpperTail(1.18 - 1e-12), kolmogorovUpperTail(1.18), 1e-10);
  });

  test("is 5 % and 1 % where scipy has them", () => {
    // scipy 1.10, stats.kstwobign.isf: 1.3580986 and 1.6276236.
    expectNear(kolmogorovUpperTail(1.3580986393225507), 0.05, 1e-12);
    expectNear(kolmogorovUpperTail(1.6276236115189504), 0.01, 1e-12);
    expect(kolmogorovUpperTail(0)).toBe(1);
    expect(kolmogorovUpperTail(0.05)).toBe(1);
  });
});

describe("wasserstein(a, b)", () => {
  test.each(reference.samples)("is scipy's wasserstein_distance for $name", ({ a, b, wasserstein: wanted }) => {
    expectNear(wasserstein(sorted(a), sorted(b)), wanted, 1e-13);
  });

  test("is the shift of a shifted sample, and scales with the values", () =>
    fc.assert(
      fc.property(samples, samples, fc.integer({ min: -9, max: 9 }), (a, b, shift) => {
        expectNear(wasserstein(sorted(a), sorted(a.map((x) => x + shift))), Math.abs(shift), 1e-12);
        const scaled = wasserstein(sorted(a.map((x) => 4 * x)), sorted(b.map((x) => 4 * x)));
        expectNear(scaled, 4 * wasserstein(sorted(a), sorted(b)), 1e-12);
      }),
    ));
});

describe("psi(reference, current)", () => {
  test.each(reference.counts)("is the sum by hand for $a and $b", ({ a, b, psi: wanted }) => {
    expectNear(psi(a, b), wanted, 1e-12);
  });

  test("is 0 for equal shares, never negative, and symmetric", () =>
    holdsOfCounts((a, b) => {
      expect(psi(a, a)).toBe(0);
      expect(psi(a, b)).toBeGreaterThanOrEqual(0);
      expectNear(psi(a, b), psi(b, a) as number, 1e-12);
    }));

  test("counts an empty bin as half a row, and one that is empty in both as nothing", () => {
    expectNear(psi([1, 0], [0, 1]), 2 * 0.5 * Math.log(2), 1e-15);
    expect(psi([4, 0, 4], [2, 0, 2])).toBe(0);
  });

  test("is null for a window without rows", () => {
    expect(psi([0, 0], [1, 2])).toBeNull();
    expect(jensenShannon([1, 2], [0, 0])).toBeNull();
  });
});

describe("jensenShannon(reference, current)", () => {
  test.each(reference.counts)("is scipy's jensenshannon in base 2 for $a and $b", ({ a, b, jensen_shannon }) => {
    expectNear(jensenShannon(a, b), jensen_shannon, 1e-9);
  });

  test("is 0 for equal shares, symmetric and at most 1", () =>
    holdsOfCounts((a, b) => {
      expect(
        jensenShannon(
          a,
          a.map((x) => 3 * x),
        ),
      ).toBe(0);
      expect(jensenShannon(a, b)).toBe(jensenShannon(b, a));
      expect(jensenShannon(a, b)).toBeLessThanOrEqual(1);
    }));

  test("obeys the triangle inequality", () =>
    fc.assert(
      fc.property(counts, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 6, maxLength: 6 }), ([a, b], c) => {
        fc.pre(a.some((x) => x > 0) && b.some((x) => x > 0));
        const around = (jensenShannon(a, c) as number) + (jensenShannon(c, b) as number);
        expect(jensenShannon(a, b)).toBeLessThanOrEqual(around + 1e-12);
      }),
    ));
});

describe("homogeneity(reference, current)", () => {
  test.each(reference.counts)("is scipy's chi2_contingency for $a and $b", (wanted) => {
    const found = homogeneity(wanted.a, wanted.b);
    expect(found?.df).toBe(wanted.df);
    expectNear(found?.statistic, wanted.chi2, 1e-12);
    expectNear(found?.p, wanted.p, 1e-10);
    expectNear(found?.cramersV, wanted.cramers_v, 1e-12);
    expectNear(found?.leastExpected, wanted.least_expected, 1e-14);
  });

  test("is null where there is one class, or a window without rows", () => {
    expect(homogeneity([5, 0], [7, 0])).toBeNull();
    expect(homogeneity([0, 0], [7, 1])).toBeNull();
  });

  test("is 0 with p 1 for equal shares", () => {
    expect(homogeneity([1, 2, 3], [2, 4, 6])).toMatchObject({ statistic: 0, p: 1, cramersV: 0 });
  });
});
