// A table on the page's side: a handle to rows that live in a host, and the recipe to have them again when that dies.

import type {
  CallId,
  CallOptions,
  ColumnInfo,
  ComputeApi,
  CsvDialect,
  TableCalls,
  TableEdit,
  TableHandle,
  TableId,
  TableInfo,
} from "../contract.ts";
import { abortable } from "./abortable.ts";
import type { Connection } from "./connection.ts";
import { copyOf } from "./copy.ts";
import { withEdit } from "./edits.ts";
import { closedError, LeastwiseError, sourceChanged } from "./errors.ts";
import { requireKnown } from "./known-options.ts";
import type { OpenOptions, Origin } from "./origin.ts";
import { type Reads, readsOf } from "./reads.ts";

/** What a table asks of its engine. */
export interface Hosts {
  /** The live host, started anew where the last one died. */
  connect(): Promise<Connection>;
  newTableId(): TableId;
}

/** Where a table's rows are. */
interface Home {
  connection: Connection;
  id: TableId;
  /** Whether some of the rows went with a worker. */
  lost?: true;
}

/** How often a call is made again after a worker ended under it. */
const MOST_REPEATS = 2;

/** A handle without the calls that read it, which `open` adds. */
class Table implements Omit<TableHandle, keyof Reads> {
  readonly dialect?: CsvDialect;
  readonly #hosts: Hosts;
  readonly #origin: Origin;
  /** What it was when it was first read, so that a second reading can be told from another table. */
  readonly #first: string;
  #home: Home;
  #moving: Promise<Home> | null = null;
  #nRows: number;
  #columns: ColumnInfo[];
  #edits: TableEdit[] = [];
  #editing: Promise<void> = Promise.resolve();
  #closed = false;

  /** Read a table and give a handle to it. */
  static async open(hosts: Hosts, origin: Origin, options: OpenOptions): Promise<TableHandle> {
    return abortable(options.signal, async () => {
      const connection = await hosts.connect();
      options.signal?.throwIfAborted();
      const info = await origin(connection, hosts.newTableId(), options);
      const table = new Table(hosts, origin, { connection, info });
      return Object.assign(
        table,
        readsOf((...call) => table.#read(...call)),
      );
    });
  }

  private constructor(hosts: Hosts, origin: Origin, { connection, info }: { connection: Connection; info: TableInfo }) {
    this.#hosts = hosts;
    this.#origin = origin;
    this.#home = { connection, id: info.id };
    this.#first = fingerprint(info);
    this.#nRows = info.nRows;
    this.#columns = info.columns;
    if (info.dialect) this.dialect = info.dialect;
  }

  get nRows(): number {
    return this.#nRows;
  }

  get columns(): readonly ColumnInfo[] {
    return this.#columns;
  }

  async edit(edit: TableEdit, options: CallOptions = {}): Promise<void> {
    requireKnown("edit", options);
    const { signal } = options;
    const own = copyOf(edit);
    const done = this.#ask(signal, async (home) => {
      const { connection } = home;
      const as = this.#hosts.newTableId();
      const undo = () => connection.tell("release", as);
      const info = await connection.call("edit", (call) => [call, home.id, own, as], { signal, undo });
      if (signal?.aborted) {
        undo();
        throw signal.reason;
      }
      connection.tell("release", home.id);
      this.#home = { connection, id: as };
      if (this.#closed) undo();
      this.#edits = withEdit(this.#edits, own);
      this.#nRows = info.nRows;
      this.#columns = info.columns;
    });
    this.#editing = done.catch(() => {});
    return done;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const { connection, id } = this.#home;
    connection.tell("release", id);
  }

  #read<K extends keyof TableCalls>(
    name: K,
    signal: AbortSignal | undefined,
    args: () => Parameters<TableCalls[K]>,
  ): Promise<ReturnType<TableCalls[K]>> {
    const read = async ({ connection, id }: Home) => {
      // The compiler does not see that these are the arguments of one call by its name.
      const ask = (call: CallId) => [call, id, name, ...args()] as unknown as Parameters<ComputeApi["ask"]>;
      const value: unknown = await connection.call("ask", ask, { signal });
      return value as ReturnType<TableCalls[K]>;
    };
    // A call that reads changes nothing, and can be made again.
    return this.#ask(signal, read, { repeats: MOST_REPEATS });
  }

  /** Ask the host that holds the rows, once the edits before this call are done. */
  #ask<T>(
    signal: AbortSignal | undefined,
    ask: (home: Home) => Promise<T>,
    { repeats = 0 }: { repeats?: number } = {},
  ): Promise<T> {
    const before = this.#editing;
    return abortable(signal, async () => {
      await before;
      for (let left = repeats; ; left--) {
        const home = await this.#there();
        signal?.throwIfAborted();
        try {
          return await ask(home);
        } catch (error) {
          if (!isCrash(error)) throw error;
          home.lost = true;
          if (left <= 0) throw error;
          await this.#moved(error);
        }
      }
    });
  }

  /** Read the table again after a crash; where it can be read once only, the crash is what went wrong. */
  async #moved(crash: LeastwiseError): Promise<void> {
    try {
      await this.#there();
    } catch (error) {
      throw error instanceof LeastwiseError && error.code === "source-changed" ? crash : error;
    }
  }

  /** Where the rows are now; they are read again where their host died. */
  async #there(): Promise<Home> {
    if (this.#closed) throw closedError("table");
    const connection = await this.#hosts.connect();
    if (this.#home.connection === connection && !this.#home.lost) return this.#home;
    this.#moving ??= this.#move(connection).finally(() => {
      this.#moving = null;
    });
    return this.#moving;
  }

  async #move(connection: Connection): Promise<Home> {
    if (this.#home.connection === connection) connection.tell("release", this.#home.id);
    let info = await this.#origin(connection, this.#hosts.newTableId(), {});
    if (fingerprint(info) !== this.#first) {
      connection.tell("release", info.id);
      throw sourceChanged(`another table of ${info.nRows} rows from its source`);
    }
    for (const edit of this.#edits) {
      const { id } = info;
      info = await connection.call("edit", (call) => [call, id, edit, this.#hosts.newTableId()]);
      connection.tell("release", id);
    }
    this.#home = { connection, id: info.id };
    if (this.#closed) connection.tell("release", info.id);
    return this.#home;
  }
}

function isCrash(error: unknown): error is LeastwiseError {
  return error instanceof LeastwiseError && error.code === "worker-crashed";
}

/** Whether two readings gave the same table, as far as its columns' summaries tell. */
function fingerprint({ nRows, columns }: TableInfo): string {
  return JSON.stringify({ nRows, columns });
}

/** Read a table and give a handle to it. */
export const openTable = Table.open;
