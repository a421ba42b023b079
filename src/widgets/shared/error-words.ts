// Errors in words for people: what happened, where, and what to do next.

import { msg, str } from "@lit/localize";
import { LeastwiseError } from "#engine/index.ts";

/** What to do next, by code; absent where the message itself says it. */
function advice(error: LeastwiseError): string {
  switch (error.code) {
    case "csv-ragged-row":
      return msg("Give every row as many fields as the header has names, then drop the file again.");
    case "csv-text-after-quote":
    case "csv-unclosed-quote":
      return msg("Close the quote, or double it where it belongs to the text.");
    case "csv-empty":
    case "csv-no-rows":
      return msg("Choose a file with a header and at least one row below it.");
    case "csv-binary":
      return msg("Save it as CSV from the program it comes from, and drop that.");
    case "column-duplicate":
    case "column-name-empty":
      return msg("Give every column a name of its own.");
    case "column-unknown":
      return msg("Check the spelling; names with spaces go between backticks.");
    case "formula-syntax":
    case "formula-function":
    case "formula-unsupported":
      return msg("The mark under the formula shows where.");
    case "response-constant":
    case "response-missing":
      return msg("Choose a response that varies.");
    case "rows-too-few":
      return msg("Use fewer terms or more rows.");
    case "term-one-level":
      return msg("Leave the column out: it has nothing to compare.");
    case "value-not-finite":
      return msg("Leave those rows out, or transform the column in another way.");
    case "missing-values":
      return msg("Let the rows be dropped, or fill them in.");
    case "fetch-failed":
      return msg("Check the address, and that its host allows other pages to read it.");
    case "worker-crashed":
      return msg("Nothing was lost. Try again.");
    default:
      return "";
  }
}

/** Offset in the formula that an error points at, or null. */
export function errorPlace(error: unknown): number | null {
  return error instanceof LeastwiseError ? (error.at?.char ?? null) : null;
}

/** Where it is, in words, unless the message says so itself; or nothing. */
function place(error: LeastwiseError): string {
  const { row, column } = error.at ?? {};
  if (row === undefined || /\brow \d/.test(error.message)) return "";
  return column === undefined ? msg(str`Row ${row}. `) : msg(str`Row ${row}, column “${column}”. `);
}

/** Messages about a formula: "formula: rule; got value at character 12", counted from 0. */
const IN_FORMULA = /^formula: ([\s\S]*); got ([\s\S]*) at character (\d+)$/;

/** The message as a sentence: a capital letter, a full stop, characters counted as people do. */
function sentence(error: LeastwiseError): string {
  const [, rule, got, at] = IN_FORMULA.exec(error.message) ?? [];
  const message =
    rule === undefined || got === undefined
      ? error.message
      : msg(str`formula, character ${Number(at) + 1}: ${rule}; got ${got}`);
  const stop = /[.!?]$/.test(message) ? "" : ".";
  return message.charAt(0).toLocaleUpperCase() + message.slice(1) + stop;
}

/** A message with a capital letter, the place before it and advice after it. */
export function errorWords(error: unknown): string {
  if (!(error instanceof LeastwiseError)) return error instanceof Error ? error.message : String(error);
  return `${place(error)}${sentence(error)} ${advice(error)}`.trim();
}
