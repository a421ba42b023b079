// Every call that reads a table, by its name in the contract.

import { superblocksIn } from "#base/superblock.ts";
import { previewRows } from "#table/preview.ts";
import type { TableCalls } from "../contract.ts";
import { gathered } from "../pool/pool.ts";
import { anova, compare } from "./calls/anova.ts";
import { boxCox } from "./calls/box-cox.ts";
import { calibrate, coverage, splitConformal } from "./calls/conformal.ts";
import { addedVariable, diagnostics, influence } from "./calls/diagnostics.ts";
import { drift, driftProfile } from "./calls/drift.ts";
import { fit, moments } from "./calls/fit.ts";
import { hypothesis, marginalMeans, standardized } from "./calls/hypothesis.ts";
import { metrics } from "./calls/metrics.ts";
import { path } from "./calls/path.ts";
import { predict } from "./calls/predict.ts";
import { bootstrap, crossValidate, jackknife, learningCurve } from "./calls/resampling.ts";
import { robust } from "./calls/robust.ts";
import { rollingOrigin } from "./calls/rolling-origin.ts";
import { select } from "./calls/select.ts";
import { bins, points, profile } from "./calls/view.ts";
import type { CallContext } from "./planned.ts";

/** A call as the host runs it. */
export type TableCall<K extends keyof TableCalls> = (
  context: CallContext,
  ...args: Parameters<TableCalls[K]>
) => ReturnType<TableCalls[K]> | Promise<ReturnType<TableCalls[K]>>;

export const tableCalls: { [K in keyof TableCalls]: TableCall<K> } = {
  rows: async ({ table, others, edges }, from, to) =>
    previewRows(await gathered(table, others, { superblocks: superblocksIn(edges, from, to) }), from, to),
  bins,
  points,
  profile,
  moments,
  fit,
  crossValidate,
  bootstrap,
  jackknife,
  learningCurve,
  path,
  metrics,
  predict,
  addedVariable,
  anova,
  boxCox,
  calibrate,
  compare,
  coverage,
  diagnostics,
  drift,
  driftProfile,
  influence,
  robust,
  hypothesis,
  marginalMeans,
  rollingOrigin,
  select,
  splitConformal,
  standardized,
};
