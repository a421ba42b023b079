// Latest wins: what runs, what waits and what is dropped.

import { describe, expect, it } from "vitest";
import { latest } from "#base/latest.ts";

/** A function whose calls end when the test says so. */
function manual() {
  const calls: { arg: number; resolve: (value: string) => void; reject: (error: Error) => void }[] = [];
  const fn = (arg: number) => new Promise<string>((resolve, reject) => calls.push({ arg, resolve, reject }));
  return { calls, fn };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("latest(fn)", () => {
  it("runs the first call at once and gives its result", async () => {
    const { calls, fn } = manual();
    const run = latest(fn);
    const result = run(1);
    expect(calls.map(({ arg }) => arg)).toEqual([1]);
    calls[0]?.resolve("one");
    expect(await result).toBe("one");
  });

  it("runs one call at a time, and after it only the newest of those that came in", async () => {
    const { calls, fn } = manual();
    const run = latest(fn);
    const results = [1, 2, 3, 4].map((arg) => run(arg));
    expect(calls.map(({ arg }) => arg)).toEqual([1]);
    calls[0]?.resolve("one");
    await settled();
    expect(calls.map(({ arg }) => arg)).toEqual([1, 4]);
    calls[1]?.resolve("four");
    expect(await Promise.all(results)).toEqual(["one", undefined, undefined, "four"]);
  });

  it("resolves a superseded call to undefined while the first still runs", async () => {
    const { fn } = manual();
    const run = latest(fn);
    void run(1);
    const dropped = run(2);
    void run(3);
    expect(await dropped).toBeUndefined();
  });

  it("rejects only the call that failed and goes on with the one that waits", async () => {
    const { calls, fn } = manual();
    const run = latest(fn);
    const first = run(1);
    const second = run(2);
    calls[0]?.reject(new Error("no"));
    await expect(first).rejects.toThrow("no");
    await settled();
    calls[1]?.resolve("two");
    expect(await second).toBe("two");
  });

  it("takes a function that throws at once for one that rejects", async () => {
    const run = latest(() => {
      throw new Error("at once");
    });
    await expect(run()).rejects.toThrow("at once");
    await expect(run()).rejects.toThrow("at once");
  });

  it("starts afresh once it is idle", async () => {
    const { calls, fn } = manual();
    const run = latest(fn);
    const first = run(1);
    calls[0]?.resolve("one");
    await first;
    void run(2);
    expect(calls.map(({ arg }) => arg)).toEqual([1, 2]);
  });
});
