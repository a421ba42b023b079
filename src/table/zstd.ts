// Zstandard, unpacked by fzstd into memory of the size that is known beforehand.

import { decompress } from "fzstd";

/** The `size` bytes of a frame. Throws a plain error where it is damaged. */
export function unzstd(bytes: Uint8Array, size: number): Uint8Array {
  // fzstd asks whether its buffer == 1, for which it would be written out as text, each time.
  const out = Object.defineProperty(new Uint8Array(size), "valueOf", { value: () => 0 });
  return decompress(bytes, out);
}
