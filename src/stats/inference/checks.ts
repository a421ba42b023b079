// What every distribution asks of its arguments.

import { LeastwiseError } from "#base/error.ts";

/** @throws LeastwiseError `bad-argument` unless `value` is finite and positive */
export function requireDegreesOfFreedom(name: string, value: number): void {
  if (value > 0 && Number.isFinite(value)) return;
  throw new LeastwiseError("bad-argument", `${name}: must be finite and > 0; got ${value}`, { value });
}

/** @throws LeastwiseError `bad-argument` unless `value` is in [0, 1] */
export function requireProbability(value: number): void {
  if (value >= 0 && value <= 1) return;
  throw new LeastwiseError("bad-argument", `probability: must be in [0, 1]; got ${value}`, { value });
}

/** @throws LeastwiseError `bad-argument` for NaN */
export function requireNumber(name: string, value: number): void {
  if (!Number.isNaN(value)) return;
  throw new LeastwiseError("bad-argument", `${name}: must be a number; got NaN`, { value });
}
