// Copies of what a caller gives and may change while a call waits.

import { notSent } from "./errors.ts";

/** A deep copy of plain data. @throws LeastwiseError `bad-argument` for what cannot be copied */
export function copyOf<T>(value: T): T {
  try {
    return structuredClone(value);
  } catch (error) {
    throw notSent(error);
  }
}
