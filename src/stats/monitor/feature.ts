// How far one column of a window is from the reference: effects, then tests.

import { binCounts } from "./bins.ts";
import { homogeneity } from "./distance/chi-squared.ts";
import type { Distribution } from "./distance/distribution.ts";
import { jensenShannon } from "./distance/jensen-shannon.ts";
import { ksLimitP, ksP } from "./distance/kolmogorov.ts";
import { isOnGrid, ksDistance, ksOnGrid } from "./distance/kolmogorov-smirnov.ts";
import { psi } from "./distance/psi.ts";
import { wasserstein, wassersteinOnGrid } from "./distance/wasserstein.ts";
import type { Bounded, DriftBin, DriftTest, FeatureDrift } from "./report/types.ts";
import { effectOf } from "./thresholds.ts";
import type { CategoryProfile, ColumnProfile, NumberProfile, Reason } from "./types.ts";

/** Expected counts from which the chi-squared distribution is taken to hold (Cochran 1954). */
const EXPECTED_COUNT = 5;

type Pair<T> = { reference: T; current: T };

/** What only one kind of column has. */
type OwnPart = Pick<FeatureDrift, "effects" | "ksBound" | "wassersteinOf" | "tests" | "reasons">;

/** All values of a window, where its profile holds them. */
function wholeOf(profile: NumberProfile): Distribution | null {
  if (profile.values) return profile.values;
  if (!isOnGrid(profile)) return null;
  const held = profile.grid.flatMap((_, i) => (profile.at[i] === 0 ? [] : [i]));
  return { value: held.map((i) => profile.grid[i] as number), count: held.map((i) => profile.at[i] as number) };
}

function ksOf({ reference, current }: Pair<NumberProfile>): { bound: Bounded; p: number } {
  const a = wholeOf(reference);
  const b = wholeOf(current);
  if (a && b) {
    const value = ksDistance(a, b);
    return { bound: { value, upper: value, exact: true }, p: ksP(value, a, b) };
  }
  const bound = ksOnGrid(reference, current);
  return { bound, p: ksLimitP(bound.value, reference.n, current.n) };
}

/** Wasserstein distance in standard deviations of the reference; `null` where those are 0 or unknown. */
function wassersteinOf({ reference, current }: Pair<NumberProfile>): { value: number | null; of: "values" | "bins" } {
  const a = wholeOf(reference);
  const b = wholeOf(current);
  const distance = a && b ? wasserstein(a, b) : wassersteinOnGrid(reference, current);
  return { value: reference.sd ? distance / reference.sd : null, of: a && b ? "values" : "bins" };
}

function meanDifference({ reference, current }: Pair<NumberProfile>): number | null {
  const { sd: s0, mean: m0 } = reference;
  const { sd: s1, mean: m1 } = current;
  if (s0 === null || s1 === null || m0 === null || m1 === null || (s0 === 0 && s1 === 0)) return null;
  return (m1 - m0) / Math.hypot(s0 * Math.SQRT1_2, s1 * Math.SQRT1_2);
}

function varianceRatio({ reference, current }: Pair<NumberProfile>): number | null {
  if (!reference.sd || current.sd === null) return null;
  return (current.sd / reference.sd) ** 2;
}

function numberPart(pair: Pair<NumberProfile>): OwnPart {
  const { reference, current } = pair;
  if (reference.n === 0 || current.n === 0) {
    const reason = `the ${reference.n === 0 ? "reference" : "window"} has no value of this column`;
    return { effects: {}, ksBound: null, wassersteinOf: null, tests: [], reasons: [{ field: "effects", reason }] };
  }
  const ks = ksOf(pair);
  const w1 = wassersteinOf(pair);
  const shift = meanDifference(pair);
  const ratio = varianceRatio(pair);
  const reasons: Reason[] = [];
  const constant = reference.sd === 0 ? "the reference is constant" : "a standard deviation is unknown";
  if (w1.value === null) reasons.push({ field: "wasserstein", reason: constant });
  if (shift === null) {
    const reason = reference.sd === 0 && current.sd === 0 ? "neither window varies" : "a standard deviation is unknown";
    reasons.push({ field: "meanDifference", reason });
  }
  if (ratio === null) reasons.push({ field: "varianceRatio", reason: constant });
  return {
    effects: {
      kolmogorovSmirnov: effectOf("kolmogorovSmirnov", ks.bound.value),
      wasserstein: effectOf("wasserstein", w1.value),
      meanDifference: effectOf("meanDifference", shift),
      varianceRatio: effectOf("varianceRatio", ratio),
    },
    ksBound: ks.bound,
    wassersteinOf: w1.of,
    tests: [{ name: "kolmogorov-smirnov", statistic: ks.bound.value, df: null, p: ks.p }],
    reasons,
  };
}

const classCounts = ({ counts, other }: CategoryProfile): number[] => [...counts, other];

