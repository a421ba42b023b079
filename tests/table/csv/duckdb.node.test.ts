// The same columns as DuckDB's read_csv on generated files: numbers to the last bit, dates, text and what is missing.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCsv } from "#table/csv/read.ts";
import { previewRows } from "#table/preview.ts";
import { bytesOf, inPieces } from "../../helpers/csv.ts";

const folder = mkdtempSync(join(tmpdir(), "leastwise-duckdb-"));
const path = join(folder, "file.csv");
let connection: DuckDBConnection;

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
});

afterAll(() => {
  connection.closeSync();
  rmSync(folder, { recursive: true });
});

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }).map(String),
  fc.tuple(fc.integer({ min: -9_999_999, max: 9_999_999 }), fc.nat(2)).map(([n, k]) => (n / 10 ** k).toFixed(k)),
  fc.constant(""),
);
const date = fc.oneof(
  fc
    .date({ min: new Date("1600-01-01T00:00:00Z"), max: new Date("2400-12-31T00:00:00Z"), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10)),
  fc.constant(""),
);
const word = fc
  .string({ unit: fc.constantFrom("a", "é", "😀", ",", ";", '"', "\n", " ", "x"), maxLength: 8 })
  // Empty and blank words are missing here, and text in DuckDB where they are quoted.
  .map((text) => (text.trim() === "" ? "" : quoted(text)));

describe("readCsv, against DuckDB", () => {
  it("reads the same numbers, dates and texts, whatever the size of its parts", async () => {
    const rows = fc.array(fc.tuple(number, date, word, number), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 16, max: 400 }), async (cells, partBytes) => {
        const text = `n,d,c,m\n${cells.map((row) => `${row.join(",")}\n`).join("")}`;
        writeFileSync(path, text);
        const columns = "{'n': 'DOUBLE', 'd': 'DATE', 'c': 'VARCHAR', 'm': 'DOUBLE'}";
        const query = `select n, d::varchar, c, m from read_csv('${path}', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = ${columns})`;
        const oracle = (await connection.runAndReadAll(query)).getRowsJS();
        const { table } = await readCsv(inPieces(bytesOf(text), 50), {
          delimiter: ",",
          decimal: ".",
          partBytes,
          types: [
            { column: "n", type: "number" },
            { column: "d", type: "date" },
            { column: "c", type: "category" },
            { column: "m", type: "number" },
          ],
        });
        expect(previewRows(table, 0, table.nRows)).toEqual(oracle);
      }),
      { numRuns: 150 },
    );
  });
});
