// Robust tables of a fit on its table: which rows belong together, and in what order they came.

import { groupCodes, wholeColumn } from "#formula/whole.ts";
import { type RobustRequest, robust as robustOf } from "#stats/inference/robust/robust.ts";
import type { Fit } from "#stats/types.ts";
import type { RobustOptions, RobustTable } from "../../contract.ts";
import { requireRowsOf, rowsOfFit } from "../fit-given.ts";
import { columnNamed, numbersNamed, wholeOf } from "../named-column.ts";
import { badOption, requireUsed } from "../options.ts";
import type { CallContext } from "../planned.ts";

/** The cluster of every row; −1 where it is missing. */
async function groupsOf(context: CallContext, cluster: RobustOptions["cluster"]): Promise<Int32Array> {
  const { table } = context;
  if (cluster instanceof Int32Array) {
    if (cluster.length === table.nRows) return cluster;
    throw badOption("cluster", `one code for each of ${table.nRows} rows`, `${cluster.length} codes`);
  }
  if (typeof cluster !== "string") throw badOption("cluster", "a column or one code a row", cluster);
  return groupCodes(await wholeOf(context, columnNamed(table, "cluster", cluster)));
}

/** What the rows are to be sorted by; undefined where they stand in order already. */
async function orderOf(context: CallContext, order: string | undefined): Promise<Float64Array | undefined> {
  if (order === undefined) return undefined;
  if (typeof order !== "string") throw badOption("order", "a column of dates or numbers", order);
  const values = wholeColumn(
    (await wholeOf(context, numbersNamed(context.table, "order", order, "dates or numbers"))).chunks,
  );
  const sorted = values.every((value, i) => i === 0 || value >= (values[i - 1] as number));
  return sorted ? undefined : values;
}

async function requestOf(context: CallContext, options: RobustOptions): Promise<RobustRequest> {
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
      return { type, groups: await groupsOf(context, options.cluster), correction };
    case "newey-west":
      if (lag !== undefined && !(Number.isInteger(lag) && lag >= 0)) throw badOption("lag", "a whole number >= 0", lag);
      return { type, lag, order: await orderOf(context, options.order) };
    default:
      throw badOption("type", '"HC0", "HC1", "HC2", "HC3", "cluster" or "newey-west"', type satisfies never);
  }
}

export async function robust(context: CallContext, fit: Fit, options: RobustOptions): Promise<RobustTable> {
  requireRowsOf(fit, options);
  const request = await requestOf(context, options);
  return robustOf(fit, await rowsOfFit(context, fit.plan, options), context.backend, request);
}
