// Lets other messages in between two steps of a long call, so that it can be cancelled and a page in process can draw.

import { nextTurn } from "#base/turn.ts";

/** The rhythm of one call. */
export interface Pace {
  readonly signal: AbortSignal;
  /** Wait one macrotask; throws the signal's reason once the call is cancelled. */
  turn(): Promise<void>;
}

/** The pace of a call that `signal` cancels. */
export function paceOf(signal: AbortSignal): Pace {
  return {
    signal,
    async turn() {
      await nextTurn();
      signal.throwIfAborted();
    },
  };
}
