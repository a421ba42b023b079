// Sums of the response by fold and level, which target encodings are made of.

import type { CategoryColumn, Table } from "#table/types.ts";
import { evaluate } from "./evaluate.ts";
import { formulaError } from "./fail.ts";
import { columnsOf, shiftsOf } from "./leaves.ts";
import { columnsByName, completeRows, findColumn } from "./rows.ts";
import { shiftColumn } from "./shift.ts";
import { leafReader } from "./stored.ts";
import { foldsIn, type ShuffleRows, type TargetSums } from "./target.ts";
import type { Expr, TargetExpr } from "./types.ts";

/**
 * Sums over the rows in which response and category are present. Weights play no part.
 *
 * @throws LeastwiseError `formula-unsupported` where the caller deals no folds, or there are more of them than rows
 */
export function targetSums(
  expr: TargetExpr,
  { table, response, shuffle }: { table: Table; response: Expr; shuffle: ShuffleRows | null },
): TargetSums {
  if (shuffle === null) throw refused(expr, "target() needs folds of rows, which this call does not deal", "target");
  if (expr.folds > table.nRows) {
    throw refused(expr, `target() needs a row in every fold, of ${table.nRows} rows`, `${expr.folds} folds`);
  }
  const columns = columnsByName(table);
  const category = findColumn(columns, expr.arg.name) as CategoryColumn;
  const levels = category.info.levels ?? [];
  const used = [
    category,
    ...columnsOf(response).map(({ name }) => findColumn(columns, name)),
    ...shiftsOf(response).map((shift) => shiftColumn(table, columns, shift)),
  ];
  const sums = {
    levels,
    sum: new Float64Array(expr.folds * levels.length),
    n: new Float64Array(expr.folds * levels.length),
  };
  for (let chunk = 0; chunk < table.superblocks.length; chunk++) {
    const rows = completeRows(table, used, chunk);
    const y = evaluate(response, leafReader({ table, chunk, rows, columns, shuffle }), rows.n);
    const folds = foldsIn(table, chunk, expr, shuffle);
    const codes = category.chunks[chunk] as Int32Array;
    for (let i = 0; i < rows.n; i++) {
      const row = rows.kept === null ? i : (rows.kept[i] as number);
      const cell = (folds[row] as number) * levels.length + (codes[row] as number);
      sums.sum[cell] = (sums.sum[cell] as number) + (y[i] as number);
      sums.n[cell] = (sums.n[cell] as number) + 1;
    }
  }
  return sums;
}

function refused({ at }: TargetExpr, rule: string, got: string): Error {
  return formulaError("formula-unsupported", { rule, got, at });
}
