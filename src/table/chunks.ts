// Columns while they are read: values of any number in, chunks of one superblock each out.

import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { NumericColumn } from "#kernel/backend.ts";
import { narrowed } from "./column.ts";

/** Numbers or dates; a full chunk is kept as f32 while every chunk before it was, so that memory stays low. */
export class NumberChunks {
  readonly #full: NumericColumn[] = [];
  #open = new Float64Array(SUPERBLOCK_ROWS);
  #nOpen = 0;
  #isWide = false;

  /** Append one value a row; NaN is missing. */
  add(values: Float64Array): void {
    for (let from = 0; from < values.length; ) {
      const n = Math.min(values.length - from, SUPERBLOCK_ROWS - this.#nOpen);
      this.#open.set(values.subarray(from, from + n), this.#nOpen);
      this.#nOpen += n;
      from += n;
      if (this.#nOpen === SUPERBLOCK_ROWS) this.#seal();
    }
  }

  /** All chunks; nothing may be added after. */
  finish(): NumericColumn[] {
    if (this.#nOpen > 0) this.#seal();
    return this.#full;
  }

  #seal(): void {
    const values = this.#open.slice(0, this.#nOpen);
    const chunk = this.#isWide ? values : narrowed(values);
    this.#isWide ||= chunk instanceof Float64Array;
    this.#full.push(chunk);
    this.#nOpen = 0;
  }
}

/** Codes of a category. */
export class CodeChunks {
  readonly #full: Int32Array[] = [];
  #open = new Int32Array(SUPERBLOCK_ROWS);
  #nOpen = 0;

  /** Append one code a row; −1 is missing. */
  add(codes: Int32Array): void {
    for (let from = 0; from < codes.length; ) {
      const n = Math.min(codes.length - from, SUPERBLOCK_ROWS - this.#nOpen);
      this.#open.set(codes.subarray(from, from + n), this.#nOpen);
      this.#nOpen += n;
      from += n;
      if (this.#nOpen === SUPERBLOCK_ROWS) this.#seal();
    }
  }

  /** All chunks; nothing may be added after. */
  finish(): Int32Array[] {
    if (this.#nOpen > 0) this.#seal();
    return this.#full;
  }

  #seal(): void {
    this.#full.push(this.#open.slice(0, this.#nOpen));
    this.#nOpen = 0;
  }
}
