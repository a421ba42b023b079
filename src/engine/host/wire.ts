// How results and errors leave the worker: in an envelope, large arrays transferred.

import { type ProxyMethods, releaseProxy, transfer } from "comlink";
import { type Reply, toWireError } from "#base/wire-error.ts";
import type { ComputeApi, WireApi } from "../contract.ts";

/** Arrays above this are transferred, not cloned. */
const TRANSFER_BYTES = 65_536;

/** Buffers of the large arrays that a result holds as its fields. */
function largeBuffers(value: unknown): ArrayBuffer[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((field: unknown) =>
    field instanceof Float64Array && field.byteLength > TRANSFER_BYTES && field.buffer instanceof ArrayBuffer
      ? [field.buffer]
      : [],
  );
}

/** Every call of the contract, told to the compiler as complete. */
const METHODS: Record<keyof ComputeApi, true> = {
  start: true,
  follow: true,
  lead: true,
  lost: true,
  readCsv: true,
  readParquet: true,
  readArrow: true,
  generate: true,
  catalog: true,
  readMoments: true,
  measure: true,
  biasVariance: true,
  momentsShift: true,
  fromColumns: true,
  fromMoments: true,
  edit: true,
  ask: true,
  release: true,
  cancel: true,
  ping: true,
  stop: true,
};

/** Close the channel of a callback that came as an argument of a call; that of `start` is for good. */
function release(arg: unknown): void {
  if (typeof arg === "function") (arg as Partial<ProxyMethods>)[releaseProxy]?.();
}

/** The API with every result and every error in an envelope. */
export function enveloped(api: ComputeApi): WireApi {
  const wrap =
    (method: keyof ComputeApi) =>
    async (...args: unknown[]): Promise<Reply<unknown>> => {
      try {
        const value: unknown = await (api[method] as (...args: unknown[]) => unknown).apply(api, args);
        return transfer({ ok: true, value }, largeBuffers(value));
      } catch (error) {
        return { ok: false, error: toWireError(error) };
      } finally {
        if (method !== "start") for (const arg of args) release(arg);
      }
    };
  const methods = Object.keys(METHODS) as (keyof ComputeApi)[];
  return Object.fromEntries(methods.map((method) => [method, wrap(method)])) as unknown as WireApi;
}
