// numpy's legacy random stream: MT19937 (Matsumoto and Nishimura, 1998), polar normals, masked-rejection shuffles.

import type { RandomStream } from "../backend.ts";
import { checkCount, checkProbability, checkSeed } from "../shapes.ts";
import { log } from "./log.ts";

const N = 624;
const M = 397;
const MATRIX_A = 0x9908b0df;
const UPPER_MASK = 0x80000000;
const LOWER_MASK = 0x7fffffff;
const TWO_26 = 67108864;
const TWO_53 = 9007199254740992;

/** Source of 32-bit words and of doubles in [0, 1) with 53 bits. */
class MersenneTwister {
  readonly #state = new Uint32Array(N);
  #position = N;

  constructor(seed: number) {
    let word = seed;
    for (let i = 0; i < N; i++) {
      this.#state[i] = word;
      word = Math.imul(1812433253, word ^ (word >>> 30)) + i + 1;
    }
  }

  word(): number {
    if (this.#position === N) this.#refill();
    let y = this.#state[this.#position++] as number;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  double(): number {
    const a = this.word() >>> 5;
    const b = this.word() >>> 6;
    return (a * TWO_26 + b) / TWO_53;
  }

  #refill(): void {
    const s = this.#state;
    for (let i = 0; i < N; i++) {
      const y = ((s[i] as number) & UPPER_MASK) | ((s[(i + 1) % N] as number) & LOWER_MASK);
      s[i] = (s[(i + M) % N] as number) ^ (y >>> 1) ^ (y & 1 ? MATRIX_A : 0);
    }
    this.#position = 0;
  }
}

/** A stream of its own from a 32-bit seed. */
export function randomStream(seed: number): RandomStream {
  const source = new MersenneTwister(checkSeed(seed));
  let cached: number | undefined;

  function gauss(): number {
    if (cached !== undefined) {
      const value = cached;
      cached = undefined;
      return value;
    }
    let x1: number;
    let x2: number;
    let r2: number;
    do {
      x1 = 2 * source.double() - 1;
      x2 = 2 * source.double() - 1;
      r2 = x1 * x1 + x2 * x2;
    } while (r2 >= 1 || r2 === 0);
    const f = Math.sqrt((-2 * log(r2)) / r2);
    cached = f * x1;
    return f * x2;
  }

  /** An index from 0 to max: words are masked to the bits of max and drawn anew while they exceed it. */
  function index(max: number): number {
    const mask = 0xffffffff >>> Math.clz32(max);
    let value = (source.word() & mask) >>> 0;
    while (value > max) value = (source.word() & mask) >>> 0;
    return value;
  }

  return {
    uniform: (n, low, high) => Float64Array.from({ length: checkCount(n) }, () => low + (high - low) * source.double()),
    normal: (n, mean, sd) => Float64Array.from({ length: checkCount(n) }, () => mean + sd * gauss()),
    bernoulli(n, p) {
      const q = 1 - checkProbability(p);
      const zeroBelow = q / (q + p);
      return Float64Array.from({ length: checkCount(n) }, () => (source.double() < zeroBelow ? 0 : 1));
    },
    permutation(n) {
      const order = Int32Array.from({ length: checkCount(n) }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = index(i);
        const kept = order[i] as number;
        order[i] = order[j] as number;
        order[j] = kept;
      }
      return order;
    },
  };
}
