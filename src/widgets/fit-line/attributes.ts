// The state of lw-fit-line as attributes: which there are, what they ask for, and how they are written back.

import type { View } from "#charts/interaction/zoom.ts";
import type { Line } from "#charts/scale/plane.ts";
import type { SourceRequest } from "./source.ts";

/** Everything the element's attributes hold; null where absent. */
export interface FitLineState {
  data: string | null;
  src: string | null;
  x: string | null;
  y: string | null;
  points: string | null;
  moved: string | null;
  view: string | null;
  heading: string | null;
  xLabel: string | null;
  yLabel: string | null;
  xUnit: string | null;
  yUnit: string | null;
  rowLabel: string | null;
  rows: number | null;
  size: number | null;
  seed: number | null;
  slope: number | null;
  intercept: number | null;
  committed: boolean;
}

const TEXTS = ["data", "src", "x", "y", "points", "moved", "view", "heading"] as const;
const WORDS = [
  ["xLabel", "x-label"],
  ["yLabel", "y-label"],
  ["xUnit", "x-unit"],
  ["yUnit", "y-unit"],
  ["rowLabel", "row-label"],
] as const;
const NUMBERS = ["rows", "size", "seed", "slope", "intercept"] as const;

/** The seed where none is given. */
export const DEFAULT_SEED = 1;

/** Lit's declarations of the properties in FitLineState. */
export const stateProperties = {
  ...Object.fromEntries(TEXTS.map((name) => [name, { type: String, reflect: true }])),
  ...Object.fromEntries(WORDS.map(([name, attribute]) => [name, { type: String, attribute }])),
  ...Object.fromEntries(NUMBERS.map((name) => [name, { type: Number, reflect: true }])),
  committed: { type: Boolean, reflect: true },
};

/** What the state asks to be loaded. */
export function requestOf({ data, src, x, y, rows, size, points, seed }: FitLineState): SourceRequest {
  return { data, src, x, y, rows, size, points, seed: seed ?? DEFAULT_SEED };
}

/** My line as far as the state gives it. */
export function lineOf({ slope, intercept }: FitLineState): Partial<Line> {
  return {
    ...(slope !== null && Number.isFinite(slope) ? { slope } : {}),
    ...(intercept !== null && Number.isFinite(intercept) ? { intercept } : {}),
  };
}

/** The window that the state names, as "from,to,from,to" of x and y; null where it names none. */
export function viewOf(view: string | null): View | null {
  const [x0, x1, y0, y1, ...more] = (view ?? "").split(",").map(Number);
  const given = x0 !== undefined && x1 !== undefined && y0 !== undefined && y1 !== undefined && more.length === 0;
  return given && x0 < x1 && y0 < y1 ? { x: [x0, x1], y: [y0, y1] } : null;
}

/** The state as attributes; absent ones are left out. */
export function attributesOf(state: FitLineState): { name: string; value: string }[] {
  const given: [string, string | number | null][] = [
    ...TEXTS.map((name): [string, string | null] => [name, state[name]]),
    ...WORDS.map(([property, name]): [string, string | null] => [name, state[property]]),
    ...NUMBERS.map((name): [string, number | null] => [name, state[name]]),
  ];
  const attributes = given.flatMap(([name, value]) => (value === null ? [] : [{ name, value: String(value) }]));
  return state.committed ? [...attributes, { name: "committed", value: "" }] : attributes;
}
