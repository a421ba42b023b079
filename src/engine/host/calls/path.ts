// Penalised paths of a formula on a table.

import { ridgeLeaveOneOut } from "#stats/penalised/leave-one-out.ts";
import { modelPath } from "#stats/penalised/model-path.ts";
import { MAX_GRAM_COLUMNS } from "#stats/penalised/wide.ts";
import type { Path, TablePathOptions } from "../../contract.ts";
import { badOption } from "../options.ts";
import { type CallContext, planned } from "../planned.ts";

export async function path(context: CallContext, formula: string, options: TablePathOptions): Promise<Path> {
  const { weights: _, weightsAre: __, missing: ___, rows: ____, leaveOneOut = false, ...penalties } = options;
  if (leaveOneOut !== false && (leaveOneOut !== true || penalties.l1Ratio !== 0 || penalties.bounds !== undefined)) {
    throw badOption("leaveOneOut", "false, or true for ridge (l1Ratio 0) without bounds", leaveOneOut);
  }
  const { plan, rows, nRows } = await planned(context, formula, { ...options, wide: true });
  if (leaveOneOut && plan.columns.length > MAX_GRAM_COLUMNS) {
    throw badOption("leaveOneOut", `false for more than ${MAX_GRAM_COLUMNS} design columns`, leaveOneOut);
  }
  const { path: found } = await modelPath({ plan, rows, nRows }, penalties, context.backend);
  if (!leaveOneOut) return found;
  const moments = await rows.moments();
  const errors = await ridgeLeaveOneOut({ moments, model: plan, rows }, found.lambdas, penalties, context.backend);
  return { ...found, leaveOneOut: errors };
}
