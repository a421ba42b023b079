// A seeded permutation of row numbers that needs no memory: where a row goes is computed from its number alone, so that
// any cut of the rows into blocks gives the same folds, and sizes differ by one at most. A Feistel network over the
// smallest power of two that holds n, walked until it lands below n (Black and Rogaway, 2002).

import { LeastwiseError } from "#base/error.ts";

/** Seed where none is given, the course's. */
export const DEFAULT_SEED = 42;

/** Rounds; each mixes the two halves of a row number once. Even, so that the halves end at their own places. */
const ROUNDS = 6;

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

/** One key a round, from the seed and the number of the repeat. */
function keysOf(seed: number, repeat: number): number[] {
  const base = mix(seed ^ mix(Math.imul(repeat + 1, 0x9e37_79b1)));
  return Array.from({ length: ROUNDS }, (_, r) => mix(base + Math.imul(r + 1, 0x9e37_79b1)));
}

/** A permutation of 0..n − 1; the seed and the repeat name it. */
export interface Shuffle {
  n: number;
  seed: number;
  repeat: number;
}

/** @throws LeastwiseError `bad-argument` unless `seed` is an unsigned 32-bit integer */
export function checkSeed(seed: number): number {
  if (Number.isInteger(seed) && seed >= 0 && seed <= 0xffff_ffff) return seed;
  const message = `seed: must be an integer from 0 to 4294967295; got ${String(seed)}`;
  throw new LeastwiseError("bad-argument", message, { value: String(seed) });
}

/**
 * Places of rows `from` to `from + out.length` in the shuffled order, written to `out`.
 *
 * @param shuffle n up to 2³⁰
 */
export function shuffledPlaces({ n, seed, repeat }: Shuffle, from: number, out: Int32Array): Int32Array {
  const bits = Math.max(LEAST_BITS, 32 - Math.clz32(Math.max(0, n - 1)));
  const low = bits >> 1;
  const high = bits - low;
  const lowMask = (1 << low) - 1;
  const highMask = (1 << high) - 1;
  const [k0, k1, k2, k3, k4, k5] = keysOf(seed, repeat) as [number, number, number, number, number, number];
  for (let i = 0; i < out.length; i++) {
    let x = from + i;
    do {
      let a = x >>> low;
      let b = x & lowMask;
      a ^= scramble(b ^ k0) & highMask;
      b ^= scramble(a ^ k1) & lowMask;
      a ^= scramble(b ^ k2) & highMask;
      b ^= scramble(a ^ k3) & lowMask;
      a ^= scramble(b ^ k4) & highMask;
      b ^= scramble(a ^ k5) & lowMask;
      x = (a << low) | b;
    } while (x >= n);
    out[i] = x;
  }
  return out;
}

/** A cheap hash of half a row number: the bits it takes depend on all bits of the half, as 15 is the most it has. */
function scramble(half: number): number {
  return Math.imul(half, 0x2c1b_3c6d) >>> 15;
}
