import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { type ReadOptions, readCsv } from "#table/csv/read.ts";
import { fromColumns } from "#table/from-columns.ts";
import { previewRows } from "#table/preview.ts";
import type { ColumnInfo, CsvDialect, PreviewRow } from "#table/types.ts";
import { bytesOf, inPieces } from "../../helpers/csv.ts";

interface Result {
  info: ColumnInfo[];
  rows: PreviewRow[];
  dialect: CsvDialect;
  stored: string[];
}

async function read(content: string | Uint8Array, options: ReadOptions = {}): Promise<Result> {
  const { table, dialect } = await readCsv(inPieces(bytesOf(content), 1000), options);
  return {
    info: table.columns.map(({ info }) => info),
    rows: previewRows(table, 0, table.nRows),
    dialect,
    stored: table.columns.map(({ chunks }) => chunks[0]?.constructor.name ?? "none"),
  };
}

/** The values of the only column of a file. */
const column = async (cells: string[], options: ReadOptions = {}): Promise<PreviewRow> =>
  (await read(`x,y\n${cells.map((cell) => `${cell},1\n`).join("")}`, { delimiter: ",", ...options })).rows.map(
    ([value]) => value ?? null,
  );

describe("readCsv, the dialect", () => {
  it.each([
    ["a,b\n1.5,2\n", ",", "."],
    ["a;b\n1,5;2\n", ";", ","],
    ["a;b\n1.5;2\n", ";", "."],
    ["a\tb\n1,5\t2,25\n", "\t", ","],
    ["a|b|c\n1|2|x, y\n", "|", "."],
    ["x, y;z\n1,5;2\n3,5;4\n", ";", ","],
    ['"a;b";c\n"1;2";3\n', ";", "."],
    ["x\n1,5\n-2,25\n", ";", ","],
    ["x\n1\n2\n", ",", "."],
    ["when;what\n2021-01-05;1.234,5\n", ";", "."],
  ])("%j is split by %j with decimal %j", async (text, delimiter, decimal) => {
    expect((await read(text)).dialect).toMatchObject({ delimiter, decimal });
  });

  it("does not take thousands for decimals where it cannot know", async () => {
    const { info, rows } = await read("a\tb\n1,234\t5\n12,500\t6\n");
    expect(info[0]?.type).toBe("category");
    expect(rows[0]).toEqual(["1,234", 5]);
  });

  it("takes a control character that is asked for as delimiter, and a stray one as text", async () => {
    const { rows } = await read("a\x01b\n1\x01p\x02q\n2\x01r\n3\x01s\n4\x01t\n", { delimiter: "\x01" });
    expect(rows[0]).toEqual([1, "p\x02q"]);
    expect(rows.length).toBe(4);
  });

  it("takes the delimiter and the decimal mark that are asked for", async () => {
    const { rows } = await read("a:b\n1,5:2\n", { delimiter: ":", decimal: "," });
    expect(rows).toEqual([[1.5, 2]]);
  });

  it.each([{ delimiter: ",," }, { delimiter: '"' }, { delimiter: "\n" }, { delimiter: "é" }, { delimiter: "1" }])(
    "refuses %j",
    async (options) => {
      await expect(read("a,b\n1,2\n", options)).rejects.toMatchObject({ code: "bad-argument" });
    },
  );

  it("drops a byte order mark and says so", async () => {
    const { info, dialect } = await read("\ufeffa,b\n1,2\n");
    expect(info[0]?.name).toBe("a");
    expect(dialect).toMatchObject({ bom: true, encoding: "utf-8" });
  });

  it("reads windows-1252 where a text is not UTF-8", async () => {
    const bytes = Uint8Array.from("caf\xe9,price\n\x80,1\nna\xefve,2\n", (c) => c.charCodeAt(0));
    const { info, dialect, rows } = await read(bytes);
    expect(dialect.encoding).toBe("windows-1252");
    expect(info[0]?.name).toBe("café");
    expect(rows).toEqual([
      ["€", 1],
      ["naïve", 2],
    ]);
  });

  it("reads a file that turns out not to be UTF-8 in its last row as windows-1252 throughout", async () => {
    const head = bytesOf(`a,b\n${"é,1\n".repeat(70_000)}`);
    const { table, dialect } = await readCsv(join(head, Uint8Array.of(0xe9, 44, 50, 10)), {});
    expect(dialect.encoding).toBe("windows-1252");
    expect(table.columns[0]?.info.levels).toEqual(["Ã©", "é"]);
  });

  it.each(["\n", "\r\n", "\r"])("takes %j for a line end, with and without one at the end", async (end) => {
    for (const last of ["", end, end + end]) {
      const { rows } = await read(`a,b${end}1,x${end}2,y${last}`);
      expect(rows).toEqual([
        [1, "x"],
        [2, "y"],
      ]);
    }
  });

  it("keeps quoted line ends, delimiters and doubled quotes", async () => {
    const { rows } = await read('a,b\n"x\r\ny","say ""hi"", then go"\n"",""""\n');
    expect(rows).toEqual([
      ["x\r\ny", 'say "hi", then go'],
      [null, '"'],
    ]);
  });

  it("passes over spaces between a closing quote and the delimiter", async () => {
    expect((await read('a,b\n"x" ,"y"  \n')).rows).toEqual([["x", "y"]]);
  });

  it("trims names but not text", async () => {
    const { info, rows } = await read("a, b , c\n x ,2, 3\n");
    expect(info.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(rows).toEqual([[" x ", 2, 3]]);
  });
});

async function* join(...parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield part;
}

describe("readCsv, types", () => {
  it("reads numbers, dates, categories and what is missing", async () => {
    const { info, rows } = await read("n,d,c\n1,2021-01-05,b\nNA,,\n-2.5,2021-01-06T06:00:00Z,a\n");
    expect(info).toEqual([
      { name: "n", type: "number", missing: 1, min: -2.5, max: 1, mean: -0.75 },
      { name: "d", type: "date", missing: 1, min: 18632, max: 18633.25, mean: 18632.625 },
      { name: "c", type: "category", missing: 1, levels: ["a", "b"] },
    ]);
    expect(rows[2]).toEqual([-2.5, "2021-01-06 06:00", "a"]);
  });

  it("takes a column with nothing in it for numbers", async () => {
    const { info } = await read("a,b\n,1\nNA,2\n");
    expect(info[0]).toEqual({ name: "a", type: "number", missing: 2 });
  });

  it("takes booleans for categories", async () => {
    expect((await read("a,b\ntrue,1\nfalse,2\n")).info[0]?.levels).toEqual(["false", "true"]);
  });

  it("sorts levels by code point", async () => {
    expect((await read("a,b\né,1\nZ,2\na,3\n😀,4\n\uffee,5\n_,6\n")).info[0]?.levels).toEqual([
      "Z",
      "_",
      "a",
      "é",
      "\uffee",
      "😀",
    ]);
  });

  it("keeps identifiers as text: leading zeros, and whole numbers that a double does not hold", async () => {
    expect(await column(["00501", "90210"])).toEqual(["00501", "90210"]);
    expect(await column(["12345678901234567", "1"])).toEqual(["12345678901234567", "1"]);
    expect(await column(["0", "0.5", "-0.25"])).toEqual([0, 0.5, -0.25]);
  });

  it("gives back every number as it was written when a later value is text", async () => {
    const cells = [
      "12.50",
      "1e5",
      "+3",
      " 7 ",
      ".5",
      "5.",
      "-0",
      "0.10",
      "43708.61069626262",
      "0.30000000000000004",
      "-0.1234567890123456789",
      "1000000",
    ];
    expect(await column([...cells, "NA", "x"])).toEqual([...cells, null, "x"]);
  });

  it("gives back every date as it was written when a later value is text", async () => {
    const cells = [
      "2021-01-05",
      "1899-12-31",
      "0001-01-01",
      "2021-01-05T10:20",
      "2021-01-05 10:20:30",
      "2021-01-05T10:20:30Z",
      "2021-01-05T23:59:59.999+02:00",
      "2021-01-05T00:00:00.123456-0330",
      "1960-02-29T01:00:00.5+14",
    ];
    expect(await column([...cells, "x"])).toEqual([...cells, "x"]);
  });

  it("gives back any numbers when the last value of the first superblock is text", async () => {
    const cells = Array.from({ length: SUPERBLOCK_ROWS - 1 }, (_, i) =>
      i % 7 === 0 ? `${i}e1` : i % 5 === 0 ? "" : (i / 8).toFixed(i % 4),
    );
    const got = await column([...cells, "end", "1.50"]);
    expect(got).toEqual([...cells, "end", "1.50"].map((cell) => (cell === "" ? null : cell)));
  });

  it("gives back whatever was written, wherever the text comes", async () => {
    const cell = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc
        .tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 20 }))
        .map(([x, k]) => x.toFixed(k)),
      fc.constantFrom("", "NA", "1e3", "007", "-0.0", "2021-01-05", "x"),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 20 }), async (cells) => {
        const asText = [...cells, "text"].map((value) => (value === "" || value === "NA" ? null : value));
        expect(await column([...cells, "text"])).toEqual(asText);
      }),
      { numRuns: 500 },
    );
  });

  it("turns numbers before a date, and dates before a number, into text", async () => {
    expect(await column(["1.50", "2021-01-05"])).toEqual(["1.50", "2021-01-05"]);
    expect(await column(["2021-01-05", "1.50"])).toEqual(["2021-01-05", "1.50"]);
    expect(await column(["", "2021-02-29"])).toEqual([null, "2021-02-29"]);
  });

  it("stores a column as f32 only if every value survives", async () => {
    expect((await read("a,b,c\n1,0.5,0.1\n2,NA,0.5\n")).stored).toEqual([
      "Float32Array",
      "Float32Array",
      "Float64Array",
    ]);
  });

  it("takes missing words that are asked for, numbers too, and no others", async () => {
    expect(await column(["-999", "3", "NA"], { na: ["-999"] })).toEqual([null, "3", "NA"]);
    expect(await column(["-999", "3", "-"], { na: ["-999", "-"] })).toEqual([null, 3, null]);
  });

  it("takes the types that are asked for", async () => {
    const options: ReadOptions = {
      types: [
        { column: "x", type: "number" },
        { column: "y", type: "category" },
      ],
    };
    const { rows } = await read("x,y\n007,1\n+1e3,2.50\n", { ...options });
    expect(rows).toEqual([
      [7, "1"],
      [1000, "2.50"],
    ]);
  });
});

