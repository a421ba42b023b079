// Bases and codings from a fit on one table to predictions on another, through the public API against R's predict.lm.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type TableHandle } from "#engine/index.ts";
import { features } from "#tests/helpers/features.ts";

/** Of the largest: the bases of eight degrees and of seven knots are not well conditioned, in R neither. */
const TOL = 1e-9;

let engine: Engine;
let table: TableHandle;
let fresh: TableHandle;

beforeAll(async () => {
  engine = await createEngine();
  table = await engine.fromColumns(features.data);
  fresh = await engine.fromColumns(features.fresh);
});

afterAll(() => engine.close());

function furthest(got: Float64Array | undefined, wanted: readonly number[]): number {
  const size = Math.max(...wanted.map(Math.abs));
  return Math.max(...wanted.map((w, k) => Math.abs((got?.[k] ?? Number.NaN) - w) / size));
}

describe("other.predict(await table.fit(formula), { interval: 'prediction' })", () => {
  it.each(features.cases)("is R's for $formula, beyond the range too", async ({ formula, predicted }) => {
    const { fitted, lower, upper } = await fresh.predict(await table.fit(formula), { interval: "prediction" });
    expect(furthest(fitted, predicted.fitted)).toBeLessThan(TOL);
    expect(furthest(lower, predicted.lower)).toBeLessThan(TOL);
    expect(furthest(upper, predicted.upper)).toBeLessThan(TOL);
  });
});
