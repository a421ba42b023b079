// The WebGPU backend: a device makes draft moments, which fits are refined from, and a WebAssembly backend does all else.
// Its `moments` are the CPU's, so that nothing ever gets the digits of a draft without asking for a draft.

import type { Backend, Block } from "../backend.ts";
import type { Drafting, DraftMoments, DraftVerdict } from "../draft.ts";
import { whyWrong } from "./check.ts";
import {
  type AdapterInfo,
  type FoundAdapter,
  findAdapter,
  type Gpu,
  NO_WEBGPU,
  openDevice,
  wordsOf,
} from "./device.ts";
import { GpuGram, MAX_COLUMNS, type Variant } from "./gram.ts";
import { draftMoments } from "./moments.ts";
import { race } from "./race.ts";

/** Milliseconds for a device that was asked for by name, and products n·q² below which the device is left alone. */
const OPEN_MS = 4000;
const LEAST_WORK = 1e9;

/** What can be made from on a device. */
interface Opened {
  gpu: Gpu;
  gram: GpuGram;
}

/** Open the device of an adapter and check its sums. @throws Error in words that end a sentence */
async function openChecked(
  gpu: GPU,
  found: Extract<FoundAdapter, { adapter: GPUAdapter }>,
  variant?: Variant,
): Promise<Opened> {
  const opened = await openDevice(gpu, found, OPEN_MS);
  const gram = new GpuGram(opened, variant);
  const wrong = await whyWrong(gram);
  if (wrong === null) return { gpu: opened, gram };
  opened.device.destroy();
  throw new Error(wrong);
}

/** Drafts of an open device, whatever they cost. */
function draftingOf({ gpu, gram }: Opened, cpu: Backend): Drafting {
  return {
    cpu: cpu.name,
    async worth() {
      if (gpu.lost !== null) return { pays: false, reason: `WebGPU was lost: ${gpu.lost}` };
      return { pays: true, reason: `WebGPU was asked for by name; it runs on ${gpu.adapter}` };
    },
    moments: (block) => draftMoments(gram, cpu, block),
  };
}

/** Drafts of a device that is opened when a model is large enough, raced, and used where it wins. */
function racingDrafts(
  gpu: GPU,
  found: Extract<FoundAdapter, { adapter: GPUAdapter }>,
  cpu: Backend,
): Drafting & { close(): void } {
  const verdicts = new Map<string, DraftVerdict>();
  let opening: Promise<Opened> | null = null;
  const open = () => {
    opening ??= openChecked(gpu, found);
    return opening;
  };
  async function raced(sample: Block, nWorkers: number): Promise<DraftVerdict> {
    const { gpu, gram } = await open();
    const draft = (block: Block) => draftMoments(gram, cpu, block);
    return race({ cpu, draft, adapter: gpu.adapter, now: () => performance.now(), nWorkers }, sample);
  }
  return {
    cpu: cpu.name,
    async worth(sample, nRows, nWorkers) {
      const q = sample.columns.length;
      if (nRows * q * q < LEAST_WORK) return { pays: false, reason: "the problem is too small for WebGPU" };
      if (q > MAX_COLUMNS) return { pays: false, reason: `WebGPU takes up to ${MAX_COLUMNS} columns` };
      try {
        const key = `${q} ${nWorkers}`;
        const verdict = verdicts.get(key) ?? (await raced(sample, nWorkers));
        verdicts.set(key, verdict);
        const { lost } = (await open()).gpu;
        return lost === null ? verdict : { pays: false, reason: `WebGPU was lost: ${lost}` };
      } catch (error) {
        return { pays: false, reason: `WebGPU does not start (${wordsOf(error)})` };
      }
    },
    async moments(block: Block): Promise<DraftMoments> {
      // Another worker may have raced: here the device is opened now, and need not be there.
      const here = await open().catch((error: unknown) => wordsOf(error));
      if (typeof here !== "string") return draftMoments(here.gram, cpu, block);
      return { moments: await cpu.moments(block), error: 0, nOnDevice: 0, lost: here };
    },
    close() {
      opening?.then(
        ({ gpu }) => gpu.device.destroy(),
        () => {},
      );
    },
  };
}

/** The adapter of this place, for `openWebGpu` and `withWebGpu`, as it is told to a page. */
export type WebGpuCapability = AdapterInfo | { reason: string };

/**
 * The backend "webgpu" over a CPU backend, which does everything but drafts.
 *
 * @param variant how digits are multiplied; the packed dot product where the language has it
 * @throws Error with the reason as the end of a sentence: no WebGPU, no adapter, a device that is refused or sums wrongly
 */
export async function openWebGpu({
  gpu,
  cpu,
  variant,
}: {
  gpu: GPU | undefined;
  cpu: Backend;
  variant?: Variant;
}): Promise<{ backend: Backend; info: AdapterInfo; device: GPUDevice }> {
  const found = await findAdapter(gpu, OPEN_MS);
  if (!gpu || "missing" in found) throw new Error("missing" in found ? found.missing : NO_WEBGPU);
  const opened = await openChecked(gpu, found, variant);
  const { device } = opened.gpu;
  const close = () => {
    device.destroy();
    cpu.close();
  };
  return { backend: { ...cpu, name: "webgpu", draft: draftingOf(opened, cpu), close }, info: found.info, device };
}

/**
 * A CPU backend that drafts on the GPU where a race says so. Software that stands in for a GPU is not raced.
 *
 * @param finding the adapter of `gpu`, which may be asked for while the CPU backend starts
 */
export async function withWebGpu(
  gpu: GPU | undefined,
  cpu: Backend,
  finding: Promise<FoundAdapter>,
): Promise<{ backend: Backend; webgpu: WebGpuCapability }> {
  const found = await finding;
  if (!gpu || "missing" in found) {
    return { backend: cpu, webgpu: { reason: "missing" in found ? found.missing : NO_WEBGPU } };
  }
  if (found.info.isFallback) return { backend: cpu, webgpu: found.info };
  const draft = racingDrafts(gpu, found, cpu);
  const close = () => {
    draft.close();
    cpu.close();
  };
  return { backend: { ...cpu, draft, close }, webgpu: found.info };
}
