// Distinct byte strings and their codes, in the order they came; decoded only at the end, when the encoding is known.

import { grown } from "./bytes.ts";
import type { Decode } from "./text.ts";

const FIRST_SLOTS = 64;

/** An open-addressing hash table over bytes kept end to end. */
export class Dictionary {
  #bytes = new Uint8Array(256);
  #ends = new Int32Array(FIRST_SLOTS);
  /** Entry + 1 at the place of its hash; 0 is free. */
  #slots = new Int32Array(FIRST_SLOTS);
  /** Code of each entry: −1 if it means missing. */
  #codes = new Int32Array(FIRST_SLOTS);
  #nEntries = 0;
  #nCodes = 0;
  readonly #isMissing: (bytes: Uint8Array, start: number, end: number) => boolean;

  constructor(isMissing: (bytes: Uint8Array, start: number, end: number) => boolean) {
    this.#isMissing = isMissing;
  }

  /** Words that do not mean missing; their codes are below. */
  get nCodes(): number {
    return this.#nCodes;
  }

  /** The code of `bytes[start, end)`, −1 if that means missing. */
  code(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashOf(bytes, start, end);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const entry = (this.#slots[slot] as number) - 1;
      if (entry < 0) break;
      if (this.#holds(entry, bytes, start, end)) return this.#codes[entry] as number;
      slot = (slot + 1) & mask;
    }
    return this.#add(bytes, start, end, slot);
  }

  /** The words by code, from code `first` on, end to end. */
  words(first = 0): { bytes: Uint8Array; ends: Int32Array } {
    const { bytes, ends } = { bytes: new Uint8Array(this.#nBytes(first)), ends: new Int32Array(this.#nCodes - first) };
    let to = 0;
    for (let entry = 0; entry < this.#nEntries; entry++) {
      const code = this.#codes[entry] as number;
      if (code < first) continue;
      const from = this.#from(entry);
      const end = this.#ends[entry] as number;
      bytes.set(this.#bytes.subarray(from, end), to);
      to += end - from;
      ends[code - first] = to;
    }
    return { bytes, ends };
  }

  #nBytes(first: number): number {
    let n = 0;
    for (let entry = 0; entry < this.#nEntries; entry++) {
      if ((this.#codes[entry] as number) >= first) n += (this.#ends[entry] as number) - this.#from(entry);
    }
    return n;
  }

  #from(entry: number): number {
    return entry === 0 ? 0 : (this.#ends[entry - 1] as number);
  }

  #holds(entry: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#from(entry);
    if ((this.#ends[entry] as number) - from !== end - start) return false;
    const own = this.#bytes;
    for (let i = start, j = from; i < end; i++, j++) {
      if (own[j] !== bytes[i]) return false;
    }
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, slot: number): number {
    const entry = this.#nEntries++;
    const from = this.#from(entry);
    this.#bytes = grown(this.#bytes, from + end - start);
    this.#bytes.set(bytes.subarray(start, end), from);
    this.#ends = grown(this.#ends, entry + 1);
    this.#codes = grown(this.#codes, entry + 1);
    this.#ends[entry] = from + end - start;
    const code = this.#isMissing(bytes, start, end) ? -1 : this.#nCodes++;
    this.#codes[entry] = code;
    this.#slots[slot] = entry + 1;
    if (this.#nEntries * 2 > this.#slots.length) this.#rehash();
    return code;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.#nEntries; entry++) {
      let slot = hashOf(this.#bytes, this.#from(entry), this.#ends[entry] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = entry + 1;
    }
    this.#slots = slots;
  }
}

/** FNV-1a (Fowler, Noll and Vo), the high bits folded in, since the table takes the low ones. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let h = 0x811c9dc5;
  for (let i = start; i < end; i++) h = Math.imul(h ^ (bytes[i] as number), 0x01000193);
  return h ^ (h >>> 15);
}

/** The words by code, from code `first` on, as text. */
export function decodedWords(dictionary: Dictionary, decode: Decode, first = 0): string[] {
  const { bytes, ends } = dictionary.words(first);
  return Array.from(ends, (end, i) => decode(bytes.subarray(i === 0 ? 0 : ends[i - 1], end)));
}
