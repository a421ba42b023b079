// The worker's side of the engine: tables by id, one backend, and the calls that run on them. It knows no page.

import { LeastwiseError } from "#base/error.ts";
import { countSuperblocks } from "#base/superblock.ts";
import { nextTurn } from "#base/turn.ts";
import type { Backend } from "#kernel/backend.ts";
import { openBackend } from "#kernel/choose.ts";
import { checkMoments } from "#stats/moments/check.ts";
import { rowsNeeded } from "#stats/moments/rows.ts";
import { biasVariance } from "#stats/resampling/bias-variance.ts";
import type { Moments } from "#stats/types.ts";
import { catalog } from "#table/catalog.ts";
import { editTable } from "#table/edit.ts";
import { fromColumns } from "#table/from-columns.ts";
import { recipeOf } from "#table/generate.ts";
import type { Store } from "#table/store/types.ts";
import type { Table } from "#table/types.ts";
import type {
  BiasVariance,
  CallId,
  ComputeApi,
  CsvDialect,
  DataSet,
  MeasureOptions,
  MomentsInput,
  MomentsShift,
  MomentsShiftOptions,
  ReadProgress,
  SimulationOptions,
  Speed,
  StartOptions,
  StartReport,
  TableCalls,
  TableEdit,
  TableId,
  TableInfo,
  WireSource,
} from "../contract.ts";
import { type Pace, paceOf, WORKER_SLICE_MS } from "../pool/pace.ts";
import { gathered, NO_OTHERS, Others, Pool } from "../pool/pool.ts";
import { requireRoom } from "../pool/room.ts";
import { serveShard } from "../pool/shard.ts";
import { measure } from "./calls/measure.ts";
import { momentsShift } from "./calls/moments-shift.ts";
import { editHeld } from "./edit.ts";
import { contextOf, type Held, infoOf } from "./held.ts";
import { KeptMoments } from "./kept/kept-moments.ts";
import { KeptTable } from "./kept/kept-table.ts";
import { framed } from "./progress.ts";
import { provisionalFits } from "./provisional.ts";
import { type Reader, readTable } from "./read.ts";
import { readMoments, sumHere } from "./read-moments.ts";
import { openSource } from "./source.ts";
import { type TableCall, tableCalls } from "./table-calls.ts";

/** What the host needs of the place where it runs. */
export interface Machine {
  /** Hold the Web Lock of this name for good; false where locks are refused. */
  holdLock(name: string): Promise<boolean>;
  /** Where tables are kept between visits; null where nothing can be. */
  openStore?(): Promise<Store | null>;
  /** Bytes that tables may take; 4 GiB where nothing is known. */
  roomBytes?: number;
  /** Whether a page draws in the same thread, so that calls give way to it; assumed where nothing is known. */
  inPage?: boolean;
}

/** What a process of a 64-bit browser can be counted on to have. */
const ROOM_BYTES = 2 ** 32;

