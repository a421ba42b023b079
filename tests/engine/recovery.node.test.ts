// A table whose address gives something else, or nothing, after its worker died; progress of a start that fails.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openEngine } from "#engine/client/engine.ts";
import { program } from "#engine/client/start.ts";
import type { Engine, EngineOptions } from "#engine/index.ts";
import { environment, type FakeWorker, fakeWorker } from "#tests/helpers/fake-worker.ts";

let body = "";
let nFetched = 0;
const server = createServer((_, response) => {
  nFetched += 1;
  response.end(body);
});
let url: URL;
const open: Engine[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/sales.csv`);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

afterEach(() => {
  for (const engine of open.splice(0)) engine.close();
});

/** An engine over fake workers that serve the real host; the newest is last. */
async function faked(options: EngineOptions = {}) {
  const workers: FakeWorker[] = [];
  const startWorker = () => {
    const worker = fakeWorker(program.serve);
    workers.push(worker);
    return worker;
  };
  const engine = await openEngine(options, environment({ startWorker }));
  open.push(engine);
  const crash = () => workers.at(-1)?.dispatch(Object.assign(new Event("error"), { message: "crash" }));
  return { engine, workers, crash };
}

describe("a table from a URL whose worker died", () => {
  it("is fetched again", async () => {
    body = "x,y\n1,2\n2,4\n3,7\n";
    const { engine, crash } = await faked();
    const table = await engine.readCsv(url);
    const before = nFetched;
    crash();
    expect((await table.fit("y ~ x")).n).toBe(3);
    expect(nFetched).toBe(before + 1);
  });

  it("rejects with source-changed where the address gives another table now, and is never mixed with it", async () => {
    body = "x,y\n1,2\n2,4\n3,7\n";
    const { engine, crash } = await faked();
    const table = await engine.readCsv(url);
    body = "x,y\n1,2\n2,4\n3,8\n";
    crash();
    await expect(table.fit("y ~ x")).rejects.toMatchObject({ code: "source-changed" });
    await expect(table.rows(0, 1)).rejects.toMatchObject({ code: "source-changed" });
    body = "x,y\n1,2\n2,4\n3,7\n";
    expect((await table.fit("y ~ x")).n).toBe(3);
  });

  it("reads once for calls that come together", async () => {
    body = "x,y\n1,2\n2,4\n3,7\n";
    const { engine, crash } = await faked();
    const table = await engine.readCsv(url);
    const before = nFetched;
    crash();
    await Promise.all([table.fit("y ~ x"), table.fit("y ~ 1"), table.rows(0, 1)]);
    expect(nFetched).toBe(before + 1);
  });

  it("goes on reading for the others where one call is aborted", async () => {
    body = "x,y\n1,2\n2,4\n3,7\n";
    const { engine, crash } = await faked();
    const table = await engine.readCsv(url);
    crash();
    const controller = new AbortController();
    const aborted = table.fit("y ~ x", { signal: controller.signal });
    const other = table.fit("y ~ x");
    controller.abort("enough");
    await expect(aborted).rejects.toBe("enough");
    expect((await other).n).toBe(3);
  });
});

describe("an edit whose worker dies", () => {
  it("rejects, leaves the table as it was, and is not repeated", async () => {
    const { engine, crash, workers } = await faked();
    const table = await engine.fromColumns({ x: [1, 2, 3], y: [1, 2, 4] });
    workers[0]?.silence();
    const edit = table.edit({ remove: [0] });
    await new Promise((resolve) => setTimeout(resolve, 5));
    crash();
    await expect(edit).rejects.toMatchObject({ code: "worker-crashed" });
    expect(table.nRows).toBe(3);
    expect(await table.rows(0, 5)).toHaveLength(3);
  });
});

describe("createEngine over a worker", () => {
  it("ends the worker and rejects where the backend is not there", async () => {
    const workers: FakeWorker[] = [];
    const startWorker = () => {
      const worker = fakeWorker(program.serve);
      workers.push(worker);
      return worker;
    };
    const opening = openEngine({ backend: "webgpu" }, environment({ startWorker }));
    await expect(opening).rejects.toMatchObject({ code: "backend-unavailable" });
    expect(workers.map(({ terminated }) => terminated)).toEqual([true]);
  });

  it("ends the worker that did not answer in time, and runs in process", async () => {
    const workers: FakeWorker[] = [];
    const startWorker = () => {
      const worker = fakeWorker(() => {});
      workers.push(worker);
      return worker;
    };
    const engine = await openEngine({ startTimeout: 50 }, environment({ startWorker }));
    open.push(engine);
    expect(engine.capabilities.where).toBe("in-process");
    expect(engine.capabilities.whereReason).toContain("no answer within 50 ms");
    expect(workers[0]?.terminated).toBe(true);
  });

  it("ends the worker with the engine", async () => {
    const { engine, workers } = await faked();
    expect(engine.capabilities).toMatchObject({ where: "worker", workers: 1 });
    engine.close();
    expect(workers[0]?.terminated).toBe(true);
  });
});
