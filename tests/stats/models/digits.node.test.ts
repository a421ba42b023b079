// The digits that a fit claims against those it has, by least squares in exact arithmetic.

import { describe, expect, test } from "vitest";
import { fitOls } from "#stats/models/ols.ts";
import { type ArrayModel, arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { correctDigits, exactLeastSquares } from "#tests/helpers/exact-least-squares.ts";

const backends = await availableBackends();

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

describe.each(backends)("digits on $name", (backend) => {
  test("never claim more than one digit too many", async () => {
    const excess: number[] = [];
    for (let seed = 1; seed <= 400; seed++) {
      const model = design(seed);
      const { a = [], b = [], c = [] } = model.columns;
      const columns = model.intercept ? [a.map(() => 1), a, b, c] : [a, b, c];
      const truth = exactLeastSquares(columns, model.y);
      if (truth === null) continue;
      const fit = await fitOls(arrayPlan(model), arrayRows(model, backend), backend, { weighted: false });
      if (fit.aliased.length > 0) continue;
      for (const [j, exact] of truth.entries()) {
        const value = fit.coefficients[j] ?? 0;
        const claimed = fit.digits[j] ?? null;
        if (exact.numerator === 0n || claimed === null) continue;
        const correct = Math.min(16, correctDigits(value, exact));
        const label = `seed ${seed} term ${fit.terms[j]}: claimed ${claimed}, has ${correct}`;
        expect(claimed, label).toBeLessThanOrEqual(Math.max(0, correct) + 1);
        excess.push(correct - claimed);
      }
    }
    excess.sort((p, q) => p - q);
    const median = excess[excess.length >> 1] ?? Number.NaN;
    console.info(
      `${backend.name}: ${excess.length} coefficients, digits beyond those claimed: least ${excess[0]?.toFixed(2)}, median ${median.toFixed(2)}`,
    );
    expect(excess.length).toBeGreaterThan(800);
    expect(median).toBeLessThan(3);
  });
});
