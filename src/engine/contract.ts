// What page and worker say to each other. Types only; neither side imports the other.

import type { Reply } from "#base/wire-error.ts";
import type { BackendName, KernelCapabilities } from "#kernel/backend.ts";
import type { BiasVariance, Fit, Moments, MomentsInput, MomentsShift, SimulationOptions } from "#stats/types.ts";
import type {
  ColumnInfo,
  ColumnInput,
  ColumnsOptions,
  CsvDialect,
  CsvOptions,
  DataSet,
  GenerateOptions,
  ReadProgress,
  TableEdit,
} from "#table/types.ts";
import type { TableHandle } from "./api.ts";
import type { CacheOptions, MeasureOptions, MomentsShiftOptions, Speed } from "./options.ts";

export type * from "./api.ts";

export type TableId = number;

/** What a worker tells of a table after reading or editing it. */
export interface TableInfo {
  id: TableId;
  nRows: number;
  columns: ColumnInfo[];
  dialect?: CsvDialect;
}

/** Source of a table as it travels: a stream is pumped chunk by chunk, because not every engine can transfer one. */
export type WireSource =
  | { kind: "text"; text: string }
  | { kind: "blob"; blob: Blob }
  | { kind: "url"; url: string }
  | { kind: "port"; port: MessagePort };

/** Source of rows that are not kept. */
export type MomentsSource = WireSource | { kind: "generated"; name: string; options: GenerateOptions };

/** What the worker asks of the page that pumps a stream: one chunk, or no more. */
export type PumpRequest = "pull" | "stop";

/** The page's answer to "pull". */
export type PumpReply = { kind: "chunk"; bytes: Uint8Array } | { kind: "end" } | { kind: "failed" };

export type CallId = number;

export interface StartOptions {
  backend: "auto" | BackendName;
  /** Whether calls may use what earlier ones summed. Default true. */
  keepMoments?: boolean;
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
  /** `grow` starts the workers that are missing of those that this one is to lead, and resolves once they are there. */
  start(options: StartOptions, grow: (() => Promise<void>) | null): Promise<StartReport>;
  /** Hold superblocks for the worker at the other end of the port, which leads. */
  follow(port: MessagePort): void;
  /** A worker that holds superblocks is behind the port. */
  lead(shard: number, port: MessagePort): void;
  /** That worker is gone. */
  lost(shard: number): void;
  readCsv(
    call: CallId,
    id: TableId,
    source: WireSource,
    options: CsvOptions & CacheOptions,
    onProgress: ((progress: ReadProgress) => void) | null,
    preview: string | null,
    onFit: ((fit: Fit) => void) | null,
  ): Promise<TableInfo>;
  /** Of a Blob or a URL. */
  readParquet(
    call: CallId,
    id: TableId,
    source: WireSource,
    options: ColumnsOptions & CacheOptions,
    onProgress: ((progress: ReadProgress) => void) | null,
  ): Promise<TableInfo>;
  readArrow(
    call: CallId,
    id: TableId,
    source: WireSource,
    options: ColumnsOptions & CacheOptions,
    onProgress: ((progress: ReadProgress) => void) | null,
  ): Promise<TableInfo>;
  /** A bundled data set that is generated, by its name in the catalogue. */
  generate(call: CallId, id: TableId, name: string, options: GenerateOptions): Promise<TableInfo>;
  catalog(): Promise<DataSet[]>;
  measure(call: CallId, options: MeasureOptions): Promise<Speed>;
  fromColumns(call: CallId, id: TableId, columns: { name: string; values: ColumnInput }[]): Promise<TableInfo>;
  readMoments(
    call: CallId,
    source: MomentsSource,
    formula: string,
    options: CsvOptions,
    onProgress: ((progress: ReadProgress) => void) | null,
  ): Promise<Moments>;
  biasVariance(call: CallId, options: SimulationOptions): Promise<BiasVariance[]>;
  momentsShift(
    call: CallId,
    reference: MomentsInput,
    current: MomentsInput,
    options: MomentsShiftOptions,
  ): Promise<MomentsShift>;
  /** A table without rows. */
  fromMoments(call: CallId, id: TableId, moments: MomentsInput): Promise<TableInfo>;
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

/** ComputeApi as it stands on the wire. */
export type WireApi = {
  [K in keyof ComputeApi]: (...args: Parameters<ComputeApi[K]>) => Promise<Reply<Awaited<ReturnType<ComputeApi[K]>>>>;
};
