// When an effect is called small or large. These are rules of thumb, not laws: each says what it rests on.

import type { Effect, EffectName, Threshold } from "./types.ts";

const BALANCE = "rule of thumb for how far covariates of two groups may differ, in standard deviations";

export const THRESHOLDS: Readonly<Record<EffectName, Threshold>> = {
  psi: { small: 0.1, large: 0.25, source: "rule of thumb in credit scoring" },
  jensenShannon: {
    small: 0.1,
    large: 0.2,
    source:
      "0.1: a usual default of drift reports; 0.2: about where PSI reaches 0.25, since its square is near PSI/(8 ln 2)",
  },
  kolmogorovSmirnov: {
    small: 0.04,
    large: 0.1,
    source: "of two normal distributions whose means differ by 0.1 and 0.25 standard deviations",
  },
  wasserstein: {
    small: 0.1,
    large: 0.25,
    source: "in standard deviations of the reference; a shift by so many, see meanDifference",
  },
  meanDifference: { small: 0.1, large: 0.25, source: BALANCE },
  varianceRatio: {
    small: 1.25,
    large: 2,
    source: "rule of thumb for covariates of two groups: 4/5 to 5/4 is near, beyond 1/2 or 2 is far",
  },
  cramersV: { small: 0.1, large: 0.5, source: "rule of thumb: Cohen's small and large w" },
  missingDifference: { small: 0.01, large: 0.05, source: "a choice of this project: 1 and 5 rows in a hundred" },
  correlationDifference: { small: 0.1, large: 0.5, source: "rule of thumb: Cohen's small and large q" },
};

/** An effect with its word; a ratio below 1 is as far from 1 as its inverse, any other effect counts by its size. */
export function effectOf(name: EffectName, value: number | null): Effect {
  if (value === null || Number.isNaN(value)) return { value: null, size: null };
  const { small, large } = THRESHOLDS[name];
  const far = name === "varianceRatio" && value < 1 ? 1 / value : Math.abs(value);
  const size = far >= large ? "large" : far >= small ? "small" : "none";
  return { value: Number.isFinite(value) ? value : null, size };
}
