// Draws by counter, by the kernel.

import type { PlaceKey, PlaceLaw } from "../backend.ts";
import { checkPlaces } from "../shapes.ts";
import type { Kernel } from "./instance.ts";

/** Values at a time, so that the kernel's memory stays small. */
const AT_ONCE = 16_384;

/** Draws of the places `from` to `from + length`. */
export function place(
  { arena, call }: Kernel,
  key: PlaceKey,
  { law, from, length }: { law: PlaceLaw; from: number; length: number },
): Float64Array {
  checkPlaces(key, from, length);
  const fill = law === "uniform" ? call.place_uniform_f64 : call.place_normal_f64;
  arena.reset();
  const out = arena.take(Math.min(AT_ONCE, length) * 8);
  const stretch = (at: number): Float64Array => {
    const size = Math.min(AT_ONCE, length - at);
    fill(key.seed, key.stream, from + at, size, out);
    return arena.f64(out, size);
  };
  // A copy need not be cleared first.
  if (length <= AT_ONCE) return stretch(0).slice();
  const values = new Float64Array(length);
  for (let at = 0; at < length; at += AT_ONCE) values.set(stretch(at), at);
  return values;
}
