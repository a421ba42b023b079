// Solutions on the correlation scale, however they were found. Types only.

import type { PathStop } from "./types.ts";

/** One of each a lambda. */
export interface Solutions {
  beta: Float64Array[];
  /** Over half the squared length of the response. */
  gap: number[];
  nIter: number[];
  stopReason: PathStop[];
  df: number[];
}
