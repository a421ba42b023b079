// A seeded linear model with noise, for tests of resampling.

import { randomStream } from "#kernel/reference/random.ts";
import type { ArrayModel } from "./array-rows.ts";

export interface NoisyOptions {
  n: number;
  p: number;
  seed?: number;
  noise?: number;
  weighted?: boolean;
  intercept?: boolean;
}

/** Correlated columns x1..xp of different units, y on every second of them. */
export function noisyModel({
  n,
  p,
  seed = 1,
  noise = 1,
  weighted = false,
  intercept = true,
}: NoisyOptions): ArrayModel {
  const stream = randomStream(seed);
  const common = stream.normal(n, 0, 1);
  const columns: Record<string, Float64Array> = {};
  const y = stream.normal(n, 3, noise);
  for (let j = 0; j < p; j++) {
    const own = stream.normal(n, j, 1);
    const unit = 10 ** ((j % 3) - 1);
    const column = own.map((value, i) => unit * (value + 0.6 * (common[i] as number)));
    columns[`x${j + 1}`] = column;
    if (j % 2 === 0) for (let i = 0; i < n; i++) y[i] = (y[i] as number) + ((j + 1) * (column[i] as number)) / unit;
  }
  const model: ArrayModel = { columns, y, intercept };
  return weighted ? { ...model, weights: stream.uniform(n, 0.2, 3) } : model;
}
