// Who holds which rows of a table, and what is left of a call that is over.

import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { Host } from "#engine/host/host.ts";
import { Follower } from "#engine/pool/follower.ts";
import { Pool } from "#engine/pool/pool.ts";
import { serveShard } from "#engine/pool/shard.ts";
import { openBackend } from "#kernel/choose.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { fromColumns } from "#table/from-columns.ts";

const pools: Pool[] = [];

/** A pool of a leader and so many followers. */
function poolOf(nFollowers: number): Pool {
  const pool = new Pool();
  pool.open(async () => {});
  for (let shard = 1; shard <= nFollowers; shard++) {
    const { port1, port2 } = new MessageChannel();
    serveShard(port1, referenceBackend());
    pool.add(shard, port2);
  }
  pools.push(pool);
  return pool;
}

const tableOf = (nRows: number) => fromColumns([{ name: "x", values: new Float64Array(nRows) }]);

afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => {
  for (const pool of pools) pool.close();
});

describe("deal", () => {
  it.each([
    [16, 1],
    [17, 1],
    [5, 2],
    [6, 2],
    [2, 4],
  ])("gives the leader no fewer rows of %i superblocks than any of %i followers", async (count, nFollowers) => {
    const { here, parts, edges } = await poolOf(nFollowers).deal(1, tableOf(65_536 * (count - 1) + 100));
    const rowsOf = (superblocks: readonly number[]) =>
      superblocks.reduce((sum, b) => sum + (edges[b + 1] as number) - (edges[b] as number), 0);
    for (const { superblocks } of parts) expect(rowsOf(superblocks)).toBeLessThanOrEqual(rowsOf(here.superblocks));
    const all = [here, ...parts].flatMap(({ superblocks }) => superblocks);
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, k) => k));
  });
});

describe("a call that is over", () => {
  it("is told to the followers that it asked, once", async () => {
    const end = vi.spyOn(Follower.prototype, "end");
    const host = new Host({ holdLock: async () => false });
    await host.start({ backend: "simd" }, async () => {});
    const { port1, port2 } = new MessageChannel();
    serveShard(port1, (await openBackend("simd")).backend);
    host.lead(1, port2);
    const x = Float64Array.from({ length: 65_536 * 2 }, (_, i) => Math.sin(i));
    const y = x.map((value, i) => value + (i % 3));
    await host.fromColumns(1, 1, [
      { name: "x", values: x },
      { name: "y", values: y },
    ]);
    await host.ask(2, 1, "moments", "y ~ x", {});
    await expect.poll(() => end.mock.calls).toEqual([[2]]);
    // Moments are kept: no follower is asked again.
    await host.ask(3, 1, "moments", "y ~ x", {});
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(end.mock.calls).toEqual([[2]]);
    host.stop();
  });
});
