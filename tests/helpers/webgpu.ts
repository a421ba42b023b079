// The WebGPU backend of this browser over its best CPU backend, for tests.

import type { Backend } from "#kernel/backend.ts";
import { openBackend } from "#kernel/choose.ts";
import { openWebGpu } from "#kernel/webgpu/backend.ts";
import { findAdapter, type Gpu, gpuHere, openDevice } from "#kernel/webgpu/device.ts";
import type { Variant } from "#kernel/webgpu/gram.ts";

/** A device of this browser. */
export async function openGpuHere(): Promise<Gpu> {
  const found = await findAdapter(gpuHere(), 10_000);
  if ("missing" in found) throw new Error(found.missing);
  return openDevice(gpuHere() as GPU, found, 10_000);
}

/** Both backends, and the device, which a test may destroy. */
export async function openWebGpuHere(
  variant?: Variant,
): Promise<{ cpu: Backend; backend: Backend; device: GPUDevice }> {
  const { backend: cpu } = await openBackend("simd");
  return { cpu, ...(await openWebGpu({ gpu: gpuHere(), cpu, ...(variant && { variant }) })) };
}
