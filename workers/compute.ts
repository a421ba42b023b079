// The worker, as one function of the port that it serves: the same text becomes a classic blob worker or runs in process.

import { openOpfs } from "#engine/host/opfs.ts";
import { serve } from "#engine/host/serve.ts";

/** Hold a Web Lock until this worker ends, however that happens: no event tells the page, but the lock does. */
function holdLock(name: string): Promise<boolean> {
  const { locks } = navigator;
  if (!locks) return Promise.resolve(false);
  return new Promise((resolve) => {
    const held = locks.request(name, () => {
      resolve(true);
      return new Promise(() => {});
    });
    held.catch(() => resolve(false));
  });
}

/** Half of the memory that the browser tells of, which is at most 8 GiB; undefined where it tells nothing. */
function roomBytes(): number | undefined {
  const { deviceMemory } = (globalThis.navigator ?? {}) as { deviceMemory?: number };
  return deviceMemory === undefined ? undefined : deviceMemory * 2 ** 29;
}

/** Serve the engine's calls on `port`. */
export default function compute(port: MessagePort | DedicatedWorkerGlobalScope): void {
  const room = roomBytes();
  const inPage = port !== (globalThis as unknown);
  serve(port, { holdLock, openStore: openOpfs, inPage, ...(room !== undefined && { roomBytes: room }) });
}
