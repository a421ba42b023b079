// What a person chooses before a race, and as attributes of a link.

import { LANE_IDS, type LaneId } from "./lanes.ts";

export interface Settings {
  rows: number;
  predictors: number;
  backend: "all" | LaneId;
  workers: number;
}

export const ROWS = [1e3, 1e4, 1e5, 1e6, 1e7];
export const PREDICTORS = [5, 10, 20, 40, 64];
/** A pool has this many at most. */
const MAX_WORKERS = 8;

/** Workers that may be chosen on a machine with so many cores. */
export function workerChoices(cores: number): number[] {
  return Array.from({ length: Math.max(1, Math.min(MAX_WORKERS, cores)) }, (_, k) => k + 1);
}

function among(value: string | null, known: readonly number[], fallback: number): number {
  return known.find((one) => String(one) === value) ?? fallback;
}

/** Settings from attributes; what is none of the choices becomes the default. */
export function readSettings(attribute: (name: string) => string | null, cores: number): Settings {
  const workers = workerChoices(cores);
  const backend = attribute("backend");
  return {
    rows: among(attribute("rows"), ROWS, 1e6),
    predictors: among(attribute("predictors"), PREDICTORS, 20),
    backend: LANE_IDS.find((id) => id === backend) ?? "all",
    workers: among(attribute("workers"), workers, workers.length),
  };
}
