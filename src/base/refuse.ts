// The refusal of an argument that breaks its rule.

import { LeastwiseError } from "./error.ts";

/** @throws LeastwiseError `bad-argument`, always */
export function refuse(subject: string, rule: string, value: unknown): never {
  throw new LeastwiseError("bad-argument", `${subject}: must ${rule}; got ${String(value)}`, { value: String(value) });
}
