// The public API of Leastwise: an engine, its tables and what they give out.

export { createEngine } from "./client/engine.ts";
export { LeastwiseError } from "./client/errors.ts";
export type {
  BackendName,
  CallOptions,
  Capabilities,
  ColumnInfo,
  ColumnInput,
  ColumnType,
  CsvDialect,
  CsvOptions,
  CsvSource,
  DataSet,
  DataSetColumn,
  Engine,
  EngineOptions,
  ErrorCode,
  ErrorPlace,
  Fit,
  FitOptions,
  FromColumnsOptions,
  GenerateOptions,
  Moments,
  Plan,
  Prediction,
  PredictOptions,
  PreviewRow,
  ReadProgress,
  SolverReport,
  TableEdit,
  TableHandle,
} from "./contract.ts";