/** Tables and calls of one worker. A backend opens with `start`, which must come first. */
export class Host implements ComputeApi {
  readonly #machine: Machine;
  readonly #tables = new Map<TableId, Held>();
  readonly #calls = new Map<CallId, AbortController>();
  readonly #pool = new Pool();
  #backend: Backend | null = null;
  #keepsMoments = true;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  async start(
    { backend, lock, keepMoments = true }: StartOptions,
    grow: (() => Promise<void>) | null,
  ): Promise<StartReport> {
    this.#pool.open(grow);
    this.#keepsMoments = keepMoments;
    const opened = await openBackend(backend);
    this.#backend = opened.backend;
    return { ...opened.capabilities, lockHeld: lock !== undefined && (await this.#machine.holdLock(lock)) };
  }

  readCsv(
    ...[call, id, source, options, onProgress, formula, onFit]: Parameters<ComputeApi["readCsv"]>
  ): Promise<TableInfo> {
    // A table that is to be kept is read in one place.
    if (options.cache) return this.#read({ kind: "csv", options }, [call, id, source, onProgress]);
    return this.#during(call, async (pace) => {
      const progress = framed((now) => onProgress?.(now));
      const { bytes, ...length } = await openSource(source, pace.signal, true);
      const { cache: _, ...own } = options;
      const backend = this.#opened();
      const place = { backend, pace };
      const told = { signal: pace.signal, onProgress: progress.report, roomBytes: this.#room };
      const all = { ...own, ...length, ...told, scanRows: backend.scanRows };
      const preview = formula === null ? {} : { preview: provisionalFits(formula, place, (fit) => onFit?.(fit)) };
      const { dealt, dialect } = await this.#pool.readCsv({ id, call }, bytes, { ...all, ...preview });
      await progress.finish();
      return this.#keep(id, { ...dealt, kept: this.#newKept(), dialect }, pace);
    });
  }

  readParquet(...[call, id, source, options, onProgress]: Parameters<ComputeApi["readParquet"]>): Promise<TableInfo> {
    return this.#read({ kind: "parquet", options }, [call, id, source, onProgress]);
  }

  readArrow(...[call, id, source, options, onProgress]: Parameters<ComputeApi["readArrow"]>): Promise<TableInfo> {
    return this.#read({ kind: "arrow", options }, [call, id, source, onProgress]);
  }

  generate(...[call, id, name, options]: Parameters<ComputeApi["generate"]>): Promise<TableInfo> {
    return this.#during(call, async (pace) => {
      const backend = this.#opened();
      const { nRows, columns } = recipeOf(name, backend, options);
      requireRoom({ nRows, nColumns: columns.length }, this.#room);
      const count = countSuperblocks(nRows);
      const made = await this.#pool.make({ id, call }, count, { name, options }, { backend, pace });
      return this.#keep(id, { ...made, kept: this.#newKept() }, pace);
    });
  }

  async catalog(): Promise<DataSet[]> {
    return [...catalog];
  }

  fromColumns(...[call, id, columns]: Parameters<ComputeApi["fromColumns"]>): Promise<TableInfo> {
    return this.#during(call, (pace) => {
      return this.#deal(id, { table: fromColumns(columns) }, pace);
    });
  }

  fromMoments(...[call, id, moments]: Parameters<ComputeApi["fromMoments"]>): Promise<TableInfo> {
    return this.#during(call, (pace) => {
      return this.#keep(id, { moments: checkMoments(moments) }, pace);
    });
  }

  readMoments(
    ...[call, source, formula, options, onProgress]: Parameters<ComputeApi["readMoments"]>
  ): Promise<Moments> {
    return this.#during(call, async (pace) => {
      const progress = framed((now) => onProgress?.(now));
      const place = { backend: this.#opened(), pace };
      const shares =
        source.kind === "generated" ? await this.#pool.sums(call, place) : { count: 1, sum: sumHere(place) };
      const found = await readMoments(source, formula, options, { ...place, onProgress: progress.report, shares });
      await progress.finish();
      return found;
    });
  }

  measure(call: CallId, options: MeasureOptions): Promise<Speed> {
    return this.#during(call, (pace) => measure(options, this.#opened(), pace));
  }

  biasVariance(call: CallId, options: SimulationOptions): Promise<BiasVariance[]> {
    return this.#during(call, ({ turn }) => biasVariance(options, this.#opened(), turn));
  }

  momentsShift(
    call: CallId,
    reference: MomentsInput,
    current: MomentsInput,
    options: MomentsShiftOptions,
  ): Promise<MomentsShift> {
    return this.#during(call, () => momentsShift([reference, current], options, this.#opened().dense));
  }

  edit(call: CallId, id: TableId, edit: TableEdit, as: TableId): Promise<TableInfo> {
    return this.#during(call, async (pace) => {
      const from = this.#held(id);
      if ("moments" in from) throw rowsNeeded("edit");
      const { here, edges, dialect } = from;
      const edited = edges.length > 2 ? await editHeld(from, edit, { id, as, call }) : null;
      if (edited) return this.#keep(as, { ...edited, ...(dialect && { dialect }) }, pace);
      const others = new Others(from, { id, call });
      const table = editTable(await gathered(here, others), edit);
      others.end();
      // Columns that an edit leaves as they were are shared with the table before it.
      return this.#deal(as, { table, dialect, shared: true }, pace);
    });
  }

  ask<K extends keyof TableCalls>(
    call: CallId,
    id: TableId,
    name: K,
    ...args: Parameters<TableCalls[K]>
  ): Promise<ReturnType<TableCalls[K]>> {
    return this.#during(call, async (pace) => {
      const held = this.#held(id);
      const others = "moments" in held ? NO_OTHERS : new Others(held, { id, call });
      const end = () => others.end();
      pace.signal.addEventListener("abort", end);
      try {
        const run: TableCall<K> = tableCalls[name];
        return await run(contextOf(name, held, { backend: this.#opened(), pace, others }), ...args);
      } finally {
        pace.signal.removeEventListener("abort", end);
        // The answer goes first: whoever waits for it does not wait for the others to be told.
        if (others.parts.length > 0) void nextTurn().then(end);
      }
    });
  }

  async release(id: TableId): Promise<void> {
    const held = this.#tables.get(id);
    if (held && "parts" in held) for (const { follower } of held.parts) follower.release(id);
    this.#tables.delete(id);
  }

  cancel(call: CallId): void {
    this.#calls.get(call)?.abort();
  }

  ping(): void {}

  follow(port: MessagePort): void {
    serveShard(port, this.#opened());
  }

  lead(shard: number, port: MessagePort): void {
    this.#pool.add(shard, port);
  }

  lost(shard: number): void {
    this.#pool.lose(shard);
  }

  stop(): void {
    for (const controller of this.#calls.values()) controller.abort();
    this.#tables.clear();
    this.#pool.close();
    this.#backend?.close();
  }

  #read(
    reader: Reader,
    [call, id, source, onProgress]: [CallId, TableId, WireSource, ((now: ReadProgress) => void) | null],
  ): Promise<TableInfo> {
    return this.#during(call, async (pace) => {
      const progress = framed((now) => onProgress?.(now));
      const openStore = this.#machine.openStore ?? (async () => null);
      const read = await readTable(reader, source, {
        signal: pace.signal,
        onProgress: progress.report,
        openStore,
        scanRows: this.#opened().scanRows,
      });
      await progress.finish();
      return this.#deal(id, read, pace);
    });
  }

  #newKept(): KeptTable {
    return new KeptTable(this.#keepsMoments ? new KeptMoments() : null);
  }

  get #room(): number {
    return this.#machine.roomBytes ?? ROOM_BYTES;
  }

  #opened(): Backend {
    if (!this.#backend) throw new LeastwiseError("internal", "start: must be the first call; got another");
    return this.#backend;
  }

  #held(id: TableId): Held {
    const held = this.#tables.get(id);
    if (!held) throw new LeastwiseError("closed", `table: must be open; got table ${id}`);
    return held;
  }

  /** Keep a table that a call made, shared with the other workers where it is large. */
  async #deal(
    id: TableId,
    { table, dialect, shared = false }: { table: Table; dialect?: CsvDialect | undefined; shared?: boolean },
    pace: Pace,
  ): Promise<TableInfo> {
    const dealt = await this.#pool.deal(id, table, { shared });
    return this.#keep(id, { ...dealt, kept: this.#newKept(), ...(dialect && { dialect }) }, pace);
  }

  /** Keep what a call made, unless it was cancelled: nobody would ever release that. */
  #keep(id: TableId, made: Held, pace: Pace): TableInfo {
    this.#tables.set(id, made);
    if (pace.signal.aborted) {
      void this.release(id);
      throw pace.signal.reason;
    }
    return infoOf(id, made);
  }

  /** Run one call, which `cancel` ends at its next turn. */
  async #during<T>(call: CallId, run: (pace: Pace) => T | Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#calls.set(call, controller);
    try {
      return await run(paceOf(controller.signal, this.#machine.inPage === false ? { slice: WORKER_SLICE_MS } : {}));
    } finally {
      this.#calls.delete(call);
    }
  }
}
