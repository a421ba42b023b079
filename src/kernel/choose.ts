// Which backend computes: by what the machine can do, never by timing, so that one machine always gives the same bits. Only
// whether moments are drafted on a GPU is raced, model by model, and the fit says so.

import { LeastwiseError } from "#base/error.ts";
import type { Backend, BackendName, KernelCapabilities } from "./backend.ts";
import { findMissing, type Missing } from "./capabilities.ts";
import { referenceBackend } from "./reference/backend.ts";
import { wasmBackend } from "./wasm/backend.ts";
import { startKernel } from "./wasm/instance.ts";
import { openWebGpu, type WebGpuCapability, withWebGpu } from "./webgpu/backend.ts";
import { findAdapter, gpuHere, wordsOf } from "./webgpu/device.ts";

/** Milliseconds that an adapter may take to answer at the start: some five where there is one. */
const ADAPTER_MS = 500;

interface Choice {
  name: Exclude<BackendName, "webgpu">;
  reason: string;
}

/** The first that works of relaxed, simd, scalar, reference. */
function best({ scalar, simd, relaxed }: Missing): Choice {
  if (scalar !== undefined) return { name: "reference", reason: `Plain TypeScript computes because ${scalar}.` };
  if (simd !== undefined) return { name: "scalar", reason: `Plain WebAssembly computes because ${simd}.` };
  if (relaxed !== undefined) return { name: "simd", reason: `WebAssembly SIMD computes because ${relaxed}.` };
  return { name: "relaxed", reason: "WebAssembly computes with relaxed SIMD, whose multiply-add really fuses here." };
}

function unavailable(name: BackendName, why: string): LeastwiseError {
  return new LeastwiseError("backend-unavailable", `backend: must run here, but ${why}; got "${name}"`, {
    value: name,
  });
}

function named(name: Exclude<BackendName, "webgpu">, missing: Missing): Choice {
  const why = name === "reference" ? undefined : missing[name];
  if (why !== undefined) throw unavailable(name, why);
  return { name, reason: `The ${name} backend was asked for by name.` };
}

/** A reason as a sentence. */
function toldOf(webgpu: WebGpuCapability): WebGpuCapability {
  if (!("reason" in webgpu)) return webgpu;
  const { reason } = webgpu;
  return { reason: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.` };
}

/** The GPU by name, over the best CPU backend. */
async function openGpu(cpu: Backend, gpu: GPU | undefined): Promise<{ backend: Backend; webgpu: WebGpuCapability }> {
  try {
    const { backend, info } = await openWebGpu({ gpu, cpu });
    return { backend, webgpu: info };
  } catch (error) {
    throw unavailable("webgpu", wordsOf(error));
  }
}

/**
 * Open a backend by name, or with "auto" the best that runs here; throws `backend-unavailable` with the reason.
 *
 * With "auto" a fit may draft its moments on the GPU, where a race on this machine has shown that it pays.
 */
export async function openBackend(
  name: "auto" | BackendName,
  gpu: GPU | undefined = gpuHere(),
): Promise<{ backend: Backend; capabilities: KernelCapabilities }> {
  // The adapter answers while the builds of the kernel are tried.
  const finding = name === "webgpu" ? null : findAdapter(gpu, ADAPTER_MS);
  const missing = await findMissing();
  const choice = name === "auto" || name === "webgpu" ? best(missing) : named(name, missing);
  const cpu = choice.name === "reference" ? referenceBackend() : wasmBackend(await startKernel(choice.name));
  const opened = finding ? await withWebGpu(gpu, cpu, finding) : await openGpu(cpu, gpu);
  const backend = finding && name !== "auto" ? cpu : opened.backend;
  const capabilities: KernelCapabilities = {
    backend: backend.name,
    reason: finding ? choice.reason : `The webgpu backend was asked for by name; ${cpu.name} does what needs doubles.`,
    simd: missing.simd === undefined,
    relaxed: missing.relaxed === undefined,
    webgpu: toldOf(opened.webgpu),
  };
  return { backend, capabilities };
}
