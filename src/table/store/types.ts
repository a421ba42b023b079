// Where tables are kept between visits, as named runs of bytes. Types only.

/** An entry as it is listed. */
export interface StoreEntry {
  name: string;
  byteLength: number;
  /** When it was written or last used, in milliseconds since 1970. */
  used: number;
}

/** A small file system without folders. Any call may reject: whoever asks goes on without the store. */
export interface Store {
  list(): Promise<StoreEntry[]>;
  /** Write an entry from its first byte; one that is there is replaced. */
  write(name: string, parts: Iterable<Uint8Array>): Promise<void>;
  /** The bytes of an entry, null where there is none. */
  open(name: string): Promise<{ byteLength: number; slice(from: number, to: number): Promise<ArrayBuffer> } | null>;
  /** Count as used now. */
  touch(name: string): Promise<void>;
  remove(name: string): Promise<void>;
}
