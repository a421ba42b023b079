// Robust tables of a fit on its table: which rows belong together, and in what order they came.

import { LeastwiseError } from "#base/error.ts";
import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { type RobustRequest, robust as robustOf } from "#stats/inference/robust/robust.ts";
import type { Fit } from "#stats/types.ts";
import type { Column, Table } from "#table/types.ts";
import type { RobustOptions, RobustTable } from "../../contract.ts";
import { requireLeastSquares, requireWeightsOf } from "../fit-given.ts";
import { badOption, requireUsed } from "../options.ts";
import { type CallContext, plannedRows } from "../planned.ts";

/** @throws LeastwiseError `column-unknown` */
function columnOf(table: Table, option: string, name: string): Column {
  const column = table.columns.find(({ info }) => info.name === name);
  if (column) return column;
  const known = table.columns.map(({ info }) => JSON.stringify(info.name)).join(", ");
  const message = `${option}: must be one of ${known}; got ${JSON.stringify(name)}`;
  throw new LeastwiseError("column-unknown", message, { at: { column: name }, value: name });
}

/** All values of a column of numbers, row by row. */
function valuesOf(table: Table, chunks: readonly ArrayLike<number>[]): Float64Array {
  const values = new Float64Array(table.nRows);
  for (const [k, chunk] of chunks.entries()) values.set(chunk, k * SUPERBLOCK_ROWS);
  return values;
}

/** The cluster of every row; −1 where it is missing. */
function groupsOf(table: Table, cluster: RobustOptions["cluster"]): Int32Array {
  if (cluster instanceof Int32Array) {
    if (cluster.length === table.nRows) return cluster;
    throw badOption("cluster", `one code for each of ${table.nRows} rows`, `${cluster.length} codes`);
  }
  if (typeof cluster !== "string") throw badOption("cluster", "a column or one code a row", cluster);
  const column = columnOf(table, "cluster", cluster);
  if (column.kind === "category") return Int32Array.from(valuesOf(table, column.chunks));
  const codes = new Map<number, number>();
  return Int32Array.from(valuesOf(table, column.chunks), (value) => {
    if (Number.isNaN(value)) return -1;
    const code = codes.get(value) ?? codes.size;
    codes.set(value, code);
    return code;
  });
}

/** What the rows are to be sorted by; undefined where they stand in order already. */
function orderOf(table: Table, order: string | undefined): Float64Array | undefined {
  if (order === undefined) return undefined;
  if (typeof order !== "string") throw badOption("order", "a column of dates or numbers", order);
  const column = columnOf(table, "order", order);
  if (column.kind === "category") {
    const message = `order: ${JSON.stringify(order)} must be a column of dates or numbers; got a category`;
    throw new LeastwiseError("column-type", message, { at: { column: order }, value: "category" });
  }
  const values = valuesOf(table, column.chunks);
  const sorted = values.every((value, i) => i === 0 || value >= (values[i - 1] as number));
  return sorted ? undefined : values;
}

function requestOf(table: Table, options: RobustOptions): RobustRequest {
  const { type = "HC3", correction = "CR1", lag } = options;
  requireUsed("cluster", options.cluster, type === "cluster", "type is cluster");
  requireUsed("correction", options.correction, type === "cluster", "type is cluster");
  requireUsed("lag", lag, type === "newey-west", "type is newey-west");
  requireUsed("order", options.order, type === "newey-west", "type is newey-west");
  switch (type) {
    case "HC0":
    case "HC1":
    case "HC2":
    case "HC3":
      return { type };
    case "cluster":
      if (correction !== "CR0" && correction !== "CR1") throw badOption("correction", '"CR0" or "CR1"', correction);
      return { type, groups: groupsOf(table, options.cluster), correction };
    case "newey-west":
      if (lag !== undefined && !(Number.isInteger(lag) && lag >= 0)) throw badOption("lag", "a whole number >= 0", lag);
      return { type, lag, order: orderOf(table, options.order) };
    default:
      throw badOption("type", '"HC0", "HC1", "HC2", "HC3", "cluster" or "newey-west"', type satisfies never);
  }
}

export function robust(context: CallContext, fit: Fit, options: RobustOptions): Promise<RobustTable> {
  requireLeastSquares(fit);
  const { weights } = options;
  requireWeightsOf(fit, weights);
  const request = requestOf(context.table, options);
  const { rows } = plannedRows(context, fit.plan, weights === undefined ? {} : { weights });
  return robustOf(fit, rows, context.backend, request);
}
