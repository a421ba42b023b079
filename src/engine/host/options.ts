// Checks of options where they come in.

import { LeastwiseError } from "#base/error.ts";
import type { Correction } from "#stats/types.ts";

/** The error of an option that breaks its rule. */
export function badOption(name: string, rule: string, value: unknown): LeastwiseError {
  return new LeastwiseError("bad-argument", `${name}: must be ${rule}; got ${String(value)}`, { value: String(value) });
}

/** @throws LeastwiseError `bad-argument` unless `value` is one of the words `known` */
export function requireWord(name: string, value: unknown, known: readonly [string, string, ...string[]]): void {
  if (known.some((word) => word === value)) return;
  const words = known.map((word) => JSON.stringify(word));
  throw badOption(name, `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`, value);
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
  requireWord("correction", correction, ["benjamini-hochberg", "benjamini-yekutieli"]);
}
