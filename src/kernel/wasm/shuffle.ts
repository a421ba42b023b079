// The seeded shuffle by the kernel.

import type { Shuffle } from "../backend.ts";
import { checkStretch } from "../shapes.ts";
import { networkOf } from "../shuffle.ts";
import type { Kernel } from "./instance.ts";

/** Numbers at a time. */
const AT_ONCE = 65_536;

/** Places of the numbers `from` to `from + length` in the shuffled order, modulo `parts` where that is given. */
export function shuffle(
  { arena, call }: Kernel,
  order: Shuffle,
  { from, length, parts }: { from: number; length: number; parts?: number | undefined },
): Int32Array {
  checkStretch(order.n, from, length);
  const { low, high, keys } = networkOf(order);
  arena.reset();
  const network = arena.take(keys.byteLength);
  arena.i32(network, keys.length).set(keys);
  const places = arena.take(Math.min(AT_ONCE, length) * 4);
  const stretch = (at: number): Int32Array => {
    const size = Math.min(AT_ONCE, length - at);
    call.shuffle_places(from + at, size, order.n, low, high, network, places);
    if (parts !== undefined) call.shuffle_parts(places, size, parts);
    return arena.i32(places, size);
  };
  // A copy need not be cleared first.
  if (length <= AT_ONCE) return stretch(0).slice();
  const out = new Int32Array(length);
  for (let at = 0; at < length; at += AT_ONCE) out.set(stretch(at), at);
  return out;
}
