// Parts read apart and in any order, against the same file read in one.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countSuperblocks, SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { categoryColumn, numberColumn, tableOf } from "#table/column.ts";
import { Joiner } from "#table/csv/join.ts";
import { type OpenOptions, openCsv } from "#table/csv/open.ts";
import type { Part, PartRead } from "#table/csv/part.ts";
import { readPart } from "#table/csv/part-reader.ts";
import { assemble, cutPieces, detached, numericChunk, type Piece, type RawChunk } from "#table/csv/pieces.ts";
import { planOf } from "#table/csv/plan.ts";
import { type ReadOptions, readCsv, readCsvSuperblocks } from "#table/csv/read.ts";
import { MAX_ROW_BYTES } from "#table/csv/split.ts";
import { previewRows } from "#table/preview.ts";
import type { Table } from "#table/types.ts";
import { bytesOf, inPieces } from "../../helpers/csv.ts";
import { anyFile } from "../../helpers/csv-files.ts";

/** What a read gives, or its error, as plain data. */
async function outcome(content: string | Uint8Array, options: ReadOptions): Promise<unknown> {
  try {
    return await readCsv(inPieces(bytesOf(content), 11), options);
  } catch (error) {
    const { code, message, at, value } = error as { code: string; message: string; at: unknown; value: unknown };
    return { code, message, at, value };
  }
}

/** As workers do: all parts by the plan of the first rows in an order of their own, pieces put together wherever they came from. */
async function readApart(text: string, partBytes: number, random: () => number): Promise<Table> {
  const file = await openCsv(inPieces(bytesOf(text), 1 << 16), { partBytes });
  const parts: Part[] = [];
  for await (const part of file.parts) parts.push(part);
  const joiner = new Joiner(file.header, planOf(file, parts[0] ?? null, undefined));
  const shuffled = <T>(list: readonly T[]): T[] =>
    list
      .map((x) => ({ x, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ x }) => x);
  const reads = new Map(shuffled(parts).map((part) => [part.index, readPart(part, joiner.plan)]));
  let pieces: Piece[] = [];
  for (let i = 0; i < parts.length; ) {
    const part = parts[i] as Part;
    const read: PartRead | undefined = reads.get(i);
    const current = read && joiner.accepts(read.summary) ? read : readPart(part, joiner.plan);
    const placed = joiner.add(current.summary);
    if (placed === null) pieces = [];
    else pieces.push(...cutPieces(current, placed).map(detached));
    i = placed === null ? 0 : i + 1;
    // Its codes are the file's now: it would be read anew.
    reads.delete(i - 1);
    if (placed === null) reads.clear();
  }
  joiner.end();
  const { columns } = joiner.columns();
  const chunks = Array.from({ length: countSuperblocks(joiner.nRows) }, (_, k) => {
    const own = shuffled(pieces.filter(({ superblock }) => superblock === k));
    const nRows = own.reduce((sum, piece) => sum + piece.nRows, 0);
    return assemble(own, nRows, (column) => joiner.valuesOf(column));
  });
  const whole = columns.map((column, c) => {
    const own = chunks.map((chunk) => chunk[c] as RawChunk);
    if (column.type === "category") return categoryColumn(column.name, column.words, own as Int32Array[]);
    return numberColumn(
      column.name,
      column.type,
      own.map((chunk) => numericChunk(chunk, column)),
    );
  });
  return tableOf(joiner.nRows, whole);
}

describe("parts, read apart and out of order", () => {
  it("make the table that one pass makes", async () => {
    const cells = (i: number): string[] => [
      String(i % 3 === 0 ? i / 8 : i),
      i % 1000 === 7 ? "" : `"w ${(i * 7919) % 5000}"`,
      i < 30_000 ? "1.50" : i === 30_000 ? "text" : "2",
      i < 68_000 ? "" : (i / 100).toFixed(2),
      new Date(i * 3_600_000).toISOString().slice(0, i % 2 === 0 ? 10 : 16),
    ];
    const text = `a,b,c,d,e\n${Array.from({ length: 140_000 }, (_, i) => `${cells(i).join(",")}\n`).join("")}`;
    const { table } = await readCsv(inPieces(bytesOf(text), 1 << 16), {});
    expect(table.columns.map(({ info }) => info.type)).toEqual(["number", "category", "category", "number", "date"]);
    for (const [seed, partBytes] of [
      [1, 100_000],
      [2, 1 << 20],
      [3, 1 << 24],
    ] as const) {
      let state = seed;
      const random = (): number => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state / 2 ** 32;
      };
      expect(await readApart(text, partBytes, random)).toEqual(table);
    }
  });
});

