// The yardstick: the obvious triple loop, one sum at a time over columns centred before. No tiles, no SIMD, no panels. It
// is WebAssembly and not TypeScript, in which the same loop takes half as long again: the stricter of the two.

import type { Block, BlockMoments } from "#kernel/backend.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { type Kernel, startKernel } from "#kernel/wasm/instance.ts";
import { readState, stateLength } from "#kernel/wasm/moments.ts";
import { eachStretch } from "#kernel/wasm/staging.ts";

function momentsOf(kernel: Kernel, block: Block): BlockMoments {
  const { arena, call } = kernel;
  const q = block.columns.length;
  const { merge } = referenceBackend();
  const parts: BlockMoments[] = [];
  arena.reset();
  const state = arena.take(stateLength(q) * 8);
  eachStretch(kernel, block, ({ columns, n }) => {
    call.gram_naive_f64(columns, n, q, state);
    parts.push(readState(arena, state, q, new Float64Array(q)));
  });
  return parts.reduce((all, part) => merge(all, part));
}

/** Moments of unweighted f64 blocks by the naive loop. */
export async function openNaive(): Promise<{ moments(block: Block): Promise<BlockMoments> }> {
  const kernel = await startKernel("scalar");
  return { moments: async (block) => momentsOf(kernel, block) };
}
