// What several tests need: the order of rows as a key, the size of fitted values.

import { LeastwiseError } from "#base/error.ts";
import { packedIndex } from "../../moments/packed.ts";
import type { Fit, Moments } from "../../types.ts";
import type { FittedScale } from "../passes/auxiliary.ts";
import type { RowKey } from "../passes/stretch.ts";
import type { RowOrder } from "../types.ts";

/** The key of an order; a column is one of the block's, which the names of the moments tell. */
export async function keyOf(order: RowOrder, moments: () => Promise<Moments>): Promise<RowKey> {
  if (order === "rows") return { kind: "row" };
  if (order === "fitted") return { kind: "fitted" };
  const names = (await moments()).names.slice(0, -1);
  const column = names.indexOf(order.column);
  if (column >= 0) return { kind: "column", column };
  const message = `order.column: must be one of ${names.map((name) => JSON.stringify(name)).join(", ")}; got ${JSON.stringify(order.column)}`;
  throw new LeastwiseError("bad-argument", message, { value: order.column });
}

/** Fitted values about their mean, or about 0 without an intercept, in units of the response's spread. */
export function fittedScale(fit: Fit, moments: Moments): FittedScale {
  const last = moments.mean.length - 1;
  const mean = moments.mean[last] as number;
  const variance = (moments.scatter[packedIndex(last, last)] as number) / moments.weight;
  const origin = fit.plan.intercept ? mean : 0;
  return { origin, unit: Math.sqrt(fit.plan.intercept ? variance : variance + mean * mean) || 1 };
}
