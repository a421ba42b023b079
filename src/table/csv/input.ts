// Bytes of a source in one buffer that is filled to the same mark however they arrive, so that a table never depends on it.

import { nextTurn } from "#base/turn.ts";

/** What is parsed between two looks at the event loop: a few milliseconds of work. */
export const SLICE_BYTES = 262_144;
/** The longest row that is waited for; beyond it a quote was left open or the file has no lines. */
export const MAX_ROW_BYTES = 16_777_216;

/** The buffer: `bytes[from, to)` is to be parsed. */
export class Input {
  bytes: Uint8Array;
  from = 0;
  to = 0;
  /** Whether the source has ended; what is in the buffer is the last. */
  done = false;
  /** Bytes taken from the source. */
  nRead = 0;

  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #signal: AbortSignal | undefined;
  readonly #sliceBytes: number;
  #pending: Uint8Array = new Uint8Array(0);
  readonly #aborted: Promise<never>;
  #stopListening = (): void => {};

  constructor(source: AsyncIterable<Uint8Array>, options: { signal: AbortSignal | undefined; sliceBytes: number }) {
    this.#iterator = source[Symbol.asyncIterator]();
    this.#signal = options.signal;
    this.#sliceBytes = options.sliceBytes;
    this.bytes = new Uint8Array(options.sliceBytes);
    this.#aborted = new Promise((_, reject) => {
      const abort = (): void => reject(this.#signal?.reason);
      this.#signal?.addEventListener("abort", abort, { once: true });
      this.#stopListening = () => this.#signal?.removeEventListener("abort", abort);
    });
    // Nobody may be waiting when it rejects.
    this.#aborted.catch(() => {});
  }

  /**
   * Move what is left to the front and fill the buffer up to a slice, or to twice what is left where that is more: a row
   * that is longer than a slice. Rejects on abort.
   */
  async fill(): Promise<void> {
    this.#signal?.throwIfAborted();
    const left = this.to - this.from;
    const target = left < this.#sliceBytes ? this.#sliceBytes : left * 2;
    const bytes = target <= this.bytes.length ? this.bytes : new Uint8Array(target);
    bytes.set(this.bytes.subarray(this.from, this.to));
    this.bytes = bytes;
    this.from = 0;
    this.to = left;
    while (this.to < target && !this.done) {
      if (this.#pending.length === 0) await this.#next();
      const piece = this.#pending.subarray(0, target - this.to);
      this.bytes.set(piece, this.to);
      this.to += piece.length;
      this.nRead += piece.length;
      this.#pending = this.#pending.subarray(piece.length);
    }
  }

  /** Let the event loop take its turn, and see whether it brought an abort. */
  async pause(): Promise<void> {
    await nextTurn();
    this.#signal?.throwIfAborted();
  }

  /** Let the source go, wherever it stands; it is told so, and not waited for. */
  close(): void {
    this.#stopListening();
    if (this.done) return;
    this.done = true;
    this.#iterator.return?.()?.catch(() => {});
  }

  async #next(): Promise<void> {
    const result = await Promise.race([this.#iterator.next(), this.#aborted]);
    this.#signal?.throwIfAborted();
    if (result.done === true) this.done = true;
    else this.#pending = result.value;
  }
}
