// Moments by the kernel: one superblock's Gram about its own shift, and the merge of two states.

import type { Block, BlockMoments } from "../backend.ts";
import { mergeEmpty } from "../merge-empty.ts";
import { checkBlock, checkMergeable } from "../shapes.ts";
import type { Arena } from "./arena.ts";
import type { Kernel } from "./instance.ts";
import { eachStretch } from "./staging.ts";

const REPACK = 1;
/** Count and weight come before the means. */
const HEAD = 2;

/** Values of a state of q columns. */
export function stateLength(q: number): number {
  return HEAD + q + (q * (q + 1)) / 2;
}

/** The state that the kernel left at an address. */
export function readState(arena: Arena, address: number, q: number, shift: Float64Array): BlockMoments {
  const state = arena.f64(address, stateLength(q));
  return {
    n: state[0] as number,
    weight: state[1] as number,
    mean: state.slice(HEAD, HEAD + q),
    scatter: state.slice(HEAD + q),
    shift,
  };
}

/** Moments of a block, which is at most one superblock where the error bound of the design shall hold. */
export function moments(kernel: Kernel, block: Block): BlockMoments {
  checkBlock(block);
  const { arena, call } = kernel;
  const q = block.columns.length;
  arena.reset();
  const shift = arena.take(q * 8);
  const sums = arena.take(call.gram_bytes(q));
  const panel = arena.take(call.panel_bytes(q));
  const state = arena.take(stateLength(q) * 8);
  const pass = (shiftIsGiven: boolean): number => {
    call.gram_begin_f64(q, panel, sums);
    eachStretch(kernel, block, ({ columns, weights, from, n }) => {
      if (from === 0 && !shiftIsGiven) call.gram_shift_f64(columns, weights, n, q, shift);
      call.gram_add_f64(columns, weights, n, q, shift, panel, sums);
    });
    return call.gram_end_f64(q, shift, sums, state);
  };
  arena.f64(shift, q).fill(0);
  if (pass(false) === REPACK) {
    arena.f64(shift, q).set(arena.f64(state + HEAD * 8, q));
    pass(true);
  }
  const weight = arena.f64(state, HEAD)[1] as number;
  return readState(arena, state, q, weight > 0 ? arena.f64(shift, q).slice() : new Float64Array(q));
}

function writeState(arena: Arena, { n, weight, mean, scatter }: BlockMoments): number {
  const address = arena.take(stateLength(mean.length) * 8);
  const state = arena.f64(address, stateLength(mean.length));
  state[0] = n;
  state[1] = weight;
  state.set(mean, HEAD);
  state.set(scatter, HEAD + mean.length);
  return address;
}

/** Moments of the rows of both; the shift kept is that of `a`. */
export function merge({ arena, call }: Kernel, a: BlockMoments, b: BlockMoments): BlockMoments {
  checkMergeable(a, b);
  const trivial = mergeEmpty(a, b);
  if (trivial) return trivial;
  const q = a.mean.length;
  arena.reset();
  const delta = arena.take(q * 8);
  const out = arena.take(stateLength(q) * 8);
  call.merge_f64(writeState(arena, a), writeState(arena, b), q, delta, out);
  return readState(arena, out, q, a.shift.slice());
}
