// Draft moments by a GPU against moments by WebAssembly, in one run: upload, digits and read-back are counted.

import type { Backend, Block } from "#kernel/backend.ts";
import { openBackend } from "#kernel/choose.ts";
import { whyWrong } from "#kernel/webgpu/check.ts";
import { findAdapter, type Gpu, openDevice } from "#kernel/webgpu/device.ts";
import { GpuGram, type Variant } from "#kernel/webgpu/gram.ts";
import { draftMoments } from "#kernel/webgpu/moments.ts";
import { quantised } from "#kernel/webgpu/quantise.ts";
import { type Survey, surveyOf } from "#kernel/webgpu/survey.ts";

export interface GpuBenchOptions {
  /** Rows of a block, and numbers of predictors. */
  rows: number;
  columns: readonly number[];
  repeats: number;
  print: (line: string) => void;
}

/** Milliseconds of the fastest of some runs, after one that warms up. */
async function fastest(repeats: number, run: () => Promise<unknown>): Promise<number> {
  await run();
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < repeats; k++) {
    const began = performance.now();
    await run();
    best = Math.min(best, performance.now() - began);
  }
  return best;
}

const row = (cells: readonly string[]): string =>
  cells.map((cell, i) => (i < 2 ? cell.padEnd(8) : cell.padStart(12))).join("");

interface Contest {
  cpu: Backend;
  gram: GpuGram;
  block: Block;
  repeats: number;
}

/** One line: the draft, the device's own part of it, the CPU's moments, and a pass of residuals, in milliseconds. */
async function contest({ cpu, gram, block, repeats }: Contest): Promise<string> {
  const p = block.columns.length - 1;
  const survey = surveyOf(block) as Survey;
  let onDevice = Number.POSITIVE_INFINITY;
  const surveyed = await fastest(repeats, async () => surveyOf(block));
  const draft = await fastest(repeats, () => draftMoments(gram, cpu, block));
  for (let k = 0; k < repeats; k++) {
    const { gpuMs } = await gram.products(quantised(block, survey));
    onDevice = Math.min(onDevice, gpuMs ?? Number.NaN);
  }
  const own = await fastest(repeats, () => cpu.moments(block));
  const predictor = { intercept: 0, beta: new Float64Array(p), centre: new Float64Array(p) };
  const pass = await fastest(repeats, () => cpu.residuals(block, predictor));
  const times = [draft, surveyed, onDevice, own, pass].map((ms) => ms.toFixed(1));
  const ratios = [own / draft, own / (draft + 3 * pass)].map((ratio) => `${ratio.toFixed(2)}×`);
  return row([gram.variant, String(p), ...times, ...ratios]);
}

async function benchVariant(gpu: Gpu, variant: Variant, cpu: Backend, options: GpuBenchOptions): Promise<void> {
  const gram = new GpuGram(gpu, variant);
  const wrong = await whyWrong(gram);
  if (wrong !== null) return options.print(`${variant}: not trusted, ${wrong}`);
  for (const p of options.columns) {
    const stream = cpu.random(p);
    const columns = Array.from({ length: p + 1 }, (_, j) => stream.normal(options.rows, j, 1));
    options.print(await contest({ cpu, gram, block: { n: options.rows, columns }, repeats: options.repeats }));
  }
}

/** Print what drafts cost on an adapter, in both variants where it has both. */
export async function benchGpu(gpu: GPU, options: GpuBenchOptions): Promise<void> {
  const found = await findAdapter(gpu, 30_000);
  if ("missing" in found) return options.print(`skipped: ${found.missing}`);
  const { backend: cpu } = await openBackend("auto", undefined);
  const opened = await openDevice(gpu, found, 30_000);
  options.print(`${opened.adapter}${opened.isFallback ? " (software)" : ""} against ${cpu.name}, ${options.rows} rows`);
  options.print(
    "milliseconds: draft, its survey, its device part, CPU moments, one residual pass; then CPU over draft, and",
  );
  options.print("CPU over draft with three residual passes");
  options.print(row(["variant", "p", "draft", "survey", "device", "moments", "residuals", "to draft", "to fit"]));
  if (opened.packed) await benchVariant(opened, "packed", cpu, options);
  await benchVariant(opened, "limbs", cpu, options);
  opened.device.destroy();
}
