// What of `stats` the public API hands out as plain functions: arrays and values in, values out, with no engine behind.

export { type MetricsOfOptions, metricsOf } from "./metrics/metrics-of.ts";
export { mergeMoments } from "./moments/merge.ts";
export { type Chart, type ChartRun, type ChartState, runChart } from "./monitor/loss/chart.ts";
export { lossCharts } from "./monitor/loss/charts.ts";
export { type LossWatch, type WatchOptions, watchLosses } from "./monitor/loss/watch.ts";
export { chowFromFits } from "./monitor/shift/chow.ts";
export { coefficientShift } from "./monitor/shift/coefficients.ts";
