// From a widget's attributes to a table in the engine: a bundled data set, or a CSV file at an address.

import { type CallOptions, type DataSet, type Engine, LeastwiseError, type TableHandle } from "#engine/index.ts";
import { readNamed } from "./read-named.ts";

/** What the attributes name; absent ones are null. `data` comes before `src`. */
export interface TableRequest {
  data: string | null;
  src: string | null;
  /** Address of the folder of bundled files; without it only data sets that are generated can be had. */
  dataBase: string | null;
  /** Rows of a data set that is generated in any number of them; absent: as many as it has by itself. */
  size?: number | null;
}

export interface OpenTable {
  table: TableHandle;
  dataSet: DataSet | null;
}

/** Data sets of the catalogue that can be had: those that are generated, and files where a folder of them is known. */
export function offered(catalog: readonly DataSet[], dataBase: string | null): DataSet[] {
  return catalog.filter((set) => set.generated || dataBase !== null);
}

/**
 * Open what the attributes name.
 *
 * @throws LeastwiseError `bad-argument` for an unknown data set; `fetch-failed` and the errors of the readers
 */
export async function openTable(engine: Engine, request: TableRequest, options: CallOptions): Promise<OpenTable> {
  if (request.data === null) {
    const table = await readNamed(engine, address(request.src ?? "", document.baseURI), options);
    return { table, dataSet: null };
  }
  const sets = offered(await engine.catalog(), request.dataBase);
  const dataSet = sets.find(({ id }) => id === request.data);
  if (!dataSet) {
    const names = sets.map(({ id }) => id).join(", ");
    throw new LeastwiseError("bad-argument", `data: must be one of ${names}; got ${request.data}`, {
      value: request.data,
    });
  }
  const { size } = request;
  if (dataSet.generated && size)
    return { table: await engine.generate(dataSet.id, { ...options, rows: size }), dataSet };
  return { table: await openDataSet(engine, dataSet, request.dataBase, options), dataSet };
}

/** Open a data set of the catalogue. */
export async function openDataSet(
  engine: Engine,
  dataSet: DataSet,
  dataBase: string | null,
  options: CallOptions,
): Promise<TableHandle> {
  if (dataSet.generated) return engine.generate(dataSet.id, options);
  const base = address(folder(dataBase ?? ""), document.baseURI);
  return engine.readCsv(address(dataSet.file, base.href), options);
}

function folder(path: string): string {
  return path.endsWith("/") ? path : `${path}/`;
}

function address(path: string, base: string): URL {
  try {
    return new URL(path, base);
  } catch {
    throw new LeastwiseError("fetch-failed", `address: must be a URL; got ${path}`, { value: path });
  }
}
