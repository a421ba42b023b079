// Draft moments of a model's rows, where the backend's device is worth its while for them.

import type { Backend } from "#kernel/backend.ts";
import { withWeights } from "#stats/moments/frequency.ts";
import { toMoments } from "#stats/moments/state.ts";
import { draftPass, type WeighedDraft } from "#stats/passes/draft.ts";
import type { DraftedMoments, RowBlock, Rows } from "#stats/rows.ts";

interface DraftSource {
  rows: Pick<Rows, "nRows" | "weightsAre" | "reduce">;
  names: string[];
  /** Workers among which the rows are dealt. */
  nWorkers: number;
  /** A superblock that is here, which the device may be tried on. */
  first: () => RowBlock | undefined;
  /** Rows left out by the last pass. */
  nDropped: () => number;
}

/** `Rows.draftMoments` over a backend with drafts. */
export async function draftedMoments(
  draft: NonNullable<Backend["draft"]>,
  { rows, names, nWorkers, first, nDropped }: DraftSource,
): Promise<DraftedMoments | { declined: string }> {
  const sample = first();
  if (!sample) return { declined: "there are no rows" };
  const { pays, reason } = await draft.worth(sample, rows.nRows, nWorkers);
  if (!pays) return { declined: reason };
  const { moments, sumLogWeight, ...rest }: WeighedDraft = await rows.reduce(draftPass, null);
  const whole = { ...toMoments(moments, names, sumLogWeight), nDropped: nDropped() };
  return { ...rest, moments: withWeights(whole, rows.weightsAre), reason };
}
