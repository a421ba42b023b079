// A bounded cache of tables in a store. It never fails: what cannot be kept or read is read from its source.

import { bytesOf, type Stored, storedIn } from "./layout.ts";
import type { Store } from "./types.ts";

/** All tables that are kept together, in bytes: some five tables of a million rows by twenty columns. */
const LIMIT_BYTES = 1_073_741_824;
const SUFFIX = ".table";

/** The table kept under a key, or null. */
export async function fetchStored(store: Store, key: string): Promise<Stored | null> {
  const name = nameOf(key);
  try {
    const entry = await store.open(name);
    const stored = entry && (await storedIn(entry, key));
    if (stored) await store.touch(name).catch(() => {});
    return stored;
  } catch {
    return null;
  }
}

/** Keep a table under a key; those unused for longest go where it would be too much. */
export async function keepStored(store: Store, key: string, stored: Stored, limit = LIMIT_BYTES): Promise<void> {
  const name = nameOf(key);
  const { byteLength, parts } = bytesOf(stored, key);
  if (byteLength > limit) return;
  try {
    await makeRoom(store, name, limit - byteLength);
    await store.write(name, parts);
  } catch {
    // Half an entry would be no use, and may be what there was no room for.
    await store.remove(name).catch(() => {});
  }
}

/** Remove entries until the others need at most `room` bytes. */
async function makeRoom(store: Store, name: string, room: number): Promise<void> {
  const others = (await store.list()).filter((entry) => entry.name.endsWith(SUFFIX) && entry.name !== name);
  others.sort((a, b) => a.used - b.used);
  let total = others.reduce((sum, { byteLength }) => sum + byteLength, 0);
  for (const entry of others) {
    if (total <= room) return;
    await store.remove(entry.name);
    total -= entry.byteLength;
  }
}

/** A file name for a key: two hashes of 32 bits. The key itself stands in the file. */
function nameOf(key: string): string {
  return `${hash(key, 0x811c9dc5)}${hash(key, 0x9747b28c)}${SUFFIX}`;
}

/** FNV-1a over UTF-16 units, from a seed. */
function hash(text: string, seed: number): string {
  let h = seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(16).padStart(8, "0");
}
