// Cuts a stream of bytes into parts of complete rows. Knows quotes and line ends, and neither fields nor types.

import { CR, LF, QUOTE } from "./bytes.ts";
import type { Input } from "./input.ts";
import { PADDING, type Part } from "./part.ts";

/** The longest row that is waited for; beyond it a quote was left open or the file has no lines. */
export const MAX_ROW_BYTES = 16_777_216;
/** So much is read before the first part goes out. */
const FIRST_BYTES = 262_144;
/** The smallest part near the end of a file. */
const LAST_BYTES = 1_048_576;

export interface SplitOptions {
  /** Byte of the delimiter: a quote opens a field only after it or at the beginning of a line. */
  delimiter: number;
  /** Size that parts grow to, doubling from the first. */
  partBytes: number;
  /** How many read parts at the same time: with the length known, the last parts become smaller, so that all end together. */
  nReaders?: number;
  totalBytes?: number;
}

/** The parts of what is left of a source, each when it is asked for. Blank lines at the end of the file are dropped. */
export async function* splitParts(input: Input, options: SplitOptions): AsyncGenerator<Part, void, void> {
  const rows = new RowEnds(options.delimiter);
  let size = Math.min(FIRST_BYTES, options.partBytes);
  let carry = new Uint8Array(0);
  let blanks = 0;
  for (let index = 0; ; ) {
    let target = Math.max(size, carry.length);
    let bytes = new Uint8Array(target + PADDING);
    bytes.set(carry);
    let to = carry.length;
    rows.reset();
    let end = -1;
    for (;;) {
      to = await input.fill(bytes, to, target);
      if (rows.scanned === 0) {
        const skipped = leadingBlanks(bytes, to, input.done);
        blanks += skipped.n;
        bytes.copyWithin(0, skipped.end, to);
        to -= skipped.end;
        if (skipped.n > 0 && to < target && !input.done) continue;
      }
      end = rows.find(bytes, to, input.done);
      if (end > 0 || input.done || to >= MAX_ROW_BYTES) break;
      if (to < target) continue;
      target = Math.min(Math.max(target * 2, 64), MAX_ROW_BYTES);
      const bigger = new Uint8Array(target + PADDING);
      bigger.set(bytes.subarray(0, to));
      bytes = bigger;
    }
    const overlong = end <= 0 && !input.done;
    if (overlong || (input.done && end < to && carryIsRow(bytes, end, to))) end = to;
    if (end <= 0) return;
    carry = bytes.slice(end, to);
    bytes.fill(LF, end, end + PADDING);
    yield { index, bytes, length: end, offset: input.nTaken - to, blanks, overlong };
    if (input.done && carry.length === 0) return;
    blanks = 0;
    index++;
    size = nextSize(size, input.nTaken, options);
  }
}

function nextSize(size: number, taken: number, { partBytes, nReaders = 1, totalBytes }: SplitOptions): number {
  const grown = Math.min(size * 2, partBytes);
  if (nReaders === 1 || totalBytes === undefined) return grown;
  const share = Math.ceil((totalBytes - taken) / (2 * nReaders));
  return Math.min(grown, Math.max(share, Math.min(LAST_BYTES, partBytes)));
}

/** Whether what follows the last row end of a file is a row without line end, and not blank lines. */
function carryIsRow(bytes: Uint8Array, end: number, to: number): boolean {
  for (let i = Math.max(end, 0); i < to; i++) if (bytes[i] !== LF && bytes[i] !== CR) return true;
  return false;
}

/** How many blank lines begin the bytes, and where they end. */
function leadingBlanks(bytes: Uint8Array, to: number, final: boolean): { n: number; end: number } {
  let n = 0;
  let i = 0;
  while (i < to && (bytes[i] === LF || bytes[i] === CR)) {
    if (bytes[i] === CR && i + 1 >= to && !final) break;
    i += bytes[i] === CR && i + 1 < to && bytes[i + 1] === LF ? 2 : 1;
    n++;
  }
  return { n, end: i };
}

/** Finds where the last complete row ends that is followed by no blank line. Looks at each byte once. */
class RowEnds {
  /** Bytes looked at. */
  scanned = 0;
  readonly #delimiter: number;
  #quoted = false;
  #end = 0;

  constructor(delimiter: number) {
    this.#delimiter = delimiter;
  }

  /** Begin a buffer that starts with a row. */
  reset(): void {
    this.scanned = 0;
    this.#quoted = false;
    this.#end = 0;
  }

  /** The end in `bytes[0, to)`, 0 if there is none. */
  find(bytes: Uint8Array, to: number, final: boolean): number {
    // A CR that ends the bytes may be half a line end.
    const stop = !final && to > 0 && bytes[to - 1] === CR ? to - 1 : to;
    const inUse = bytes.subarray(0, stop);
    let i = this.scanned;
    while (i < stop) {
      if (this.#quoted) {
        const quote = nextQuote(inUse, i);
        if (quote < 0) i = stop;
        else if (quote + 1 >= stop && !final) {
          i = quote;
          break;
        } else {
          this.#quoted = inUse[quote + 1] === QUOTE;
          i = this.#quoted ? quote + 2 : quote + 1;
        }
      } else {
        const quote = nextQuote(inUse, i);
        const gapEnd = quote < 0 ? stop : quote;
        this.#noteEnd(inUse, i, gapEnd);
        this.#quoted = quote >= 0 && this.#opens(inUse[quote - 1]);
        i = quote < 0 ? stop : quote + 1;
      }
    }
    this.scanned = i;
    return withoutBlanks(bytes, this.#end);
  }

  #opens(before: number | undefined): boolean {
    return before === undefined || before === this.#delimiter || before === LF || before === CR;
  }

  /** Remember the last line end in `bytes[from, to)`. */
  #noteEnd(bytes: Uint8Array, from: number, to: number): void {
    for (let i = to - 1; i >= from; i--) {
      if (bytes[i] === LF || bytes[i] === CR) {
        this.#end = i + 1;
        return;
      }
    }
  }
}

/** Near ones in a loop, since a call for each would cost more than the bytes between them. */
const NEAR = 48;

function nextQuote(bytes: Uint8Array, from: number): number {
  const near = Math.min(from + NEAR, bytes.length);
  for (let i = from; i < near; i++) if (bytes[i] === QUOTE) return i;
  return near === bytes.length ? -1 : bytes.indexOf(QUOTE, near);
}

/** Move a row end back over the blank lines before it. */
function withoutBlanks(bytes: Uint8Array, end: number): number {
  let to = end;
  while (to > 0) {
    const start = to >= 2 && bytes[to - 1] === LF && bytes[to - 2] === CR ? to - 2 : to - 1;
    if (start > 0 && bytes[start - 1] !== LF && bytes[start - 1] !== CR) break;
    to = start;
  }
  return to;
}
