// The refusal of moments that cannot be those of any rows.

import { LeastwiseError } from "#base/error.ts";

/** @throws LeastwiseError `bad-argument`, always: a rule about a field, as ".mean[2]", or "" for all of them */
export function refuseMoments(field: string, rule: string, value: unknown): never {
  const got = typeof value === "string" ? JSON.stringify(value) : Array.isArray(value) ? "a list" : String(value);
  throw new LeastwiseError("bad-argument", `moments${field}: must ${rule}; got ${got}`, { value });
}
