// How fast this machine can be at most with one backend, by loops that do nothing else: the roof over every measured time.

import type { BackendName, Block } from "./backend.ts";
import { startKernel } from "./wasm/instance.ts";
import { eachStretch } from "./wasm/staging.ts";

/** Loops to be timed from outside; each gives what it did, so that it can be divided by the time it took. */
export interface SpeedLoops {
  /** Multiply and add in registers, about `operations` times; gives the floating-point operations. */
  multiplyAdd(operations: number): number;
  /** Copy a block to where the kernel reads it, as every pass does first; gives the bytes read and written. */
  pack(block: Block): number;
}

/** Chains of the loop in plain TypeScript, and operations of one of its rounds. */
const PLAIN_ROUND = 8;

/** Values stay near 1. */
function multiplyAddPlain(rounds: number): number {
  let [a, b, c, d] = [0.25, 0.25, 0.75, 0.75];
  for (let i = 0; i < rounds; i++) {
    a = a * 0.75 + 0.25;
    b = b * 0.75 + 0.25;
    c = c * 0.75 + 0.25;
    d = d * 0.75 + 0.25;
  }
  return a + b + c + d;
}

/** A loop whose sum nobody could use would be left out by a compiler. */
function requireSum(sum: number): void {
  if (!Number.isFinite(sum)) throw new RangeError(`sum: must be finite; got ${sum}`);
}

/** Loops of a backend that runs here; "webgpu" has those of plain TypeScript, which feeds it. */
export async function openSpeedLoops(name: BackendName): Promise<SpeedLoops> {
  if (name === "reference" || name === "webgpu") {
    return {
      multiplyAdd(operations) {
        const rounds = Math.ceil(operations / PLAIN_ROUND);
        requireSum(multiplyAddPlain(rounds));
        return rounds * PLAIN_ROUND;
      },
      // It reads columns where they lie.
      pack: () => 0,
    };
  }
  const kernel = await startKernel(name);
  const perRound = kernel.call.ROUND_OPERATIONS.value as number;
  return {
    multiplyAdd(operations) {
      const rounds = Math.ceil(operations / perRound);
      requireSum(kernel.call.multiply_add_f64(rounds));
      return rounds * perRound;
    },
    pack(block) {
      kernel.arena.reset();
      eachStretch(kernel, block, () => {});
      return 2 * block.columns.reduce((sum, column) => sum + column.byteLength, 0);
    },
  };
}
