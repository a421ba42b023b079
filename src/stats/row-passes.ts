// Every pass over the rows of a model by its name: what a worker that holds rows is told to run.

import { LeastwiseError } from "#base/error.ts";
import { partialPass } from "./diagnostics/added-variable.ts";
import { influencePass } from "./diagnostics/influence.ts";
import { auxiliaryPass } from "./diagnostics/passes/auxiliary.ts";
import { diagnosePass } from "./diagnostics/passes/diagnose.ts";
import { keyPass, stretchPass as orderedPass } from "./diagnostics/passes/stretch.ts";
import { windowPass as serialPass } from "./diagnostics/passes/window.ts";
import { exactMomentsPass } from "./exact/moments.ts";
import { sensitivityPass } from "./exact/sensitivity.ts";
import { exactResidualPass } from "./exact/solve.ts";
import { logPass, powerPass } from "./features/box-cox.ts";
import { scorePass } from "./features/conformal.ts";
import { coveragePass } from "./features/coverage.ts";
import { exactPartPass, partPass } from "./features/part-rows.ts";
import { residualPass as backResidualPass, expPass } from "./features/smearing.ts";
import { forecastPass } from "./forecast/errors-pass.ts";
import { camePass } from "./forecast/naive.ts";
import { stretchPass } from "./forecast/refit.ts";
import { gatherPass as scoresPass } from "./inference/robust/by-order.ts";
import { clusterPass } from "./inference/robust/clusters.ts";
import { meatPass } from "./inference/robust/meat.ts";
import { windowPass } from "./inference/robust/windows.ts";
import { metricsPass } from "./metrics/pass.ts";
import { sketchPass } from "./monitor/passes/sketch.ts";
import { columnsPass } from "./passes/columns.ts";
import { dependencePass } from "./passes/dependence.ts";
import { draftPass } from "./passes/draft.ts";
import { gatherPass } from "./passes/gather.ts";
import { momentsPass } from "./passes/moments.ts";
import { residualPass } from "./passes/residuals.ts";
import { subsetMomentsPass } from "./passes/subset-moments.ts";
import { whitenedPass } from "./passes/whitened.ts";
import { leaveOneOutPass } from "./penalised/leave-one-out.ts";
import { drawnPass } from "./resampling/bootstrap.ts";
import { countPass } from "./resampling/deal.ts";
import { usedRowsPass } from "./resampling/deal-rows.ts";
import { foldPass } from "./resampling/fold-pass.ts";
import { leftPass } from "./resampling/leave-one-out.ts";
import { errorPass, rowLossPass } from "./resampling/row-loss.ts";
import type { ExactRowPass, RowPass } from "./rows.ts";
import { ascentPass } from "./view/ascending.ts";
import { binsPass } from "./view/bins.ts";
import { pointsPass } from "./view/points.ts";

const passes = {
  ascent: ascentPass,
  auxiliary: auxiliaryPass,
  "back-residuals": backResidualPass,
  bins: binsPass,
  came: camePass,
  cluster: clusterPass,
  columns: columnsPass,
  count: countPass,
  coverage: coveragePass,
  dependence: dependencePass,
  diagnose: diagnosePass,
  draft: draftPass,
  drawn: drawnPass,
  errors: errorPass,
  exp: expPass,
  folds: foldPass,
  forecast: forecastPass,
  gather: gatherPass,
  influence: influencePass,
  keys: keyPass,
  "leave-one-out": leaveOneOutPass,
  left: leftPass,
  log: logPass,
  meat: meatPass,
  metrics: metricsPass,
  moments: momentsPass,
  ordered: orderedPass,
  partial: partialPass,
  points: pointsPass,
  power: powerPass,
  residuals: residualPass,
  "row-loss": rowLossPass,
  scores: scoresPass,
  "conformal-scores": scorePass,
  serial: serialPass,
  sketch: sketchPass,
  stretch: stretchPass,
  subset: subsetMomentsPass,
  used: usedRowsPass,
  whitened: whitenedPass,
  window: windowPass,
};

const exactPasses = { moments: exactMomentsPass, residuals: exactResidualPass, sensitivity: sensitivityPass };

// The compiler cannot know which pass a name stands for when it comes from elsewhere.
type AnyPass = RowPass<unknown, unknown>;
type AnyExactPass = ExactRowPass<unknown, unknown>;

/** A pass as it travels: its name, after how many times it is run on a part of its rows alone. */
export interface PassName {
  name: string;
  /** How deep it is wrapped by `partPass`. */
  parts: number;
}

function nameIn<P extends { of?: P }>(known: Record<string, P>, pass: P): PassName {
  if (pass.of) {
    const { name, parts } = nameIn(known, pass.of);
    return { name, parts: parts + 1 };
  }
  const found = Object.entries(known).find(([, candidate]) => candidate === pass);
  if (found) return { name: found[0], parts: 0 };
  throw new LeastwiseError("internal", "pass: must be among those that have a name; got another");
}

function passIn<P>(known: Record<string, P>, { name, parts }: PassName, wrap: (pass: P) => P): P {
  let pass = known[name];
  if (!pass) throw new LeastwiseError("internal", `pass: must be one that has a name; got ${name}`);
  for (let i = 0; i < parts; i++) pass = wrap(pass);
  return pass;
}

/** What a pass is called. */
export function nameOfPass<Args, Result>(pass: RowPass<Args, Result>): PassName {
  return nameIn(passes as unknown as Record<string, AnyPass>, pass as unknown as AnyPass);
}

/** What a pass in double-double is called. */
export function nameOfExactPass<Args, Result>(pass: ExactRowPass<Args, Result>): PassName {
  return nameIn(exactPasses as unknown as Record<string, AnyExactPass>, pass as unknown as AnyExactPass);
}

/** The pass that is called so. */
export function passNamed(name: PassName): AnyPass {
  return passIn(passes as unknown as Record<string, AnyPass>, name, partPass as (pass: AnyPass) => AnyPass);
}

/** The pass in double-double that is called so. */
export function exactPassNamed(name: PassName): AnyExactPass {
  const known = exactPasses as unknown as Record<string, AnyExactPass>;
  return passIn(known, name, exactPartPass as (pass: AnyExactPass) => AnyExactPass);
}
