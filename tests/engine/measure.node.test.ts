// engine.measure: what it says of its loops is what they do; how long they take is this machine's.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MeasureOptions } from "#engine/index.ts";

let engine: Engine;

beforeAll(async () => {
  engine = await createEngine({ backend: "simd" });
});

afterAll(() => engine.close());

describe("engine.measure(options)", () => {
  it("gives each stage its work and a time", async () => {
    const { backend, rows, columns, stages } = await engine.measure({ columns: 5 });
    expect({ backend, rows, columns }).toEqual({ backend: "simd", rows: 65_536, columns: 5 });
    expect(stages.map(({ stage }) => stage)).toEqual(["multiply-add", "copy", "pack", "gram", "solve"]);
    const of = (name: string) => stages.find(({ stage }) => stage === name);
    expect(of("pack")).toMatchObject({ bytes: 2 * 5 * 65_536 * 8, flops: 0 });
    expect(of("gram")).toMatchObject({ bytes: 5 * 65_536 * 8, flops: 25 * 65_536 });
    expect(of("copy")).toMatchObject({ bytes: 2 * 2 ** 25, flops: 0 });
    expect(of("multiply-add")?.flops).toBeGreaterThanOrEqual(2_000_000);
    for (const { milliseconds } of stages) expect(milliseconds).toBeGreaterThan(0);
  });

  it("runs only the stages that are asked for", async () => {
    const { stages } = await engine.measure({ stages: ["copy"] });
    expect(stages.map(({ stage }) => stage)).toEqual(["copy"]);
  });

  it("refuses blocks of no size and stages that it does not know", async () => {
    for (const columns of [1, 2.5, 257, Number.NaN]) {
      await expect(engine.measure({ columns })).rejects.toThrow(
        `columns: must be a whole number from 2 to 256; got ${columns}`,
      );
    }
    const unknown = { stages: ["nap"] } as unknown as MeasureOptions;
    await expect(engine.measure(unknown)).rejects.toMatchObject({ code: "bad-argument", value: "nap" });
  });

  it("ends when it is aborted", async () => {
    const controller = new AbortController();
    const measured = engine.measure({ signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(measured).rejects.toThrow("enough");
  });
});
