// Moments that are good enough to start from: what a device with no doubles makes of a block. Types only.

import type { BackendName, Block, BlockMoments } from "./backend.ts";

/** A state whose scatter off the diagonal and the last column is rounded; all else is right to the rounding of doubles. */
export interface DraftMoments {
  moments: BlockMoments;
  /** Standard deviation of the error of a correlation, at most; 0 where the CPU made it all. */
  error: number;
  /** Rows whose products the device summed. */
  nOnDevice: number;
  /** Why the device did not make this block, or not all of it; null where nothing went wrong. */
  lost: string | null;
}

/** Whether the device is worth its while, in words. */
export interface DraftVerdict {
  pays: boolean;
  reason: string;
}

/** What a backend with such a device offers beside its own, right moments. */
export interface Drafting {
  /** The backend that does everything but drafts. */
  readonly cpu: BackendName;
  /**
   * Whether drafts pay for models of the columns of a block. Where that is measured, the block is raced, checked against the CPU and
   * the answer kept for as many columns.
   *
   * @param nRows rows of the model
   * @param nWorkers workers that would share the CPU's part; the device is one, however many use it
   */
  worth(sample: Block, nRows: number, nWorkers: number): Promise<DraftVerdict>;
  /** Moments of one block. Where the device fails the CPU's come, with the reason. */
  moments(block: Block): Promise<DraftMoments>;
}
