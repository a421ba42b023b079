// Parts of a CSV read by followers that are slow, refuse or die, the first superblock's among them; against the file read in one.

import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { CsvRows } from "#engine/pool/csv-rows.ts";
import type { DealtTable } from "#engine/pool/dealt.ts";
import type { CsvFollower, Follower } from "#engine/pool/follower.ts";
import { readCsvShared, type SharedOptions } from "#engine/pool/read-csv.ts";
import { randomStream } from "#kernel/reference/random.ts";
import { type ReadOptions, readCsv } from "#table/csv/read.ts";
import type { Column, Table } from "#table/types.ts";
import { bytesOf, inPieces } from "../../helpers/csv.ts";

const LARGE = 40_000_000;
const PART = 65_536;
const crash = Object.assign(new Error("worker: must live"), { code: "worker-crashed" });

/** A follower in this thread, and the parts that it was asked to read, one list for each time. */
class TestFollower implements CsvFollower {
  readonly follower = {} as Follower;
  readonly asked: string[] = [];
  table: Table | null = null;
  readonly #rows = new CsvRows(undefined);
  readonly #before: (step: string, index: number) => Promise<void>;

  constructor(before: (step: string, index: number) => Promise<void>) {
    this.#before = before;
  }

  async #step<T>(name: string, index: number, run: () => T): Promise<T> {
    this.asked.push(`${name} ${index}`);
    await this.#before(name, index);
    return run();
  }

  read: CsvFollower["read"] = (part, plan) => this.#step("read", part.index, () => this.#rows.read(part, plan));
  readAgain: CsvFollower["readAgain"] = (index, plan) =>
    this.#step("again", index, () => this.#rows.readAgain(index, plan));
  place: CsvFollower["place"] = (place) => this.#step("place", place.index, () => this.#rows.place(place));
  keep: CsvFollower["keep"] = (pieces) => this.#step("keep", -1, () => this.#rows.keep(pieces));
  finish: CsvFollower["finish"] = (nRows, columns) =>
    this.#step("finish", -1, () => {
      const { table, summary } = this.#rows.finish(nRows, columns);
      this.table = table;
      return summary;
    });
}

interface Shared {
  nFollowers: number;
  before?: (step: string, index: number) => Promise<void>;
  options?: Partial<SharedOptions>;
}

/** Read with followers that are there from the first part on. */
function readShared(text: string, { nFollowers, before = async () => {}, options = {} }: Shared) {
  const followers = Array.from({ length: nFollowers }, () => new TestFollower(before));
  const all = { partBytes: PART, totalBytes: LARGE, roomBytes: 2 ** 40, ...options };
  const read = readCsvShared(inPieces(bytesOf(text), 1 << 16), all, async () => followers);
  return { followers, read };
}

/** Values and what is told of them; how a chunk is stored is not. */
function plain(tables: readonly Table[]): unknown {
  const at = tables.flatMap((table) => table.superblocks.map((superblock, k) => ({ superblock, table, k })));
  at.sort((a, b) => a.superblock - b.superblock);
  const [here] = tables as [Table];
  return here.columns.map(({ info, kind }, c) => ({
    info,
    kind,
    chunks: at.map(({ table, k }) => Float64Array.from((table.columns[c] as Column).chunks[k] as Float64Array)),
  }));
}

async function outcome(read: Promise<{ table: Table }>): Promise<unknown> {
  try {
    return plain([(await read).table]);
  } catch (error) {
    return told(error);
  }
}

async function sharedOutcome(read: Promise<{ dealt: DealtTable }>, followers: readonly TestFollower[]) {
  try {
    const { dealt } = await read;
    return plain([dealt.here, ...followers.map(({ table }) => table as Table)]);
  } catch (error) {
    return told(error);
  }
}

function told(error: unknown): unknown {
  const { code, message, at, value } = error as { code: string; message: string; at: unknown; value: unknown };
  return { code, message, at, value };
}

const alone = (text: string, options: ReadOptions = {}) => outcome(readCsv(inPieces(bytesOf(text), 1 << 16), options));

/** Rows of some 16 bytes; the parts begin with 64 KiB, some 4,000 rows each. */
function fileOf(nRows: number, changed: Record<number, string> = {}): string {
  const lines = Array.from({ length: nRows }, (_, i) => changed[i] ?? `${i % 977},${i / 8},w${(i * 7) % 13}`);
  return `a,b,c\n${lines.join("\n")}\n`;
}

const N = 150_000;
/** Rows of the second and of the third part, and of one near the end of the first superblock. */
const [SECOND, THIRD, LATE] = [6000, 10_000, SUPERBLOCK_ROWS - 100];

/** Each step takes 0 to 3 ms, by chance. */
function slowly(seed: number): () => Promise<void> {
  const delays = randomStream(seed).uniform(1000, 0, 4);
  let step = 0;
  return async () => {
    const ms = Math.floor(delays[step++ % delays.length] as number);
    if (ms > 0) await wait(ms);
  };
}

