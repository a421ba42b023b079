// Lets other messages in between two steps of a long call, so that it can be cancelled and a page in process can draw.

import { nextTurn } from "#base/turn.ts";

/** Half a frame at 60 Hz, in milliseconds: steps that are shorter follow each other at once. */
const PAGE_SLICE_MS = 8;

/** A whole frame, where no page draws in the same thread: a turn takes a tenth of a millisecond. */
export const WORKER_SLICE_MS = 16;

/** The rhythm of one call. */
export interface Pace {
  readonly signal: AbortSignal;
  /** Wait one macrotask where the last one is a slice ago; throws the signal's reason once the call is cancelled. */
  turn(): Promise<void>;
}

export interface PaceOptions {
  /** Milliseconds. Default: so many that a page can draw in the same thread. */
  slice?: number;
  now?: () => number;
}

/** The pace of a call that `signal` cancels. */
export function paceOf(
  signal: AbortSignal,
  { slice = PAGE_SLICE_MS, now = () => performance.now() }: PaceOptions = {},
): Pace {
  let last = now();
  return {
    signal,
    async turn() {
      if (now() - last >= slice) {
        await nextTurn();
        last = now();
      }
      signal.throwIfAborted();
    },
  };
}
