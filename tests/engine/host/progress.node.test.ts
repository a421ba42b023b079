// Progress at most once a frame.

import { describe, expect, it } from "vitest";
import type { ReadProgress } from "#engine/contract.ts";
import { framed } from "#engine/host/progress.ts";

/** A reporter on a clock that the test turns. */
function onClock() {
  const clock = { ms: 0 };
  const sent: number[] = [];
  const progress = framed(
    ({ rows }: ReadProgress) => sent.push(rows),
    () => clock.ms,
  );
  const report = (rows: number) => progress.report({ rows, bytes: rows });
  return { clock, sent, report, finish: progress.finish };
}

describe("framed", () => {
  it("sends the first at once and holds back what comes within 16 ms", () => {
    const { clock, sent, report } = onClock();
    for (clock.ms = 0; clock.ms < 48; clock.ms += 4) report(clock.ms);
    expect(sent).toEqual([0, 16, 32]);
  });

  it("sends what it held back when it finishes, once", async () => {
    const { sent, report, finish } = onClock();
    report(1);
    report(2);
    report(3);
    await finish();
    await finish();
    expect(sent).toEqual([1, 3]);
  });

  it("waits until the last one is there", async () => {
    let arrived = false;
    const { report, finish } = framed(
      () => new Promise((resolve) => setTimeout(resolve, 10)).then(() => (arrived = true)),
      () => 0,
    );
    report({ rows: 1, bytes: 1 });
    report({ rows: 2, bytes: 2 });
    await finish();
    expect(arrived).toBe(true);
  });
});
