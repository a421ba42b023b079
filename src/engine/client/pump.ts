// Pumps a stream to the worker chunk by chunk, each when it is asked for: not every engine can transfer a stream.

import type { PumpReply, PumpRequest } from "../contract.ts";

/** A stream on its way through a port. */
export interface Pump {
  port: MessagePort;
  /** What the stream failed with; undefined while it has not. */
  readonly failure: { reason: unknown } | undefined;
  /** Stop asking the stream, and tell its source so. */
  stop(reason: unknown): void;
}

/** Take the stream's only reader and serve its chunks on a port. Throws TypeError where somebody else reads it. */
export function pump(stream: ReadableStream<Uint8Array>): Pump {
  const reader = stream.getReader();
  const { port1, port2 } = new MessageChannel();
  let failure: Pump["failure"];
  const answer = async () => {
    try {
      const { done, value } = await reader.read();
      if (done) {
        port1.postMessage({ kind: "end" } satisfies PumpReply);
        return;
      }
      // A copy, since the chunk may be a window on memory that is somebody else's.
      const bytes = new Uint8Array(value);
      port1.postMessage({ kind: "chunk", bytes } satisfies PumpReply, [bytes.buffer]);
    } catch (reason) {
      failure = { reason };
      port1.postMessage({ kind: "failed" } satisfies PumpReply);
    }
  };
  const stop = (reason: unknown) => {
    port1.close();
    reader.cancel(reason).catch(() => {});
  };
  port1.onmessage = ({ data }: MessageEvent<PumpRequest>) => {
    if (data === "pull") void answer();
    else stop(undefined);
  };
  return {
    port: port2,
    get failure() {
      return failure;
    },
    stop,
  };
}
