// A CSV read by all workers at once: the leader cuts it into parts of complete rows, each worker reads what it is given, and every
// superblock stays where most of it was read. The table is the one that a single pass gives.

import { evenEdges, SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { Joiner, type Placed } from "#table/csv/join.ts";
import { type CsvFile, openCsv } from "#table/csv/open.ts";
import type { CsvPlan, Part, PartSummary } from "#table/csv/part.ts";
import type { Piece, RawChunk } from "#table/csv/pieces.ts";
import { planOf } from "#table/csv/plan.ts";
import { type ReadOptions, unsortedColumn } from "#table/csv/read.ts";
import { progressOf } from "#table/csv/superblocks.ts";
import { sortLevels } from "#table/levels.ts";
import type { CsvDialect, Table } from "#table/types.ts";
import { CsvRows, type FinalColumn, type PartPlace } from "./csv-rows.ts";
import type { SummarisedPart } from "./dealt.ts";
import { type DealtTable, type RemotePart, wholeTable } from "./dealt.ts";
import { requireRoom } from "./room.ts";

/** Some 20 ms of reading, so that a cancelled call ends soon and the last parts end together. */
const PART_BYTES = 4_194_304;
/** Parts that a follower has at a time: one that it reads, one that waits. */
const QUEUED = 2;

/** A file of more has several superblocks, unless its rows are very long. */
const LARGE_BYTES = 33_554_432;

/** So many may read the last parts at the same time. */
const MOST_READERS = 4;

/** A worker that reads parts: the leader itself, or a follower behind its line. */
export interface CsvReader {
  read(part: Part, plan: CsvPlan): PartSummary | Promise<PartSummary>;
  readAgain(index: number, plan: CsvPlan): PartSummary | Promise<PartSummary>;
  place(place: PartPlace): Piece[] | Promise<Piece[]>;
  keep(pieces: Piece[]): void | Promise<void>;
  finish(nRows: number, columns: FinalColumn[]): Promise<SummarisedPart>;
}

/** What is told of a CSV on the way, and how much room there is for it. */
export interface SharedOptions extends ReadOptions {
  roomBytes: number;
  /** Takes superblocks that are complete, one after another; their categories' levels stand in the order of the file. */
  preview?: (table: Table) => Promise<void>;
}

interface Remote extends CsvReader {
  follower: RemotePart["follower"];
}

/**
 * Read a CSV with a header into the superblocks of all workers; `followers` are asked for when it has more than one.
 *
 * @throws LeastwiseError as `readCsv`, `worker-crashed`
 */
export async function readCsvShared(
  source: AsyncIterable<Uint8Array>,
  options: SharedOptions,
  followers: () => Promise<Remote[]>,
): Promise<{ dealt: DealtTable; dialect: CsvDialect }> {
  // Of a file that is surely large they start while its first superblock is read.
  const early = (options.totalBytes ?? 0) > LARGE_BYTES ? followers() : null;
  // It is awaited where they are needed.
  early?.catch(() => {});
  const file = await openCsv(source, { partBytes: PART_BYTES, ...options, nReaders: MOST_READERS });
  try {
    return await new SharedRead(file, options).run(() => early ?? followers());
  } finally {
    file.close();
  }
}

class SharedRead {
  readonly #file: CsvFile;
  readonly #options: SharedOptions;
  readonly #here: CsvRows;
  /** Superblocks that are to be shown, but were not yet. */
  readonly #unseen: { superblock: number; chunks: readonly RawChunk[] }[] = [];
  #followers: readonly Remote[] = [];
  /** The leader is the first. */
  readonly #readers: CsvReader[];
  /** Parts that each reader has. */
  readonly #queued: number[] = [0];
  /** Of each superblock, the reader that holds it. */
  readonly #owners: number[] = [];
  #joiner: Joiner | null = null;

  constructor(file: CsvFile, options: SharedOptions) {
    this.#file = file;
    this.#options = options;
    const here = new CsvRows(options.scanRows, (superblock, chunks) => {
      if (options.preview) this.#unseen.push({ superblock, chunks });
    });
    this.#here = here;
    const leader: CsvReader = {
      read: (part, plan) => here.read(part, plan),
      readAgain: (index, plan) => here.readAgain(index, plan),
      place: (place) => here.place(place),
      keep: (pieces) => here.keep(pieces),
      finish: async (nRows, columns) => here.finish(nRows, columns).summary,
    };
    this.#readers = [leader];
  }

  async run(followers: () => Promise<Remote[]>): Promise<{ dealt: DealtTable; dialect: CsvDialect }> {
    const progress = progressOf(this.#file, this.#options);
    const parts = this.#file.parts[Symbol.asyncIterator]();
    const more = await this.#beginning(parts, progress);
    this.#requireRoom();
    await this.#show();
    if (more) {
      this.#followers = await followers();
      this.#readers.push(...this.#followers);
      this.#queued.push(...this.#followers.map(() => 0));
    }
    let joined: Promise<unknown> = Promise.resolve();
    let failed = false;
    for (;;) {
      const { value: part, done } = await parts.next();
      if (done === true || failed) break;
      const reader = this.#free();
      const plan = this.#joined.plan;
      const reading = this.#read(reader, part, plan);
      joined = Promise.all([joined, reading]).then(async ([, summary]) => {
        await this.#place(reader, summary);
        progress(this.#joined.nRows);
      });
      // It is awaited at the end; meanwhile nobody reads on.
      joined.catch(() => {
        failed = true;
      });
      await this.#file.pause();
      this.#requireRoom();
      await this.#show();
    }
    await joined;
    return this.#finish(progress);
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
    for (const { superblock, chunks } of this.#unseen.splice(0)) {
      const { columns } = this.#joined.columns();
      const nRows = this.#joined.nRows;
      await preview?.({
        nRows,
        superblocks: [superblock],
        columns: columns.map((c, i) => unsortedColumn(c, chunks[i] as RawChunk)),
      });
    }
  }

  get #joined(): Joiner {
    return this.#joiner as Joiner;
  }

  /**
   * The first superblock is read here: a value in it may change the plan, and then its parts are read again. Gives whether
   * there may be more.
   */
  async #beginning(parts: AsyncIterator<Part>, progress: (rows: number) => void): Promise<boolean> {
    let more = true;
    const held: Part[] = [];
    let pieces: { place: Placed; index: number }[] = [];
    while (this.#joiner === null || this.#joiner.nRows < SUPERBLOCK_ROWS) {
      const { value: part, done } = await parts.next();
      this.#joiner ??= new Joiner(
        this.#file.header,
        planOf(this.#file, done === true ? null : part, this.#options.types),
      );
      if (done === true) {
        more = false;
        break;
      }
      held.push(part);
      for (let i = pieces.length; i < held.length; ) {
        const summary = this.#here.read(held[i] as Part, this.#joiner.plan);
        const place = this.#joiner.add(summary);
        pieces = place === null ? [] : [...pieces, { place, index: summary.index }];
        i = place === null ? 0 : i + 1;
        await this.#file.pause();
      }
      progress(this.#joiner.nRows);
    }
    for (const { place, index } of pieces) {
      this.#own(0, place.rowOffset, this.#joined.nRows - place.rowOffset);
      await this.#hand(0, index, place);
    }
    return more;
  }

  /** A follower with room, else the leader. */
  #free(): number {
    const counts = this.#queued.slice(1);
    const least = counts.indexOf(Math.min(...counts));
    return least >= 0 && (counts[least] as number) < QUEUED ? least + 1 : 0;
  }

  async #read(reader: number, part: Part, plan: CsvPlan): Promise<PartSummary> {
    this.#queued[reader] = (this.#queued[reader] as number) + 1;
    try {
      return await (this.#readers[reader] as CsvReader).read(part, plan);
    } finally {
      this.#queued[reader] = (this.#queued[reader] as number) - 1;
    }
  }

  /** Join a part, in the order of the file, and bring its rows to where they are to be. */
  async #place(reader: number, first: PartSummary): Promise<void> {
    const joiner = this.#joined;
    const { index } = first;
    const summary = joiner.accepts(first) ? first : await this.#readers[reader]?.readAgain(index, joiner.plan);
    const { nRows } = summary as PartSummary;
    const placed = joiner.add(summary as PartSummary) as Placed;
    this.#own(reader, placed.rowOffset, nRows);
    await this.#hand(reader, index, placed);
  }

  /** Superblocks that begin in these rows are the reader's. */
  #own(reader: number, rowOffset: number, nRows: number): void {
    const last = Math.floor((rowOffset + nRows - 1) / SUPERBLOCK_ROWS);
    while (nRows > 0 && this.#owners.length <= last) this.#owners.push(reader);
  }

  async #hand(reader: number, index: number, placed: Placed): Promise<void> {
    const mine = this.#owners.flatMap((owner, superblock) => (owner === reader ? [superblock] : []));
    const pieces = await (this.#readers[reader] as CsvReader).place({ index, placed, mine });
    for (const piece of pieces) await this.#readers[this.#owners[piece.superblock] as number]?.keep([piece]);
  }

  async #finish(progress: (rows: number) => void): Promise<{ dealt: DealtTable; dialect: CsvDialect }> {
    const joiner = this.#joined;
    joiner.end();
    const { columns, encoding } = joiner.columns();
    const final = columns.map((column): FinalColumn => {
      if (column.type !== "category") return { ...column, levels: [], recode: null };
      const { levels, code } = sortLevels(column.words);
      return { ...column, levels, recode: code };
    });
    const { nRows } = joiner;
    const theirs = Promise.all(this.#followers.map((follower) => follower.finish(nRows, final)));
    const { table, summary } = this.#here.finish(nRows, final);
    const summaries = await theirs;
    progress(nRows);
    const parts = this.#followers.flatMap(({ follower }, i) => {
      const { superblocks } = summaries[i] as SummarisedPart;
      return superblocks.length === 0 ? [] : [{ follower, superblocks }];
    });
    return {
      dealt: { here: wholeTable(table, [summary, ...summaries]), parts, edges: evenEdges(nRows) },
      dialect: { ...this.#file.dialect, encoding },
    };
  }
}
