// Words that are known, each with a code: an open-addressing hash table that takes no more than it was laid out for.

/** What `knownCode` gives for other words; codes are −1 and up. */
export const UNKNOWN: i32 = -2;

/** Slots of a table, a power of two, and the words that it takes, so that some slot is always free. */
const SLOTS: usize = 1024;
const MOST_WORDS: u32 = 512;
/** Hash, address (0 where free), length and code. */
const SLOT_BYTES: usize = 16;
/** Bytes of all words. */
const ROOM: usize = 16384;

// A table: how many words it has, the bytes that they take, the slots, the bytes.
const SLOTS_AT: usize = 16;
const BYTES_AT: usize = SLOTS_AT + SLOTS * SLOT_BYTES;

export const WORDS_BYTES: usize = BYTES_AT + ROOM;

/** FNV-1a (Fowler, Noll and Vo), the high bits folded in. */
function hashOf(from: usize, length: usize): u32 {
  let h: u32 = 0x811c9dc5;
  for (let i: usize = 0; i < length; i++) h = (h ^ <u32>load<u8>(from + i)) * 0x01000193;
  return h ^ (h >> 15);
}

/** Whether a slot that is taken holds the word at `from`. */
function holds(slot: usize, from: usize, length: usize, hash: u32): bool {
  if (load<u32>(slot) !== hash || <usize>load<u32>(slot, 8) !== length) return false;
  const own = <usize>load<u32>(slot, 4);
  for (let i: usize = 0; i < length; i++) if (load<u8>(own + i) !== load<u8>(from + i)) return false;
  return true;
}

/** The slot of a word: where it is, or where it would go. */
function slotOf(table: usize, from: usize, length: usize, hash: u32): usize {
  let k = <usize>hash & (SLOTS - 1);
  let slot = table + SLOTS_AT + k * SLOT_BYTES;
  while (load<u32>(slot, 4) !== 0 && !holds(slot, from, length, hash)) {
    k = (k + 1) & (SLOTS - 1);
    slot = table + SLOTS_AT + k * SLOT_BYTES;
  }
  return slot;
}

/** Make a table of no words. */
export function wordsBegin(table: usize): void {
  memory.fill(table, 0, BYTES_AT);
}

/** The code of the word at `from`. */
export function knownCode(table: usize, from: usize, length: usize): i32 {
  const slot = slotOf(table, from, length, hashOf(from, length));
  return load<u32>(slot, 4) === 0 ? UNKNOWN : load<i32>(slot, 12);
}

/** Know the word at `from`, which is not known yet, while there is room. */
export function knowWord(table: usize, from: usize, length: usize, code: i32): void {
  const count = load<u32>(table);
  const used = <usize>load<u32>(table, 4);
  if (count >= MOST_WORDS || used + length > ROOM) return;
  const hash = hashOf(from, length);
  const slot = slotOf(table, from, length, hash);
  if (load<u32>(slot, 4) !== 0) return;
  const own = table + BYTES_AT + used;
  memory.copy(own, from, length);
  store<u32>(slot, hash);
  store<u32>(slot, <u32>own, 4);
  store<u32>(slot, <u32>length, 8);
  store<i32>(slot, code, 12);
  store<u32>(table, count + 1);
  store<u32>(table, <u32>(used + length), 4);
}
