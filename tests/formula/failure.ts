// The LeastwiseError that a call throws; anything else, or nothing, fails the test.

import { LeastwiseError } from "#base/error.ts";

export function failure(run: () => unknown): LeastwiseError {
  try {
    run();
  } catch (error) {
    if (error instanceof LeastwiseError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
