// A store in the origin's private file system, where the worker may write to it.

import type { Store, StoreEntry } from "#table/store/types.ts";

const FOLDER = "leastwise";

/** A file as workers write it; older libraries of types lack it. */
interface SyncAccess {
  truncate(size: number): void;
  write(bytes: Uint8Array, options: { at: number }): number;
  read(bytes: Uint8Array, options: { at: number }): number;
  flush(): void;
  close(): void;
}

type SyncFile = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncAccess> };
type Folder = FileSystemDirectoryHandle & { values(): AsyncIterable<FileSystemHandle> };

/** The store, or null where there is none: outside of workers, in private windows, in opaque origins, without https. */
export async function openOpfs(): Promise<Store | null> {
  const { FileSystemFileHandle: File } = globalThis as { FileSystemFileHandle?: { prototype: object } };
  if (!File || !("createSyncAccessHandle" in File.prototype)) return null;
  try {
    const root = await navigator.storage.getDirectory();
    return new OpfsStore((await root.getDirectoryHandle(FOLDER, { create: true })) as Folder);
  } catch {
    return null;
  }
}

class OpfsStore implements Store {
  readonly #folder: Folder;

  constructor(folder: Folder) {
    this.#folder = folder;
  }

  async list(): Promise<StoreEntry[]> {
    const entries: StoreEntry[] = [];
    for await (const handle of this.#folder.values()) {
      if (handle.kind !== "file") continue;
      const { size, lastModified } = await (handle as FileSystemFileHandle).getFile();
      entries.push({ name: handle.name, byteLength: size, used: lastModified });
    }
    return entries;
  }

  async write(name: string, parts: Iterable<Uint8Array>): Promise<void> {
    await this.#open(name, true, (access) => {
      access.truncate(0);
      let at = 0;
      for (const part of parts) {
        if (access.write(part, { at }) !== part.length) throw new Error("no room");
        at += part.length;
      }
    });
  }

  async open(name: string): Promise<File | null> {
    const handle = await this.#handle(name, false).catch(() => null);
    return handle && fileOf(await handle.getFile());
  }

  /** A byte is written again, which sets the file's time. */
  async touch(name: string): Promise<void> {
    await this.#open(name, false, (access) => {
      const byte = new Uint8Array(1);
      access.read(byte, { at: 0 });
      access.write(byte, { at: 0 });
    });
  }

  async remove(name: string): Promise<void> {
    await this.#folder.removeEntry(name);
  }

  async #handle(name: string, create: boolean): Promise<SyncFile> {
    return (await this.#folder.getFileHandle(name, { create })) as SyncFile;
  }

  /** Change a file that nobody else has open. */
  async #open(name: string, create: boolean, change: (access: SyncAccess) => void): Promise<void> {
    const access = await (await this.#handle(name, create)).createSyncAccessHandle();
    try {
      change(access);
      access.flush();
    } finally {
      access.close();
    }
  }
}

type File = NonNullable<Awaited<ReturnType<Store["open"]>>>;

function fileOf(file: Blob): File {
  return { byteLength: file.size, slice: (from, to) => file.slice(from, to).arrayBuffer() };
}
