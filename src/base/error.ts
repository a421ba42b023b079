// The one error class of the project. Its code survives the worker border; pages put it into words.

/** Every code an error can carry; a page can close a `switch` over it. */
export type ErrorCode =
  | "backend-unavailable"
  | "bad-argument"
  | "closed"
  | "column-duplicate"
  | "column-kind"
  | "column-name-empty"
  | "column-type"
  | "column-unknown"
  | "csv-binary"
  | "csv-empty"
  | "csv-no-rows"
  | "csv-ragged-row"
  | "csv-text-after-quote"
  | "csv-unclosed-quote"
  | "fetch-failed"
  | "file-codec"
  | "file-damaged"
  | "file-encrypted"
  | "file-kind"
  | "file-no-rows"
  | "formula-function"
  | "formula-syntax"
  | "formula-unsupported"
  | "gzip-broken"
  | "internal"
  | "level-unseen"
  | "missing-values"
  | "response-constant"
  | "response-missing"
  | "rows-needed"
  | "rows-too-few"
  | "source-changed"
  | "term-one-level"
  | "too-large"
  | "value-inexact"
  | "value-not-finite"
  | "weights"
  | "worker-crashed"
  | "worker-refused";

/** Where in the user's input the error is. Rows count from 1 and leave the header out; characters count from 0. */
export interface ErrorPlace {
  row?: number;
  column?: string;
  char?: number;
}

/** An error about the caller's input or about the machine: `subject: rule; got value`. */
export class LeastwiseError extends Error {
  readonly code: ErrorCode;
  readonly at?: ErrorPlace;
  readonly value?: unknown;

  constructor(code: ErrorCode, message: string, details: { at?: ErrorPlace; value?: unknown } = {}) {
    super(message);
    this.name = "LeastwiseError";
    this.code = code;
    if (details.at !== undefined) this.at = details.at;
    if (details.value !== undefined) this.value = details.value;
  }
}
