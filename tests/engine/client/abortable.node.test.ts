// Leaving a Promise by a signal.

import { describe, expect, it } from "vitest";
import { abortable } from "#engine/client/abortable.ts";

describe("abortable", () => {
  it("gives the result, and listens to the signal no longer", async () => {
    const controller = new AbortController();
    let aborted = 0;
    const result = await abortable(
      controller.signal,
      async () => 3,
      () => {
        aborted += 1;
      },
    );
    await Promise.resolve();
    controller.abort();
    expect(result).toBe(3);
    expect(aborted).toBe(0);
  });

  it("rejects with the signal's own reason", async () => {
    const controller = new AbortController();
    const waiting = abortable(controller.signal, () => new Promise(() => {}));
    controller.abort("enough");
    await expect(waiting).rejects.toBe("enough");
  });

  it("starts nothing where the signal is aborted already", async () => {
    let started = false;
    const waiting = abortable(AbortSignal.abort("before"), async () => {
      started = true;
    });
    await expect(waiting).rejects.toBe("before");
    expect(started).toBe(false);
  });

  it("passes an error on", async () => {
    const waiting = abortable(new AbortController().signal, () => Promise.reject(new Error("no")));
    await expect(waiting).rejects.toThrow("no");
  });
});
