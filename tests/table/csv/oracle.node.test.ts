// The parser against papaparse and udsv on generated files, and against itself however the bytes are cut.

import fc from "fast-check";
import Papa from "papaparse";
import { inferSchema, initParser } from "udsv";
import { describe, expect, it } from "vitest";
import { type ReadOptions, readCsv } from "#table/csv/read.ts";
import { previewRows } from "#table/preview.ts";
import type { Table } from "#table/types.ts";
import { bytesOf, cutAt, inPieces } from "../../helpers/csv.ts";

interface File {
  text: string;
  delimiter: string;
  names: string[];
}

const delimiter = fc.constantFrom(",", ";", "\t", "|");
const lineEnd = fc.constantFrom("\n", "\r\n", "\r");

/** Cells as spreadsheets may hold them: anything at all, and what means something to a parser more often. */
const cell = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "grapheme", maxLength: 6 }) },
  {
    weight: 3,
    arbitrary: fc.string({ unit: fc.constantFrom('"', ",", ";", "\n", "\r", " ", "a", "é", "😀", "0", ".") }),
  },
  { weight: 2, arbitrary: fc.constantFrom("", '""', '"', "1.5", "-2", "007", "NA", "2021-01-05", "__proto__") },
);

/** A field as written: quoted where it must be, and where `quoted` says so. */
function write(value: string, mark: string, quoted: boolean): string {
  const must = /["\r\n]/.test(value) || value.includes(mark);
  return quoted || must ? `"${value.replaceAll('"', '""')}"` : value;
}

const file: fc.Arbitrary<File> = fc
  .tuple(fc.integer({ min: 2, max: 5 }), delimiter, lineEnd, fc.boolean(), fc.boolean())
  .chain(([nColumns, mark, end, bom, endsWithLine]) => {
    const field = fc
      .tuple(cell, fc.boolean())
      .map(([value, quoted]) => write(value.replaceAll("\0", ""), mark, quoted));
    const row = fc.array(field, { minLength: nColumns, maxLength: nColumns });
    return fc.array(row, { minLength: 1, maxLength: 12 }).map((rows) => {
      const names = Array.from({ length: nColumns }, (_, j) => `c${j}`);
      const lines = [names, ...rows].map((fields) => fields.join(mark));
      return { text: (bom ? "\ufeff" : "") + lines.join(end) + (endsWithLine ? end : ""), delimiter: mark, names };
    });
  });

const asText = ({ names, delimiter }: File): ReadOptions => ({
  delimiter,
  decimal: ".",
  types: names.map((column) => ({ column, type: "category" })),
});

async function rowsOf(text: string, options: ReadOptions): Promise<(string | number | null)[][]> {
  const { table } = await readCsv(inPieces(bytesOf(text), 7), options);
  return previewRows(table, 0, table.nRows);
}

const MISSING = new Set(["", "NA", "N/A", "NaN", "null", "NULL"]);
const orMissing = (value: string): string | null => (MISSING.has(value.replace(/^[ \t]+|[ \t]+$/g, "")) ? null : value);

/** What a table is, for comparison: everything but the identity of its arrays. */
const plain = (table: Table): unknown => ({ ...table, columns: table.columns.map((column) => ({ ...column })) });

describe("readCsv, as text", () => {
  it("finds the fields that papaparse finds", async () => {
    await fc.assert(
      fc.asyncProperty(file, async (made) => {
        const oracle = Papa.parse<string[]>(made.text.replace(/^\ufeff/, ""), { delimiter: made.delimiter });
        fc.pre(oracle.errors.length === 0);
        const last = oracle.data.at(-1);
        const rows = last?.length === 1 && last[0] === "" ? oracle.data.slice(1, -1) : oracle.data.slice(1);
        // Papaparse takes the kind of line end from the first line and no other; so does this file.
        fc.pre(rows.every((row) => row.length === made.names.length));
        expect(await rowsOf(made.text, asText(made))).toEqual(rows.map((row) => row.map(orMissing)));
      }),
      { numRuns: 1500 },
    );
  });

  it("finds the fields that udsv finds", async () => {
    await fc.assert(
      fc.asyncProperty(file, async (made) => {
        const text = made.text.replace(/^\ufeff/, "");
        const row = /\r\n|\r|\n/.exec(text)?.[0] ?? "\n";
        const oracle = initParser(inferSchema(text, { col: made.delimiter, row, encl: '"' })).stringArrs(text);
        expect(await rowsOf(made.text, asText(made))).toEqual(oracle.map((fields) => fields.map(orMissing)));
      }),
      { numRuns: 1500 },
    );
  });
});

describe("readCsv, however the bytes arrive", () => {
  it("gives the same table for every place of a cut, with every option left open", async () => {
    await fc.assert(
      fc.asyncProperty(file, async (made) => {
        const bytes = bytesOf(made.text);
        const whole = await outcome(() => readCsv(inPieces(bytes, bytes.length), {}));
        for (let at = 0; at <= bytes.length; at++) {
          expect(await outcome(() => readCsv(cutAt(bytes, at), {}))).toEqual(whole);
        }
      }),
      { numRuns: 25 },
    );
  });

  it("gives the same table, or the same error, for every size of its slices", async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.integer({ min: 4, max: 64 }), async (made, partBytes) => {
        const bytes = bytesOf(made.text);
        const options = { delimiter: made.delimiter, decimal: "." as const };
        const whole = await outcome(() => readCsv(inPieces(bytes, bytes.length), options));
        expect(await outcome(() => readCsv(inPieces(bytes, 5), { ...options, partBytes }))).toEqual(whole);
      }),
      { numRuns: 1000 },
    );
  });

  it("gives the same error for every cut of a broken file", async () => {
    const texts = [
      'a,b\n1,2\n"x\ny",3\n4\n',
      'a,b\r\n1,"2\r\n\r\n3,4',
      'a,b\n1,"2"x\n',
      "a,b\n1,2,3\n",
      "a,b\n\n1,2\n",
      "a,b\n1,x\0\n",
    ];
    for (const text of texts) {
      const bytes = bytesOf(text);
      const whole = await outcome(() => readCsv(inPieces(bytes, bytes.length), {}));
      expect(whole).toHaveProperty("code");
      for (let at = 0; at <= bytes.length; at++) {
        expect(await outcome(() => readCsv(cutAt(bytes, at), {}))).toEqual(whole);
      }
      for (let partBytes = 4; partBytes <= 12; partBytes++) {
        const options = { delimiter: ",", decimal: "." as const, partBytes };
        const sliced = await outcome(() => readCsv(inPieces(bytes, 3), options));
        if (!text.includes("\0")) expect(sliced).toEqual(whole);
        else expect(sliced).toHaveProperty("code", "csv-binary");
      }
    }
  });
});

async function outcome(read: () => ReturnType<typeof readCsv>): Promise<unknown> {
  try {
    const { table, dialect } = await read();
    return { table: plain(table), dialect };
  } catch (error) {
    const { code, message, at, value } = error as { code: string; message: string; at: unknown; value: unknown };
    return { code, message, at, value };
  }
}
