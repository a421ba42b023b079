// A CSV read by all workers at once: the leader cuts it into parts of complete rows, each worker reads what it is given, and every
// superblock stays where most of it was read. The table is the one that a single pass gives.

import { evenEdges, SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { Joiner } from "#table/csv/join.ts";
import { type CsvFile, openCsv } from "#table/csv/open.ts";
import type { CsvPlan, Part, PartSummary } from "#table/csv/part.ts";
import type { RawChunk } from "#table/csv/pieces.ts";
import { planOf } from "#table/csv/plan.ts";
import { type ReadOptions, unsortedColumn } from "#table/csv/read.ts";
import { progressOf } from "#table/csv/superblocks.ts";
import { sortLevels } from "#table/levels.ts";
import type { CsvDialect, Table } from "#table/types.ts";
import { CsvOrder } from "./csv-order.ts";
import { CsvRows, type FinalColumn, type ReadSuperblock } from "./csv-rows.ts";
import { type DealtTable, type SummarisedPart, wholeTable } from "./dealt.ts";
import type { CsvFollower } from "./follower.ts";
import { requireRoom } from "./room.ts";
import type { CsvReader } from "./types.ts";

/** Some 20 ms of reading, so that a cancelled call ends soon and the last parts end together. */
const PART_BYTES = 4_194_304;
/** Parts that a follower has at a time: one that it reads, one that waits. */
const QUEUED = 2;

/** A file of more has several superblocks, unless its rows are very long. */
const LARGE_BYTES = 33_554_432;

/** So many may read the last parts at the same time. */
const MOST_READERS = 4;

/** What is told of a CSV on the way, and how much room there is for it. */
export interface SharedOptions extends ReadOptions {
  roomBytes: number;
  /** Takes superblocks that are complete, one after another; their categories' levels stand in the order of the file. */
  preview?: (table: Table) => Promise<void>;
}

/** A worker, and how many parts it has. */
interface Seat {
  reader: CsvReader;
  queued: number;
}

/**
 * Read a CSV with a header into the superblocks of all workers; `followers` are asked for when it has more than one.
 *
 * @throws LeastwiseError as `readCsv`, `worker-crashed`
 */
export async function readCsvShared(
  source: AsyncIterable<Uint8Array>,
  options: SharedOptions,
  followers: () => Promise<CsvFollower[]>,
): Promise<{ dealt: DealtTable; dialect: CsvDialect }> {
  // Of a file that is surely large they start while its first superblock is read.
  const early = (options.totalBytes ?? 0) > LARGE_BYTES ? followers() : null;
  // It is awaited where they are needed.
  early?.catch(() => {});
  const file = await openCsv(source, { partBytes: PART_BYTES, ...options, nReaders: MOST_READERS });
  const read = new SharedRead(file, options);
  early?.then((there) => read.join(there)).catch(() => {});
  try {
    await read.run(() => early ?? followers());
    return await read.finish();
  } finally {
    read.leave();
    file.close();
  }
}

class SharedRead {
  readonly #file: CsvFile;
  readonly #options: SharedOptions;
  readonly #progress: (rows: number) => void;
  readonly #here: CsvRows;
  /** Superblocks that are to be shown, but were not yet. */
  readonly #unseen: { superblock: number; read: ReadSuperblock }[] = [];
  readonly #leader: Seat;
  #followers: readonly (Seat & { reader: CsvFollower })[] | null = null;
  #joiner: Joiner | null = null;
  #order: CsvOrder | null = null;
  /** Rejects with what went wrong in the reading of parts, which nobody waits for meanwhile. */
  readonly #failed: Promise<never>;
  #fail: (reason: unknown) => void = () => {};

  constructor(file: CsvFile, options: SharedOptions) {
    this.#file = file;
    this.#options = options;
    this.#progress = progressOf(file, options);
    this.#failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.#failed.catch(() => {});
    this.#here = new CsvRows(options.scanRows, (superblock, read) => {
      if (options.preview) this.#unseen.push({ superblock, read });
    });
    this.#leader = { reader: this.#here, queued: 0 };
  }

  /** Let followers read, too. */
  join(followers: readonly CsvFollower[]): void {
    this.#followers ??= followers.map((reader) => ({ reader, queued: 0 }));
  }

  /** Read and join all parts. */
  async run(followers: () => Promise<CsvFollower[]>): Promise<void> {
    const parts = this.#file.parts[Symbol.asyncIterator]();
    let joined: Promise<unknown> = Promise.resolve();
    for (;;) {
      const { value: part, done } = await Promise.race([this.#failed, parts.next()]);
      if (done === true) break;
      this.#begin(part);
      if (this.#joined.nRows >= SUPERBLOCK_ROWS && this.#followers === null) this.join(await followers());
      joined = this.#deal(part, joined);
      joined.catch(this.#fail);
      await this.#file.pause();
      if (this.#joined.nRows >= SUPERBLOCK_ROWS) this.#requireRoom();
      await this.#show();
    }
    await joined;
    this.#begin(null);
    await this.#order?.end();
    this.#requireRoom();
  }

  /** Nobody is asked for anything more. */
  leave(): void {
    this.#order?.leave();
  }

  /** Plan by the first part. */
  #begin(part: Part | null): void {
    if (this.#joiner !== null) return;
    this.#joiner = new Joiner(this.#file.header, planOf(this.#file, part, this.#options.types));
    this.#order = new CsvOrder(this.#joiner, this.#fail);
  }

  get #joined(): Joiner {
    return this.#joiner as Joiner;
  }

  /** Have a part read, and joined after those before it. */
  #deal(part: Part, before: Promise<unknown>): Promise<void> {
    const seat = this.#free();
    const reading = readAt(seat, part, this.#joined.plan);
    return Promise.all([before, reading]).then(async ([, summary]) => {
      await this.#order?.add(seat.reader, summary);
      this.#progress(this.#joined.nRows);
    });
  }

  /** A follower with room, else the leader. */
  #free(): Seat {
    const [first, ...others] = this.#followers ?? [];
    if (first === undefined) return this.#leader;
    const least = others.reduce((a, b) => (b.queued < a.queued ? b : a), first);
    return least.queued < QUEUED ? least : this.#leader;
  }

  /** By the length of the file where that is known, else by the rows so far. */
  #requireRoom(): void {
    const { roomBytes, totalBytes } = this.#options;
    const { nRows } = this.#joined;
    const taken = this.#file.taken();
    const all = totalBytes === undefined || taken === 0 ? nRows : Math.round(nRows * Math.max(1, totalBytes / taken));
    requireRoom({ nRows: all, nColumns: this.#file.header.names.length }, roomBytes);
  }

  async #show(): Promise<void> {
    const { preview } = this.#options;
    for (const { superblock, read } of this.#unseen.splice(0)) {
      const { columns } = this.#joined.columns();
      const nRows = this.#joined.nRows;
      await preview?.({
        nRows,
        superblocks: [superblock],
        columns: columns.map((c, i) => unsortedColumn(c, read.chunks[i] as RawChunk, read.summaries[i])),
      });
    }
  }

  /** Make columns of all superblocks, each worker of its own. */
  async finish(): Promise<{ dealt: DealtTable; dialect: CsvDialect }> {
    const joiner = this.#joined;
    joiner.end();
    const { columns, encoding } = joiner.columns();
    const final = columns.map((column): FinalColumn => {
      if (column.type !== "category") return { ...column, levels: [], recode: null };
      const { levels, code } = sortLevels(column.words);
      return { ...column, levels, recode: code };
    });
    const { nRows } = joiner;
    const followers = (this.#followers ?? []).map(({ reader }) => reader);
    const theirs = Promise.all(followers.map((follower) => follower.finish(nRows, final)));
    const { table, summary } = this.#here.finish(nRows, final);
    const summaries = await theirs;
    this.#progress(nRows);
    const parts = followers.flatMap(({ follower }, i) => {
      const { superblocks } = summaries[i] as SummarisedPart;
      return superblocks.length === 0 ? [] : [{ follower, superblocks }];
    });
    return {
      dealt: { here: wholeTable(table, [summary, ...summaries]), parts, edges: evenEdges(nRows) },
      dialect: { ...this.#file.dialect, encoding },
    };
  }
}

async function readAt(seat: Seat, part: Part, plan: CsvPlan): Promise<PartSummary> {
  seat.queued += 1;
  try {
    return await seat.reader.read(part, plan);
  } finally {
    seat.queued -= 1;
  }
}
