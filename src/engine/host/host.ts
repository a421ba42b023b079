// The worker's side of the engine: tables by id, one backend, and the calls that run on them. It knows no page.

import { LeastwiseError } from "#base/error.ts";
import type { Backend } from "#kernel/backend.ts";
import { openBackend } from "#kernel/choose.ts";
import { checkMoments } from "#stats/moments/check.ts";
import { rowsNeeded } from "#stats/moments/rows.ts";
import { biasVariance } from "#stats/resampling/bias-variance.ts";
import type { Moments } from "#stats/types.ts";
import { catalog } from "#table/catalog.ts";
import { readCsv } from "#table/csv/read.ts";
import { editTable } from "#table/edit.ts";
import { fromColumns } from "#table/from-columns.ts";
import { generate } from "#table/generate.ts";
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
  ShardDeal,
  SimulationOptions,
  Speed,
  StartOptions,
  StartReport,
  TableCalls,
  TableEdit,
  TableId,
  TableInfo,
} from "../contract.ts";
import { measure } from "./calls/measure.ts";
import { momentsShift } from "./calls/moments-shift.ts";
import { type Pace, paceOf } from "./pace.ts";
import type { CallContext } from "./planned.ts";
import { framed } from "./progress.ts";
import { openSource } from "./source.ts";
import { type TableCall, tableCalls } from "./table-calls.ts";

/** What the host needs of the place where it runs. */
export interface Machine {
  /** Hold the Web Lock of this name for good; false where locks are refused. */
  holdLock(name: string): Promise<boolean>;
}

/** A table, or the moments that are left of one. */
type Held = { deal: ShardDeal; dialect?: CsvDialect } & ({ table: Table } | { moments: Moments });

/** Tables and calls of one worker. A backend opens with `start`, which must come first. */
export class Host implements ComputeApi {
  readonly #machine: Machine;
  readonly #tables = new Map<TableId, Held>();
  readonly #calls = new Map<CallId, AbortController>();
  #backend: Backend | null = null;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  async start({ backend, lock }: StartOptions): Promise<StartReport> {
    const opened = await openBackend(backend);
    this.#backend = opened.backend;
    return { ...opened.capabilities, lockHeld: lock !== undefined && (await this.#machine.holdLock(lock)) };
  }

  readCsv(...[call, id, deal, source, options, onProgress]: Parameters<ComputeApi["readCsv"]>): Promise<TableInfo> {
    return this.#during(call, async (pace) => {
      requireWhole(deal);
      const { bytes, ...length } = await openSource(source, pace.signal);
      const progress = framed((now) => onProgress?.(now));
      const read = await readCsv(bytes, { ...options, ...length, signal: pace.signal, onProgress: progress.report });
      await progress.finish();
      return this.#keep(id, { ...read, deal }, pace);
    });
  }

  generate(...[call, id, deal, name, options]: Parameters<ComputeApi["generate"]>): Promise<TableInfo> {
    return this.#during(call, (pace) => {
      requireWhole(deal);
      return this.#keep(id, { table: generate(name, this.#opened(), options), deal }, pace);
    });
  }

  async catalog(): Promise<DataSet[]> {
    return [...catalog];
  }

  fromColumns(...[call, id, deal, columns]: Parameters<ComputeApi["fromColumns"]>): Promise<TableInfo> {
    return this.#during(call, (pace) => {
      requireWhole(deal);
      return this.#keep(id, { table: fromColumns(columns), deal }, pace);
    });
  }

  fromMoments(...[call, id, deal, moments]: Parameters<ComputeApi["fromMoments"]>): Promise<TableInfo> {
    return this.#during(call, (pace) => {
      requireWhole(deal);
      return this.#keep(id, { moments: checkMoments(moments), deal }, pace);
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
    return this.#during(call, (pace) => {
      const from = this.#held(id);
      if (!("table" in from)) throw rowsNeeded("edit");
      return this.#keep(as, { ...from, table: editTable(from.table, edit) }, pace);
    });
  }

  ask<K extends keyof TableCalls>(
    call: CallId,
    id: TableId,
    name: K,
    ...args: Parameters<TableCalls[K]>
  ): Promise<ReturnType<TableCalls[K]>> {
    return this.#during(call, (pace) => {
      const run: TableCall<K> = tableCalls[name];
      return run(contextOf(name, this.#held(id), { backend: this.#opened(), pace }), ...args);
    });
  }

  async release(id: TableId): Promise<void> {
    this.#tables.delete(id);
  }

  cancel(call: CallId): void {
    this.#calls.get(call)?.abort();
  }

  ping(): void {}

  stop(): void {
    for (const controller of this.#calls.values()) controller.abort();
    this.#tables.clear();
    this.#backend?.close();
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

  /** Keep what a call made, unless it was cancelled: nobody would ever release that. */
  #keep(id: TableId, made: Held, pace: Pace): TableInfo {
    pace.signal.throwIfAborted();
    this.#tables.set(id, made);
    return infoOf(id, made);
  }

  /** Run one call, which `cancel` ends at its next turn. */
  async #during<T>(call: CallId, run: (pace: Pace) => T | Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#calls.set(call, controller);
    try {
      return await run(paceOf(controller.signal));
    } finally {
      this.#calls.delete(call);
    }
  }
}

function infoOf(id: TableId, held: Held): TableInfo {
  const { deal, dialect } = held;
  const info = { id, deal, ...("table" in held ? tableInfo(held.table) : momentsInfo(held.moments)) };
  return dialect ? { ...info, dialect } : info;
}

function tableInfo({ nRows, columns }: Table): Pick<TableInfo, "nRows" | "columns"> {
  return { nRows, columns: columns.map(({ info }) => info) };
}

/** Design columns and response are all numbers, in the rows that were complete. */
function momentsInfo({ n, names, mean }: Moments): Pick<TableInfo, "nRows" | "columns"> {
  const columns = names.map((name, j) => ({ name, type: "number" as const, missing: 0, mean: mean[j] as number }));
  return { nRows: n, columns };
}

/** What call `name` runs with. Its `table` is asked for by what reads rows, and throws where there are none. */
function contextOf(name: string, held: Held, rest: Pick<CallContext, "backend" | "pace">): CallContext {
  if ("table" in held) return { ...rest, table: held.table, moments: null };
  return {
    ...rest,
    moments: held.moments,
    get table(): Table {
      throw rowsNeeded(name);
    },
  };
}

/** One worker holds a whole table; the deal is spoken of already so that a pool can share one out. */
function requireWhole({ of }: ShardDeal): void {
  if (of !== 1) throw new LeastwiseError("bad-argument", `deal.of: must be 1; got ${of}`, { value: of });
}
