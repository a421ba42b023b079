// Steps of gradient descent on a GPU (SwiftShader in CI) against the CPU's residual sums.

import { beforeAll, expect, test } from "vitest";
import type { LinearPredictor } from "#kernel/backend.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import type { Gpu } from "#kernel/webgpu/device.ts";
import { openSteps, type StepSums } from "#kernel/webgpu/steps.ts";
import { openGpuHere } from "#tests/helpers/webgpu.ts";
import { makeBlock } from "../data.ts";

const cpu = referenceBackend();
let gpu: Gpu;

beforeAll(async () => {
  gpu = await openGpuHere();
});

const block = makeBlock({ n: 20_001, q: 6 });
const at: LinearPredictor = {
  intercept: 2,
  beta: Float64Array.of(0.5, -1, 0.25, 3, -0.1),
  centre: Float64Array.of(-5, 0, 1, 2, 40),
};

/** Sums agree to f32's rounding of the norms that they are made of. */
async function expectSameSums(got: StepSums, predictor: LinearPredictor): Promise<void> {
  const want = await cpu.residuals(block, predictor);
  expect(Math.abs(got.rss / want.rss - 1)).toBeLessThan(1e-5);
  expect(Math.abs(got.sum - want.sum)).toBeLessThan(1e-5 * Math.sqrt(want.rss * block.n));
  for (const [j, value] of want.gradient.entries()) {
    const centre = predictor.centre[j] as number;
    const norm = Math.sqrt(
      Array.from(block.columns[j] ?? []).reduce((sum: number, x: number) => sum + (x - centre) ** 2, 0),
    );
    expect(Math.abs((got.gradient[j] as number) - value)).toBeLessThan(1e-5 * Math.sqrt(want.rss) * norm);
  }
}

test("rss, sum and gradient are the CPU's to the rounding of f32, at one predictor after another", async () => {
  const steps = openSteps(gpu, cpu, block);
  await expectSameSums(await steps.sums(at), at);
  const other = { ...at, intercept: -3, beta: at.beta.map((value) => value - 1) };
  await expectSameSums(await steps.sums(other), other);
  steps.close();
});

test("fifty steps lead as far down as the CPU's", async () => {
  const moments = await cpu.moments(block);
  const p = 5;
  const scale = moments.scatter;
  const square = (j: number) => scale[(j * (j + 3)) / 2] as number;
  async function descend(sumsAt: (predictor: LinearPredictor) => Promise<StepSums>): Promise<number> {
    let predictor = {
      intercept: moments.mean[p] as number,
      beta: new Float64Array(p),
      centre: moments.mean.slice(0, p),
    };
    let rss = 0;
    for (let k = 0; k < 50; k++) {
      const sums = await sumsAt(predictor);
      rss = sums.rss;
      const beta = predictor.beta.map((b, j) => b + (0.5 * (sums.gradient[j] as number)) / square(j));
      predictor = { ...predictor, beta };
    }
    return rss;
  }
  const steps = openSteps(gpu, cpu, block);
  const got = await descend((predictor) => steps.sums(predictor));
  const want = await descend((predictor) => cpu.residuals(block, predictor));
  expect(Math.abs(got / want - 1)).toBeLessThan(1e-5);
});

test("weighted rows are the CPU's, and so is every step after the device is lost", async () => {
  const weighted = { ...block, weights: new Float64Array(block.n).fill(2) };
  expect(await openSteps(gpu, cpu, weighted).sums(at)).toEqual(await cpu.residuals(weighted, at));
  const dying = await openGpuHere();
  const steps = openSteps(dying, cpu, block);
  await expectSameSums(await steps.sums(at), at);
  dying.device.destroy();
  expect(await steps.sums(at)).toEqual(await cpu.residuals(block, at));
});
