// The race between a GPU and the CPU, with a clock of the test's own.

import { expect, test } from "vitest";
import type { Block } from "#kernel/backend.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { race } from "#kernel/webgpu/race.ts";
import { makeBlock } from "../data.ts";

const cpu = referenceBackend();
const block = makeBlock({ n: 20_000, q: 4 });

/** Racers whose turns take so many milliseconds, and a draft that is the CPU's moments with an error. */
function racers({ gpuMs = 1, momentsMs = 1, passMs = 1, wrong = 0, lost = null as string | null, nWorkers = 1 }) {
  let clock = 0;
  const taking = <A extends unknown[], R>(ms: number, run: (...args: A) => Promise<R>) => {
    return (...args: A) => {
      clock += ms;
      return run(...args);
    };
  };
  const rowsSeen: number[] = [];
  async function draft(given: Block) {
    rowsSeen.push(given.n);
    const moments = await cpu.moments(given);
    const scatter = moments.scatter.map((value, k) => (k === 1 ? value + wrong * given.n : value));
    return { moments: { ...moments, scatter }, error: 1e-9, nOnDevice: given.n, lost };
  }
  const own = { name: cpu.name, moments: taking(momentsMs, cpu.moments), residuals: taking(passMs, cpu.residuals) };
  return { rowsSeen, racers: { cpu: own, draft: taking(gpuMs, draft), adapter: "chip", now: () => clock, nWorkers } };
}

test("a GPU pays where draft and residual passes take clearly less than the CPU's moments", async () => {
  const { racers: parts, rowsSeen } = racers({ gpuMs: 4, passMs: 1, momentsMs: 10 });
  expect(await race(parts, block)).toEqual({
    pays: true,
    reason: "WebGPU on chip pays for 16384 rows of 3 columns: 7.0 ms with its residual passes, 10.0 ms by reference",
  });
  expect(new Set(rowsSeen)).toEqual(new Set([16_384]));
});

test("it does not pay where that is about as long", async () => {
  const { racers: parts } = racers({ gpuMs: 6, passMs: 1, momentsMs: 10 });
  expect(await race(parts, block)).toMatchObject({
    pays: false,
    reason: expect.stringMatching(/^WebGPU on chip does not pay/),
  });
});

test("workers share the CPU's part, and the device is one", async () => {
  const { racers: parts } = racers({ gpuMs: 4, passMs: 1, momentsMs: 10, nWorkers: 4 });
  expect(await race(parts, block)).toEqual({
    pays: false,
    reason:
      "WebGPU on chip does not pay for 16384 rows of 3 columns: 4.8 ms with its residual passes, 2.5 ms by reference on 4 workers",
  });
});

test("a sample that differs from the CPU's by more than its rounding is not trusted, however fast", async () => {
  const { racers: parts } = racers({ gpuMs: 0, momentsMs: 100, wrong: 1e-6 });
  expect(await race(parts, block)).toMatchObject({
    pays: false,
    reason: expect.stringMatching(/^WebGPU gave correlations that are wrong by \de-[67]$/),
  });
});

test("a device that is lost in the race does not pay", async () => {
  const { racers: parts } = racers({ gpuMs: 0, momentsMs: 100, lost: "unplugged" });
  expect(await race(parts, block)).toEqual({ pays: false, reason: "WebGPU was lost: unplugged" });
});
