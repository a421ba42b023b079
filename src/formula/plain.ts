// Models of columns as a table stores them, no value missing: their rows need no expanding.

import type { NumberColumn, Table } from "#table/types.ts";
import { chunkSize, columnsByName, isWhole, type NumericColumn } from "./rows.ts";
import type { Expr, Plan } from "./types.ts";

/** The columns of a table that the design columns of a plan are, and its response. */
export interface PlainColumns {
  columns: NumberColumn[];
  response: NumberColumn;
}

/** Null where a column has to be computed, or its summary does not tell that each row has a finite value of it. */
export function plainColumns(plan: Plan, table: Table): PlainColumns | null {
  if (plan.levels.length > 0) return null;
  const byName = columnsByName(table);
  const whole = (name: string): NumberColumn | null => {
    const column = byName.get(name);
    return column?.kind === "number" && isWhole(column) ? column : null;
  };
  const stored = (expr: Expr): NumberColumn | null => (expr.kind === "column" ? whole(expr.name) : null);
  const response = stored(plan.response.expr);
  const columns = plan.columns.map(({ factors: [first, second] }) =>
    first?.kind === "numeric" && second === undefined ? stored(first.expr) : null,
  );
  const isPlain = plan.variables.every((name) => whole(name) !== null) && columns.every((column) => column !== null);
  return response && isPlain ? { columns, response } : null;
}

/** Their rows in one chunk, as `expandRows` gives them. */
export function plainRows({ columns, response }: PlainColumns, table: Table, chunk: number) {
  const values = response.chunks[chunk] as NumericColumn;
  return {
    n: chunkSize(table, chunk),
    response: values instanceof Float64Array ? values : new Float64Array(values),
    columns: columns.map(({ chunks }) => chunks[chunk] as NumericColumn),
    kept: null,
    dropped: 0,
  };
}
