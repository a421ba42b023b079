// Errors about a formula's text, all of one shape.

import { type ErrorPlace, LeastwiseError } from "#base/error.ts";

type FormulaErrorCode =
  | "column-type"
  | "column-unknown"
  | "formula-function"
  | "formula-syntax"
  | "formula-unsupported"
  | "term-one-level";

/** What is wrong where: `got` as it stands in the text, `at` its offset (the text's length where the end came too soon). */
interface FormulaFault {
  rule: string;
  got: string;
  at: number;
  column?: string;
}

/** The error `formula: rule; got value at character n`, to be thrown. */
export function formulaError(code: FormulaErrorCode, fault: FormulaFault): LeastwiseError {
  const at: ErrorPlace = { char: fault.at };
  if (fault.column !== undefined) at.column = fault.column;
  const message = `formula: ${fault.rule}; got ${fault.got === "" ? "the end" : fault.got} at character ${fault.at}`;
  return new LeastwiseError(code, message, { at, value: fault.got });
}
