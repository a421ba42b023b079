// What of `stats` the public API hands out as plain functions: arrays and values in, values out, with no engine behind.

export { type MetricsOfOptions, metricsOf } from "./metrics/metrics-of.ts";
export { mergeMoments } from "./moments/merge.ts";
