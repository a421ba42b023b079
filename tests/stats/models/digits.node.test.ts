// The digits that a fit claims against those it has, by least squares in exact arithmetic.

import { describe, expect, test } from "vitest";
import { fitOls } from "#stats/models/ols.ts";
import type { Fit } from "#stats/types.ts";
import { type ArrayModel, arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";
import { backendsAndRoads } from "#tests/helpers/backends.ts";
import { correctDigits, exactLeastSquares, type Fraction } from "#tests/helpers/exact-least-squares.ts";

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
});
