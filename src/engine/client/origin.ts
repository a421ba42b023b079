// Where a table comes from, kept so that it can be read again into another worker.

import { proxy, transfer } from "comlink";
import type {
  CacheOptions,
  CallOptions,
  ColumnInput,
  ComputeApi,
  CsvOptions,
  CsvSource,
  Fit,
  GenerateOptions,
  MomentsInput,
  PreviewOptions,
  ReadProgress,
  TableId,
  TableInfo,
  WireSource,
} from "../contract.ts";
import type { Connection } from "./connection.ts";
import { copyOf } from "./copy.ts";
import { LeastwiseError, sourceChanged } from "./errors.ts";
import { pump } from "./pump.ts";

/** Reads the table into the host under an id. Rejects with `source-changed` where it can be read once only, and was. */
export type Origin = (connection: Connection, id: TableId, options: OpenOptions) => Promise<TableInfo>;

/** Of the first reading; one after a worker died shows nothing on the way. */
export type OpenOptions = CallOptions & PreviewOptions;

/** A CSV. @throws LeastwiseError `bad-argument` for what is no source */
export function csvOrigin(source: CsvSource, options: CsvOptions & CacheOptions): Origin {
  if (source instanceof ReadableStream) return streamOrigin("readCsv", source, options);
  return wireOrigin("readCsv", wireSource(source), options);
}

/** Calls that read a table from a source. */
type Reader = "readCsv" | "readParquet" | "readArrow";
type OptionsOf<R extends Reader> = Parameters<ComputeApi[R]>[3];

/** What can be read again. */
export function wireOrigin<R extends Reader>(reader: R, wire: WireSource, options: OptionsOf<R>): Origin {
  return (connection, id, call) => read(connection, { reader, id, wire, options }, call);
}

/** A source as it travels. @throws LeastwiseError `bad-argument` */
export function wireSource(source: Exclude<CsvSource, ReadableStream>): WireSource {
  if (typeof source === "string") return { kind: "text", text: source };
  if (source instanceof Blob) return { kind: "blob", blob: source };
  if (source instanceof URL) return { kind: "url", url: source.href };
  const got = source === null ? "null" : typeof source;
  throw new LeastwiseError("bad-argument", `source: must be text, a Blob, a ReadableStream or a URL; got ${got}`, {
    value: got,
  });
}

function read<R extends Reader>(
  connection: Connection,
  { reader, id, wire, options }: { reader: R; id: TableId; wire: WireSource; options: OptionsOf<R> },
  { signal, onProgress, preview }: OpenOptions,
): Promise<TableInfo> {
  let live = true;
  // Progress has a channel of its own, so the last of it may come after the answer.
  const report = (progress: ReadProgress) => {
    if (live) onProgress?.(progress);
  };
  const reporter = onProgress ? proxy(report) : null;
  const shown = preview ? [preview.formula, proxy((fit: Fit) => live && preview.onFit(fit))] : [null, null];
  const args = (call: number) => [call, id, wire, options, reporter, ...shown] as unknown as Parameters<ComputeApi[R]>;
  const reading: Promise<TableInfo> = connection.call<Reader>(reader, args, made(connection, id, signal));
  return reading.finally(() => {
    live = false;
  });
}

/** Options of a call that makes a table: one made all the same, as it was aborted, is let go. */
function made(connection: Connection, id: TableId, signal: AbortSignal | undefined) {
  return { signal, undo: () => connection.tell("release", id) };
}

/** A stream, which can be read once. @throws LeastwiseError `bad-argument` where somebody else reads it */
export function streamOrigin<R extends Reader>(
  reader: R,
  stream: ReadableStream<Uint8Array>,
  options: OptionsOf<R>,
): Origin {
  if (stream.locked) {
    throw new LeastwiseError("bad-argument", "source: must be a stream that nobody reads; got one with a reader");
  }
  let left: ReadableStream<Uint8Array> | null = stream;
  return async (connection, id, call) => {
    if (!left) throw sourceChanged("a stream, which can be read once: give a Blob or a URL");
    const pumped = pump(left);
    left = null;
    const wire: WireSource = transfer({ kind: "port", port: pumped.port }, [pumped.port]);
    try {
      return await read(connection, { reader, id, wire, options }, call);
    } catch (error) {
      pumped.stop(error);
      throw pumped.failure ? pumped.failure.reason : error;
    }
  };
}

/** Values by column name, copied unless they are handed over. @throws LeastwiseError `bad-argument` */
export function columnsOrigin(columns: Record<string, ColumnInput>, options: { transfer: boolean }): Origin {
  let kept: NamedColumn[] | null = Object.entries(columns).map(([name, values]) => {
    checkColumn(name, values);
    return { name, values: options.transfer ? values : values.slice() };
  });
  return (connection, id, { signal }) => {
    if (!kept) return Promise.reject(sourceChanged("columns that were handed over: copy them instead"));
    const again = connection.mortal && !options.transfer;
    const sent = again ? kept.map(({ name, values }) => ({ name, values: values.slice() })) : kept;
    if (!again) kept = null;
    const wire = transfer(sent, buffersOf(sent));
    return connection.call("fromColumns", (call) => [call, id, wire], made(connection, id, signal));
  };
}

/** A bundled data set that the engine makes. */
export function generatedOrigin(name: string, options: GenerateOptions): Origin {
  return (connection, id, { signal }) =>
    connection.call("generate", (call) => [call, id, name, options], made(connection, id, signal));
}

/** Moments, copied: they are all that such a table is, and can be sent again. @throws LeastwiseError `bad-argument` */
export function momentsOrigin(moments: MomentsInput): Origin {
  const own = copyOf(moments);
  return (connection, id, { signal }) =>
    connection.call("fromMoments", (call) => [call, id, own], made(connection, id, signal));
}

interface NamedColumn {
  name: string;
  values: ColumnInput;
}

function checkColumn(name: string, values: unknown): void {
  if (Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView))) return;
  const got = values === null ? "null" : typeof values;
  throw new LeastwiseError("bad-argument", `column ${JSON.stringify(name)}: must be an array; got ${got}`, {
    at: { column: name },
    value: got,
  });
}

/** The memory of typed arrays, which is transferred: it is a copy, or was handed over. */
function buffersOf(columns: NamedColumn[]): ArrayBuffer[] {
  const buffers = columns.flatMap(({ values }) =>
    ArrayBuffer.isView(values) && values.buffer instanceof ArrayBuffer ? [values.buffer] : [],
  );
  return [...new Set(buffers)];
}
