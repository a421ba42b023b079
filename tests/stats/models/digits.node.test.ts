// The digits that a fit claims against those it has, by least squares in exact arithmetic.

import { describe, expect, test } from "vitest";
import { planFormula } from "#formula/plan.ts";
import { fitOls } from "#stats/models/ols.ts";
import type { Fit } from "#stats/types.ts";
import { fromColumns } from "#table/from-columns.ts";
import { type ArrayModel, arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";
import { backendsAndRoads } from "#tests/helpers/backends.ts";
import { correctDigits, exactLeastSquares, type Fraction } from "#tests/helpers/exact-least-squares.ts";
import { tableRows } from "#tests/helpers/rows.ts";

const roads = await backendsAndRoads();

/** A small multiplicative generator (Park and Miller 1988): the same designs in every run. */
function integers(seed: number): (size: number) => number {
  let state = seed;
  return (size) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % size;
  };
}

/** Integer designs from harmless to nearly dependent: an offset, a near copy, squares, and noise from 0 to huge. */
function design(seed: number): ArrayModel & { columns: Record<string, number[]>; y: number[] } {
  const next = integers(seed);
  const n = 8 + next(30);
  const offset = 10 ** next(6);
  const closeness = 10 ** next(6);
  const noise = 10 ** next(7);
  const a = Array.from({ length: n }, () => offset + next(100));
  const b = a.map((v) => v * closeness + next(10));
  const c = next(2) === 0 ? a.map((v) => v * v) : a.map(() => next(50));
  const y = a.map((v, i) => 3 * v + 2 * (b[i] ?? 0) - (c[i] ?? 0) + next(noise));
  return { columns: { a, b, c }, y, intercept: next(4) > 0 };
}

interface Claims {
  fit: Fit;
  truth: readonly Fraction[];
  label: string;
}

/** Digits beyond those claimed, a coefficient each; none may be short of a claim by more than one. */
function excessOf({ fit, truth, label }: Claims): number[] {
  return truth.flatMap((exact, j) => {
    const claimed = fit.digits[j] ?? null;
    if (exact.numerator === 0n || claimed === null) return [];
    const correct = Math.min(16, correctDigits(fit.coefficients[j] ?? 0, exact));
    const text = `${label} term ${fit.terms[j]} by ${fit.solver.name}: claimed ${claimed}, has ${correct}`;
    expect(claimed, text).toBeLessThanOrEqual(Math.max(0, correct) + 1);
    return [correct - claimed];
  });
}

function summary(excess: number[]): { median: number; text: string } {
  excess.sort((p, q) => p - q);
  const median = excess[excess.length >> 1] ?? Number.NaN;
  const text = `${excess.length} coefficients, digits beyond those claimed: least ${excess[0]?.toFixed(2)}, median ${median.toFixed(2)}`;
  return { median, text };
}

/** Exact coefficients of the design with its values over `unit`: slopes stay, the intercept is over it too. */
function truthOf(model: ReturnType<typeof design>, unit = 1): Fraction[] | null {
  const { a = [], b = [], c = [] } = model.columns;
  const columns = model.intercept ? [a.map(() => 1), a, b, c] : [a, b, c];
  const truth = exactLeastSquares(columns, model.y);
  const first = truth?.[0];
  if (!truth || !first || !model.intercept) return truth;
  return [{ numerator: first.numerator, denominator: first.denominator * BigInt(unit) }, ...truth.slice(1)];
}

