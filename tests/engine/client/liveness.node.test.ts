// How a worker's death is noticed: by its lock, its error events, or its silence.

import { expose } from "comlink";
import { afterEach, describe, expect, it } from "vitest";
import { Connection } from "#engine/client/connection.ts";
import type { Environment } from "#engine/client/environment.ts";
import { watchWorker } from "#engine/client/liveness.ts";
import { environment, FakeLocks, fakeWorker } from "#tests/helpers/fake-worker.ts";

const open: Connection[] = [];

/** A watched worker whose `ask` never ends. */
function watched(lock: string | null, place: Environment) {
  const worker = fakeWorker((port) => {
    expose({ ask: () => new Promise(() => {}), ping: async () => ({ ok: true, value: undefined }) }, port);
  });
  let unwatch = () => {};
  const connection = new Connection(worker as unknown as MessagePort, {
    mortal: true,
    dispose() {
      unwatch();
      worker.terminate();
    },
  });
  unwatch = watchWorker(worker, connection, { lock, environment: place });
  open.push(connection);
  return { worker, connection, call: () => connection.send("ask", 1, 1, "fit", "y ~ x", {}) };
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

afterEach(() => {
  for (const connection of open.splice(0)) connection.close();
});

describe("watchWorker", () => {
  it("ends the connection when the worker's lock comes free", async () => {
    const locks = new FakeLocks();
    locks.hold("a");
    const { worker, call } = watched("a", environment({ locks }));
    const fit = call();
    locks.free("a");
    await expect(fit).rejects.toMatchObject({ code: "worker-crashed" });
    expect(worker.terminated).toBe(true);
  });

  it("ends it at once where the worker died before the page asked for its lock", async () => {
    const { call } = watched("a", environment({ locks: new FakeLocks() }));
    await expect(call()).rejects.toMatchObject({ code: "worker-crashed" });
  });

  it("ends it at an error event, with what the event says", async () => {
    const locks = new FakeLocks();
    locks.hold("a");
    const { worker, call } = watched("a", environment({ locks }));
    const fit = call();
    worker.dispatch(Object.assign(new Event("error"), { message: "boom" }));
    await expect(fit).rejects.toThrow("boom");
    expect(worker.terminated).toBe(true);
  });

  it("ends it at a message that cannot be read", async () => {
    const locks = new FakeLocks();
    locks.hold("a");
    const { worker, call } = watched("a", environment({ locks }));
    const fit = call();
    worker.dispatch(new Event("messageerror"));
    await expect(fit).rejects.toMatchObject({ code: "worker-crashed" });
  });

  it("without locks, ends it after the time limit of silence", async () => {
    const { worker, call } = watched(null, environment({ ping: { everyMs: 5, limitMs: 30 } }));
    const fit = call();
    worker.silence();
    const started = performance.now();
    await expect(fit).rejects.toThrow("no answer within 30 ms");
    expect(performance.now() - started).toBeGreaterThanOrEqual(25);
  });

  it("without locks, leaves a worker alone that answers while a call takes longer than the limit", async () => {
    const { connection, call } = watched(null, environment({ ping: { everyMs: 5, limitMs: 30 } }));
    call().catch(() => {});
    await wait(120);
    expect(connection.alive).toBe(true);
  });

  it("without locks, asks nothing of a worker that nobody waits for", async () => {
    const { worker, connection } = watched(null, environment({ ping: { everyMs: 5, limitMs: 30 } }));
    worker.silence();
    await wait(100);
    expect(connection.alive).toBe(true);
  });

  it("asks the worker where the page itself is refused the lock", async () => {
    const request = (async () => {
      throw new DOMException("no locks here", "SecurityError");
    }) as unknown as LockManager["request"];
    const { worker, connection, call } = watched("a", environment({ locks: { request } }));
    const fit = call();
    await wait(30);
    expect(connection.alive).toBe(true);
    worker.silence();
    await expect(fit).rejects.toThrow("no answer within 50 ms");
  });

  it("waits for no lock once the connection is closed", async () => {
    const locks = new FakeLocks();
    locks.hold("a");
    const { connection } = watched("a", environment({ locks }));
    expect(locks.nWaiting).toBe(1);
    connection.close();
    expect(locks.nWaiting).toBe(0);
  });
});
