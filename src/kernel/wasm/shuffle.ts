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
  const out = new Int32Array(length);
  for (let at = 0; at < length; at += AT_ONCE) {
    const size = Math.min(AT_ONCE, length - at);
    call.shuffle_places(from + at, size, order.n, low, high, network, places);
    if (parts !== undefined) call.shuffle_parts(places, size, parts);
    out.set(arena.i32(places, size), at);
  }
  return out;
}
