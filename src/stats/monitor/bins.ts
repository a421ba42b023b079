// Bins of a column of numbers, cut once at a reference and the same for every window after it.

import type { Distribution } from "./distance/distribution.ts";
import { quantilesOf } from "./passes/points.ts";
import type { Binning, NumberProfile } from "./types.ts";

/** Points of the grid between two borders: distribution functions are compared at all of them. */
const FINE = 20;

/** Further points in each tail, where a stretch of a 200th of the rows may be long. */
const TAILS = [1 / 4000, 1 / 1000, 1 / 400];

const word = new Float64Array(1);
const bits = new BigInt64Array(word.buffer);

/** The greatest double below a finite x. */
export function below(x: number): number {
  if (x === 0) return -Number.MIN_VALUE;
  word[0] = x;
  bits[0] = (bits[0] as bigint) + (x > 0 ? -1n : 1n);
  return word[0] as number;
}

const increasing = (values: Iterable<number>): number[] => [...new Set(values)].sort((a, b) => a - b);

/** Borders around a single value; nothing is below the least double. */
const borderOf = (x: number): number[] => [below(x), x].filter(Number.isFinite);

/**
 * Borders at the quantiles i/nBins. A value that holds several quantiles, or the greatest of all, gets a bin of its own:
 * a further border just below it. A column of at most nBins different values has one bin for each; one of a single value
 * has three, below, at and above it.
 */
function quantileBorders(reference: Distribution, nBins: number): number[] {
  const { value } = reference;
  const min = value[0] as number;
  const max = value[value.length - 1] as number;
  if (min === max) return borderOf(min);
  if (value.length <= nBins) return value.slice(0, -1);
  const shares = Array.from({ length: nBins - 1 }, (_, i) => (i + 1) / nBins);
  const quantiles = quantilesOf(reference, shares);
  const borders = new Set<number>();
  for (const [i, q] of quantiles.entries()) {
    const heavy = q === quantiles[i + 1] || q === max;
    if (heavy && q > min) borders.add(below(q));
    if (q < max) borders.add(q);
  }
  return increasing(borders);
}

/** Borders of nBins stretches of one width over the range of the reference. */
function equalBorders({ value }: Distribution, nBins: number): number[] {
  const min = value[0] as number;
  const max = value[value.length - 1] as number;
  if (min === max) return borderOf(min);
  // Halves, because the range of finite numbers may not be finite.
  const at = (i: number) => min * (1 - i / nBins) + max * (i / nBins);
  return increasing(Array.from({ length: nBins - 1 }, (_, i) => at(i + 1)).filter((x) => x >= min && x < max));
}

/** Borders and grid of a reference that is not empty; `exact` where `reference` holds all its values. */
export function cutBins(
  reference: Distribution & { exact: boolean },
  { nBins, binning }: { nBins: number; binning: Binning },
): Pick<NumberProfile, "borders" | "grid"> {
  const borders = binning === "quantile" ? quantileBorders(reference, nBins) : equalBorders(reference, nBins);
  if (reference.exact) return { borders, grid: increasing([...borders, ...reference.value]) };
  const nFine = nBins * FINE;
  const shares = Array.from({ length: nFine }, (_, i) => (i + 1) / nFine);
  for (const tail of TAILS) shares.push(tail, 1 - tail);
  const fine = quantilesOf(
    reference,
    shares.sort((a, b) => a - b),
  );
  return { borders, grid: increasing([...borders, reference.value[0] as number, ...fine]) };
}

/** Rows in each bin, and those with no value last. */
export function binCounts({ borders, grid, at, between, missing }: NumberProfile): number[] {
  const counts = new Array<number>(borders.length + 1).fill(0);
  let bin = 0;
  const add = (count: number) => {
    counts[bin] = (counts[bin] as number) + count;
  };
  for (const [i, point] of grid.entries()) {
    add(between[i] as number);
    add(at[i] as number);
    if (point === borders[bin]) bin += 1;
  }
  add(between[grid.length] ?? 0);
  return [...counts, missing];
}
