// What every backend agrees on of the seeded shuffle: how wide its halves are and which keys its rounds have.

import type { Shuffle } from "./backend.ts";
import { checkCount, checkSeed } from "./shapes.ts";

/** Rounds, the fewest that pass for random (Luby and Rackoff, 1988). Even, so that halves end at their own places. */
const ROUNDS = 4;

/** Halves of few bits shuffle badly; walking through a larger power of two costs little where n is small. */
const LEAST_BITS = 12;

/** Finaliser of MurmurHash3 (Appleby, public domain), a bijection of 32-bit words. */
function mix(word: number): number {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x85eb_ca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2_ae35);
  return h ^ (h >>> 16);
}

/** A network: bits of its halves, and one key a round from the seed and the number of the repeat. */
export interface Network {
  low: number;
  high: number;
  keys: Int32Array;
}

/** @throws LeastwiseError `bad-argument` unless the seed is a 32-bit integer and n at most 2³⁰ */
export function networkOf({ n, seed, repeat }: Shuffle): Network {
  const bits = Math.max(LEAST_BITS, 32 - Math.clz32(Math.max(0, checkCount(n) - 1)));
  const low = bits >> 1;
  const base = mix(checkSeed(seed) ^ mix(Math.imul(repeat + 1, 0x9e37_79b1)));
  const keys = Int32Array.from({ length: ROUNDS }, (_, r) => mix(base + Math.imul(r + 1, 0x9e37_79b1)));
  return { low, high: bits - low, keys };
}
