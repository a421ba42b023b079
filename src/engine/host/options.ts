// Checks of options where they come in.

import { LeastwiseError } from "#base/error.ts";

/** The error of an option that breaks its rule. */
export function badOption(name: string, rule: string, value: unknown): LeastwiseError {
  return new LeastwiseError("bad-argument", `${name}: must be ${rule}; got ${String(value)}`, { value: String(value) });
}
