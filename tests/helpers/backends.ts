// Every backend that runs here, by name; tests loop over them.

import { LeastwiseError } from "#base/error.ts";
import type { Backend, BackendName } from "#kernel/backend.ts";
import { openBackend } from "#kernel/choose.ts";

const NAMES: BackendName[] = ["reference", "scalar", "simd", "relaxed"];

/** Opens each backend; one that does not run here is left out, loudly. */
export async function availableBackends(): Promise<Backend[]> {
  const backends: Backend[] = [];
  for (const name of NAMES) {
    try {
      backends.push((await openBackend(name)).backend);
    } catch (error) {
      if (!(error instanceof LeastwiseError) || error.code !== "backend-unavailable") throw error;
      console.warn(`skipped: ${error.message}`);
    }
  }
  return backends;
}

/** Every backend, on the exact road that small problems take and on the one from moments that large ones take. */
export async function backendsAndRoads(): Promise<{ name: string; backend: Backend; exactWork: number }[]> {
  const backends = await availableBackends();
  return backends.flatMap((backend) => [
    { name: `${backend.name}, exactly`, backend, exactWork: Number.POSITIVE_INFINITY },
    { name: `${backend.name}, from moments`, backend, exactWork: 0 },
  ]);
}
