// A read that takes time: what is shown of it, and that it gives way.

import type { ReactiveControllerHost } from "lit";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { ReadProgress } from "#engine/contract.ts";
import { ReadingController } from "#widgets/data/reading.ts";

const host: ReactiveControllerHost = {
  addController: () => {},
  removeController: () => {},
  requestUpdate: () => {},
  updateComplete: Promise.resolve(true),
};

/** A controller on a clock of the test's, and a read whose progress and end the test decides. */
function setUp() {
  let now = 0;
  const controller = new ReadingController(host, () => now);
  let report: (progress: ReadProgress) => void = () => {};
  let finish: (value: string) => void = () => {};
  let signal: AbortSignal | undefined;
  const run = () =>
    controller.run("file.csv", (options) => {
      report = options.onProgress;
      signal = options.signal;
      return new Promise<string>((resolve, reject) => {
        finish = resolve;
        options.signal.addEventListener("abort", () => reject(options.signal.reason));
      });
    });
  return {
    controller,
    run,
    at: (ms: number) => {
      now = ms;
    },
    report: (progress: ReadProgress) => report(progress),
    finish: (value: string) => finish(value),
    signal: () => signal,
  };
}

describe("ReadingController", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  test("shows nothing of a short read", async () => {
    const { controller, run, report, finish } = setUp();
    const result = run();
    report({ rows: 10, bytes: 100, totalBytes: 200 });
    expect(controller.state).toBeNull();
    finish("table");
    expect(await result).toBe("table");
    vi.advanceTimersByTime(1000);
    expect(controller.state).toBeNull();
  });

  test("shows rows and share after a moment, and time left once its speed can be told", () => {
    const { controller, run, report, at } = setUp();
    void run();
    at(200);
    report({ rows: 1000, bytes: 100, totalBytes: 400 });
    expect(controller.state).toEqual({ name: "file.csv", rows: 1000, share: 0.25, secondsLeft: null });
    at(1000);
    report({ rows: 1000, bytes: 100, totalBytes: 400 });
    expect(controller.state?.secondsLeft).toBeCloseTo(3, 12);
  });

  test("claims no share where the length is not known", () => {
    const { controller, run, report, at } = setUp();
    void run();
    at(5000);
    report({ rows: 1000, bytes: 100 });
    expect(controller.state).toMatchObject({ share: null, secondsLeft: null });
  });

  test("shows that it waits although nothing was reported yet", () => {
    const { controller, run, at } = setUp();
    void run();
    at(150);
    vi.advanceTimersByTime(150);
    expect(controller.state).toMatchObject({ rows: 0, share: null });
  });

  test("resolves to null when cancelled, and shows nothing any more", async () => {
    const { controller, run, report, at, signal } = setUp();
    const result = run();
    at(500);
    report({ rows: 1, bytes: 1 });
    controller.cancel();
    expect(signal()?.aborted).toBe(true);
    expect(await result).toBeNull();
    expect(controller.state).toBeNull();
  });

  test("gives way to a newer read", async () => {
    const { run, finish } = setUp();
    const first = run();
    const second = run();
    finish("second");
    expect(await Promise.all([first, second])).toEqual([null, "second"]);
  });

  test("rejects with the read's own error", async () => {
    const { controller } = setUp();
    await expect(controller.run("x", () => Promise.reject(new RangeError("torn")))).rejects.toThrow("torn");
    expect(controller.state).toBeNull();
  });
});
