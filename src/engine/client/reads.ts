// The calls that read a table, made from their names: what they take goes over as it is, options last.

import { transfer } from "comlink";
import type { CallOptions, TableCalls, TableHandle } from "../contract.ts";
import { requireKnown } from "./known-options.ts";

/** The part of a handle that reads its table. */
export type Reads = Pick<TableHandle, keyof TableCalls>;

/** Makes one call; `args` are made anew for each host that is asked. */
type Read = <K extends keyof TableCalls>(
  name: K,
  signal: AbortSignal | undefined,
  args: () => Parameters<TableCalls[K]>,
) => Promise<ReturnType<TableCalls[K]>>;

/** How many arguments each call takes before its options. */
const BEFORE_OPTIONS: Record<keyof TableCalls, number> = {
  rows: 2,
  bins: 2,
  points: 2,
  profile: 0,
  moments: 1,
  fit: 1,
  path: 1,
  predict: 1,
  metrics: 1,
  crossValidate: 1,
  bootstrap: 1,
  jackknife: 1,
  learningCurve: 1,
  robust: 1,
  hypothesis: 2,
  marginalMeans: 2,
  standardized: 1,
  anova: 1,
  compare: 1,
  select: 1,
  diagnostics: 1,
  influence: 1,
  addedVariable: 2,
  boxCox: 1,
  calibrate: 1,
  splitConformal: 1,
  coverage: 1,
  rollingOrigin: 1,
  driftProfile: 0,
  drift: 1,
};

/** All calls, each by way of `read`. */
export function readsOf(read: Read): Reads {
  const call =
    (name: keyof TableCalls, count: number) =>
    async (...given: unknown[]) => {
      const options = (given[count] ?? {}) as CallOptions;
      requireKnown(name, options);
      const args = () => [...Array.from({ length: count }, (_, k) => given[k]), wireOptions(options)];
      return read(name, options.signal, args as () => Parameters<TableCalls[typeof name]>);
    };
  const calls = Object.entries(BEFORE_OPTIONS).map(([name, count]) => [name, call(name as keyof TableCalls, count)]);
  return Object.fromEntries(calls);
}

/** Options as they travel, without what stays here; arrays are copied when they are sent, and the copies transferred. */
function wireOptions<T extends CallOptions>(options: T): Omit<T, keyof CallOptions> {
  const { signal: _, onProgress: __, ...rest } = options;
  const arrays = Object.entries(rest).flatMap(([name, value]): [string, Float64Array | Int32Array][] =>
    value instanceof Float64Array || value instanceof Int32Array ? [[name, value.slice()]] : [],
  );
  const buffers = arrays.flatMap(([, { buffer }]) => (buffer instanceof ArrayBuffer ? [buffer] : []));
  return arrays.length === 0 ? rest : transfer({ ...rest, ...Object.fromEntries(arrays) }, buffers);
}