describe("readCsv, shapes", () => {
  it("reads a file of one column, blank lines being missing but for those at the end", async () => {
    expect((await read("x\n1\n\n2\n\n\n")).rows).toEqual([[1], [null], [2]]);
    expect((await read('x\n""\n1\n""\n')).rows).toEqual([[null], [1], [null]]);
  });

  it("reads a file of one row", async () => {
    expect((await read("a,b\n1,x")).rows).toEqual([[1, "x"]]);
  });

  it("passes over blank lines above the header", async () => {
    expect((await read("\n\r\na,b\n1,2\n")).rows).toEqual([[1, 2]]);
  });

  it("takes any names: of object members, in quotes, in HTML and emoji", async () => {
    const names = [
      "__proto__",
      "constructor",
      "(Intercept)",
      'say "x"',
      "<b onclick=alert(1)>",
      "🐈‍⬛",
      "a\nb",
      "hasOwnProperty",
    ];
    const header = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(",");
    const { info, rows } = await read(`${header}\n${names.map((_, i) => i).join(",")}\n`);
    expect(info.map(({ name }) => name)).toEqual(names);
    expect(rows).toEqual([names.map((_, i) => i)]);
  });

  it("takes names that begin as binary files do", async () => {
    expect((await read("PAR1,PAR2\n1,2\n")).info[0]?.name).toBe("PAR1");
  });

  it("takes levels of such names too", async () => {
    const names = ["__proto__", "constructor", "toString"];
    expect(await column(names)).toEqual(names);
  });

  it("cuts columns into superblocks", async () => {
    const n = 2 * SUPERBLOCK_ROWS + 3;
    const text = `n,c\n${Array.from({ length: n }, (_, i) => `${i},${i % 3 === 0 ? "z" : "a"}\n`).join("")}`;
    const { table } = await readCsv(inPieces(bytesOf(text), 100_000), {});
    expect(table.superblocks).toEqual([0, 1, 2]);
    const sizes = [SUPERBLOCK_ROWS, SUPERBLOCK_ROWS, 3];
    for (const { chunks } of table.columns) expect(chunks.map(({ length }) => length)).toEqual(sizes);
    expect(table).toEqual(
      fromColumns([
        { name: "n", values: Array.from({ length: n }, (_, i) => i) },
        { name: "c", values: Array.from({ length: n }, (_, i) => (i % 3 === 0 ? "z" : "a")) },
      ]),
    );
  });

  it("reads more columns than a slice has bytes", async () => {
    const p = 500;
    const names = Array.from({ length: p }, (_, j) => `column ${j}`).join(",");
    const { rows } = await read(`${names}\n${Array.from({ length: p }, (_, j) => j).join(",")}\n`, {
      partBytes: 64,
      delimiter: ",",
    });
    expect(rows[0]).toEqual(Array.from({ length: p }, (_, j) => j));
  });
});
