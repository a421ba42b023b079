// Changes between two Moments, against statsmodels, scipy, numpy and R, and what must hold of any.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { fitOls } from "#stats/models/ols.ts";
import { chowFromFits } from "#stats/monitor/shift/chow.ts";
import { coefficientShift } from "#stats/monitor/shift/coefficients.ts";
import { momentsShift } from "#stats/monitor/shift/moments.ts";
import type { Moments } from "#stats/types.ts";
import { type ArrayModel, arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";
import { expectAllNear, expectNear, reference } from "#tests/helpers/monitor-reference.ts";

const backend = referenceBackend();
const { dense } = backend;
const HOCHBERG = { correction: "benjamini-hochberg" } as const;

/** Moments of columns of equal length, named a, b, c …, the last one "y" where a model is meant. */
function momentsOf(columns: readonly (readonly number[])[], names = ["a", "b", "c"]): Promise<Moments> {
  const last = columns.length - 1;
  const predictors = Object.fromEntries(columns.slice(0, last).map((column, j) => [names[j] as string, column]));
  return arrayRows({ columns: predictors, y: columns[last] ?? [] }, backend).moments();
}

const value = fc.integer({ min: -1000, max: 1000 }).map((v) => v / 8);
const three = fc.integer({ min: 8, max: 30 }).chain((n) => {
  const column = fc.array(value, { minLength: n, maxLength: n });
  return fc.tuple(column, column, column);
});

describe("momentsShift(reference, current)", async () => {
  const wanted = reference.moments;
  const a = await momentsOf(wanted.a);
  const b = await momentsOf(wanted.b);
  const shift = momentsShift(a, b, HOCHBERG, dense);

  test("is scipy's Welch test and F distribution, column by column", () => {
    const by = <T>(pick: (column: (typeof shift.columns)[number]) => T) => shift.columns.map(pick);
    expectAllNear(
      by((column) => column.meanDifference.value),
      wanted.mean_difference,
      1e-11,
    );
    expectAllNear(
      by((column) => column.meanP),
      wanted.mean_p,
      1e-10,
    );
    expectAllNear(
      by((column) => column.varianceRatio.value),
      wanted.variance_ratio,
      1e-11,
    );
    expectAllNear(
      by((column) => column.varianceP),
      wanted.variance_p,
      1e-9,
    );
    expect(by((column) => column.meanDifference.size)).toEqual(["small", "large", "large"]);
    expect(by((column) => column.varianceRatio.size)).toEqual(["large", "none", "large"]);
  });

  test("is statsmodels' Hotelling test", () => {
    expectNear(shift.hotelling?.t2, wanted.t2);
    expectNear(shift.hotelling?.f, wanted.f);
    expectNear(shift.hotelling?.p, wanted.p);
    expect([shift.hotelling?.df1, shift.hotelling?.df2]).toEqual(wanted.df);
    expectNear((shift.hotelling?.distance ?? 0) ** 2, (wanted.t2 * (60 + 45)) / (60 * 45));
  });

  test("is numpy's difference of correlations, by Fisher's z and by norm", () => {
    const name = (j: number) => shift.columns[j]?.name as string;
    for (const { pair, q, z, p } of wanted.fisher) {
      const change = shift.correlations?.changes.find(({ columns }) => columns.join() === pair.map(name).join());
      expectNear(change?.difference.value, q);
      expectNear(change?.z, z);
      expectNear(change?.p, p);
    }
    const sizes = shift.correlations?.changes.map(({ difference }) => Math.abs(difference.value ?? 0)) ?? [];
    expect(sizes).toEqual([...sizes].sort((x, y) => y - x));
    expectNear(shift.correlations?.frobenius, wanted.frobenius);
    expectNear((shift.correlations?.rootMeanSquare ?? 0) * Math.sqrt(6), wanted.frobenius);
  });

  test("is the divergence of normal distributions by numpy's inverse and determinant", () => {
    expectNear(shift.divergence?.forward, wanted.kl_forward);
    expectNear(shift.divergence?.backward, wanted.kl_backward);
  });

  test("is nothing between a window and itself", () =>
    fc.assert(
      fc.asyncProperty(three, async (columns) => {
        const m = await momentsOf(columns);
        const same = momentsShift(m, m, HOCHBERG, dense);
        for (const column of same.columns) {
          expect(column.meanDifference.value ?? 0).toBe(0);
          expect(column.varianceRatio.value ?? 1).toBe(1);
        }
        expect(same.hotelling?.t2 ?? 0).toBe(0);
        expect(same.hotelling?.p ?? 1).toBe(1);
        expect(same.correlations?.frobenius ?? 0).toBe(0);
        expect(same.divergence?.forward ?? 0).toBeLessThan(1e-10);
      }),
      { numRuns: 60, seed: 8 },
    ));

  test("does not hang on the unit and the origin of a column", () =>
    fc.assert(
      fc.asyncProperty(three, three, async (first, second) => {
        const map = (columns: number[][]) =>
          columns.map((column, j) => column.map((x) => x * ([4, 0.5, -2][j] as number) + 3));
        const plain = momentsShift(await momentsOf(first), await momentsOf(second), HOCHBERG, dense);
        const mapped = momentsShift(await momentsOf(map(first)), await momentsOf(map(second)), HOCHBERG, dense);
        fc.pre((plain.divergence?.forward ?? Number.POSITIVE_INFINITY) < 100);
        expectNear(mapped.hotelling?.t2, plain.hotelling?.t2 ?? Number.NaN, 1e-8);
        expectNear(mapped.divergence?.forward, plain.divergence?.forward ?? Number.NaN, 1e-8);
        expectNear(
          mapped.columns[0]?.meanDifference.value,
          plain.columns[0]?.meanDifference.value ?? Number.NaN,
          1e-10,
        );
        expectNear(mapped.correlations?.frobenius, plain.correlations?.frobenius ?? Number.NaN, 1e-9);
      }),
      { numRuns: 60, seed: 9 },
    ));

  test("says why a constant column has no correlation, and counts the others", async () => {
    const constant = await momentsOf([
      [1, 2, 4, 8, 9],
      [3, 3, 3, 3, 3],
      [2, 1, 4, 3, 7],
    ]);
    const moved = await momentsOf([
      [1, 3, 4, 8, 9],
      [5, 5, 5, 5, 5],
      [2, 1, 6, 3, 7],
    ]);
    const found = momentsShift(constant, moved, HOCHBERG, dense);
    expect(found.columns[1]).toMatchObject({ meanDifference: { value: null }, meanP: null, varianceP: null });
    expect(found.correlations?.changes).toHaveLength(1);
    expect(found.divergence).not.toBeNull();
    expect(found.hotelling?.df1).toBe(2);
    expect(found.reasons.map(({ field }) => field)).toEqual(["columns", "hotelling"]);
  });

  test("has no divergence and fewer degrees of freedom where a column depends on others", async () => {
    const columns = (z: number) => [
      [1, 2, 4, 8, 9, z],
      [2, 1, 4, 3, 7, 1],
      [3, 3, 8, 11, 16, z + 1],
    ];
    const found = momentsShift(await momentsOf(columns(3)), await momentsOf(columns(30)), HOCHBERG, dense);
    expect(found.divergence).toBeNull();
    expect(found.hotelling?.df1).toBe(2);
    expect(found.reasons.map(({ field }) => field)).toEqual(["hotelling", "divergence"]);
  });

  test("of windows of one row has means and no spread", async () => {
    const one = await momentsOf([[1], [2], [3]]);
    const found = momentsShift(one, one, HOCHBERG, dense);
    expect(found.hotelling).toBeNull();
    expect(found.correlations).toBeNull();
    expect(found.divergence).toBeNull();
    expect(found.columns[0]).toMatchObject({ meanDifference: { value: null }, varianceRatio: { value: null } });
    expect(JSON.stringify(found)).not.toContain("NaN");
  });

  test("refuses Moments that share no column", async () => {
    const other = await momentsOf(
      [
        [1, 2, 3],
        [1, 2, 4],
      ],
      ["q"],
    );
    const renamed = { ...other, names: ["q", "r"] };
    expect(() => momentsShift(a, renamed, HOCHBERG, dense)).toThrow("must share a column");
  });
});

/** The fit of y on x1 and x2 over a window of the reference's rows. */
function windowFit(from: number, to: number, intercept = true) {
  const { x1, x2, y } = reference.chow;
  return fitOf({ x1: x1.slice(from, to), x2: x2.slice(from, to) }, y.slice(from, to), intercept);
}

function fitOf(columns: ArrayModel["columns"], y: readonly number[], intercept = true) {
  const model = { columns, y, intercept };
  return fitOls(arrayPlan(model), arrayRows(model, backend), backend, { weighted: false });
}

describe("chowFromFits(pooled, reference, current)", () => {
  const { border, ...wanted } = reference.chow;
  async function chow(intercept: boolean) {
    const [pooled, first, second] = [
      [0, 50],
      [0, border],
      [border, 50],
    ] as const;
    return chowFromFits(
      await windowFit(...pooled, intercept),
      await windowFit(...first, intercept),
      await windowFit(...second, intercept),
    );
  }

  test("is R's anova of one model against two", async () => {
    const test = await chow(true);
    const [f, df1, df2, p] = wanted.chow;
    expect(test).toMatchObject({ form: "chow", df1, df2 });
    expectNear(test?.f, f);
    expectNear(test?.p, p);
    const { pooled = 0, reference: first = 0, current = 0 } = test?.rss ?? {};
    expectNear(test?.rssShare, (pooled - first - (current ?? 0)) / pooled);
  });

  test("is R's anova without an intercept", async () => {
    const test = await chow(false);
    const [f, df1, df2, p] = wanted.without_intercept;
    expect(test).toMatchObject({ df1, df2 });
    expectNear(test?.f, f);
    expectNear(test?.p, p);
  });

  test("is R's anova with a dummy a row where the second window is too short for a model", async () => {
    const test = chowFromFits(await windowFit(0, 32), await windowFit(0, 30), null);
    const [f, df1, df2, p] = wanted.predictive;
    expect(test).toMatchObject({ form: "predictive", df1, df2 });
    expectNear(test?.f, f);
    expectNear(test?.p, p);
  });

  test("is null where both windows fit exactly", async () => {
    const line = (xs: number[], slope: number) => xs.map((x) => 1 + slope * x);
    const [before, after] = [
      [1, 2, 3, 4],
      [1, 2, 5, 9],
    ] as const;
    const y = [line([...before], 2), line([...after], 3)] as const;
    const pooled = await fitOf({ x: [...before, ...after] }, y.flat());
    expect(chowFromFits(pooled, await fitOf({ x: before }, y[0]), await fitOf({ x: after }, y[1]))).toBeNull();
  });
});

describe("coefficientShift(reference, current)", () => {
  const { border, coefficients, standard_errors, z, z_p } = reference.chow;

  test("is the difference of R's lm in two windows, over its standard error", async () => {
    const first = await windowFit(0, border);
    const second = await windowFit(border, 50);
    for (const [i, fit] of [first, second].entries()) {
      expectAllNear(fit.coefficients, coefficients[i as 0 | 1]);
      expectAllNear(fit.standardErrors, standard_errors[i as 0 | 1]);
    }
    const shifts = coefficientShift(first, second);
    expect(shifts.map(({ term }) => term)).toEqual(["(Intercept)", "x1", "x2"]);
    expectAllNear(
      shifts.map((shift) => shift.z),
      z,
      1e-9,
    );
    expectAllNear(
      shifts.map((shift) => shift.p),
      z_p,
      1e-9,
    );
    expect(shifts.every(({ p, pAdjusted }) => (pAdjusted ?? 0) >= (p ?? 1))).toBe(true);
  });

  test("changes its sign with the order, and is null for a term that one fit lacks", () => {
    const a = { terms: ["x", "z"], coefficients: [2, null], standardErrors: [0.3, null] };
    const b = { terms: ["x", "w"], coefficients: [3, 1], standardErrors: [0.4, 0.1] };
    const forth = coefficientShift(a, b);
    expect(forth.map(({ z }) => z)).toEqual([2, null, null]);
    expect(coefficientShift(b, a)[0]?.z).toBe(-2);
    expect(forth[0]?.relative).toBe(0.5);
    expect(forth[2]).toMatchObject({ term: "w", reference: null, current: 1, p: null, pAdjusted: null });
  });
});
