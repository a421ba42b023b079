// What is known of a lane while it runs and after. Plain data: drawn, saved as JSON, put into a link.

import type { LaneId } from "./lanes.ts";

/** Stages of a fit, in milliseconds; `parseRows` of the rows were read from CSV. */
export interface Split {
  generate: number;
  parse: number;
  parseRows: number;
  pack: number;
  gram: number;
  solve: number;
}

export interface Done {
  state: "done";
  /** Of the fastest Gram of all rows, question to answer. */
  milliseconds: number;
  repeats: number;
  backend: string;
  workers: number;
  /** How much slower the machine had become, 0.2 for a fifth; 0 within 15 %. */
  slowed: number;
}

export type Outcome =
  | { state: "waiting" }
  | { state: "hidden" }
  | { state: "busy"; doing: string; share: number; left: number | null; best: number | null }
  | Done
  | { state: "missing"; reason: string }
  | { state: "failed"; reason: string };

/** What the machine can do at most, measured: operations and bytes a second. */
export interface Roof {
  workers: number;
  flops: number;
  bytes: number;
}

/** One race. */
export interface Race {
  rows: number;
  predictors: number;
  outcomes: Partial<Record<LaneId, Outcome>>;
  roofs: Roof[];
  split: Split | null;
  /** Milliseconds of 10-fold × 100-λ lasso cross-validation. */
  crossValidation: number | null;
}

/** Floating-point operations of a Gram: the symmetric half of products and sums. */
function gramFlops({ rows, predictors }: Pick<Race, "rows" | "predictors">): number {
  return rows * (predictors + 1) ** 2;
}

/** Operations a second of a lane, in thousands of millions. */
export function gflopsOf(
  race: Pick<Race, "rows" | "predictors">,
  { milliseconds }: Pick<Done, "milliseconds">,
): number {
  return gramFlops(race) / milliseconds / 1e6;
}

/** Operations a byte of the columns, read once: what a roofline's axis counts. */
export function intensityOf({ predictors }: Pick<Race, "predictors">): number {
  return (predictors + 1) / 8;
}

/** Times of lanes as text for a link: `workers:13.1~simd:26.4`. */
export function timesText(race: Pick<Race, "outcomes">): string {
  return Object.entries(race.outcomes)
    .flatMap(([id, outcome]) => (outcome.state === "done" ? [`${id}:${outcome.milliseconds.toPrecision(4)}`] : []))
    .join("~");
}

/** The times of a link, by lane; what is no time is left out. */
export function readTimes(text: string | null, known: readonly LaneId[]): Partial<Record<LaneId, number>> {
  const times: Partial<Record<LaneId, number>> = {};
  for (const part of (text ?? "").split("~")) {
    const [name, value] = part.split(":");
    const id = known.find((lane) => lane === name);
    const milliseconds = Number(value);
    if (id && Number.isFinite(milliseconds) && milliseconds > 0) times[id] = milliseconds;
  }
  return times;
}
