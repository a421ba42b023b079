// The seed of everything that is drawn.

import { LeastwiseError } from "#base/error.ts";

/** Where none is given, the course's. */
export const DEFAULT_SEED = 42;

/** @throws LeastwiseError `bad-argument` unless `seed` is an unsigned 32-bit integer */
export function checkSeed(seed: number): number {
  if (Number.isInteger(seed) && seed >= 0 && seed <= 0xffff_ffff) return seed;
  const message = `seed: must be an integer from 0 to 4294967295; got ${String(seed)}`;
  throw new LeastwiseError("bad-argument", message, { value: String(seed) });
}
