// Draft moments of the rows of a model: to start from where a device without doubles is faster than the CPU.

import type { DraftMoments } from "#kernel/backend.ts";
import type { RowPass } from "../rows.ts";
import { sumLog } from "./moments.ts";

export interface WeighedDraft extends DraftMoments {
  /** Σ log w over rows with weight > 0; 0 without weights. */
  sumLogWeight: number;
}

/** Where the rows live without such a device, their moments are the CPU's. */
export const draftPass: RowPass<null, WeighedDraft> = {
  async run(block, _, backend) {
    const sumLogWeight = block.weights ? sumLog(block.weights) : 0;
    if (backend.draft) return { ...(await backend.draft.moments(block)), sumLogWeight };
    return { moments: await backend.moments(block), error: 0, nOnDevice: 0, lost: null, sumLogWeight };
  },
  merge: (a, b, backend) => ({
    moments: backend.merge(a.moments, b.moments),
    error: Math.max(a.error, b.error),
    nOnDevice: a.nOnDevice + b.nOnDevice,
    lost: a.lost ?? b.lost,
    sumLogWeight: a.sumLogWeight + b.sumLogWeight,
  }),
};
