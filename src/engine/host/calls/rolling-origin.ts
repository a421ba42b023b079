// Rolling-origin forecasts of a formula over the dates of a table.

import { periodsOf } from "#stats/forecast/periods.ts";
import { rollingOriginOf } from "#stats/forecast/rolling-origin.ts";
import type { RollingOrigin, RollingOriginCall } from "../../contract.ts";
import { groupsOf } from "../groups.ts";
import { columnNamed, numbersNamed, wholeOf } from "../named-column.ts";
import { badOption, requireWord } from "../options.ts";
import { type CallContext, planned } from "../planned.ts";

export async function rollingOrigin(
  context: CallContext,
  formula: string,
  options: RollingOriginCall,
): Promise<RollingOrigin> {
  const { table, backend } = context;
  const { order, unit = "day", by, quantiles } = options;
  if (quantiles !== undefined && !Array.isArray(quantiles))
    throw badOption("quantiles", "a list of numbers", quantiles);
  requireWord("unit", unit, ["day", "week", "month"]);
  const ordered = await wholeOf(context, numbersNamed(table, "order", order, "dates or whole numbers"));
  const periods = periodsOf(ordered, unit);
  const { groups, labels } =
    by === undefined
      ? { groups: new Int32Array(table.nRows), labels: [""] }
      : groupsOf(await wholeOf(context, columnNamed(table, "by", by)));
  const { plan, rows } = await planned(context, formula, options);
  const columns = table.columns.map(({ info }) => info.name);
  return rollingOriginOf(plan, { rows, columns, periods, groups, nGroups: labels.length }, backend, options);
}
