// The worker in a browser: it holds the lock it is given for as long as it lives.

import { wrap } from "comlink";
import { afterEach, expect, it } from "vitest";
import type { WireApi } from "#engine/contract.ts";
import compute from "#workers/compute.ts?function";

const workers: Worker[] = [];

afterEach(() => {
  for (const worker of workers.splice(0)) worker.terminate();
});

function startWorker(script = `(${compute})(self)`) {
  const worker = new Worker(URL.createObjectURL(new Blob([script])));
  workers.push(worker);
  return { worker, remote: wrap<WireApi>(worker) };
}

async function isHeld(name: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some((lock) => lock.name === name);
}

it("holds its lock from its first answer until it is terminated", async () => {
  const { worker, remote } = startWorker();
  const reply = await remote.start({ backend: "auto", lock: "test-a" }, null);
  expect(reply).toMatchObject({ ok: true, value: { lockHeld: true } });
  expect(await isHeld("test-a")).toBe(true);
  const started = performance.now();
  worker.terminate();
  await navigator.locks.request("test-a", () => {});
  expect(performance.now() - started).toBeLessThan(100);
});

it("says that it holds none where it was given none", async () => {
  const { remote } = startWorker();
  expect(await remote.start({ backend: "auto" }, null)).toMatchObject({ ok: true, value: { lockHeld: false } });
});

it("says that it holds none where locks are refused", async () => {
  const refuse = 'navigator.locks.request=()=>Promise.reject(new DOMException("no","SecurityError"))';
  const { remote } = startWorker(`${refuse};(${compute})(self)`);
  const reply = await remote.start({ backend: "auto", lock: "test-b" }, null);
  expect(reply).toMatchObject({ ok: true, value: { lockHeld: false } });
});

it("says that it holds none where there are no locks", async () => {
  const remove = 'Object.defineProperty(navigator,"locks",{value:undefined})';
  const { remote } = startWorker(`${remove};(${compute})(self)`);
  const reply = await remote.start({ backend: "auto", lock: "test-c" }, null);
  expect(reply).toMatchObject({ ok: true, value: { lockHeld: false } });
});
