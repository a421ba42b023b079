// What calls leave for later ones, with moments and without.

import { afterAll, describe, expect, it, vi } from "vitest";
import { KeptTable } from "#engine/host/kept/kept-table.ts";
import { type CallContext, planned } from "#engine/host/planned.ts";
import { paceOf } from "#engine/pool/pace.ts";
import { NO_OTHERS } from "#engine/pool/pool.ts";
import { openBackend } from "#kernel/choose.ts";
import { fromColumns } from "#table/from-columns.ts";

const { backend } = await openBackend("simd");
afterAll(() => backend.close());

/** A context of calls on one table, and how often a superblock was summed. */
function contextOf(kept: KeptTable) {
  const moments = vi.fn(backend.moments);
  const n = 65_536 + 10;
  const table = fromColumns([
    { name: "y", values: Float64Array.from({ length: n }, (_, i) => Math.cos(i)) },
    { name: "x", values: Float64Array.from({ length: n }, (_, i) => Math.sin(i)) },
  ]);
  const context: CallContext = {
    table,
    others: NO_OTHERS,
    edges: [0, 65_536, n],
    kept,
    whole: async () => table,
    moments: null,
    backend: { ...backend, moments },
    pace: paceOf(new AbortController().signal),
  };
  return { context, moments };
}

describe("planned", () => {
  it("plans a formula once and sums rows once where moments are kept", async () => {
    const { context, moments } = contextOf(new KeptTable());
    const first = await planned(context, "y ~ x", {});
    const found = await first.rows.moments();
    const second = await planned(context, "y ~ x", {});
    expect(second.plan).toBe(first.plan);
    expect(await second.rows.moments()).toEqual(found);
    expect(moments).toHaveBeenCalledTimes(2);
  });

  it("plans a formula once and sums rows at each call where none are kept", async () => {
    const { context, moments } = contextOf(new KeptTable(null));
    const first = await planned(context, "y ~ x", {});
    const found = await first.rows.moments();
    const second = await planned(context, "y ~ x", {});
    expect(second.plan).toBe(first.plan);
    expect(await second.rows.moments()).toEqual(found);
    expect(moments).toHaveBeenCalledTimes(4);
  });

  it("keeps no moments in what an edit leaves either", async () => {
    expect(new KeptTable(null).without([0], 2).moments).toBeNull();
    expect(new KeptTable().without([0], 2).moments).not.toBeNull();
  });
});
