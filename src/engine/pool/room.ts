// Whether the rows of a table find room, as far as that can be told before they are there.

import { LeastwiseError } from "#base/error.ts";

/** A number takes so much at the most: as f32 where nothing is lost, half of it. */
const VALUE_BYTES = 8;

/**
 * @param nRows as told or estimated
 * @throws LeastwiseError `too-large` with the limit, and the way that keeps no rows
 */
export function requireRoom({ nRows, nColumns }: { nRows: number; nColumns: number }, limitBytes: number): void {
  const bytes = nRows * nColumns * VALUE_BYTES;
  if (bytes <= limitBytes) return;
  const most = Math.floor(limitBytes / (nColumns * VALUE_BYTES));
  const message =
    `rows: must be at most ${most} with ${nColumns} columns, to find room in ${inGigabytes(limitBytes)}; ` +
    `got ${nRows}, ${inGigabytes(bytes)} (readMoments keeps no rows)`;
  throw new LeastwiseError("too-large", message, { value: nRows });
}

const inGigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`;
