// The loops that machines are measured by do what they say.

import { describe, expect, it } from "vitest";
import { openSpeedLoops } from "#kernel/speed.ts";
import { startKernel } from "#kernel/wasm/instance.ts";

describe.each(["scalar", "simd", "relaxed"] as const)("%s", (build) => {
  it("multiply_add_f64 runs twelve chains in every lane, each of which tends to 1", async () => {
    const { call } = await startKernel(build);
    expect(call.multiply_add_f64(200)).toBeCloseTo(12 * call.LANES.value, 12);
    expect(call.ROUND_OPERATIONS.value).toBe(2 * 12 * call.LANES.value);
    const once = 0.75 * 0.25 + 0.25 + (0.75 * 0.75 + 0.25);
    expect(call.multiply_add_f64(1)).toBeCloseTo(6 * once * call.LANES.value, 12);
  });

  it("openSpeedLoops(build).pack(block) tells of every value read and written, f32 too", async () => {
    const { pack } = await openSpeedLoops(build);
    const columns = [new Float64Array(10_001), new Float32Array(10_001)];
    expect(pack({ n: 10_001, columns })).toBe(2 * 12 * 10_001);
  });
});

describe.each(["reference", "scalar", "simd", "relaxed"] as const)("openSpeedLoops(%s)", (name) => {
  it("multiplyAdd(operations) does as many, rounded up to a round", async () => {
    const { multiplyAdd } = await openSpeedLoops(name);
    const done = multiplyAdd(1_000_001);
    expect(done).toBeGreaterThanOrEqual(1_000_001);
    expect(done).toBeLessThan(1_000_001 + 48);
  });
});
