// Eight bytes at a time, the first in the lowest byte.

const ONES: u64 = ((<u64>0x01010101) << 32) | 0x01010101;
export const HIGHS: u64 = ONES << 7;

/** Eight times the same byte. */
export function repeated(byte: u32): u64 {
  return <u64>byte * ONES;
}

/** A mark whose lowest bit is the highest of the first byte that is 0; 0 where none is. */
export function zeros(word: u64): u64 {
  return (word - ONES) & ~word & HIGHS;
}

/** Bits before the byte that a mark, not 0, is about. */
export function bitsBefore(mark: u64): u64 {
  return ctz(mark) - 7;
}
