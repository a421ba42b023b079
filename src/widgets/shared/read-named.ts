// Which of the engine's readers a file, an address or text is for: by its name, as programs that write files end it.

import type { CallOptions, Engine, PreviewOptions, TableHandle } from "#engine/index.ts";

/** What a file chooser offers. */
export const ACCEPTED =
  ".csv,.tsv,.txt,.csv.gz,.gz,.parquet,.arrow,.arrows,.feather,text/csv,text/tab-separated-values,text/plain";

/** Read a file or an address by its name; text is CSV, and so is what has another name. A CSV alone has a preview. */
export function readNamed(
  engine: Engine,
  source: File | URL | string,
  { preview, ...options }: CallOptions & PreviewOptions,
): Promise<TableHandle> {
  const shown = preview ? { ...options, preview } : options;
  if (typeof source === "string") return engine.readCsv(source, shown);
  const name = (source instanceof URL ? source.pathname : source.name).toLowerCase();
  if (name.endsWith(".parquet")) return engine.readParquet(source, options);
  if (/\.(arrows?|feather)$/.test(name)) return engine.readArrow(source, options);
  return engine.readCsv(source, shown);
}
