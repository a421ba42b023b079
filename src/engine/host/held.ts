// What the host holds under the id of a table: its rows, or the moments that are left of them.

import { rowsNeeded } from "#stats/moments/rows.ts";
import type { Moments } from "#stats/types.ts";
import type { Table } from "#table/types.ts";
import type { CsvDialect, TableId, TableInfo } from "../contract.ts";
import { gathered } from "../pool/pool.ts";
import type { HeldRows } from "./edit.ts";
import { KeptTable } from "./kept/kept-table.ts";
import type { CallContext } from "./planned.ts";

/** A table, or the moments that are left of one. */
export type Held = { dialect?: CsvDialect } & (HeldRows | { moments: Moments });

/** What the page is told of a table. */
export function infoOf(id: TableId, held: Held): TableInfo {
  const { dialect } = held;
  const info = { id, ...("moments" in held ? momentsInfo(held.moments) : tableInfo(held.here)) };
  return dialect ? { ...info, dialect } : info;
}

function tableInfo({ nRows, columns }: Table): Pick<TableInfo, "nRows" | "columns"> {
  return { nRows, columns: columns.map(({ info }) => info) };
}

/** Design columns and response are all numbers, in the rows that were complete. */
function momentsInfo({ n, names, mean }: Moments): Pick<TableInfo, "nRows" | "columns"> {
  const columns = names.map((name, j) => ({ name, type: "number" as const, missing: 0, mean: mean[j] as number }));
  return { nRows: n, columns };
}

/** What call `name` runs with. Its `table` is asked for by what reads rows, and throws where there are none. */
export function contextOf(
  name: string,
  held: Held,
  rest: Pick<CallContext, "backend" | "pace" | "others">,
): CallContext {
  const { others } = rest;
  if ("here" in held) {
    const { here, edges, kept } = held;
    const whole: CallContext["whole"] = (names) => gathered(here, others, { names: names ?? null });
    return { ...rest, table: here, edges, kept, moments: null, whole };
  }
  return {
    ...rest,
    moments: held.moments,
    edges: [0],
    kept: new KeptTable(),
    whole: () => Promise.reject(rowsNeeded(name)),
    get table(): Table {
      throw rowsNeeded(name);
    },
  };
}
