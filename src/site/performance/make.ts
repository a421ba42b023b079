// Asks a worker of its own for the data of a race; the worker ends when they are there, or when the race is cancelled.

import type { MakeReply, MakeRequest } from "./make-worker.ts";
import MakeWorker from "./make-worker.ts?worker";

/** What was made, and how long that took. */
export type Made = Omit<Extract<MakeReply, { kind: "made" }>, "kind">;

/** Make a design; rejects with the signal's reason, or where the memory for it is refused. */
export function makeInWorker(request: MakeRequest, signal: AbortSignal, tell: (share: number) => void): Promise<Made> {
  const worker = new MakeWorker();
  return new Promise<Made>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    worker.onmessage = ({ data }: MessageEvent<MakeReply>) => {
      if (data.kind === "share") tell(data.share);
      else resolve(data);
    };
    worker.onerror = ({ message }) =>
      reject(new Error(message || "The data could not be made: the memory was refused."));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}
