// When a long call lets others in.

import { describe, expect, it } from "vitest";
import { paceOf, WORKER_SLICE_MS } from "#engine/pool/pace.ts";

describe("paceOf", () => {
  it("waits a macrotask only where a slice has passed since the last one", async () => {
    let time = 0;
    let ticks = 0;
    const pace = paceOf(new AbortController().signal, { now: () => time });
    const timer = setInterval(() => ticks++, 0);
    await new Promise((resolve) => setTimeout(resolve, 5));
    ticks = 0;
    for (time = 1; time < 8; time++) await pace.turn();
    expect(ticks).toBe(0);
    let entered = false;
    setImmediate(() => {
      entered = true;
    });
    await pace.turn();
    expect(entered).toBe(true);
    clearInterval(timer);
  });

  it("waits after a longer slice where it is given one, soon enough for a cancel within a tenth of a second", async () => {
    expect(WORKER_SLICE_MS).toBeLessThan(50);
    let time = 0;
    let turns = 0;
    const pace = paceOf(new AbortController().signal, { slice: WORKER_SLICE_MS, now: () => time });
    for (time = 1; time <= 100; time++) {
      let entered = false;
      setImmediate(() => {
        entered = true;
      });
      await pace.turn();
      if (entered) turns += 1;
    }
    expect(turns).toBe(Math.floor(100 / WORKER_SLICE_MS));
  });

  it("throws the reason of a call that is cancelled, slice or not", async () => {
    const controller = new AbortController();
    const pace = paceOf(controller.signal, { now: () => 0 });
    controller.abort(new Error("enough"));
    await expect(pace.turn()).rejects.toThrow("enough");
  });
});
