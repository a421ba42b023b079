// Things that are kept while they fit in a number of bytes: what was used longest ago goes first.

interface Entry<T> {
  value: T;
  bytes: number;
}

export class LeastRecent<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #most: number;
  #bytes = 0;

  /** @param most bytes of all that is kept */
  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** Keep a value, unless it alone is too large. */
  set(key: string, value: T, bytes: number): void {
    this.#drop(key);
    if (bytes > this.#most) return;
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#most) return;
      this.#drop(oldest);
    }
  }

  /** What is kept, in the order of its last use, with its bytes. */
  *entries(): Iterable<[key: string, value: T, bytes: number]> {
    for (const [key, { value, bytes }] of this.#entries) yield [key, value, bytes];
  }

  #drop(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }
}
