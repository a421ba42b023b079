// The workers that share large tables, as the one that leads them sees them.

import { LeastwiseError } from "#base/error.ts";
import { type Edges, edgesOf, evenEdges, SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { chunkSize } from "#formula/rows.ts";
import { summarisedTable } from "#table/column.ts";
import type { Column, CsvDialect, Table } from "#table/types.ts";
import type { CallId, TableId } from "../contract.ts";
import type { SummarisedPart } from "./dealt.ts";
import { type DealtTable, type RemotePart, wholeTable } from "./dealt.ts";
import { Follower } from "./follower.ts";
import { type MakeArgs, makePart } from "./make.ts";
import type { PassPlace } from "./model.ts";
import { readCsvShared, type SharedOptions } from "./read-csv.ts";
import { type SumArgs, type SummedSuperblock, sumGenerated } from "./sums.ts";
import type { CopiedChunks, TaskArgs, TaskName, TaskResult } from "./tasks.ts";

/** Sums superblocks of a generated table, some on other workers. */
export type SumShares = (args: MakeArgs & SumArgs, superblocks: readonly number[]) => Promise<SummedSuperblock[]>;

/** Followers by their number; the leader is worker 0. */
export class Pool {
  readonly #followers = new Map<number, Follower>();
  /** Asks the page to start the followers that are missing; null where it starts none. */
  #grow: (() => Promise<void>) | null = null;

  /** Let tables of more than one superblock be shared: `grow` resolves once the followers were added. */
  open(grow: (() => Promise<void>) | null): void {
    this.#grow = grow;
  }

  add(shard: number, port: MessagePort): void {
    this.#followers.get(shard)?.lose();
    this.#followers.set(shard, new Follower(port));
  }

  lose(shard: number): void {
    this.#followers.get(shard)?.lose();
    this.#followers.delete(shard);
  }

  close(): void {
    for (const shard of [...this.#followers.keys()]) this.lose(shard);
  }

  /**
   * Share a whole table out, superblock by superblock in turn. Memory is transferred; where it is `shared` with
   * another table, a copy of it.
   */
  async deal(id: TableId, given: Table, { shared = false }: { shared?: boolean } = {}): Promise<DealtTable> {
    const edges = edgesOf(given.superblocks.map((_, k) => chunkSize(given, k)));
    const table = summarisedTable(given);
    const whole = { here: table, parts: [], edges };
    if (table.superblocks.length < 2) return whole;
    const followers = await this.#ready();
    if (followers.length === 0) return whole;
    const workers = [null, ...followers];
    const dealt = workers.map((follower, w) => ({
      follower,
      at: shareOf(table.superblocks.length, w, workers.length),
    }));
    const parts: RemotePart[] = [];
    for (const { follower, at } of dealt) {
      if (!follower || at.length === 0) continue;
      await follower.hold(id, partOf(table, at, { owned: true, shared }));
      parts.push({ follower, superblocks: at.map((k) => table.superblocks[k] as number) });
    }
    return { here: partOf(table, dealt[0]?.at ?? [], { owned: false, shared }), parts, edges };
  }

  /** Have every worker make its own superblocks of a table of `count` of them. */
  async make(
    { id, call }: { id: TableId; call: CallId },
    count: number,
    make: MakeArgs,
    { backend, pace }: PassPlace,
  ): Promise<DealtTable> {
    const followers = count > 1 ? await this.#ready() : [];
    const share = (w: number) => shareOf(count, w, followers.length + 1);
    const parts = followers.flatMap((follower, i) => {
      const superblocks = share(i + 1);
      return superblocks.length === 0 ? [] : [{ follower, superblocks }];
    });
    const others = new Others({ parts, edges: evenEdges(count * SUPERBLOCK_ROWS) }, { id, call });
    const theirs = others.make(({ superblocks }) => ({ ...make, superblocks: [...superblocks] }));
    try {
      const [here, made] = await Promise.all([makePart({ ...make, superblocks: share(0) }, { backend, pace }), theirs]);
      const { table, summary } = here;
      return { here: wholeTable(table, [summary, ...made]), parts, edges: evenEdges(table.nRows) };
    } catch (error) {
      for (const { follower } of parts) follower.release(id);
      throw error;
    } finally {
      others.end();
    }
  }

  /** Read a CSV into the superblocks of all workers. */
  async readCsv(
    { id, call }: { id: TableId; call: CallId },
    source: AsyncIterable<Uint8Array>,
    options: SharedOptions,
  ): Promise<{ dealt: DealtTable; dialect: CsvDialect }> {
    let followers: Follower[] = [];
    const helpers = async () => {
      followers = await this.#ready();
      return followers.map((follower) => follower.csvReader(call, id));
    };
    try {
      return await readCsvShared(source, options, helpers);
    } catch (error) {
      for (const follower of followers) follower.release(id);
      throw error;
    } finally {
      for (const follower of followers) follower.end(call);
    }
  }

  /** Summing superblocks of generated tables on all workers. */
  async sums(call: CallId, place: PassPlace): Promise<{ count: number; sum: SumShares }> {
    const followers = await this.#ready();
    const count = followers.length + 1;
    const sum: SumShares = async (args, superblocks) => {
      const share = (w: number) => shareOf(superblocks.length, w, count).map((k) => superblocks[k] as number);
      const theirs = Promise.all(
        followers.map((follower, i) => follower.sum(call, { ...args, superblocks: share(i + 1) })),
      );
      const summing = Promise.all([sumGenerated({ ...args, superblocks: share(0) }, place), theirs]);
      const [here, found] = await summing.finally(() => {
        for (const follower of followers) follower.end(call);
      });
      // In the order of the superblocks, which were dealt in turn.
      const all = [here, ...found];
      return superblocks.map((_, k) => all[k % count]?.[Math.floor(k / count)] as SummedSuperblock);
    };
    return { count, sum };
  }

  /** The followers that live, started where they are missing. */
  async #ready(): Promise<Follower[]> {
    await this.#grow?.();
    return [...this.#followers.entries()]
      .sort(([a], [b]) => a - b)
      .flatMap(([, follower]) => (follower.alive ? [follower] : []));
  }
}

/**
 * The places of the superblocks that worker w of several is to hold, of which the last may be short. The leader, worker 0, has
 * no fewer rows than another: it begins first, and waits for no answer of its own.
 */
function shareOf(count: number, w: number, of: number): number[] {
  return Array.from({ length: count }, (_, k) => k).filter((k) => k % of === w);
}

/** Some chunks of a table; `owned` ones are alone in their memory, so that it can be transferred. */
function partOf(table: Table, at: readonly number[], { owned, shared }: { owned: boolean; shared: boolean }): Table {
  const own = <T extends Column["chunks"][number]>(chunk: T): T =>
    owned && (shared || chunk.byteLength < chunk.buffer.byteLength) ? (chunk.slice() as T) : chunk;
  const columns = table.columns.map((column) => ({
    ...column,
    chunks: at.map((k) => own(column.chunks[k] as Column["chunks"][number])),
  })) as Column[];
  return { ...partOfRows(table, at), columns };
}

/** Which rows some chunks of a table hold. */
function partOfRows({ nRows, superblocks, starts }: Table, at: readonly number[]): Omit<Table, "columns"> {
  const rows = { nRows, superblocks: at.map((k) => superblocks[k] as number) };
  return starts ? { ...rows, starts: at.map((k) => starts[k] as number) } : rows;
}

/** The other workers that hold rows of one table, for one call. */
export class Others {
  readonly parts: readonly RemotePart[];
  readonly #id: TableId;
  readonly #call: CallId;
  readonly #edges: Edges;
  #asked = false;

  constructor({ parts, edges }: Pick<DealtTable, "parts" | "edges">, { id, call }: { id: TableId; call: CallId }) {
    this.parts = parts;
    this.#edges = edges;
    this.#id = id;
    this.#call = call;
  }

  /**
   * Run a task on all of them, or on those that hold one of the superblocks `only`.
   *
   * @throws LeastwiseError `worker-crashed` naming the rows that were lost
   */
  run<K extends TaskName>(
    name: K,
    args: (part: RemotePart) => TaskArgs<K>,
    only: readonly number[] | null = null,
  ): Promise<TaskResult<K>[]> {
    const asked = only ? this.parts.filter(({ superblocks }) => superblocks.some((b) => only.includes(b))) : this.parts;
    this.#asked ||= asked.length > 0;
    return Promise.all(
      asked.map((part) => {
        if (!part.follower.alive) throw lost(part, this.#edges);
        return part.follower.run(this.#call, this.#id, name, args(part)).catch((error: unknown) => {
          throw part.follower.alive ? error : lost(part, this.#edges);
        });
      }),
    );
  }

  /** Have all of them make superblocks of a table that is not there yet. */
  make(args: (part: RemotePart) => MakeArgs & { superblocks: number[] }): Promise<SummarisedPart[]> {
    this.#asked = true;
    return Promise.all(this.parts.map((part) => part.follower.make(this.#call, this.#id, args(part))));
  }

  /** The call is over, or cancelled. */
  end(): void {
    if (this.#asked) for (const { follower } of this.parts) follower.end(this.#call);
  }
}

/** A table that is whole where it is. */
export const NO_OTHERS = new Others({ edges: [0], parts: [] }, { id: 0, call: 0 });

/** A table with some of its columns, all if none are named. */
export function onlyColumns(table: Table, names?: readonly string[]): Table {
  return names ? { ...table, columns: table.columns.filter(({ info }) => names.includes(info.name)) } : table;
}

function lost({ superblocks }: RemotePart, edges: Edges): LeastwiseError {
  const rows = superblocks.map((b) => `${(edges[b] as number) + 1} to ${edges[b + 1]}`);
  const listed =
    rows.length > 3 ? `${rows.slice(0, 3).join(", ")} and ${rows.length - 3} more stretches` : rows.join(", ");
  return new LeastwiseError(
    "worker-crashed",
    `worker: must live as long as its tables; got the end of one with rows ${listed}`,
  );
}

/** The whole of some columns of a table, or of some superblocks: what is here, and copies of what others hold. */
export async function gathered(
  here: Table,
  others: Others,
  {
    names = null,
    superblocks = null,
  }: { names?: readonly string[] | null; superblocks?: readonly number[] | null } = {},
): Promise<Table> {
  const { columns } = onlyColumns(here, names ?? undefined);
  if (others.parts.length === 0) return { ...here, columns };
  const wanted = columns.map(({ info }) => info.name);
  const copies = await others.run("copy", () => ({ names: wanted, superblocks }));
  const isWanted = (b: number) => superblocks === null || superblocks.includes(b);
  const { starts } = here;
  const own: CopiedChunks = {
    superblocks: here.superblocks,
    ...(starts && { starts }),
    chunks: columns.map(({ chunks }) => chunks),
  };
  const all = [own, ...copies].flatMap((from) =>
    from.superblocks.flatMap((superblock, k) => (isWanted(superblock) ? [{ superblock, from, k }] : [])),
  );
  all.sort((a, b) => a.superblock - b.superblock);
  return {
    nRows: here.nRows,
    superblocks: all.map(({ superblock }) => superblock),
    ...(starts && { starts: all.map(({ from, k }) => from.starts?.[k] as number) }),
    columns: columns.map((column, j) => ({
      ...column,
      chunks: all.map(({ from, k }) => from.chunks[j]?.[k]),
    })) as Column[],
  };
}