function categoryPart({ reference, current }: Pair<CategoryProfile>): OwnPart {
  const found = homogeneity(classCounts(reference), classCounts(current));
  const reasons: Reason[] = [];
  if (!found) {
    const empty = reference.n === 0 ? "the reference has no value" : "the window has no value";
    const reason = reference.n > 0 && current.n > 0 ? "both windows have one level, the same" : empty;
    reasons.push({ field: "cramersV", reason });
  } else if (found.leastExpected < EXPECTED_COUNT) {
    const least = Number(found.leastExpected.toPrecision(2));
    reasons.push({ field: "p", reason: `rough: a level is expected ${least} times, below ${EXPECTED_COUNT}` });
  }
  const oneLevel = !found && reference.n > 0 && current.n > 0;
  return {
    effects: { cramersV: effectOf("cramersV", oneLevel ? 0 : (found?.cramersV ?? null)) },
    ksBound: null,
    wassersteinOf: null,
    tests: found ? [{ name: "chi-squared", statistic: found.statistic, df: found.df, p: found.p }] : [],
    reasons: oneLevel ? [] : reasons,
  };
}

/** Change of the share of missing rows, and whether it is more than chance; no test where nothing is missing. */
function missingPart({ reference, current }: Pair<ColumnProfile>): { shares: Pair<number | null>; tests: DriftTest[] } {
  const share = ({ n, missing }: ColumnProfile) => (n + missing === 0 ? null : missing / (n + missing));
  const found = homogeneity([reference.n, reference.missing], [current.n, current.missing]);
  return {
    shares: { reference: share(reference), current: share(current) },
    tests: found ? [{ name: "chi-squared of missing", statistic: found.statistic, df: 1, p: found.p }] : [],
  };
}

/** Bins, or levels and "other", as shares of all rows; a last one counts missing rows. */
function binsOf({ reference, current }: Pair<ColumnProfile>): { shown: DriftBin[]; counts: Pair<number[]> } {
  const countsOf = (profile: ColumnProfile) =>
    profile.kind === "category" ? [...classCounts(profile), profile.missing] : binCounts(profile);
  const counts = { reference: countsOf(reference), current: countsOf(current) };
  const nReference = reference.n + reference.missing;
  const nCurrent = current.n + current.missing;
  const borders = reference.kind === "category" ? [] : reference.borders;
  const labels =
    reference.kind === "category" ? [...reference.levels, "(other)"] : borders.map(() => null).concat(null);
  const shown = [...labels, "(missing)"].map((label, i) => ({
    label,
    from: label === null ? (borders[i - 1] ?? null) : null,
    to: label === null ? (borders[i] ?? null) : null,
    reference: nReference === 0 ? 0 : (counts.reference[i] as number) / nReference,
    current: nCurrent === 0 ? 0 : (counts.current[i] as number) / nCurrent,
  }));
  return { shown, counts };
}

/** An effect that has a size and no value is larger than any double. */
function overflows(effects: FeatureDrift["effects"]): Reason[] {
  return Object.entries(effects).flatMap(([field, { value, size }]) =>
    value === null && size !== null ? [{ field, reason: "beyond the range of doubles" }] : [],
  );
}

function ownPart(reference: ColumnProfile, current: ColumnProfile): OwnPart {
  if (reference.kind === "category" && current.kind === "category") return categoryPart({ reference, current });
  if (reference.kind !== "category" && current.kind !== "category") return numberPart({ reference, current });
  throw new RangeError(`column ${reference.name}: must be of one kind; got ${reference.kind} and ${current.kind}`);
}

/** Compare a column of two windows on the same bins. `pAdjusted` and `drifted` are for the report to fill in. */
export function featureDrift(reference: ColumnProfile, current: ColumnProfile): FeatureDrift {
  const pair = { reference, current };
  const own = ownPart(reference, current);
  const missing = missingPart(pair);
  const { shown, counts } = binsOf(pair);
  const stability = psi(counts.reference, counts.current);
  const nReference = reference.n + reference.missing;
  const nCurrent = current.n + current.missing;
  const used = counts.reference.filter((count, i) => count + (counts.current[i] as number) > 0).length;
  const tests = [...own.tests, ...missing.tests];
  const { shares } = missing;
  const lost = shares.reference === null || shares.current === null ? null : shares.current - shares.reference;
  const effect = effectOf("jensenShannon", jensenShannon(counts.reference, counts.current));
  const reasons = [...own.reasons, ...overflows(own.effects)];
  if (stability === null) {
    reasons.push({ field: "effect", reason: `the ${nReference === 0 ? "reference" : "window"} has no row` });
  }
  return {
    name: reference.name,
    kind: reference.kind,
    n: { reference: reference.n, current: current.n },
    missing: shares,
    effect,
    effects: {
      psi: effectOf("psi", stability),
      jensenShannon: effect,
      ...own.effects,
      missingDifference: effectOf("missingDifference", lost),
    },
    ksBound: own.ksBound,
    wassersteinOf: own.wassersteinOf,
    psiNoise: stability === null ? null : (used - 1) * (1 / nReference + 1 / nCurrent),
    tests,
    p: tests.length === 0 ? null : Math.min(1, tests.length * Math.min(...tests.map(({ p }) => p))),
    pAdjusted: null,
    drifted: false,
    bins: shown,
    reasons,
  };
}
