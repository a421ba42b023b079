// The seeded shuffle in plain TypeScript: a Feistel network over a power of two that holds n, walked until it lands below
// n (Black and Rogaway, 2002).

import type { Shuffle } from "../backend.ts";
import { checkStretch } from "../shapes.ts";
import { networkOf } from "../shuffle.ts";

const FACTOR = 0x2c1b_3c6d;

/** A cheap hash of half a number: the bits it takes depend on all bits of the half, which are 15 at most. */
function scramble(half: number): number {
  return Math.imul(half, FACTOR) >>> 15;
}

/** Places of the numbers `from` to `from + length` in the shuffled order, modulo `parts` where that is given. */
export function shuffle(order: Shuffle, from: number, length: number, parts?: number): Int32Array {
  checkStretch(order.n, from, length);
  const { low, high, keys } = networkOf(order);
  const [k0 = 0, k1 = 0, k2 = 0, k3 = 0] = keys;
  const lowMask = (1 << low) - 1;
  const highMask = (1 << high) - 1;
  const out = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    let x = from + i;
    do {
      let a = x >>> low;
      let b = x & lowMask;
      a ^= scramble(b ^ k0) & highMask;
      b ^= scramble(a ^ k1) & lowMask;
      a ^= scramble(b ^ k2) & highMask;
      b ^= scramble(a ^ k3) & lowMask;
      x = (a << low) | b;
    } while (x >= order.n);
    out[i] = parts === undefined ? x : x % parts;
  }
  return out;
}
