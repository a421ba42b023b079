// The public API of Leastwise: an engine, its tables and what they give out.

export {
  type Chart,
  type ChartRun,
  type ChartState,
  chowFromFits,
  coefficientShift,
  type LossWatch,
  lossCharts,
  type MetricsOfOptions,
  mergeMoments,
  metricsOf,
  runChart,
  type WatchOptions,
  watchLosses,
} from "#stats/pure.ts";
export type * from "./api.ts";
export { createEngine } from "./client/engine.ts";
export { LeastwiseError } from "./client/errors.ts";
