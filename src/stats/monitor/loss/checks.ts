// What the charts ask of their parameters.

import { LeastwiseError } from "#base/error.ts";

/** @throws LeastwiseError `bad-argument` naming the parameter, its rule and its value */
export function requireThat(name: string, holds: boolean, rule: string, value: unknown): void {
  if (holds) return;
  throw new LeastwiseError("bad-argument", `${name}: must be ${rule}; got ${String(value)}`, { value });
}

/** The loss to be expected, and its standard deviation. */
export interface UsualLoss {
  target: number;
  sd: number;
}

/** @throws LeastwiseError `bad-argument` unless both are finite and sd > 0 */
export function requireUsual({ target, sd }: UsualLoss): void {
  requireFinite("target", target);
  requirePositive("sd", sd);
}

export const requirePositive = (name: string, value: number): void =>
  requireThat(name, value > 0 && Number.isFinite(value), "finite and > 0", value);

export const requireFinite = (name: string, value: number): void =>
  requireThat(name, Number.isFinite(value), "finite", value);
