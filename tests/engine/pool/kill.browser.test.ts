// Workers of a pool that are killed while they fit: the answer is right all the same, and nothing else is lost.

import { afterEach, describe, expect, it } from "vitest";
import { openEngine } from "#engine/client/engine.ts";
import { environmentHere } from "#engine/client/environment.ts";
import type { Engine } from "#engine/index.ts";

const N = 400_000;
const WORKERS = 3;
const open: Engine[] = [];

afterEach(() => {
  for (const engine of open.splice(0)) engine.close();
});

/** An engine of three real workers, the leader first, in the order in which they started. */
async function engineOf() {
  const workers: Worker[] = [];
  const here = environmentHere();
  const startWorker = (script: string) => {
    const worker = here.startWorker?.(script) as Worker;
    workers.push(worker);
    return worker;
  };
  const engine = await openEngine({ workers: WORKERS }, { ...here, startWorker });
  open.push(engine);
  return { engine, workers };
}

function plane() {
  const x = Float64Array.from({ length: N }, (_, i) => (i * 2_654_435_761) % 1009);
  const z = Float64Array.from({ length: N }, (_, i) => (i * 40_503) % 997);
  const y = x.map((v, i) => 1 + 2 * v - (z[i] as number) + ((i % 7) - 3) * 1e-3);
  return { x, z, y };
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("killing", () => {
  it.each([0, 1, 2])("worker %i during fits leaves correct answers", async (k) => {
    const { engine, workers } = await engineOf();
    const table = await engine.fromColumns(plane());
    expect(workers).toHaveLength(WORKERS);
    const formulas = ["y ~ x", "y ~ x + z", "y ~ x * z", "y ~ log(x + 1) + z"];
    const expected = [];
    for (const formula of formulas) expected.push(await table.fit(formula));
    for (const delay of [0, 3, 12]) {
      const fits = Promise.all(formulas.map((formula) => table.fit(formula)));
      await wait(delay);
      // The newest worker in this place: earlier ones may be dead.
      const victim = workers.length > WORKERS && k > 0 ? (workers.at(-1) as Worker) : (workers[k] as Worker);
      victim.terminate();
      expect(await fits).toEqual(expected);
    }
  });

  it("every worker at once leaves correct answers", async () => {
    const { engine, workers } = await engineOf();
    const table = await engine.fromColumns(plane());
    const expected = await table.fit("y ~ x + z");
    const fit = table.fit("y ~ x + z");
    for (const worker of workers.slice()) worker.terminate();
    expect(await fit).toEqual(expected);
  });

  it("one that holds rows of a table that can be read once only names them, and leaves the other tables alone", async () => {
    const { engine, workers } = await engineOf();
    const handed = await engine.fromColumns(plane(), { transfer: true });
    const small = await engine.readCsv(new Blob(["x,y\n1,2\n2,4\n3,7\n"]).stream());
    const fits = handed.fit("y ~ x");
    workers[1]?.terminate();
    await expect(fits.then(() => handed.fit("y ~ x * z"))).rejects.toMatchObject({
      code: "worker-crashed",
      message: expect.stringMatching(/with rows \d+ to \d+/),
    });
    expect((await small.fit("y ~ x")).n).toBe(3);
  });

  it("is made good: the dead one is replaced when the table is read again", async () => {
    const { engine, workers } = await engineOf();
    const table = await engine.fromColumns(plane());
    await table.fit("y ~ x");
    workers[2]?.terminate();
    await wait(100);
    await table.fit("y ~ x");
    expect(workers).toHaveLength(WORKERS + 1);
  });
});
