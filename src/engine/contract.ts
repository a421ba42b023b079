// What page and worker say to each other. Types only; neither side imports the other.

import type { ErrorCode, ErrorPlace } from "#base/error.ts";
import type { BackendName, KernelCapabilities } from "#kernel/backend.ts";
import type { BiasVariance, MomentsInput, MomentsShift, SimulationOptions } from "#stats/types.ts";
import type {
  ColumnInfo,
  ColumnInput,
  CsvDialect,
  CsvOptions,
  DataSet,
  GenerateOptions,
  ReadProgress,
  TableEdit,
} from "#table/types.ts";
import type { TableHandle } from "./api.ts";
import type { MeasureOptions, MomentsShiftOptions, Speed } from "./options.ts";

export type * from "./api.ts";

/** Names one table on one shard of the pool: superblocks b with b mod `of` = `shard` live there. */
export interface ShardDeal {
  shard: number;
  of: number;
}

export type TableId = number;

/** What a worker tells of a table after reading or editing it. */
export interface TableInfo {
  id: TableId;
  nRows: number;
  columns: ColumnInfo[];
  deal: ShardDeal;
  dialect?: CsvDialect;
}

/** Source of a table as it travels: a stream is pumped chunk by chunk, because not every engine can transfer one. */
export type WireSource =
  | { kind: "text"; text: string }
  | { kind: "blob"; blob: Blob }
  | { kind: "url"; url: string }
  | { kind: "port"; port: MessagePort };

/** What the worker asks of the page that pumps a stream: one chunk, or no more. */
export type PumpRequest = "pull" | "stop";

/** The page's answer to "pull". */
export type PumpReply = { kind: "chunk"; bytes: Uint8Array } | { kind: "end" } | { kind: "failed" };

export type CallId = number;

export interface StartOptions {
  backend: "auto" | BackendName;
  /** Name of a Web Lock that the worker is to hold while it lives. */
  lock?: string;
}

/** The worker's first answer, which shows that it is ready. */
export interface StartReport extends KernelCapabilities {
  /** Whether the worker holds the lock it was given; false where locks are refused. */
  lockHeld: boolean;
}

/** Parts of a handle that are no call, or change the table. */
type NoReading = "nRows" | "columns" | "dialect" | "edit" | "close";

/** Calls that read one table and change nothing, as the handle offers them: all arguments are sent. */
export type TableCalls = {
  [K in Exclude<keyof TableHandle, NoReading>]: (
    ...args: Required<Parameters<TableHandle[K]>>
  ) => Awaited<ReturnType<TableHandle[K]>>;
};

/**
 * The worker's side. Every call has an id, so that `cancel` can name it. A table is never changed: an edit makes another
 * one under the id `as`, so that a call that is aborted leaves everything as it was.
 */
export interface ComputeApi {
  start(options: StartOptions): Promise<StartReport>;
  readCsv(
    call: CallId,
    id: TableId,
    deal: ShardDeal,
    source: WireSource,
    options: CsvOptions,
    onProgress: ((progress: ReadProgress) => void) | null,
  ): Promise<TableInfo>;
  /** A bundled data set that is generated, by its name in the catalogue. */
  generate(call: CallId, id: TableId, deal: ShardDeal, name: string, options: GenerateOptions): Promise<TableInfo>;
  catalog(): Promise<DataSet[]>;
  fromColumns(
    call: CallId,
    id: TableId,
    deal: ShardDeal,
    columns: { name: string; values: ColumnInput }[],
  ): Promise<TableInfo>;
  measure(call: CallId, options: MeasureOptions): Promise<Speed>;
  biasVariance(call: CallId, options: SimulationOptions): Promise<BiasVariance[]>;
  momentsShift(
    call: CallId,
    reference: MomentsInput,
    current: MomentsInput,
    options: MomentsShiftOptions,
  ): Promise<MomentsShift>;
  /** A table without rows. */
  fromMoments(call: CallId, id: TableId, deal: ShardDeal, moments: MomentsInput): Promise<TableInfo>;
  edit(call: CallId, id: TableId, edit: TableEdit, as: TableId): Promise<TableInfo>;
  ask<K extends keyof TableCalls>(
    call: CallId,
    id: TableId,
    name: K,
    ...args: Parameters<TableCalls[K]>
  ): Promise<ReturnType<TableCalls[K]>>;
  release(id: TableId): Promise<void>;
  cancel(call: CallId): void;
  /** Answers as soon as the worker turns to its messages. */
  ping(): void;
  /** Ends every call and gives up what the worker holds. */
  stop(): void;
}

/** A LeastwiseError as it crosses; Comlink would keep only name, message and stack. */
export interface WireError {
  code: ErrorCode;
  message: string;
  at?: ErrorPlace;
  value?: unknown;
}

/** A result or an error, as Comlink carries it. An envelope, since Comlink strips every field of a thrown error. */
export type Reply<T> = { ok: true; value: T } | { ok: false; error: WireError };

/** ComputeApi as it stands on the wire. */
export type WireApi = {
  [K in keyof ComputeApi]: (...args: Parameters<ComputeApi[K]>) => Promise<Reply<Awaited<ReturnType<ComputeApi[K]>>>>;
};
