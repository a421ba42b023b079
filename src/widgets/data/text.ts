// Words of the data figure.

import { msg, str } from "@lit/localize";
import type { NumberFormats } from "#base/format.ts";
import type { ColumnInfo, CsvDialect } from "#engine/index.ts";
import type { ReadState } from "./reading.ts";

export const text = {
  title: () => msg("Data and model"),
  dataSet: () => msg("Data set"),
  chooseDataSet: () => msg("Choose …"),
  ownFile: (name: string) => msg(str`Your own: ${name}`),
  file: () => msg("Choose a file …"),
  paste: () => msg("Paste text"),
  private: () =>
    msg("Or drop a CSV, Parquet or Arrow file anywhere here. It is read inside this page and sent nowhere."),
  drop: () => msg("Drop it: the file is read inside this page and sent nowhere."),
  pasted: () => msg("pasted text"),
  pasteLabel: () => msg("CSV text: a line of column names, then one line a row"),
  readPasted: () => msg("Read this text"),
  cancel: () => msg("Cancel"),
  reading: () => msg("Reading"),
  columns: () => msg("Columns of the table"),
  column: () => msg("Column"),
  type: () => msg("Type"),
  missing: () => msg("Missing"),
  values: () => msg("Values"),
  row: (number: number) => msg(str`Row ${number}`),
  firstRows: () => msg("First rows"),
  none: () => msg("none"),
  empty: () => msg("missing"),
  showAll: (count: string) => msg(str`Show all ${count} columns`),
  showFewer: () => msg("Show fewer"),
  response: () => msg("Response"),
  chooseResponse: () => msg("Choose …"),
  predictors: () => msg("Predictors"),
  noPredictors: () => msg("none yet"),
  add: () => msg("Add"),
  addWhat: () => msg("Add a predictor"),
  remove: (term: string) => msg(str`Remove ${term}`),
  formula: () => msg("Formula"),
  formulaHint: () =>
    msg(
      "As in R: + adds a term, : multiplies two, * does both; log(x), I(x^2), poly(x, 2), ns(x, 3); names with spaces in backticks.",
    ),
  start: () => msg("Choose a data set, or bring a file of your own."),
  noModel: () => msg("There is no model yet."),
  choose: () => msg("Choose a response and at least one predictor, or type a formula."),
  cancelled: (name: string) => msg(str`Stopped reading ${name}. Everything is as it was.`),
  oneFile: (count: number) => msg(str`One file at a time, please; that was ${count}. Nothing was read.`),
  notRead: (name: string) => msg(str`Could not read ${name}.`),
  noFile: () => msg("There was no file and no text in what was dropped. Nothing was read."),
  pasteNothing: () => msg("There is no text to read yet. Paste or type it, with a line of column names first."),
};

export function sizeWords(nRows: number, nColumns: number, formats: NumberFormats): string {
  const rows = nRows === 1 ? msg("1 row") : msg(str`${formats.count(nRows)} rows`);
  const columns = nColumns === 1 ? msg("1 column") : msg(str`${formats.count(nColumns)} columns`);
  return `${rows}, ${columns}`;
}

/** How the file was understood. */
export function dialectWords({ delimiter, decimal, encoding, na }: CsvDialect): string {
  const names: Record<string, string> = {
    ",": msg("commas"),
    ";": msg("semicolons"),
    "\t": msg("tabs"),
    "|": msg("vertical bars"),
    " ": msg("spaces"),
  };
  const between = names[delimiter] ?? `“${delimiter}”`;
  const mark = decimal === "," ? msg("decimal comma") : msg("decimal point");
  const missing = na.length === 0 ? msg("empty") : msg(str`empty, ${na.join(", ")}`);
  return msg(str`Read as: ${between} between fields, ${mark}, ${encoding.toUpperCase()}; missing where ${missing}.`);
}

export function typeWords(type: ColumnInfo["type"]): string {
  switch (type) {
    case "number":
      return msg("number");
    case "category":
      return msg("category");
    case "date":
      return msg("date");
    default:
      return type satisfies never;
  }
}

/** Levels named in full up to here; beyond, their number and the first ones. */
const FEW_LEVELS = 4;

/** "36 to 1,526", "Abbot, Blueste, … (28)". */
export function rangeWords(column: ColumnInfo, formats: NumberFormats): string {
  const { type, levels = [], min, max } = column;
  if (type === "category") {
    const shown = levels.slice(0, FEW_LEVELS).join(", ");
    return levels.length <= FEW_LEVELS ? shown : msg(str`${formats.count(levels.length)}: ${shown}, …`);
  }
  if (min === undefined || max === undefined) return "";
  const print = (value: number) => (type === "date" ? dateWords(value) : numberWords(value, formats));
  return min === max ? msg(str`${print(min)} in every row`) : msg(str`${print(min)} to ${print(max)}`);
}

function dateWords(days: number): string {
  const date = new Date(days * 86_400_000);
  return Number.isNaN(date.getTime()) ? "–" : date.toISOString().slice(0, 10);
}

/** A value of the table, short: whole from a thousand on, else three or four digits; small whole ones bare, as they may be years. */
function numberWords(value: number, formats: NumberFormats): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 10_000) return String(value).replace("-", "−");
  if (size >= 1000 && size < 1e9) return formats.count(value);
  if (size < 1e-4 || size >= 1e9) return formats.coefficient(value);
  return String(Number(value.toPrecision(size < 1 ? 3 : 4))).replace("-", "−");
}

/** A cell of the preview. */
export function cellWords(value: number | string | null, formats: NumberFormats): string {
  if (value === null) return "–";
  return typeof value === "number" ? numberWords(value, formats) : value;
}

/** "120,000 rows, 34 %, about 8 s left". */
export function progressWords({ name, rows, share, secondsLeft }: ReadState, formats: NumberFormats): string {
  const parts = [msg(str`Reading ${name}: ${formats.count(rows)} rows`)];
  if (share !== null) parts.push(`${formats.count(Math.round(100 * share))} %`);
  if (secondsLeft !== null) parts.push(leftWords(secondsLeft, formats));
  return parts.join(", ");
}

function leftWords(seconds: number, formats: NumberFormats): string {
  if (seconds < 1) return msg("less than a second left");
  if (seconds < 90) return msg(str`about ${formats.count(seconds)} s left`);
  return msg(str`about ${formats.count(seconds / 60)} min left`);
}

/** What a fit was made of. */
export function fittedWords(n: number, nDropped: number, formats: NumberFormats): string {
  const rows = formats.count(n);
  if (nDropped === 0) return msg(str`Fitted to all ${rows} rows.`);
  return msg(str`Fitted to ${rows} rows; ${formats.count(nDropped)} were left out because a value is missing.`);
}

/** An error leaves the model that was there. */
export function keptWords(formula: string): string {
  return msg(str`The model is still ${formula}.`);
}