describe("readCsv, in parts", () => {
  it("gives the same table, or the same error, for every size of its parts", async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, fc.integer({ min: 1, max: 40 }), async (text, partBytes) => {
        const options = { delimiter: ",", decimal: "." as const };
        const whole = await outcome(text, { ...options, partBytes: 1 << 20 });
        expect(await outcome(text, { ...options, partBytes })).toEqual(whole);
      }),
      { numRuns: 2000 },
    );
  });

  it("cuts parts after rows only, and where it says they lie", async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, fc.integer({ min: 1, max: 40 }), async (text, partBytes) => {
        const bytes = bytesOf(text);
        const options: OpenOptions = { delimiter: ",", decimal: ".", partBytes };
        const { parts, header } = await openCsv(inPieces(bytes, 7), options).catch(() => ({ parts: [], header: null }));
        fc.pre(header !== null);
        let end = -1;
        for await (const { bytes: part, length, offset, blanks, index } of parts) {
          expect(part.subarray(0, length)).toEqual(bytes.subarray(offset, offset + length));
          const between = end < 0 ? "" : new TextDecoder().decode(bytes.subarray(end, offset));
          expect(between).toMatch(/^[\r\n]*$/);
          if (end >= 0) expect(between.replaceAll("\r\n", "\n").length).toBe(blanks);
          expect(index === 0).toBe(end < 0);
          end = offset + length;
        }
      }),
      { numRuns: 500 },
    );
  });

  it("finds the first error of the file, whatever part it is in", async () => {
    const rows = Array.from({ length: 200 }, (_, i) => `${i},2021-01-05,"t\n"`);
    rows[150] = "one,2021-01-05,t";
    rows[170] = "1,2";
    const types: ReadOptions["types"] = [{ column: "n", type: "number" }];
    for (const partBytes of [16, 100, 1000, 1 << 20]) {
      expect(await outcome(`n,d,t\n${rows.join("\n")}`, { types, partBytes })).toMatchObject({
        message: 'column "n", row 151 (line 302): must be a finite number or missing; got "one"',
      });
    }
  });

  it("refuses a row that is too long, after the rows before it", async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield bytesOf("a,b\n1,2\n3,");
      for (const piece = new Uint8Array(1 << 20).fill(65); ; ) yield piece;
    }
    await expect(readCsv(endless(), { delimiter: "," })).rejects.toMatchObject({
      code: "csv-binary",
      message: `file: must have rows of at most ${MAX_ROW_BYTES / 2 ** 20} MiB; got a longer one`,
    });
  });
});

/** A file of one column of interest and another, so that blank cells are rows. */
const withColumn = (cells: string[]): string => `x,y\n${cells.map((x) => `${x},1\n`).join("")}`;
const numbers = (n: number): string[] => Array.from({ length: n }, (_, i) => String(i % 1000));
const valueAt = (table: Table, row: number): unknown => previewRows(table, row, row + 1)[0]?.[0];