describe.each(roads)("digits on $name", ({ name, backend, exactWork }) => {
  const leastSquares = (model: ArrayModel) =>
    fitOls(arrayPlan(model), arrayRows(model, backend), backend, { weighted: false, exactWork });

  test("never claim more than one digit too many", async () => {
    const excess: number[] = [];
    for (let seed = 1; seed <= 400; seed++) {
      const model = design(seed);
      const truth = truthOf(model);
      if (truth === null) continue;
      const fit = await leastSquares(model);
      if (fit.aliased.length === 0) excess.push(...excessOf({ fit, truth, label: `seed ${seed}` }));
    }
    const { median, text } = summary(excess);
    console.info(`${name}: ${text}`);
    expect(excess.length).toBeGreaterThan(800);
    expect(median).toBeLessThan(3);
  });

  test("count the rounding of decimals to doubles", async () => {
    const excess: number[] = [];
    for (let seed = 1; seed <= 400; seed++) {
      const model = design(seed);
      const unit = 1000;
      const truth = truthOf(model, unit);
      if (truth === null) continue;
      const over = (values: readonly number[]) => values.map((v) => v / unit);
      const columns = Object.fromEntries(Object.entries(model.columns).map(([key, v]) => [key, over(v)]));
      const fit = await leastSquares({ ...model, columns, y: over(model.y) });
      if (fit.aliased.length === 0) excess.push(...excessOf({ fit, truth, label: `seed ${seed}` }));
    }
    const { median, text } = summary(excess);
    console.info(`${name}, decimals: ${text}`);
    expect(excess.length).toBeGreaterThan(800);
    expect(median).toBeLessThan(2);
  });

  test("hold with weights, a row of weight 3 being three rows", async () => {
    const excess: number[] = [];
    for (let seed = 1; seed <= 60; seed++) {
      const model = design(seed);
      const next = integers(seed + 1000);
      const weights = model.y.map(() => next(4));
      const repeated = (values: readonly number[]) => values.flatMap((v, i) => Array<number>(weights[i] ?? 0).fill(v));
      const { a = [], b = [], c = [] } = model.columns;
      const columns = { a: repeated(a), b: repeated(b), c: repeated(c) };
      if (weights.filter((w) => w > 0).length < 5) continue;
      const truth = truthOf({ ...model, columns, y: repeated(model.y) });
      if (truth === null) continue;
      const fit = await leastSquares({ ...model, weights });
      if (fit.aliased.length === 0) excess.push(...excessOf({ fit, truth, label: `seed ${seed}` }));
    }
    expect(excess.length).toBeGreaterThan(120);
    expect(summary(excess).median).toBeLessThan(3);
  });

  test("are honest where rows are sampled for them", async () => {
    const next = integers(11);
    const n = 6000;
    const unit = 1000;
    const columns = Array.from({ length: 13 }, (_, j) =>
      Array.from({ length: n }, () => 10 ** (j % 5) * 50 + next(900)),
    );
    const y = Array.from({ length: n }, (_, i) =>
      columns.reduce((sum, x, j) => sum + (j - 5) * (x[i] ?? 0), next(5000)),
    );
    const truth = exactLeastSquares(columns, y) ?? [];
    const over = (values: readonly number[]) => values.map((v) => v / unit);
    const named = Object.fromEntries(columns.map((x, j) => [`x${j}`, over(x)]));
    const fit = await leastSquares({ columns: named, y: over(y), intercept: false });
    const excess = excessOf({ fit, truth, label: "sampled" });
    expect(excess.length).toBeGreaterThan(11);
    expect(summary(excess).median).toBeLessThan(3);
  });

  test("do not depend on how many rows a frequency stands for", async () => {
    const a = Array.from({ length: 40 }, (_, i) => (i === 0 ? 0 : i + 0.1));
    const y = a.map((v, i) => (i === 0 ? 1000 : 1000.3 + v / 3 + (i % 5)));
    const digits = async (frequency: number) => {
      const model = { columns: { a }, y, weights: a.map(() => frequency) };
      const rows = { ...arrayRows(model, backend), weightsAre: "frequency" as const };
      return (await fitOls(arrayPlan(model), rows, backend, { weighted: true, exactWork })).digits;
    };
    const [once, often] = [await digits(1), await digits(2 ** 20)];
    for (const [j, claimed] of once.entries()) expect(often[j]).toBeCloseTo(claimed ?? Number.NaN, 6);
  });

  test("count values that recur, and so are rounded alike", async () => {
    const few = [1000.1, 1000.7, 1000.3];
    const tenths = [10_001, 10_007, 10_003];
    const n = 3000;
    const next = integers(5);
    const at = Array.from({ length: n }, () => next(3));
    const y = at.map((k) => (tenths[k] ?? 0) * 3 + next(9));
    const truth = exactLeastSquares([at.map(() => 1), at.map((k) => tenths[k] ?? 0)], y);
    const tenfold = truth?.map(({ numerator, denominator }, j) => ({
      numerator: j === 0 ? numerator : numerator * 10n,
      denominator,
    }));
    const fit = await leastSquares({ columns: { x: at.map((k) => few[k] ?? 0) }, y });
    const excess = excessOf({ fit, truth: tenfold ?? [], label: "three values" });
    expect(excess.length).toBe(2);
    expect(Math.min(...excess)).toBeGreaterThan(-0.5);
  });

  test("hold for powers and products of decimals, which are formed from what is stored", async () => {
    const excess: number[] = [];
    for (let seed = 1; seed <= 60; seed++) {
      const next = integers(seed);
      const unit = 100;
      const n = 12 + next(30);
      const offset = next(4) * 200;
      const x = Array.from({ length: n }, () => offset + next(150));
      const z = Array.from({ length: n }, () => next(90) - 45);
      const y = x.map((v, i) => v * v + 7 * (z[i] ?? 0) + next(1 + 10 ** next(6)));
      // Over the unit, a column of degree d is over its d-th power, and so its coefficient times it.
      const degrees = [0, 1, 2, 3, 1, 2];
      const columns = [
        x.map(() => 1),
        x,
        x.map((v) => v ** 2),
        x.map((v) => v ** 3),
        z,
        x.map((v, i) => v * (z[i] ?? 0)),
      ];
      const truth = exactLeastSquares(columns, y)?.map(({ numerator, denominator }, j) => ({
        numerator: numerator * BigInt(unit) ** BigInt(degrees[j] ?? 0),
        denominator: denominator * BigInt(unit),
      }));
      if (!truth) continue;
      const over = (values: number[]) => values.map((v) => v / unit);
      const named = Object.entries({ y: over(y), x: over(x), z: over(z) });
      const table = fromColumns(named.map(([column, values]) => ({ name: column, values })));
      const plan = planFormula("y ~ x + I(x^2) + I(x^3) + z + x:z", table);
      const fit = await fitOls(plan, tableRows(plan, table, backend), backend, { weighted: false, exactWork });
      if (fit.aliased.length === 0) excess.push(...excessOf({ fit, truth, label: `seed ${seed}` }));
    }
    const { median, text } = summary(excess);
    console.info(`${name}, powers: ${text}`);
    expect(excess.length).toBeGreaterThan(300);
    expect(median).toBeLessThan(exactWork > 0 ? 1 : 2.5);
  });
});
