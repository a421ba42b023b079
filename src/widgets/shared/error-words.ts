// Errors in words for people: what happened, where, and what to do next.

import { msg, str } from "@lit/localize";
import { type ErrorCode, LeastwiseError } from "#engine/index.ts";

/** What to do next, by code; absent where the message itself says it. */
function advice(error: LeastwiseError): string {
  switch (error.code) {
    case "csv-ragged-row":
      return error.value === 0
        ? msg("Delete that line and read the file again.")
        : msg("Mend that row and read the file again; a field that holds a delimiter needs quotes around it.");
    case "csv-unclosed-quote":
      return msg("Close the quote, or double it where it belongs to the text.");
    case "csv-text-after-quote":
      return msg("End the field after its closing quote; double a quote that belongs to the text.");
    case "csv-empty":
      return msg("Choose a file with a header and at least one row below it.");
    case "csv-no-rows":
      return msg("Add at least one row, or choose another file.");
    case "csv-binary":
      return msg("Save the table as CSV (UTF-8) in the program it comes from, and choose that file.");
    case "gzip-broken":
      return msg("Fetch or pack the file again: the packed file is not whole.");
    case "column-duplicate":
    case "column-name-empty":
      return msg("Give every column a name of its own in the first line, and read the file again.");
    case "column-kind":
      return msg("Leave that column out of the file, or turn it into numbers, text or dates there.");
    case "column-type":
      return msg("Choose a column of numbers; a category can only be a predictor, on its own.");
    case "column-unknown":
      return msg("Check the spelling; names with spaces go between backticks.");
    case "formula-syntax":
    case "formula-function":
    case "formula-unsupported":
      return msg("Change the formula there.");
    case "response-constant":
      return msg("Choose another response.");
    case "response-missing":
      return msg("Choose a response that has values.");
    case "rows-needed":
      return msg("Open the table itself for that: its moments do not hold its rows.");
    case "rows-too-few":
      return error.value === 0
        ? msg("Leave out the terms that miss the most values, or fill them in.")
        : msg("Use fewer terms or more rows.");
    case "term-one-level":
      return msg("Leave the column out: it has nothing to compare.");
    case "too-large":
      return msg("Read fewer rows, or ask for their moments alone, which need no room.");
    case "value-not-finite":
      return msg("Leave such rows out of the file, or transform the column in another way.");
    case "missing-values":
      return msg("Let the rows be dropped, or fill them in.");
    case "value-inexact":
      return msg("If the column is an identifier, write it as text into the file; else in larger units.");
    case "fetch-failed":
      return msg("Check the address, and that its host allows other pages to read it.");
    case "worker-crashed":
      return msg("Nothing was lost. Try again.");
    default:
      return fileAdvice(error.code);
  }
}

/** What to do next about a file that cannot be read. */
function fileAdvice(code: ErrorCode): string {
  switch (code) {
    case "file-codec":
      return msg("Write the file again with another compression, as Snappy or ZSTD.");
    case "file-damaged":
    case "source-changed":
      return msg("Get the file again, and read it once it is there as a whole.");
    case "file-encrypted":
      return msg("Write the file again without encryption.");
    case "file-kind":
      return msg("Check the name and the address of the file, or read it as what it is.");
    case "file-no-rows":
      return msg("Add at least one row, or choose another file.");
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
/** Other messages: "subject: must rule; got value". */
const MUST = /^([\s\S]*?): (must [\s\S]*)$/;
/** A term and its row: "log(x): log needs values > 0; got 0 in row 3". */
const IN_TERM = /^([\s\S]*): ([\s\S]*?)(?: in row (\d+))?$/;
/** Subjects of messages that take an article. */
const THINGS = /^(?:address|file|header|model|response|source|stream|table|worker)\b/;
/** What a formula's error got where that is no piece of its text. */
const IN_WORDS = /^(?:the (?:category|end)\b|only |more in |\d+ columns$)/;
const PIECES: readonly ErrorCode[] = ["column-unknown", "formula-function", "formula-syntax", "formula-unsupported"];

/** A message as a sentence: characters counted as people do, text between curly quotes. */
function sentence({ code, message }: LeastwiseError, formula: string): string {
  const [, rule, got, at] = IN_FORMULA.exec(message) ?? [];
  if (rule !== undefined && got !== undefined) {
    const shown = PIECES.includes(code) && !IN_WORDS.test(got) ? `“${got}”` : curly(got);
    const nBefore = Number(at) - nLowHalves(formula.slice(0, Number(at)));
    return msg(str`Character ${nBefore + 1} of the formula: ${rule}; got ${shown}.`);
  }
  const [, subject, must] = MUST.exec(curly(message)) ?? [];
  if (subject !== undefined && must !== undefined) {
    const named = THINGS.test(subject) ? msg(str`the ${subject}`) : subject;
    return stopped(`${named}${named.includes(",") ? "," : ""} ${must}`);
  }
  const [, term, what, row] = (code === "value-not-finite" && IN_TERM.exec(message)) || [];
  if (term === undefined || what === undefined) return stopped(curly(message));
  return row === undefined ? msg(str`In ${term}: ${what}.`) : msg(str`In ${term}, row ${row}: ${what}.`);
}

/** Second halves of characters that take two places in a string, as 🦊 does. */
function nLowHalves(text: string): number {
  return text.length - [...text].length;
}

/** A capital letter and a full stop. */
function stopped(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");
}

/** Strings as messages write them, `"two\nlines"`, as people do: the first line between curly quotes. */
function curly(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, (source) => {
    try {
      const [line = "", ...more] = String(JSON.parse(source)).split(/[\r\n]+/);
      return `“${line}${more.length > 0 ? " …" : ""}”`;
    } catch {
      return source;
    }
  });
}

/**
 * What happened, where, and what to do next. With the `formula` that failed, its characters are counted as people do,
 * 🦊 as one.
 */
export function errorWords(error: unknown, formula = ""): string {
  if (!(error instanceof LeastwiseError)) return error instanceof Error ? error.message : String(error);
  return `${place(error)}${sentence(error, formula)} ${advice(error)}`.trim();
}
