// Conformal calibration of fits, and how intervals fare by group.

import { calibrate as calibrateFit, splitConformal as splitAndFit } from "#stats/features/conformal.ts";
import { coverageOf, type JudgedInterval } from "#stats/features/coverage.ts";
import type {
  CalibrateOptions,
  Calibration,
  CoverageOptions,
  Fit,
  GroupCoverage,
  SplitConformal,
  SplitConformalCall,
} from "../../contract.ts";
import { requireFit } from "../fit-given.ts";
import { groupsOf } from "../groups.ts";
import { columnNamed, wholeOf } from "../named-column.ts";
import { badOption, requireUsed, requireWord } from "../options.ts";
import { type CallContext, planned, plannedRows } from "../planned.ts";

export async function calibrate(context: CallContext, fit: Fit, options: CalibrateOptions): Promise<Calibration> {
  requireFit(fit);
  return calibrateFit(fit, (await plannedRows(context, fit.plan, options)).rows, options);
}

export async function splitConformal(
  context: CallContext,
  formula: string,
  options: SplitConformalCall,
): Promise<SplitConformal> {
  const { plan, rows } = await planned(context, formula, options);
  return splitAndFit(plan, rows, context.backend, options);
}

export async function coverage(context: CallContext, fit: Fit, options: CoverageOptions): Promise<GroupCoverage[]> {
  requireFit(fit);
  const { rows } = await plannedRows(context, fit.plan, options);
  const by =
    options.by === undefined ? null : groupsOf(await wholeOf(context, columnNamed(context.table, "by", options.by)));
  return coverageOf(fit, rows, judged(fit, options), by);
}

function judged(fit: Fit, options: CoverageOptions): JudgedInterval {
  const { interval = "prediction", level = 0.95, calibration } = options;
  requireWord("interval", interval, ["confidence", "prediction", "conformal"]);
  if (interval === "conformal") return { kind: interval, calibration: requireCalibration(calibration, options.level) };
  requireUsed("calibration", calibration, false, "interval is conformal");
  if (fit.penalty) throw badOption("interval", "conformal for a penalised fit, which has no standard errors", interval);
  return { kind: interval, level };
}

/** The calibration of conformal intervals, which settles their level. */
export function requireCalibration(calibration: Calibration | undefined, level: number | undefined): Calibration {
  if (!calibration || !(calibration.radius >= 0)) {
    throw badOption("calibration", "a result of calibrate() or splitConformal()", calibration);
  }
  if (level !== undefined && level !== calibration.level) {
    throw badOption("level", `that of the calibration, ${calibration.level}`, level);
  }
  return calibration;
}
