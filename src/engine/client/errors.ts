// Errors on the page's side of the border: back from the wire, and the ones only the page can know.

import { LeastwiseError } from "#base/error.ts";

export { LeastwiseError } from "#base/error.ts";

/** A call or its answer could not be sent. */
export function notSent(error: unknown): LeastwiseError {
  const words = error instanceof Error ? error.message : String(error);
  return error instanceof DOMException && error.name === "DataCloneError"
    ? new LeastwiseError("bad-argument", `arguments: must be plain data; got what cannot be copied (${words})`)
    : new LeastwiseError("internal", words);
}

/** Something was used after it was closed. */
export function closedError(what: "engine" | "table"): LeastwiseError {
  return new LeastwiseError("closed", `${what}: must be open; got a call after close()`);
}

/** A worker ended under a call. */
export function crashError(how: string): LeastwiseError {
  return new LeastwiseError("worker-crashed", `worker: must live until the call ends; got ${how}`);
}

/** A table cannot be read again as it was. */
export function sourceChanged(got: string): LeastwiseError {
  return new LeastwiseError("source-changed", `table: must be read again after its worker ended; got ${got}`);
}