describe("readCsv, the type of a column", () => {
  it("is fixed by its first superblock: a later value that does not fit names row, column, value and the way out", async () => {
    const cells = [...numbers(SUPERBLOCK_ROWS), "many"];
    for (const partBytes of [50_000, 1 << 24]) {
      expect(await outcome(withColumn(cells), { partBytes })).toEqual({
        code: "column-type",
        message:
          'column "x", row 65537: must be a finite number or missing, as its first rows are (types: [{ column: "x", type: "category" }] makes it text); got "many"',
        at: { row: 65_537, column: "x" },
        value: "many",
      });
    }
    const types: ReadOptions["types"] = [{ column: "x", type: "category" }];
    const { table } = await readCsv(inPieces(bytesOf(withColumn(cells)), 1 << 16), { types });
    expect(valueAt(table, SUPERBLOCK_ROWS)).toBe("many");
    expect(valueAt(table, 7)).toBe("7");
  });

  it("widens over all parts of the first superblock", async () => {
    const cells = [...numbers(SUPERBLOCK_ROWS - 1), "many", "1.50"];
    const { table } = await readCsv(inPieces(bytesOf(withColumn(cells)), 1 << 16), { partBytes: 10_000 });
    expect(table.columns[0]?.info).toMatchObject({ type: "category", missing: 0 });
    expect(table.columns[0]?.info.levels?.length).toBe(1002);
    expect(valueAt(table, 12)).toBe("12");
  });

  it.each([
    ["numbers", ["1.5", "", "-2"], "number", [1.5, null, -2]],
    ["dates", ["2021-01-05", "NA", "2021-01-06"], "date", ["2021-01-05", null, "2021-01-06"]],
    ["text", ["1.50", "2021-01-05", "x"], "category", ["1.50", "2021-01-05", "x"]],
  ])("is that of its first values, %s, where they come late", async (_, late, type, expected) => {
    for (const before of [600, 2 * SUPERBLOCK_ROWS + 5]) {
      const text = withColumn([...new Array<string>(before).fill(""), ...late, ...new Array<string>(70_000).fill("")]);
      const whole = (await outcome(text, { partBytes: 1 << 24 })) as { table: Table };
      expect(whole.table.columns[0]?.info).toMatchObject({
        type,
        missing: whole.table.nRows - expected.filter((v) => v !== null).length,
      });
      expect(expected.map((_, i) => valueAt(whole.table, before + i))).toEqual(expected);
      expect(await outcome(text, { partBytes: 5000 })).toEqual(whole);
    }
  });

  it("of a column that begins late is fixed by the superblock with its first value", async () => {
    const cells = [...new Array<string>(1000).fill(""), ...numbers(SUPERBLOCK_ROWS), "many"];
    for (const partBytes of [50_000, 1 << 24]) {
      expect(await outcome(withColumn(cells), { partBytes })).toMatchObject({
        code: "column-type",
        at: { row: 66_537 },
      });
    }
  });
});

describe("readCsvSuperblocks", () => {
  it("gives each superblock once, with levels that only grow at their end", async () => {
    const n = 2 * SUPERBLOCK_ROWS + 10;
    const word = (i: number): string => (i < SUPERBLOCK_ROWS ? "m" : i < 2 * SUPERBLOCK_ROWS ? "z" : "a");
    const text = `n,c\n${Array.from({ length: n }, (_, i) => `${i},${word(i)}\n`).join("")}`;
    const { table } = await readCsv(inPieces(bytesOf(text), 1 << 16), {});
    let k = 0;
    let known: string[] = [];
    for await (const { table: own, levels, undecided } of readCsvSuperblocks(inPieces(bytesOf(text), 1 << 16), {})) {
      expect(own.superblocks).toEqual([k]);
      expect(own.columns[0]?.chunks[0]).toEqual(table.columns[0]?.chunks[k]);
      const words = levels[1] ?? [];
      expect(words.slice(0, known.length)).toEqual(known);
      const sorted = Array.from(own.columns[1]?.chunks[0] ?? [], (code) => words[code]);
      expect(new Set(sorted)).toEqual(new Set([word(k * SUPERBLOCK_ROWS)]));
      expect(undecided).toEqual([]);
      known = words;
      k++;
    }
    expect(known).toEqual(["m", "z", "a"]);
    expect(k).toBe(3);
  });

  it("says which columns have no value yet, and lets its source go when it is left", async () => {
    let ended = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        yield bytesOf("x,y\n");
        for (;;) yield bytesOf(",1\n".repeat(10_000));
      } finally {
        ended = true;
      }
    }
    for await (const { undecided, table } of readCsvSuperblocks(source(), { delimiter: "," })) {
      expect(undecided).toEqual(["x"]);
      expect(table.columns[0]?.info).toEqual({ name: "x", type: "number", missing: SUPERBLOCK_ROWS });
      break;
    }
    expect(ended).toBe(true);
  });
});
