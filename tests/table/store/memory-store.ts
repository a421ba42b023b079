// A store in memory that counts what is asked of it.

import type { Store } from "#table/store/types.ts";

export interface MemoryStore extends Store {
  files: Map<string, { bytes: Uint8Array<ArrayBuffer>; used: number }>;
  nRead: number;
}

export function memoryStore({ quota = Number.POSITIVE_INFINITY }: { quota?: number } = {}): MemoryStore {
  const files: MemoryStore["files"] = new Map();
  let clock = 0;
  const store: MemoryStore = {
    files,
    nRead: 0,
    list: async () => [...files].map(([name, { bytes, used }]) => ({ name, byteLength: bytes.length, used })),
    async write(name, parts) {
      const all = [...parts].flatMap((part) => [...part]);
      clock += 1;
      files.set(name, { bytes: new Uint8Array(all.slice(0, quota)), used: clock });
      if (all.length > quota) throw new DOMException("no room", "QuotaExceededError");
    },
    async open(name) {
      const file = files.get(name);
      if (!file) return null;
      const slice = async (from: number, to: number) => {
        store.nRead += to - from;
        return file.bytes.slice(from, to).buffer;
      };
      return { byteLength: file.bytes.length, slice };
    },
    async touch(name) {
      clock += 1;
      const file = files.get(name);
      if (file) file.used = clock;
    },
    remove: async (name) => void files.delete(name),
  };
  return store;
}
