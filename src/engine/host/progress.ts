// Progress as the page wants it: at most one message a frame, and the last one always.

import type { ReadProgress } from "../contract.ts";

/** A frame at 60 Hz, in milliseconds. */
const FRAME_MS = 16;

/** A reporter that holds back what comes within a frame; `finish` sends what is held back, and waits until the last is there. */
export function framed(
  send: (progress: ReadProgress) => unknown,
  now: () => number = () => performance.now(),
): { report: (progress: ReadProgress) => void; finish: () => Promise<void> } {
  let sent = Number.NEGATIVE_INFINITY;
  let held: ReadProgress | null = null;
  let last: unknown = null;
  return {
    report(progress) {
      held = progress;
      if (now() - sent < FRAME_MS) return;
      sent = now();
      held = null;
      last = send(progress);
    },
    async finish() {
      await (held ? send(held) : last);
      held = null;
    },
  };
}
