// A Parquet file as a typed table: row group by row group, column chunk by column chunk, page by page.

import { LeastwiseError } from "#base/error.ts";
import { nextTurn } from "#base/turn.ts";
import { damaged } from "../binary-problem.ts";
import { quote, tableOf } from "../column.ts";
import type { BinaryReadOptions, ByteRanges } from "../ranges.ts";
import type { ReadProgress, Table } from "../types.ts";
import { readFooter } from "./footer.ts";
import { pagesOf } from "./pages.ts";
import { type ColumnChunk, planOf, type ReadPlan, type Run } from "./plan.ts";

export interface ParquetReadOptions extends BinaryReadOptions {
  /** Called after each column chunk; bytes are those of the columns that are read. */
  onProgress?: (progress: ReadProgress) => void;
}

/** Values decoded between two looks at the event loop: a few milliseconds of work. */
const TURN_VALUES = 65_536;

/**
 * Read a Parquet file. Numbers become numbers, decimals the nearest double, times of day seconds; DATE and TIMESTAMP dates
 * (days, UTC); text, ENUM and JSON, and true and false, categories; null is missing. At most two requests of some 4 MiB, or of a
 * single larger column chunk, are held at a time.
 *
 * @throws LeastwiseError `file-*`, `column-*`, `value-inexact` (an integer beyond 2^53) and `value-not-finite` with row and
 * column; rejects with `signal.reason` when aborted
 */
export async function readParquet(source: ByteRanges, options: ParquetReadOptions = {}): Promise<Table> {
  const { signal } = options;
  const plan = planOf(await readFooter(source), source.byteLength, options.columns);
  const reading = new ParquetReading(plan, options);
  signal?.throwIfAborted();
  let next = fetched(source, plan.runs[0]);
  for (const [i, run] of plan.runs.entries()) {
    const bytes = await next;
    next = fetched(source, plan.runs[i + 1]);
    signal?.throwIfAborted();
    if (bytes.byteLength !== run.to - run.from) throw cut(run, bytes.byteLength);
    for (const chunk of run.chunks) {
      await reading.add(chunk, new Uint8Array(bytes, chunk.from - run.from, chunk.to - chunk.from));
    }
  }
  return tableOf(plan.nRows, await reading.finish());
}

/** Ask for a run ahead; its error waits until somebody does. */
function fetched(source: ByteRanges, run: Run | undefined): Promise<ArrayBuffer> {
  if (run === undefined) return Promise.resolve(new ArrayBuffer(0));
  const bytes = source.slice(run.from, run.to);
  bytes.catch(() => {});
  return bytes;
}

function cut({ from, to }: Run, nBytes: number): LeastwiseError {
  return new LeastwiseError("source-changed", `file: must be as it was; got ${nBytes} of its bytes ${from} to ${to}`);
}

/** Decodes chunks, lets other messages in, and tells how far it is. */
class ParquetReading {
  readonly #plan: ReadPlan;
  readonly #options: ParquetReadOptions;
  #nValues = 0;
  #rows = 0;
  #bytes = 0;

  constructor(plan: ReadPlan, options: ParquetReadOptions) {
    this.#plan = plan;
    this.#options = options;
  }

  async add(chunk: ColumnChunk, bytes: Uint8Array): Promise<void> {
    const { sink, group } = chunk;
    sink.reset();
    try {
      for await (const page of pagesOf(bytes, chunk)) {
        sink.add(page);
        if (page.kind === "data") await this.#pause(page.nRows);
      }
    } catch (error) {
      if (error instanceof LeastwiseError || this.#options.signal?.aborted) throw error;
      const got = error instanceof Error ? error.message : String(error);
      throw damaged(`column ${quote(sink.name)}, row group ${group + 1}`, got);
    }
    this.#bytes += bytes.length;
    if (chunk.isLast) this.#rows += chunk.nRows;
    this.#options.onProgress?.({ rows: this.#rows, bytes: this.#bytes, totalBytes: this.#plan.nBytes });
  }

  async finish() {
    const columns = [];
    for (const sink of this.#plan.sinks) {
      columns.push(sink.finish());
      await this.#pause(TURN_VALUES);
    }
    return columns;
  }

  async #pause(nValues: number): Promise<void> {
    this.#nValues += nValues;
    if (this.#nValues < TURN_VALUES) return;
    this.#nValues = 0;
    await nextTurn();
    this.#options.signal?.throwIfAborted();
  }
}
