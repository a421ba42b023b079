// Checks of options where they come in.

import { LeastwiseError } from "#base/error.ts";
import type { Correction } from "#stats/types.ts";

/** The error of an option that breaks its rule. */
export function badOption(name: string, rule: string, value: unknown): LeastwiseError {
  return new LeastwiseError("bad-argument", `${name}: must be ${rule}; got ${String(value)}`, { value: String(value) });
}

/**
 * Refuse an option that would change nothing beside the others: who gives it expects that it does.
 *
 * @param where when it is read, as in "type is cluster"
 * @throws LeastwiseError `bad-argument`
 */
export function requireUsed(name: string, value: unknown, used: boolean, where: string): void {
  if (value === undefined || used) return;
  const shown = typeof value === "object" ? "one" : value;
  throw badOption(name, `left out unless ${where}`, shown);
}

/** @throws LeastwiseError `bad-argument` */
export function requireCorrection(correction: Correction): void {
  if (correction === "benjamini-hochberg" || correction === "benjamini-yekutieli") return;
  throw badOption("correction", '"benjamini-hochberg" or "benjamini-yekutieli"', correction);
}
