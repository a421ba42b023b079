// Bytes of a source, taken as they are asked for: what is not taken is not read, and an abort ends any wait.

import { nextTurn } from "#base/turn.ts";

export class Input {
  /** Whether the source has ended and all its bytes were taken. */
  done = false;
  /** Bytes taken. */
  nTaken = 0;

  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #signal: AbortSignal | undefined;
  #pending: Uint8Array = new Uint8Array(0);
  #ended = false;
  readonly #aborted: Promise<never>;
  #stopListening = (): void => {};

  constructor(source: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined) {
    this.#iterator = source[Symbol.asyncIterator]();
    this.#signal = signal;
    this.#aborted = new Promise((_, reject) => {
      const abort = (): void => reject(signal?.reason);
      signal?.addEventListener("abort", abort, { once: true });
      this.#stopListening = () => signal?.removeEventListener("abort", abort);
    });
    // Nobody may be waiting when it rejects.
    this.#aborted.catch(() => {});
  }

  /** Fill `into[at, upTo)`, or as much as there is; gives where the bytes end. Rejects on abort. */
  async fill(into: Uint8Array, at: number, upTo: number): Promise<number> {
    this.#signal?.throwIfAborted();
    let to = at;
    while (to < upTo && !this.done) {
      if (this.#pending.length === 0) await this.#next();
      const piece = this.#pending.subarray(0, upTo - to);
      into.set(piece, to);
      to += piece.length;
      this.#pending = this.#pending.subarray(piece.length);
      this.done = this.#ended && this.#pending.length === 0;
    }
    this.nTaken += to - at;
    return to;
  }

  /** The next piece as it came, `null` at the end. */
  async piece(): Promise<Uint8Array | null> {
    this.#signal?.throwIfAborted();
    while (this.#pending.length === 0 && !this.#ended) await this.#next();
    const piece = this.#pending;
    this.#pending = new Uint8Array(0);
    this.done = this.#ended;
    this.nTaken += piece.length;
    return piece.length === 0 ? null : piece;
  }

  /** Give bytes back, to be taken again first. */
  putBack(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const joined = new Uint8Array(bytes.length + this.#pending.length);
    joined.set(bytes);
    joined.set(this.#pending, bytes.length);
    this.#pending = joined;
    this.nTaken -= bytes.length;
    this.done = false;
  }

  /** Let the event loop take its turn, and see whether it brought an abort. */
  async pause(): Promise<void> {
    await nextTurn();
    this.#signal?.throwIfAborted();
  }

  /** Let the source go, wherever it stands; it is told so, and not waited for. */
  close(): void {
    this.#stopListening();
    this.done = true;
    if (this.#ended) return;
    this.#ended = true;
    this.#iterator.return?.()?.catch(() => {});
  }

  async #next(): Promise<void> {
    const result = await Promise.race([this.#iterator.next(), this.#aborted]);
    this.#signal?.throwIfAborted();
    if (result.done === true) this.#ended = true;
    // The piece before may be gone with its memory.
    this.#pending = result.done === true ? new Uint8Array(0) : result.value;
  }
}
