// What of a Parquet file is read, in which order, and in which requests.

import { parquetSchema } from "hyparquet/src/metadata.js";
import type { ColumnDecoder, ColumnMetaData, CompressionCodec, FileMetaData, SchemaTree } from "hyparquet/src/types.js";
import { LeastwiseError } from "#base/error.ts";
import { damaged, sound } from "../binary-problem.ts";
import { quote } from "../column.ts";
import { requireNames } from "../selected.ts";
import { requireCodec } from "./codec.ts";
import { type PageSink, sinkOf } from "./column.ts";
import { encrypted } from "./footer.ts";
import { decoderOf } from "./pages.ts";

/** Chunks of columns that lie side by side are fetched together up to this many bytes. */
const RUN_BYTES = 4_194_304;

/** One column of one row group. */
export interface ColumnChunk {
  sink: PageSink;
  decoder: ColumnDecoder;
  codec: CompressionCodec;
  from: number;
  to: number;
  nRows: number;
  /** Row groups before it. */
  group: number;
  /** Whether it is the last of its row group. */
  isLast: boolean;
}

/** Chunks that are fetched by one request. */
export interface Run {
  from: number;
  to: number;
  chunks: ColumnChunk[];
}

export interface ReadPlan {
  nRows: number;
  sinks: PageSink[];
  runs: Run[];
  nBytes: number;
}

/**
 * Plan the reading of `names`, or of all columns.
 *
 * @throws LeastwiseError `column-unknown`, `column-kind`, `column-duplicate`, `column-name-empty`, `bad-argument`,
 * `file-codec`, `file-encrypted`, `file-damaged`, `file-no-rows`
 */
export function planOf(footer: FileMetaData, byteLength: number, names: readonly string[] | undefined): ReadPlan {
  // A damaged footer may lack anything.
  return sound("file", () => soundPlan(footer, byteLength, names));
}

function soundPlan(footer: FileMetaData, byteLength: number, names: readonly string[] | undefined): ReadPlan {
  const root = parquetSchema(footer);
  const nodes = selected(root, names);
  const columns = nodes.map((node) => ({ sink: sinkOf(node), decoder: decoderOf(root, node) }));
  const runs: Run[] = [];
  let nRows = 0;
  for (const [group, { columns: chunks, num_rows }] of footer.row_groups.entries()) {
    const nGroup = Number(num_rows);
    nRows += nGroup;
    if (nGroup === 0) continue;
    const found = columns.map(({ sink, decoder }) => {
      const chunk = chunks.find(({ meta_data: meta }) => meta?.path_in_schema[0] === sink.name);
      // Where a column's own description is encrypted, its name is too.
      const isHidden =
        chunk === undefined && chunks.some(({ encrypted_column_metadata: hidden }) => hidden !== undefined);
      if (chunk?.crypto_metadata !== undefined || isHidden) throw encrypted(`column ${quote(sink.name)}`);
      if (chunk?.meta_data === undefined) {
        throw damaged(`column ${quote(sink.name)}`, `no data in row group ${group + 1}`);
      }
      const { codec } = chunk.meta_data;
      requireCodec(codec, sink.name);
      return { sink, decoder, codec, ...extent(chunk.meta_data, sink.name, byteLength), nRows: nGroup, group };
    });
    runs.push(...runsOf(found));
  }
  if (nRows === 0) throw new LeastwiseError("file-no-rows", "file: must have rows; got 0", { value: 0 });
  const nBytes = runs.reduce((sum, { from, to }) => sum + to - from, 0);
  return { nRows, sinks: columns.map(({ sink }) => sink), runs, nBytes };
}

function selected({ children }: SchemaTree, names: readonly string[] | undefined): SchemaTree[] {
  const all = children.map(({ element }) => element.name);
  if (!all.every((name) => typeof name === "string")) throw damaged("schema", "a column without a name");
  const wanted = names ?? all;
  requireNames(wanted, all);
  return wanted.map((name) => children.find(({ element }) => element.name === name) as SchemaTree);
}

/** Where the chunk lies; a dictionary comes before the data where there is one. */
function extent(meta: ColumnMetaData, name: string, byteLength: number): { from: number; to: number } {
  const data = Number(meta.data_page_offset);
  const dictionary = Number(meta.dictionary_page_offset ?? 0);
  const from = dictionary > 0 && dictionary < data ? dictionary : data;
  const to = from + Number(meta.total_compressed_size);
  if (!(from > 0 && to > from && to <= byteLength)) {
    throw damaged(`column ${quote(name)}`, `bytes ${from} to ${to} of a file of ${byteLength}`);
  }
  return { from, to };
}

function runsOf(chunks: Omit<ColumnChunk, "isLast">[]): Run[] {
  const ordered = [...chunks].sort((a, b) => a.from - b.from);
  const runs: Run[] = [];
  ordered.forEach((chunk, i) => {
    const whole = { ...chunk, isLast: i === ordered.length - 1 };
    const run = runs.at(-1);
    if (run && chunk.from === run.to && chunk.to - run.from <= RUN_BYTES) {
      run.to = chunk.to;
      run.chunks.push(whole);
    } else runs.push({ from: chunk.from, to: chunk.to, chunks: [whole] });
  });
  return runs;
}
