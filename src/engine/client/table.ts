// A table on the page's side: a handle to rows that live in a host, and the recipe to have them again when that dies.

import { transfer } from "comlink";
import type {
  AddedVariable,
  AnovaOptions,
  AnovaTable,
  Bootstrap,
  BoxCoxOptions,
  BoxCoxProfile,
  CalibrateOptions,
  Calibration,
  CallId,
  CallOptions,
  ColumnInfo,
  ComputeApi,
  CoverageOptions,
  CrossValidateOptions,
  CrossValidation,
  CsvDialect,
  Diagnostics,
  DiagnosticsOptions,
  DriftOptions,
  DriftProfile,
  DriftProfileOptions,
  DriftReport,
  Fit,
  FitOptions,
  FitRowsOptions,
  GroupCoverage,
  HypothesisMatrix,
  HypothesisOptions,
  HypothesisTest,
  Influence,
  InfluenceOptions,
  Jackknife,
  LearningCurve,
  MarginalMeans,
  MarginalMeansOptions,
  Metrics,
  ModelComparison,
  Moments,
  MomentsOptions,
  Path,
  Prediction,
  PredictOptions,
  PreviewRow,
  RobustOptions,
  RobustTable,
  RollingOrigin,
  RollingOriginCall,
  RowOptions,
  Selection,
  SelectOptions,
  SplitConformal,
  SplitConformalCall,
  StandardizedCoefficients,
  TableBootstrapOptions,
  TableCalls,
  TableEdit,
  TableHandle,
  TableId,
  TableInfo,
  TableJackknifeOptions,
  TableLearningCurveOptions,
  TableMetricsOptions,
  TablePathOptions,
} from "../contract.ts";
import { abortable } from "./abortable.ts";
import type { Connection } from "./connection.ts";
import { copyOf } from "./copy.ts";
import { withEdit } from "./edits.ts";
import { closedError, sourceChanged } from "./errors.ts";
import type { Origin } from "./origin.ts";

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
}

