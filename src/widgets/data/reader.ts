// Which of the engine's readers a person's own file or text is for: by the file's name, as programs that write them end it.

import type { CallOptions, Engine, TableHandle } from "#engine/index.ts";

/** What the file chooser offers. */
export const ACCEPTED =
  ".csv,.tsv,.txt,.csv.gz,.gz,.parquet,.arrow,.arrows,.feather,text/csv,text/tab-separated-values,text/plain";

/** Read a file, or text, which is CSV. */
export function readOwn(engine: Engine, source: File | string, options: CallOptions): Promise<TableHandle> {
  const name = typeof source === "string" ? "" : source.name.toLowerCase();
  if (name.endsWith(".parquet")) return engine.readParquet(source as File, options);
  if (/\.(arrows?|feather)$/.test(name)) return engine.readArrow(source as File, options);
  return engine.readCsv(source, options);
}
