// What inference says of a model does not depend on how its factors are coded, or which basis spans its columns.

import { beforeAll, describe, expect, test } from "vitest";
import { createEngine, type Engine, type TableHandle } from "#engine/index.ts";
import { features } from "#tests/helpers/features.ts";

let engine: Engine;
let table: TableHandle;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  table = await engine.fromColumns(features.data as Record<string, (number | string | null)[]>);
  return () => engine.close();
});

const CODED = ["C(region, sum)", "C(region, helmert)", 'C(region, treatment, base = "west")'];

describe("marginal means", () => {
  test.each(CODED)("of %s are those of region", async (factor) => {
    for (const rest of [" + x", " * x", " * size"]) {
      const plain = await table.marginalMeans(await table.fit(`y ~ region${rest}`), "region");
      const coded = await table.marginalMeans(await table.fit(`y ~ ${factor}${rest}`), factor);
      expect(coded.means.map(({ level }) => level)).toEqual(plain.means.map(({ level }) => level));
      for (const [k, { estimate, standardError }] of plain.means.entries()) {
        expect(coded.means[k]?.estimate).toBeCloseTo(estimate ?? 0, 8);
        expect(coded.means[k]?.standardError).toBeCloseTo(standardError ?? 0, 8);
      }
      expect(coded.differences[0]?.t).toBeCloseTo(plain.differences[0]?.t ?? 0, 7);
    }
  });
});

describe("analysis of variance of type II", () => {
  const sums = async (formula: string) =>
    (await table.anova(formula, { type: "II" })).rows.map(({ df, sumSq }) => [df, sumSq] as const);

  test.each([
    ...CODED.map((factor) => [`y ~ ${factor} * x + size`, "y ~ region * x + size"] as const),
    ["y ~ poly(x, 2) * size", "y ~ poly(x, 2, raw = TRUE) * size"] as const,
    ["y ~ scale(x) * size", "y ~ x * size"] as const,
    ["y ~ bs(x, 1, degree = 1) + size", "y ~ x + size"] as const,
    ["y ~ ns(x, 1) + size", "y ~ x + size"] as const,
  ])("of %s is that of %s", async (one, other) => {
    const plain = await sums(other);
    const found = await sums(one);
    expect(found).toHaveLength(plain.length);
    for (const [k, [df, sum]] of plain.entries()) {
      expect(found[k]?.[0]).toBe(df);
      expect(found[k]?.[1]).toBeCloseTo(sum ?? 0, 5);
    }
  });
});