/** See `TableHandle`. */
export class Table implements TableHandle {
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
  static async open(hosts: Hosts, origin: Origin, options: CallOptions): Promise<Table> {
    return abortable(options.signal, async () => {
      const connection = await hosts.connect();
      options.signal?.throwIfAborted();
      const info = await origin(connection, hosts.newTableId(), options);
      return new Table(hosts, origin, { connection, info });
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

  fit(formula: string, options: FitOptions & CallOptions = {}): Promise<Fit> {
    return this.#read("fit", options.signal, () => [formula, wireOptions(options)]);
  }

  moments(formula: string, options: MomentsOptions & CallOptions = {}): Promise<Moments> {
    return this.#read("moments", options.signal, () => [formula, wireOptions(options)]);
  }

  crossValidate(formula: string, options: CrossValidateOptions & CallOptions = {}): Promise<CrossValidation> {
    return this.#read("crossValidate", options.signal, () => [formula, wireOptions(options)]);
  }

  bootstrap(formula: string, options: TableBootstrapOptions & CallOptions = {}): Promise<Bootstrap> {
    return this.#read("bootstrap", options.signal, () => [formula, wireOptions(options)]);
  }

  jackknife(formula: string, options: TableJackknifeOptions & CallOptions = {}): Promise<Jackknife> {
    return this.#read("jackknife", options.signal, () => [formula, wireOptions(options)]);
  }

  learningCurve(formula: string, options: TableLearningCurveOptions & CallOptions = {}): Promise<LearningCurve> {
    return this.#read("learningCurve", options.signal, () => [formula, wireOptions(options)]);
  }

  path(formula: string, options: TablePathOptions & CallOptions = {}): Promise<Path> {
    return this.#read("path", options.signal, () => [formula, wireOptions(options)]);
  }

  metrics(fit: Fit, options: TableMetricsOptions & CallOptions = {}): Promise<Metrics> {
    return this.#read("metrics", options.signal, () => [fit, wireOptions(options)]);
  }

  predict(fit: Fit, options: PredictOptions & CallOptions = {}): Promise<Prediction> {
    return this.#read("predict", options.signal, () => [fit, wireOptions(options)]);
  }

  boxCox(formula: string, options: BoxCoxOptions & CallOptions = {}): Promise<BoxCoxProfile> {
    return this.#read("boxCox", options.signal, () => [formula, wireOptions(options)]);
  }

  rollingOrigin(formula: string, options: RollingOriginCall & CallOptions): Promise<RollingOrigin> {
    return this.#read("rollingOrigin", options.signal, () => [formula, wireOptions(options)]);
  }

  calibrate(fit: Fit, options: CalibrateOptions & CallOptions = {}): Promise<Calibration> {
    return this.#read("calibrate", options.signal, () => [fit, wireOptions(options)]);
  }

  splitConformal(formula: string, options: SplitConformalCall & CallOptions = {}): Promise<SplitConformal> {
    return this.#read("splitConformal", options.signal, () => [formula, wireOptions(options)]);
  }

  coverage(fit: Fit, options: CoverageOptions & CallOptions = {}): Promise<GroupCoverage[]> {
    return this.#read("coverage", options.signal, () => [fit, wireOptions(options)]);
  }

  diagnostics(fit: Fit, options: DiagnosticsOptions & CallOptions = {}): Promise<Diagnostics> {
    return this.#read("diagnostics", options.signal, () => [fit, wireOptions(options)]);
  }

  influence(fit: Fit, options: InfluenceOptions & CallOptions = {}): Promise<Influence> {
    return this.#read("influence", options.signal, () => [fit, wireOptions(options)]);
  }

  addedVariable(fit: Fit, term: string, options: FitRowsOptions & CallOptions = {}): Promise<AddedVariable> {
    return this.#read("addedVariable", options.signal, () => [fit, term, wireOptions(options)]);
  }

  driftProfile(options: DriftProfileOptions & CallOptions = {}): Promise<DriftProfile> {
    return this.#read("driftProfile", options.signal, () => [wireOptions(options)]);
  }

  drift(profile: DriftProfile, options: DriftOptions & CallOptions = {}): Promise<DriftReport> {
    return this.#read("drift", options.signal, () => [profile, wireOptions(options)]);
  }

  robust(fit: Fit, options: RobustOptions & CallOptions = {}): Promise<RobustTable> {
    return this.#read("robust", options.signal, () => [fit, wireOptions(options)]);
  }

  hypothesis(
    fit: Fit,
    hypotheses: string | string[] | HypothesisMatrix,
    options: HypothesisOptions & CallOptions = {},
  ): Promise<HypothesisTest> {
    return this.#read("hypothesis", options.signal, () => [fit, hypotheses, wireOptions(options)]);
  }

  marginalMeans(fit: Fit, factor: string, options: MarginalMeansOptions & CallOptions = {}): Promise<MarginalMeans> {
    return this.#read("marginalMeans", options.signal, () => [fit, factor, wireOptions(options)]);
  }

  standardized(fit: Fit, { signal }: CallOptions = {}): Promise<StandardizedCoefficients> {
    return this.#read("standardized", signal, () => [fit]);
  }

  anova(formula: string, options: AnovaOptions & CallOptions = {}): Promise<AnovaTable> {
    return this.#read("anova", options.signal, () => [formula, wireOptions(options)]);
  }

  compare(formulas: string[], options: RowOptions & CallOptions = {}): Promise<ModelComparison> {
    return this.#read("compare", options.signal, () => [formulas, wireOptions(options)]);
  }

  select(formula: string, options: SelectOptions & CallOptions = {}): Promise<Selection> {
    return this.#read("select", options.signal, () => [formula, wireOptions(options)]);
  }

  rows(from: number, to: number, { signal }: CallOptions = {}): Promise<PreviewRow[]> {
    return this.#read("rows", signal, () => [from, to]);
  }

  async edit(edit: TableEdit, { signal }: CallOptions = {}): Promise<void> {
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

  /** Make one of the calls that read a table; `args` are made anew for each host that is asked. */
  #read<K extends keyof TableCalls>(
    name: K,
    signal: AbortSignal | undefined,
    args: () => Parameters<TableCalls[K]>,
  ): Promise<ReturnType<TableCalls[K]>> {
    return this.#ask(signal, async ({ connection, id }) => {
      // The compiler does not see that these are the arguments of one call by its name.
      const ask = (call: CallId) => [call, id, name, ...args()] as unknown as Parameters<ComputeApi["ask"]>;
      const value: unknown = await connection.call("ask", ask, { signal });
      return value as ReturnType<TableCalls[K]>;
    });
  }

  /** Ask the host that holds the rows, once the edits before this call are done. */
  #ask<T>(signal: AbortSignal | undefined, ask: (home: Home) => Promise<T>): Promise<T> {
    const before = this.#editing;
    return abortable(signal, async () => {
      await before;
      const home = await this.#there();
      signal?.throwIfAborted();
      return ask(home);
    });
  }

  /** Where the rows are now; they are read again where their host died. */
  async #there(): Promise<Home> {
    if (this.#closed) throw closedError("table");
    const connection = await this.#hosts.connect();
    if (this.#home.connection === connection) return this.#home;
    this.#moving ??= this.#move(connection).finally(() => {
      this.#moving = null;
    });
    return this.#moving;
  }

  async #move(connection: Connection): Promise<Home> {
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

/** Whether two readings gave the same table, as far as its columns' summaries tell. */
function fingerprint({ nRows, columns }: TableInfo): string {
  return JSON.stringify({ nRows, columns });
}

/** Options as they travel, without what stays here; arrays are copied when they are sent, and the copies transferred. */
function wireOptions<T extends CallOptions>(options: T): Omit<T, keyof CallOptions> {
  const { signal: _, onProgress: __, ...rest } = options;
  const arrays = Object.entries(rest).flatMap(([name, value]): [string, Float64Array | Int32Array][] =>
    value instanceof Float64Array || value instanceof Int32Array ? [[name, value.slice()]] : [],
  );
  const buffers = arrays.flatMap(([, { buffer }]) => (buffer instanceof ArrayBuffer ? [buffer] : []));
  return arrays.length === 0 ? rest : transfer({ ...rest, ...Object.fromEntries(arrays) }, buffers);
}
