// Which backend computes: by what the machine can do, never by timing, so that one machine always gives the same bits.

import { LeastwiseError } from "#base/error.ts";
import type { Backend, BackendName, KernelCapabilities } from "./backend.ts";
import { findMissing, type Missing } from "./capabilities.ts";
import { referenceBackend } from "./reference/backend.ts";
import { wasmBackend } from "./wasm/backend.ts";
import { startKernel } from "./wasm/instance.ts";

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

function named(name: BackendName, missing: Missing): Choice {
  const why =
    name === "webgpu" ? "this version has no WebGPU kernel" : name === "reference" ? undefined : missing[name];
  if (name === "webgpu" || why !== undefined) {
    throw new LeastwiseError("backend-unavailable", `backend: must run here, but ${why}; got "${name}"`, {
      value: name,
    });
  }
  return { name, reason: `The ${name} backend was asked for by name.` };
}

/** Open a backend by name, or with "auto" the best that runs here; throws `backend-unavailable` with the reason. */
export async function openBackend(
  name: "auto" | BackendName,
): Promise<{ backend: Backend; capabilities: KernelCapabilities }> {
  const missing = await findMissing();
  const choice = name === "auto" ? best(missing) : named(name, missing);
  const backend = choice.name === "reference" ? referenceBackend() : wasmBackend(await startKernel(choice.name));
  const capabilities: KernelCapabilities = {
    backend: choice.name,
    reason: choice.reason,
    simd: missing.simd === undefined,
    relaxed: missing.relaxed === undefined,
  };
  return { backend, capabilities };
}
