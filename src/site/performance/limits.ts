// What fits: a size is refused before it starts, with the limit in words, and not by a tab that dies.

import type { DesignSize } from "./design.ts";

/** Gigabytes where the browser does not tell how many there are. */
const ASSUMED_MEMORY = 4;
/** While columns are handed over they are there twice. */
const COPIES = 2;

/** Bytes that the columns of a design take. */
export function bytesOf({ rows, predictors }: DesignSize): number {
  return rows * (predictors + 1) * 8;
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;

/**
 * Why a size cannot run here, or null.
 *
 * @param memory gigabytes as `navigator.deviceMemory` tells them, roughly; undefined where it does not
 */
export function refusalOf(size: DesignSize, memory: number | undefined, count: (n: number) => string): string | null {
  const limit = ((memory ?? ASSUMED_MEMORY) * 1e9) / 2;
  const needed = COPIES * bytesOf(size);
  if (needed <= limit) return null;
  const most = Math.floor(limit / COPIES / bytesOf({ ...size, rows: 1 }));
  const told = memory === undefined ? `${ASSUMED_MEMORY} GB, as this browser does not tell,` : `${memory} GB`;
  return `${count(size.rows)} rows of ${size.predictors + 1} columns take ${gigabytes(needed)} while they are handed over; half of this machine’s ${told} is the limit. Up to ${count(most)} rows of as many columns fit.`;
}
