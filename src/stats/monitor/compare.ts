// The drift report: every column of a window against a reference, largest effect first. Pure: two profiles in, plain data out.

import { LeastwiseError } from "#base/error.ts";
import type { Dense } from "#kernel/backend.ts";
import { adjustedP } from "./adjust.ts";
import { featureDrift } from "./feature.ts";
import type { DriftReport, FeatureDrift } from "./report/types.ts";
import { momentsShift } from "./shift/moments.ts";
import { THRESHOLDS } from "./thresholds.ts";
import type { ColumnProfile, Correction, DriftProfile, EffectWord, Reason } from "./types.ts";

/** @throws LeastwiseError `bad-argument` unless both count the same column on the same bins */
function requireSameBins(reference: ColumnProfile, current: ColumnProfile | undefined): ColumnProfile {
  const binsOf = (column: ColumnProfile) => (column.kind === "category" ? column.levels : column.grid);
  const same =
    current?.name === reference.name &&
    current.kind === reference.kind &&
    binsOf(current).length === binsOf(reference).length &&
    binsOf(current).every((bin, i) => bin === binsOf(reference)[i]);
  if (current && same) return current;
  const name = JSON.stringify(reference.name);
  const message = `profiles: column ${name} must be counted on the same bins in both; got others`;
  throw new LeastwiseError("bad-argument", message, { at: { column: reference.name }, value: reference.name });
}

/** What the moments do not tell, and why. */
function momentsReasons(reference: DriftProfile, current: DriftProfile): Reason[] {
  const numbers = reference.columns.filter(({ kind }) => kind === "number").map(({ name }) => name);
  if (reference.moments && current.moments) {
    const { names } = current.moments;
    const left = numbers.filter((name) => !reference.moments?.names.includes(name) || !names.includes(name));
    if (left.length === 0) return [];
    const reason = `leave out ${left.join(", ")}: no value in a window, or squares beyond the range of doubles`;
    return [{ field: "moments", reason }];
  }
  if (numbers.length === 0) return [{ field: "moments", reason: "no column of numbers is compared" }];
  const where = reference.moments ? "window" : "reference";
  const reason = `the ${where} has no row in which every column of numbers has a value, or their squares leave the range of doubles`;
  return [{ field: "moments", reason }];
}

const sizeOf = ({ effect }: FeatureDrift): number => effect.value ?? -1;

function summaryOf(features: readonly FeatureDrift[]): DriftReport["summary"] {
  const sizes: Record<EffectWord, number> = { none: 0, small: 0, large: 0 };
  for (const { effect } of features) if (effect.size) sizes[effect.size] += 1;
  const first = features[0];
  return {
    nFeatures: features.length,
    nDrifted: features.filter(({ drifted }) => drifted).length,
    sizes,
    largest: first?.effect.value ? first.name : null,
  };
}

/**
 * Compare a window with a reference, column by column and by their moments.
 *
 * A column has drifted where its effect is not "none" and its adjusted p-value is at most `alpha`: with many rows every
 * p-value is 0, with few every effect is noise.
 *
 * @param current the profile of the window on the reference's bins
 * @param options `alpha` in (0, 1), and the false-discovery correction over columns
 * @throws LeastwiseError `bad-argument` where bins differ
 */
export function compareProfiles(
  reference: DriftProfile,
  current: DriftProfile,
  { alpha, correction }: { alpha: number; correction: Correction },
  dense: Dense,
): DriftReport {
  const compared = reference.columns.map((column, j) =>
    featureDrift(column, requireSameBins(column, current.columns[j])),
  );
  const adjusted = adjustedP(
    compared.map(({ p }) => p),
    correction,
  );
  const features = compared.map((feature, j): FeatureDrift => {
    const pAdjusted = adjusted[j] ?? null;
    const moved = feature.effect.size === "small" || feature.effect.size === "large";
    return { ...feature, pAdjusted, drifted: moved && pAdjusted !== null && pAdjusted <= alpha };
  });
  features.sort((a, b) => sizeOf(b) - sizeOf(a));
  return {
    alpha,
    correction,
    nRows: { reference: reference.nRows, current: current.nRows },
    thresholds: THRESHOLDS,
    features,
    moments:
      reference.moments && current.moments
        ? momentsShift(reference.moments, current.moments, { correction }, dense)
        : null,
    summary: summaryOf(features),
    reasons: momentsReasons(reference, current),
  };
}
