// What page and worker say to each other, and what the public API promises. Types only; neither side imports the other.

import type { ErrorCode, ErrorPlace } from "#base/error.ts";
import type { BackendName, KernelCapabilities } from "#kernel/backend.ts";
import type { Fit, Moments } from "#stats/types.ts";
import type {
  ColumnInfo,
  ColumnInput,
  CsvDialect,
  CsvOptions,
  DataSet,
  GenerateOptions,
  PreviewRow,
  ReadProgress,
  TableEdit,
} from "#table/types.ts";

export type { ErrorCode, ErrorPlace } from "#base/error.ts";
export type { Plan } from "#formula/types.ts";
export type { BackendName } from "#kernel/backend.ts";
export type { Fit, Moments, SolverReport } from "#stats/types.ts";
export type {
  ColumnInfo,
  ColumnInput,
  ColumnType,
  CsvDialect,
  CsvOptions,
  DataSet,
  DataSetColumn,
  GenerateOptions,
  PreviewRow,
  ReadProgress,
  TableEdit,
} from "#table/types.ts";

export interface EngineOptions {
  backend?: "auto" | BackendName;
  /** 0: no worker, in this thread. "auto": one a page today, a pool later. */
  workers?: "auto" | number;
  /** Milliseconds a worker may take to answer its first message before the next way is tried. Default 5000. */
  startTimeout?: number;
}

export interface Capabilities extends KernelCapabilities {
  workers: number;
  /** Where the engine runs: "worker" or "in-process", with the reason where it is not a worker. */
  where: "worker" | "in-process";
  whereReason: string;
  webgpu: { reason: string };
}

export interface CallOptions {
  /** Aborting rejects with `signal.reason` and leaves everything as it was. */
  signal?: AbortSignal;
  onProgress?: (progress: ReadProgress) => void;
}

export type CsvSource = string | Blob | ReadableStream<Uint8Array> | URL;

export interface FitOptions {
  method?: "ols";
  /** Name of a column of analytic weights, or one value a row. */
  weights?: string | Float64Array;
  missing?: "drop" | "error";
}

export interface PredictOptions {
  interval?: "confidence" | "prediction";
  /** Coverage of the interval, in (0, 1). Default 0.95. */
  level?: number;
}

/** One value a row; NaN where a predictor is missing. */
export interface Prediction {
  fitted: Float64Array;
  lower?: Float64Array;
  upper?: Float64Array;
}

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

export type CallId = number;

/** The worker's side. Every call has an id, so that `cancel` can name it; errors travel as WireError. */
export interface ComputeApi {
  start(options: { backend: "auto" | BackendName }): Promise<KernelCapabilities>;
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
  edit(call: CallId, id: TableId, edit: TableEdit): Promise<TableInfo>;
  rows(call: CallId, id: TableId, from: number, to: number): Promise<PreviewRow[]>;
  moments(call: CallId, id: TableId, formula: string, options: FitOptions): Promise<Moments>;
  fit(call: CallId, id: TableId, formula: string, options: FitOptions): Promise<Fit>;
  predict(call: CallId, id: TableId, fit: Fit, options: PredictOptions): Promise<Prediction>;
  release(id: TableId): Promise<void>;
  cancel(call: CallId): void;
}

/** A LeastwiseError as it crosses; Comlink would keep only name, message and stack. */
export interface WireError {
  code: ErrorCode;
  message: string;
  at?: ErrorPlace;
  value?: unknown;
}
