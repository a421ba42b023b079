// Engines over fake workers, which run the real host in this thread and pass real messages.

import { afterAll } from "vitest";
import { openEngine } from "#engine/client/engine.ts";
import { program } from "#engine/client/start.ts";
import type { Engine } from "#engine/index.ts";
import { environment, type FakeWorker, fakeWorker } from "./fake-worker.ts";

/** A maker of engines of so many workers, the leader first among those `started`; all are closed after the file's tests. */
export function fakePools(): (workers: number) => Promise<{ engine: Engine; started: FakeWorker[] }> {
  const engines: Engine[] = [];
  afterAll(() => {
    for (const engine of engines) engine.close();
  });
  return async (workers) => {
    const started: FakeWorker[] = [];
    const startWorker = () => {
      const worker = fakeWorker(program.serve);
      started.push(worker);
      return worker;
    };
    const engine = await openEngine({ workers, backend: "simd" }, environment({ startWorker }));
    engines.push(engine);
    return { engine, started };
  };
}
