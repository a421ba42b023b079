// Draws by counter in plain TypeScript: place i takes two of the four words of block i/2.

import type { PlaceKey, PlaceLaw } from "../backend.ts";
import { checkPlaces } from "../shapes.ts";
import { normalQuantile } from "./normal.ts";
import { philox } from "./philox.ts";

/** Draws of the places `from` to `from + length`. */
export function place({ seed, stream }: PlaceKey, law: PlaceLaw, from: number, length: number): Float64Array {
  checkPlaces({ seed, stream }, from, length);
  const draw = law === "uniform" ? uniformOf : normalOf;
  return Float64Array.from({ length }, (_, k) => {
    const i = from + k;
    const [a, b, c, d] = philox([Math.floor(i / 2), 0, 0, 0], [seed, stream]);
    return i % 2 === 0 ? draw(a, b) : draw(c, d);
  });
}

/** 53 bits of two words, the first the high one. */
function uniformOf(high: number, low: number): number {
  return (high * 2 ** 21 + (low >>> 11)) / 2 ** 53;
}

/** The quantile at the middle of one of 2⁵² cells. */
function normalOf(high: number, low: number): number {
  return normalQuantile((high * 2 ** 20 + (low >>> 12) + 0.5) / 2 ** 52);
}
