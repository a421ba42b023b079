// Random streams by the kernel. A stream's state lives here and visits the kernel's memory for every draw.

import type { RandomStream } from "../backend.ts";
import { checkCount, checkProbability, checkSeed } from "../shapes.ts";
import type { Kernel } from "./instance.ts";

/** Values drawn in one call, so that the kernel's memory stays small. */
const MAX_DRAWS = 16_384;

/** A stream of its own from a 32-bit seed. */
export function randomStream({ arena, call }: Kernel, seed: number): RandomStream {
  const size: number = call.STREAM_BYTES.value;
  arena.reset();
  const first = arena.take(size);
  call.seed_stream(first, checkSeed(seed));
  const state = arena.u8(first, size).slice();

  function draw(n: number, fill: (stream: number, out: number, length: number) => void): Float64Array {
    const values = new Float64Array(checkCount(n));
    arena.reset();
    const stream = arena.put(state);
    const out = arena.take(Math.min(n, MAX_DRAWS) * 8);
    for (let from = 0; from < n; from += MAX_DRAWS) {
      const length = Math.min(MAX_DRAWS, n - from);
      fill(stream, out, length);
      values.set(arena.f64(out, length), from);
    }
    state.set(arena.u8(stream, size));
    return values;
  }

  return {
    uniform: (n, low, high) => draw(n, (stream, out, length) => call.uniform_f64(stream, out, length, low, high)),
    normal: (n, mean, sd) => draw(n, (stream, out, length) => call.normal_f64(stream, out, length, mean, sd)),
    bernoulli(n, p) {
      const q = 1 - checkProbability(p);
      return draw(n, (stream, out, length) => call.bernoulli_f64(stream, out, length, q / (q + p)));
    },
    permutation(n) {
      arena.reset();
      const out = arena.take(checkCount(n) * 4);
      const stream = arena.put(state);
      call.permutation_u32(stream, out, n);
      state.set(arena.u8(stream, size));
      return arena.i32(out, n).slice();
    },
  };
}
