// The public engine: one host at a time, started anew after it died, and the tables in it.

import type {
  ArrowSource,
  BiasVariance,
  CacheOptions,
  CallOptions,
  Capabilities,
  ColumnInput,
  ColumnsOptions,
  CsvOptions,
  CsvSource,
  DataSet,
  Engine,
  EngineOptions,
  FromColumnsOptions,
  GeneratedSource,
  GenerateOptions,
  MeasureOptions,
  Moments,
  MomentsInput,
  MomentsShift,
  MomentsShiftOptions,
  ParquetSource,
  PreviewOptions,
  SimulationOptions,
  Speed,
  TableHandle,
  TableId,
} from "../contract.ts";
import { abortable } from "./abortable.ts";
import type { Connection } from "./connection.ts";
import { copyOf } from "./copy.ts";
import { type Environment, environmentHere } from "./environment.ts";
import { closedError, LeastwiseError } from "./errors.ts";
import { requireKnown } from "./known-options.ts";
import { columnsOrigin, csvOrigin, generatedOrigin, momentsOrigin, type OpenOptions, type Origin } from "./origin.ts";
import { arrowOrigin, parquetOrigin } from "./origin-files.ts";
import { startPool } from "./pool.ts";
import { momentsRead } from "./read-moments.ts";
import { type Program, program, type Started } from "./start.ts";
import { type Hosts, openTable } from "./table.ts";

/**
 * Start an engine: in a worker, or in process where none may start (or `workers` is 0).
 *
 * @throws LeastwiseError `bad-argument`, `backend-unavailable` where the backend asked for by name is missing
 */
export function createEngine(options: EngineOptions = {}): Promise<Engine> {
  return openEngine(options, environmentHere());
}

/** `createEngine` in an environment of the caller's. */
export async function openEngine(
  options: EngineOptions,
  environment: Environment,
  worker: Program = program,
): Promise<Engine> {
  requireKnown("createEngine", options);
  const { workers = "auto" } = options;
  if (workers !== "auto" && !(Number.isInteger(workers) && workers >= 0)) {
    throw new LeastwiseError("bad-argument", `workers: must be "auto" or a whole number >= 0; got ${workers}`, {
      value: workers,
    });
  }
  const startHost = () => startPool(options, environment, worker);
  return new LocalEngine(await startHost(), startHost);
}

class LocalEngine implements Engine, Hosts {
  readonly #start: () => Promise<Started>;
  #started: Started;
  #starting: Promise<Connection> | null = null;
  #lastTable: TableId = 0;
  #closed = false;

  constructor(started: Started, start: () => Promise<Started>) {
    this.#started = started;
    this.#start = start;
  }

  get capabilities(): Capabilities {
    return this.#started.capabilities;
  }

  async readCsv(
    source: CsvSource,
    options: CsvOptions & CacheOptions & PreviewOptions & CallOptions = {},
  ): Promise<TableHandle> {
    const { signal, onProgress, preview, ...dialect } = options;
    if (preview && (typeof preview.formula !== "string" || typeof preview.onFit !== "function")) {
      throw new LeastwiseError("bad-argument", "preview: must have a formula and a function onFit; got another", {
        value: typeof preview.formula,
      });
    }
    return this.#open("readCsv", () => csvOrigin(source, dialect), options);
  }

  readParquet(source: ParquetSource, options: ColumnsOptions & CacheOptions & CallOptions = {}): Promise<TableHandle> {
    const { signal, onProgress, ...own } = options;
    return this.#open("readParquet", () => parquetOrigin(source, own), options);
  }

  readArrow(source: ArrowSource, options: ColumnsOptions & CacheOptions & CallOptions = {}): Promise<TableHandle> {
    const { signal, onProgress, ...own } = options;
    return this.#open("readArrow", () => arrowOrigin(source, own), options);
  }

  fromColumns(columns: Record<string, ColumnInput>, options: FromColumnsOptions = {}): Promise<TableHandle> {
    return this.#open("fromColumns", () => columnsOrigin(columns, { transfer: options.transfer ?? false }), options);
  }

  generate(name: string, options: GenerateOptions & CallOptions = {}): Promise<TableHandle> {
    const { signal, onProgress, ...recipe } = options;
    return this.#open("generate", () => generatedOrigin(name, recipe), options);
  }

  async catalog(options: CallOptions = {}): Promise<DataSet[]> {
    requireKnown("catalog", options);
    const { signal } = options;
    return abortable(signal, async () => (await this.connect()).send("catalog"));
  }

  async measure(options: MeasureOptions & CallOptions = {}): Promise<Speed> {
    requireKnown("measure", options);
    const { signal, onProgress: _, ...loops } = options;
    return abortable(signal, async () => {
      const connection = await this.connect();
      return connection.call("measure", (call) => [call, loops], { signal });
    });
  }

  fromMoments(moments: MomentsInput, options: CallOptions = {}): Promise<TableHandle> {
    return this.#open("fromMoments", () => momentsOrigin(moments), options);
  }

  async readMoments(
    source: CsvSource | GeneratedSource,
    formula: string,
    options: CsvOptions & CallOptions = {},
  ): Promise<Moments> {
    requireKnown("readMoments", options);
    options.signal?.throwIfAborted();
    return abortable(options.signal, async () => momentsRead(await this.connect(), source, formula, options));
  }

  async biasVariance(options: SimulationOptions & CallOptions): Promise<BiasVariance[]> {
    requireKnown("biasVariance", options);
    const { signal, onProgress: _, ...simulation } = options;
    const own = copyOf(simulation);
    return abortable(signal, async () => {
      const connection = await this.connect();
      return connection.call("biasVariance", (call) => [call, own], { signal });
    });
  }

  async momentsShift(
    reference: MomentsInput,
    current: MomentsInput,
    options: MomentsShiftOptions & CallOptions = {},
  ): Promise<MomentsShift> {
    requireKnown("momentsShift", options);
    const { signal, onProgress: _, ...shift } = options;
    const own = [copyOf(reference), copyOf(current)] as const;
    return abortable(signal, async () => {
      const connection = await this.connect();
      return connection.call("momentsShift", (call) => [call, ...own, shift], { signal });
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#started.connection.close();
  }

  /** The live host; calls that come while one starts share it. */
  async connect(): Promise<Connection> {
    if (this.#closed) throw closedError("engine");
    const { connection } = this.#started;
    if (connection.alive) return connection;
    this.#starting ??= this.#restart().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  newTableId(): TableId {
    this.#lastTable += 1;
    return this.#lastTable;
  }

  async #restart(): Promise<Connection> {
    this.#started = await this.#start();
    const { connection } = this.#started;
    if (this.#closed) {
      connection.close();
      throw closedError("engine");
    }
    return connection;
  }

  async #open(
    name: "readCsv" | "readParquet" | "readArrow" | "fromColumns" | "generate" | "fromMoments",
    origin: () => Origin,
    callOptions: OpenOptions,
  ): Promise<TableHandle> {
    if (this.#closed) throw closedError("engine");
    requireKnown(name, callOptions);
    const { signal, onProgress, preview } = callOptions;
    signal?.throwIfAborted();
    const options: OpenOptions = {};
    if (signal) options.signal = signal;
    if (onProgress) options.onProgress = onProgress;
    if (preview) options.preview = preview;
    return openTable(this, origin(), options);
  }
}
