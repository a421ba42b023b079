// Who races: each backend on one worker, and the best backend on several. The fast come first, so that the slow keep nobody waiting.

import type { BackendName } from "#engine/index.ts";

export type LaneId = "workers" | BackendName;

/** A lane: which engine it opens, and what that is in words. */
export interface Lane {
  id: LaneId;
  label: string;
  words: string;
  backend: "auto" | BackendName;
  workers: number;
}

const ONE: Omit<Lane, "workers">[] = [
  { id: "relaxed", label: "Relaxed SIMD", words: "two rows at a time, multiply and add in one", backend: "relaxed" },
  { id: "simd", label: "SIMD", words: "two rows at a time", backend: "simd" },
  { id: "webgpu", label: "WebGPU", words: "a whole fit: the GPU drafts it, the CPU refines", backend: "webgpu" },
  { id: "scalar", label: "WebAssembly", words: "one number at a time", backend: "scalar" },
  { id: "reference", label: "TypeScript", words: "the plain program that checks the others", backend: "reference" },
];

/** Ids of every lane, in the order in which they run. */
export const LANE_IDS: LaneId[] = ["workers", ...ONE.map(({ id }) => id)];

/** The lanes of a race: all, or one. */
export function lanesOf(choice: "all" | LaneId, workers: number): Lane[] {
  const many: Lane = {
    id: "workers",
    label: workers === 1 ? "One worker" : `${workers} workers`,
    words: "the best backend, as pages use it",
    backend: "auto",
    workers,
  };
  const all = [many, ...ONE.map((lane) => ({ ...lane, workers: 1 }))];
  return choice === "all" ? all : all.filter(({ id }) => id === choice);
}
