// How a CSV is written: its delimiter and decimal mark, found together from the first rows.

import { LeastwiseError } from "#base/error.ts";
import type { CsvDialect, CsvOptions } from "../types.ts";
import { asciiText, COMMA, CR, LF, MINUS, POINT, QUOTE, ZERO } from "./bytes.ts";
import { type MissingRule, missingRule } from "./missing.ts";
import { NumberReader } from "./number.ts";
import { Tokeniser } from "./tokenise.ts";

/** What is looked at: enough to be sure, little enough to be quick, and the same however the bytes arrive. */
const SAMPLE_BYTES = 65_536;
const SAMPLE_ROWS = 200;

/** In the order in which they are preferred where nothing else decides. */
const DELIMITERS = [",", ";", "\t", "|"];

type Dialect = Pick<CsvDialect, "delimiter" | "decimal">;

interface Candidate extends Dialect {
  nColumns: number;
  /** Share of rows that have as many fields as the header. */
  matching: number;
  /** Share of fields present that are numbers. */
  numeric: number;
}

/**
 * Check the options of a read.
 *
 * @throws LeastwiseError `bad-argument`
 */
export function checkOptions(options: CsvOptions): void {
  const { delimiter, decimal } = options;
  const forbidden = [LF, CR, QUOTE, MINUS, POINT, 0];
  if (delimiter !== undefined) {
    const code = delimiter.charCodeAt(0);
    const isDigit = code >= ZERO && code <= ZERO + 9;
    if (delimiter.length !== 1 || code > 127 || isDigit || forbidden.includes(code)) {
      const message = `delimiter: must be one ASCII character that is no digit, quote, point, minus or line end; got ${JSON.stringify(delimiter)}`;
      throw new LeastwiseError("bad-argument", message, { value: delimiter });
    }
  }
  if (decimal !== undefined && decimal !== "." && decimal !== ",") {
    throw new LeastwiseError("bad-argument", `decimal: must be "." or ","; got ${JSON.stringify(decimal)}`, {
      value: decimal,
    });
  }
}

/**
 * The dialect that explains the beginning of a file best: one that splits the header, then rows that are as long as the
 * header, then more fields that are numbers, then more columns.
 */
export function detectDialect(bytes: Uint8Array, final: boolean, options: CsvOptions, na: readonly string[]): Dialect {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const missing = missingRule(na);
  const whole = final && bytes.length <= SAMPLE_BYTES;
  const delimiters = options.delimiter === undefined ? DELIMITERS : [options.delimiter];
  const candidates = delimiters.flatMap((delimiter) => candidatesOf(sample, whole, delimiter, missing));
  const allowed = candidates.filter(({ decimal }) => options.decimal === undefined || decimal === options.decimal);
  const first = allowed[0] as Candidate;
  const best = allowed.reduce((a, b) => (better(b, a) ? b : a), first);
  return { delimiter: best.delimiter, decimal: best.decimal };
}

function better(a: Candidate, b: Candidate): boolean {
  const ranks = (c: Candidate): number[] => [Number(c.nColumns > 1), c.matching, c.numeric, c.nColumns];
  const [as, bs] = [ranks(a), ranks(b)];
  const i = as.findIndex((rank, j) => rank !== bs[j]);
  return i >= 0 && (as[i] as number) > (bs[i] as number);
}

/** Read the sample with one delimiter and judge it with both decimal marks. */
function candidatesOf(sample: Uint8Array, whole: boolean, delimiter: string, missing: MissingRule): Candidate[] {
  const rows = new Tokeniser(delimiter.charCodeAt(0), 0);
  // The sample is copied because doubled quotes are made single in place.
  rows.read(sample.slice(), 0, sample.length, { final: whole, maxRows: SAMPLE_ROWS });
  if (rows.nRows === 0) rows.read(sample.slice(), 0, sample.length, { final: true, maxRows: 1 });
  // A header with something wrong in it still shows how far this delimiter split it.
  const nColumns = rows.nRows > 0 ? (rows.rowEnd[0] as number) : (rows.problem?.column ?? -1) + 1;
  let nMatching = 0;
  for (let row = 1; row < rows.nRows; row++) {
    if ((rows.rowEnd[row] as number) - (rows.rowEnd[row - 1] as number) === nColumns) nMatching++;
  }
  const nJudged = rows.nRows - 1 + (rows.problem === null ? 0 : 1);
  const matching = nJudged <= 0 ? Number(rows.problem === null) : nMatching / nJudged;
  return ([".", ","] as const).map((decimal) => {
    const numeric = numericShare(rows, { delimiter, decimal }, missing);
    return { delimiter, decimal, nColumns, matching, numeric };
  });
}

/** Where both a decimal comma and a thousands comma would do (1,234), only a file that is split by ";" says which. */
const GROUPED = /^[-+]?[1-9]\d{0,2}(,\d{3})+$/;

function numericShare(rows: Tokeniser, { delimiter, decimal }: Dialect, missing: MissingRule): number {
  const { bytes, start, end, rowEnd, nRows } = rows;
  const number = new NumberReader(decimal.charCodeAt(0), true);
  if (nRows === 0) return 0;
  const nColumns = rowEnd[0] as number;
  let nPresent = 0;
  let nNumbers = 0;
  let nDecimal = 0;
  for (let k = nColumns; k < (rowEnd[nRows - 1] as number); k++) {
    const from = start[k] as number;
    const to = end[k] as number;
    if (missing.test(bytes, from, to)) continue;
    nPresent++;
    if (!number.read(bytes, from, to)) continue;
    nNumbers++;
    const certain = nColumns > 1 && delimiter === ";";
    if (decimal === "," && (certain || !GROUPED.test(asciiText(bytes, from, to).trim()))) {
      if (bytes.subarray(from, to).includes(COMMA)) nDecimal++;
    }
  }
  // A comma that is no decimal mark for certain counts for nothing.
  if (nPresent === 0 || (decimal === "," && nDecimal === 0)) return 0;
  return nNumbers / nPresent;
}