describe("readCsvShared", () => {
  it.each([1, 2, 4])(
    "with %i followers gives the table of one pass where values in several parts make text",
    async (n) => {
      const wide = { [SECOND]: "x,1,v", [THIRD]: "3,y,w1", [LATE]: "4,2021-01-05,w2" };
      for (const [changed, seed] of [
        [{}, 1],
        [{ [SECOND]: "x,1,v" }, 2],
        [wide, 3],
        [wide, 4],
      ] as [Record<number, string>, number][]) {
        const text = fileOf(N, changed);
        const { followers, read } = readShared(text, { nFollowers: n, before: slowly(seed) });
        expect(await sharedOutcome(read, followers)).toEqual(await alone(text));
        const asked = followers.flatMap((follower) => follower.asked);
        // They did read parts of the first superblock, and those that came before a text again.
        expect(asked.filter((step) => /^read [1-9]$/.test(step)).length).toBeGreaterThan(0);
        expect(asked.some((step) => /^again [1-9]$/.test(step))).toBe(Object.keys(changed).length > 0);
      }
    },
  );

  it("gives the table of one pass where a column has its first values in a late part of the first superblock", async () => {
    const lines = Array.from({ length: N }, (_, i) => `${i},${i < 40_000 ? "" : i % 7},${i < 90_000 ? "" : "x"}`);
    const text = `a,b,c\n${lines.join("\n")}\n`;
    const { followers, read } = readShared(text, { nFollowers: 3, before: slowly(5) });
    expect(await sharedOutcome(read, followers)).toEqual(await alone(text));
  });

  it.each([
    ["a ragged row in the second part", { [SECOND]: "1,2", [THIRD]: "1,2" }],
    ["an open quote in the third part", { [THIRD]: '1,2,"open' }],
    ["what follows a quote, behind a value that makes text", { [SECOND]: "x,1,v", [THIRD]: '1,"2"x,3' }],
    ["a ragged row before a value that makes text", { [SECOND]: "1", [THIRD]: "x,1,v" }],
    ["a value in the second superblock that does not fit", { [SUPERBLOCK_ROWS + 5]: "x,1,v", [LATE]: "1,y,v" }],
  ])("names %s as one pass does", async (_, changed) => {
    const text = fileOf(N, changed);
    const expected = await alone(text);
    expect(expected).toMatchObject({ code: expect.stringMatching(/^c/) });
    for (const nFollowers of [1, 2, 4]) {
      const { followers, read } = readShared(text, { nFollowers, before: slowly(nFollowers) });
      expect(await sharedOutcome(read, followers)).toEqual(expected);
    }
  });

  it("names a value that is not of the type that was asked for, where a follower reads the first superblock", async () => {
    const types: ReadOptions["types"] = [{ column: "a", type: "number" }];
    const text = fileOf(N, { [THIRD]: "x,1,v", [LATE]: "y,1,v" });
    const { followers, read } = readShared(text, { nFollowers: 2, options: { types }, before: slowly(9) });
    const found = await sharedOutcome(read, followers);
    expect(found).toEqual(await alone(text, { types }));
    expect(found).toMatchObject({ code: "column-type", at: { row: THIRD + 1, column: "a" }, value: "x" });
  });

  it.each(["read", "again", "place", "finish"])("rejects where a follower dies at the step %s", async (step) => {
    const dies = async (now: string): Promise<void> => {
      if (now === step) throw crash;
    };
    const text = fileOf(N, { [LATE]: "x,1,v" });
    const { followers, read } = readShared(text, { nFollowers: 2, before: dies });
    await expect(read).rejects.toBe(crash);
    // Nobody is asked for anything more.
    const asked = followers.map((follower) => follower.asked.length);
    await wait(30);
    expect(followers.map((follower) => follower.asked.length)).toEqual(asked);
  });

  it("rejects where a follower dies although the source has stalled", async () => {
    const bytes = bytesOf(fileOf(N));
    async function* stalling() {
      yield bytes.slice(0, 400_000);
      await new Promise(() => {});
    }
    const follower = new TestFollower(async () => {
      await wait(5);
      throw crash;
    });
    const options = { partBytes: PART, totalBytes: LARGE, roomBytes: 2 ** 40 };
    await expect(readCsvShared(stalling(), options, async () => [follower])).rejects.toBe(crash);
  });

  it("rejects with the reason of an abort while a follower has parts of the first superblock and says nothing", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const never = async (): Promise<void> => {
      setTimeout(() => controller.abort(reason), 5);
      await new Promise(() => {});
    };
    const { signal } = controller;
    const { followers, read } = readShared(fileOf(N), { nFollowers: 2, before: never, options: { signal } });
    await expect(read).rejects.toBe(reason);
    expect(followers.flatMap(({ asked }) => asked).every((step) => step.startsWith("read"))).toBe(true);
  });

  it.each([100, SUPERBLOCK_ROWS])("asks for no followers where there are %i rows", async (nRows) => {
    const text = fileOf(nRows);
    let asked = 0;
    const followers = async () => {
      asked += 1;
      return [];
    };
    const options = { partBytes: PART, totalBytes: text.length, roomBytes: 2 ** 40 };
    const { dealt } = await readCsvShared(inPieces(bytesOf(text), 1 << 16), options, followers);
    expect([dealt.here.nRows, asked]).toEqual([nRows, 0]);
  });

  it("rejects where the followers of a large file could not be started, once it has more than a superblock", async () => {
    const failed = async () => {
      throw crash;
    };
    const options = { partBytes: PART, totalBytes: LARGE, roomBytes: 2 ** 40 };
    const readOf = (nRows: number) => readCsvShared(inPieces(bytesOf(fileOf(nRows)), 1 << 16), options, failed);
    expect((await readOf(1000)).dealt.here.nRows).toBe(1000);
    await expect(readOf(N)).rejects.toBe(crash);
  });
});
