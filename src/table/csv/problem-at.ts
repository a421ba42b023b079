// What is wrong with a row that a scan gave up: it is read once more, by the book.

import type { CsvPlan, Part, PartProblem } from "./part.ts";
import { shown } from "./problem.ts";
import { Tokeniser } from "./tokenise.ts";

/** Where the scan stood: rows and line ends before the row, and the blank lines directly above it, from `blankLine` on. */
interface Before {
  nRows: number;
  lines: number;
  blanks: number;
  blankLine: number;
}

/** The problem of the row at `from`, `null` if there is none. */
export function problemAt(part: Part, plan: CsvPlan, from: number, before: Before): PartProblem | null {
  const { bytes, length, overlong } = part;
  const rows = new Tokeniser(plan.delimiter, plan.columns.length);
  rows.resume(before.lines, before.blanks, before.blankLine);
  // A copy, because doubled quotes are made single in place.
  rows.read(bytes.slice(from, length), 0, length - from, { final: true, maxRows: 1 });
  const row = before.nRows + rows.nRows;
  if (rows.problem !== null) return { row, ...shown(rows.problem, rows.bytes) };
  if (!overlong) return null;
  return { kind: "overlong", row, column: 0, line: rows.lines + 1, found: 0, text: new Uint8Array(0) };
}
