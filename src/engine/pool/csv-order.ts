// The parts of a CSV in the order of the file, wherever they were read: joined one after another, and their rows brought to the
// superblocks of all workers.

import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { Joiner, Placed } from "#table/csv/join.ts";
import type { PartSummary } from "#table/csv/part.ts";
import type { CsvReader } from "./types.ts";

/** A part that was joined. */
interface JoinedPart {
  reader: CsvReader;
  index: number;
  nRows: number;
  placed: Placed;
}

export class CsvOrder {
  readonly #joiner: Joiner;
  /** Parts of the first superblock until it is complete: a value in it may change the plan, and all are read again. */
  #first: JoinedPart[] | null = [];
  /** Of each superblock, who holds it. */
  readonly #owners: CsvReader[] = [];
  #handing: Promise<unknown> = Promise.resolve();
  readonly #failed: (reason: unknown) => void;
  #left = false;

  /** @param failed told where rows could not be brought to their place, which `end` rejects for */
  constructor(joiner: Joiner, failed: (reason: unknown) => void) {
    this.#joiner = joiner;
    this.#failed = failed;
  }

  /** Join the next part, which `reader` read by the plan of the joiner or by one before it. */
  async add(reader: CsvReader, first: PartSummary): Promise<void> {
    if (this.#left) return;
    const joiner = this.#joiner;
    const { index } = first;
    const summary = joiner.accepts(first) ? first : await reader.readAgain(index, joiner.plan);
    const placed = joiner.add(summary);
    if (this.#first === null) this.#hand({ reader, index, nRows: summary.nRows, placed: placed as Placed });
    else {
      this.#first = placed
        ? [...this.#first, { reader, index, nRows: summary.nRows, placed }]
        : await this.#joinAgain([...this.#first, { reader, index }]);
      if (joiner.nRows >= SUPERBLOCK_ROWS) this.#handFirst();
    }
  }

  /** There are no more parts: resolves once all rows are where they are to be. */
  async end(): Promise<void> {
    this.#handFirst();
    await this.#handing;
  }

  /** Leave off: nobody is asked for anything more. */
  leave(): void {
    this.#left = true;
  }

  /** Read parts again, and join them from the first, until the plan stays as it is. */
  async #joinAgain(parts: readonly Pick<JoinedPart, "reader" | "index">[]): Promise<JoinedPart[]> {
    const joined: JoinedPart[] = [];
    while (joined.length < parts.length) {
      const part = parts[joined.length] as JoinedPart;
      const summary = await part.reader.readAgain(part.index, this.#joiner.plan);
      const placed = this.#joiner.add(summary);
      if (placed) joined.push({ ...part, nRows: summary.nRows, placed });
      else joined.length = 0;
    }
    return joined;
  }

  #handFirst(): void {
    for (const part of this.#first ?? []) this.#hand(part);
    this.#first = null;
  }

  #hand(part: JoinedPart): void {
    this.#own(part);
    this.#handing = Promise.all([this.#handing, this.#place(part)]);
    this.#handing.catch(this.#failed);
  }

  /** Superblocks that begin in these rows are the reader's. */
  #own({ reader, placed: { rowOffset }, nRows }: JoinedPart): void {
    const last = Math.floor((rowOffset + nRows - 1) / SUPERBLOCK_ROWS);
    while (nRows > 0 && this.#owners.length <= last) this.#owners.push(reader);
  }

  async #place({ reader, index, placed }: JoinedPart): Promise<void> {
    const mine = this.#owners.flatMap((owner, superblock) => (owner === reader ? [superblock] : []));
    const pieces = await reader.place({ index, placed, mine });
    if (this.#left) return;
    await Promise.all(pieces.map((piece) => this.#owners[piece.superblock]?.keep([piece])));
  }
}
