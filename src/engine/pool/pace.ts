// Lets other messages in between two steps of a long call, so that it can be cancelled and a page in process can draw.

import { nextTurn } from "#base/turn.ts";

/** Half a frame at 60 Hz, in milliseconds: steps that are shorter follow each other at once. */
const SLICE_MS = 8;

/** The rhythm of one call. */
export interface Pace {
  readonly signal: AbortSignal;
  /** Wait one macrotask where the last one is a slice ago; throws the signal's reason once the call is cancelled. */
  turn(): Promise<void>;
}

/** The pace of a call that `signal` cancels. */
export function paceOf(signal: AbortSignal, now: () => number = () => performance.now()): Pace {
  let last = now();
  return {
    signal,
    async turn() {
      if (now() - last >= SLICE_MS) {
        await nextTurn();
        last = now();
      }
      signal.throwIfAborted();
    },
  };
}
