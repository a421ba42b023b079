// Moments of every fold of a block by the kernel, in one pass while the folds' panels fit a modest memory.

import { rowsOf } from "#base/pick.ts";
import type { Block, BlockMoments, Folds } from "../backend.ts";
import { checkBlock, checkFolds } from "../shapes.ts";
import { networkOf } from "../shuffle.ts";
import type { Kernel } from "./instance.ts";
import { moments, readState, stateLength } from "./moments.ts";
import { shuffle } from "./shuffle.ts";
import { eachStretch } from "./staging.ts";

/** Bytes of panels and sums of the folds of one pass; more folds take more passes. */
const PASS_BYTES = 2 ** 24;
const REPACK = 1;
const HEAD = 2;

interface Dealt {
  folds: Folds;
  nFolds: number;
}

/** Moments of each of `nFolds` folds of a block. */
export function foldMoments(kernel: Kernel, block: Block, { folds, nFolds }: Dealt): BlockMoments[] {
  checkBlock(block);
  checkFolds(folds, nFolds, block.n);
  const { call } = kernel;
  const q = block.columns.length;
  const bytes = call.fold_panel_bytes(q, 0) + call.gram_bytes(q);
  const perPass = Math.max(1, Math.floor(PASS_BYTES / bytes));
  const states: BlockMoments[] = [];
  for (let first = 0; first < nFolds; first += perPass) {
    states.push(...passOf(kernel, block, { folds, nFolds, first, count: Math.min(perPass, nFolds - first) }));
  }
  return states;
}

function passOf(
  kernel: Kernel,
  block: Block,
  { folds, nFolds, first, count }: Dealt & { first: number; count: number },
): BlockMoments[] {
  const { arena, call } = kernel;
  const q = block.columns.length;
  arena.reset();
  const shift = arena.take(q * 8);
  const work = arena.take(call.fold_work_bytes(count));
  const panels = arena.take(call.fold_panel_bytes(q, count));
  const sums = arena.take(call.gram_bytes(q) * count);
  const state = arena.take(stateLength(q) * 8);
  const writeIds = idWriter(kernel, { folds, nFolds });
  let ids = 0;
  arena.f64(shift, q).fill(0);
  call.fold_begin_f64(q, count, work, panels, sums);
  eachStretch(kernel, block, ({ columns, weights, from, n }) => {
    if (from === 0) call.gram_shift_f64(columns, weights, n, q, shift);
    ids ||= arena.take(n * 4);
    writeIds(ids, from, n);
    call.fold_add_f64(columns, weights, ids, n, q, first, count, shift, work, panels, sums);
  });
  call.fold_flush_f64(q, count, block.weights ? 1 : 0, work, panels, sums);
  const lost: number[] = [];
  const origin = arena.f64(shift, q).slice();
  const none = new Float64Array(q);
  const states = Array.from({ length: count }, (_, k) => {
    const status = call.gram_end_f64(q, shift, sums + k * call.gram_bytes(q), state);
    if (status === REPACK) lost.push(k);
    const weight = arena.f64(state, HEAD)[1] as number;
    return readState(arena, state, q, weight > 0 ? origin : none);
  });
  // A fold far from the first rows loses digits about their mean; its rows alone go about their own.
  if (lost.length > 0) {
    const numbers = idsOf(kernel, { folds, nFolds }, block.n);
    for (const k of lost) states[k] = moments(kernel, rowsOf(block, numbers, first + k));
  }
  return states;
}

function idsOf(kernel: Kernel, { folds, nFolds }: Dealt, length: number): Int32Array {
  return folds instanceof Int32Array
    ? folds
    : shuffle(kernel, folds.order, { from: folds.from, length, parts: nFolds });
}

/** Writes the folds of n rows from row `from` on to an address; those of a shuffled order never leave the kernel. */
function idWriter({ arena, call }: Kernel, { folds, nFolds }: Dealt): (at: number, from: number, n: number) => void {
  if (folds instanceof Int32Array) return (at, from, n) => arena.i32(at, n).set(folds.subarray(from, from + n));
  const { low, high, keys } = networkOf(folds.order);
  const network = arena.take(keys.byteLength);
  arena.i32(network, keys.length).set(keys);
  return (at, from, n) => {
    call.shuffle_places(folds.from + from, n, folds.order.n, low, high, network, at);
    call.shuffle_parts(at, n, nFolds);
  };
}
