// The digits that a fit from moments claims against those it has, by least squares in exact arithmetic.

import { expect, test } from "vitest";
import { fitOls } from "#stats/models/ols.ts";
import { momentsRows } from "#stats/moments/rows.ts";
import { arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { noTurn } from "#tests/helpers/block-rows.ts";
import { correctDigits, exactLeastSquares } from "#tests/helpers/exact-least-squares.ts";

/** Whole numbers from 0 to size − 1, the same in every run (Park and Miller 1988). */
function integers(seed: number): (size: number) => number {
  let state = seed;
  return (size) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % size;
  };
}

/** A column, a near copy of it, and a response of both and noise: the closer the copy, the fewer the digits. */
function design(seed: number) {
  const next = integers(seed);
  const n = 10 + next(30);
  const closeness = 10 ** next(6);
  const offset = 10 ** next(6);
  const noise = 10 ** next(6);
  const a = Array.from({ length: n }, () => offset + next(100));
  const b = a.map((v) => v * closeness + next(10));
  const y = a.map((v, i) => 3 * v - 2 * (b[i] ?? 0) + next(noise));
  return { columns: { a, b }, y };
}

test.each(await availableBackends())(
  "digits of fits from moments never claim one too many on $name",
  async (backend) => {
    const excess: number[] = [];
    for (let seed = 1; seed <= 400; seed++) {
      const model = design(seed);
      const truth = exactLeastSquares([model.y.map(() => 1), model.columns.a, model.columns.b], model.y);
      if (truth === null) continue;
      const rows = momentsRows(await arrayRows(model, backend).moments(), noTurn);
      const fit = await fitOls(arrayPlan(model), rows, backend, { weighted: false });
      if (fit.aliased.length > 0) continue;
      for (const [j, exact] of truth.entries()) {
        const claimed = fit.digits[j] ?? null;
        if (exact.numerator === 0n || claimed === null) continue;
        const correct = Math.min(16, correctDigits(fit.coefficients[j] ?? 0, exact));
        expect(claimed, `seed ${seed} term ${fit.terms[j]}: has ${correct}`).toBeLessThanOrEqual(
          Math.max(0, correct) + 1,
        );
        excess.push(correct - claimed);
      }
    }
    excess.sort((p, q) => p - q);
    const median = excess[excess.length >> 1] ?? Number.NaN;
    console.info(
      `${backend.name}: least ${excess[0]?.toFixed(2)}, median ${median.toFixed(2)} digits beyond those claimed`,
    );
    expect(excess.length).toBeGreaterThan(800);
    expect(median).toBeLessThan(4);
  },
);
