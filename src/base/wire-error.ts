// A LeastwiseError as it crosses between page and workers: Comlink would keep only name, message and stack.

import { type ErrorCode, type ErrorPlace, LeastwiseError } from "./error.ts";

export interface WireError {
  code: ErrorCode;
  message: string;
  at?: ErrorPlace;
  value?: unknown;
}

/** A result or an error as it crosses. An envelope, since Comlink strips every field of a thrown error. */
export type Reply<T> = { ok: true; value: T } | { ok: false; error: WireError };

/** The error as plain data. What is no LeastwiseError is a fault of ours: `internal`. */
export function toWireError(error: unknown): WireError {
  if (!(error instanceof LeastwiseError)) {
    return { code: "internal", message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
  const { code, message, at, value } = error;
  const wire: WireError = { code, message };
  if (at !== undefined) wire.at = at;
  if (value !== undefined) wire.value = isPlain(value) ? value : String(value);
  return wire;
}

/** Whether a value can cross as it is. */
function isPlain(value: unknown): boolean {
  return value === null || ["string", "number", "boolean", "bigint"].includes(typeof value);
}

/** The error that came across. */
export function fromWireError({ code, message, at, value }: WireError): LeastwiseError {
  const details: ConstructorParameters<typeof LeastwiseError>[2] = {};
  if (at !== undefined) details.at = at;
  if (value !== undefined) details.value = value;
  return new LeastwiseError(code, message, details);
}
