// Calls that take long without reading rows, cancelled on their way.

import { beforeAll, describe, expect, it } from "vitest";
import { Host } from "#engine/host/host.ts";
import { randomStream } from "#kernel/reference/random.ts";

const host = new Host({ holdLock: async () => false });
let nCalls = 0;

/** A table of p columns x0, x1, … that y depends on by the first. */
async function open(id: number, n: number, p: number): Promise<void> {
  const stream = randomStream(p);
  const columns = Array.from({ length: p }, (_, j) => ({ name: `x${j}`, values: stream.normal(n, 0, 1) }));
  const y = stream.normal(n, 0, 1).map((e, i) => e + (columns[0]?.values[i] as number));
  await host.fromColumns(nCalls++, id, [...columns, { name: "y", values: y }]);
}

/** Cancel a call from a task of its own: none runs before the call waits for one. */
async function cancelled(start: (call: number) => Promise<unknown>): Promise<unknown> {
  const call = nCalls++;
  const running = start(call);
  setTimeout(() => host.cancel(call), 0);
  return running;
}

beforeAll(async () => {
  await host.start({ backend: "auto" }, null);
  await open(1, 400, 12);
  await open(2, 100, 2500);
});

const ask = (
  id: number,
  name: "bootstrap" | "jackknife" | "crossValidate" | "learningCurve" | "path",
  options: object,
) => cancelled((call) => host.ask(call, id, name, "y ~ .", options));

describe("cancel(call)", () => {
  it.each([
    ["replicates of blocks", () => ask(1, "bootstrap", { method: "blocks", nReplicates: 20_000 })],
    ["replicates of rows", () => ask(1, "bootstrap", { method: "pairs", nReplicates: 20_000 })],
    ["blocks left out", () => ask(1, "jackknife", { nBlocks: 400, lambda: 0.01, l1Ratio: 0.5 })],
    ["folds", () => ask(1, "crossValidate", { folds: 200 })],
    ["repeats of a learning curve", () => ask(1, "learningCurve", { repeats: 1000 })],
    ["lambdas of a path of more columns than all products are worth", () => ask(2, "path", {})],
    [
      "simulations",
      () => {
        const X = [randomStream(1).normal(200, 0, 1)];
        const options = { X, beta: [1], sigma: 1, models: [{}], nSimulations: 20_000 };
        return cancelled((call) => host.biasVariance(call, options));
      },
    ],
  ])("ends between two %s", async (_, run) => {
    await expect(run()).rejects.toMatchObject({ name: "AbortError" });
  });
});
