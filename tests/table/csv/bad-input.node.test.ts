import { describe, expect, it } from "vitest";
import { LeastwiseError } from "#base/error.ts";
import { type ReadOptions, readCsv } from "#table/csv/read.ts";
import { MAX_ROW_BYTES } from "#table/csv/split.ts";
import { bytesOf, inPieces } from "../../helpers/csv.ts";

/** The error that a file gives, as a plain object. */
async function errorOf(content: string | Uint8Array, options: ReadOptions = {}): Promise<object> {
  const error = await readCsv(inPieces(bytesOf(content), 1 << 20), options).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof LeastwiseError)) throw new Error(`expected a LeastwiseError; got ${error}`);
  const { code, message, at, value } = error;
  return { code, message, at, value };
}

describe("readCsv refuses", () => {
  it("a row with too few fields", async () => {
    expect(await errorOf("a,b,c\n1,2,3\n4,5\n6,7,8\n")).toEqual({
      code: "csv-ragged-row",
      message: 'row 2: must have 3 fields like the header; got 2, no value for "c"',
      at: { row: 2, column: "c" },
      value: 2,
    });
  });

  it("a row with too many fields", async () => {
    expect(await errorOf('a,b\n1,2\n3,4,"extra, long"\n')).toEqual({
      code: "csv-ragged-row",
      message: 'row 2: must have 2 fields like the header; got 3, the first too many being "extra, long"',
      at: { row: 2 },
      value: 3,
    });
  });

  it("a ragged row below quoted line ends, naming its line too", async () => {
    expect(await errorOf('a,b\n1,"x\ny\r\nz"\n2\n')).toMatchObject({
      message: 'row 2 (line 5): must have 2 fields like the header; got 1, no value for "b"',
      at: { row: 2, column: "b" },
    });
  });

  it("a blank line between rows", async () => {
    expect(await errorOf("a,b\n1,2\n\n\n3,4\n")).toMatchObject({
      code: "csv-ragged-row",
      message: "row 2: must have 2 fields like the header; got a blank line",
      at: { row: 2, column: "a" },
      value: 0,
    });
  });

  it("a quote that is not closed, naming the row where it opened", async () => {
    expect(await errorOf('a,b\n1,2\n3,"four\n5,6\n7,8\n')).toEqual({
      code: "csv-unclosed-quote",
      message: 'column "b", row 2: must close its quote; got "\\"four\\n5,6\\n7,8\\n"',
      at: { row: 2, column: "b" },
      value: '"four\n5,6\n7,8\n',
    });
  });

  it("a quote left open for longer than a row may be, without reading on", async () => {
    let nPieces = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield bytesOf('a,b\n1,2\n3,"open\n');
      for (const piece = new Uint8Array(1 << 20).fill(65); ; nPieces++) yield piece;
    }
    const reading = readCsv(endless(), { delimiter: ",", decimal: "." });
    await expect(reading).rejects.toMatchObject({ code: "csv-unclosed-quote", at: { row: 2, column: "b" } });
    expect(nPieces).toBeLessThan((4 * MAX_ROW_BYTES) / 2 ** 20);
  });

  it("a file without lines", async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (const piece = new Uint8Array(1 << 20).fill(65); ; ) yield piece;
    }
    await expect(readCsv(endless(), {})).rejects.toMatchObject({ code: "csv-binary" });
  });

  it("text after a closing quote", async () => {
    expect(await errorOf('a,b\n1,"2"x,y\n')).toEqual({
      code: "csv-text-after-quote",
      message: 'column "b", row 1: must end with its closing quote; got "x,y" after it',
      at: { row: 1, column: "b" },
      value: "x,y",
    });
  });

  it("an unclosed quote in the header", async () => {
    expect(await errorOf('a,"b\n1,2\n')).toMatchObject({
      code: "csv-unclosed-quote",
      message: expect.stringMatching(/^header, field 2: must close its quote/),
      at: {},
    });
  });

  it.each([
    ["nothing", ""],
    ["a byte order mark", "\ufeff"],
    ["blank lines", "\n\r\n\n"],
  ])("an empty file: %s", async (_, content) => {
    expect(await errorOf(content)).toMatchObject({ code: "csv-empty" });
  });

  it.each(["a,b,c", "a,b,c\n", "a,b,c\r\n\r\n"])("a header alone: %j", async (content) => {
    expect(await errorOf(content)).toMatchObject({ code: "csv-no-rows" });
  });

  it.each([
    ["Excel", [0x50, 0x4b, 0x03, 0x04, 0x14]],
    ["old Excel", [0xd0, 0xcf, 0x11, 0xe0, 0xa1]],
    ["PDF", [...bytesOf("%PDF-1.7\n")]],
    ["PNG", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]],
    ["JPEG", [0xff, 0xd8, 0xff, 0xe0]],
    ["Parquet", [...bytesOf("PAR1"), 21, 0]],
    ["UTF-16", [0xff, 0xfe, 0x61, 0x00]],
    ["NUL", [...bytesOf("a,b\n1,"), 0, 10]],
    ["control characters", Array.from({ length: 255 }, (_, i) => 1 + ((i * 101) % 255))],
  ])("a binary file, saying that it is %s", async (kind, bytes) => {
    expect(await errorOf(Uint8Array.from(bytes))).toMatchObject({
      code: "csv-binary",
      message: expect.stringContaining(kind),
    });
  });

  it("a NUL byte far into the file, naming the cell", async () => {
    const text = `a,b\n${"1,2\n".repeat(100_000)}3,\0\n`;
    expect(await errorOf(text)).toEqual({
      code: "csv-binary",
      message: 'column "b", row 100001: must be text; got a NUL byte',
      at: { row: 100_001, column: "b" },
      value: 0,
    });
  });

  it("two columns of one name", async () => {
    expect(await errorOf("a,b, a\n1,2,3\n")).toEqual({
      code: "column-duplicate",
      message: 'column names: must differ; got "a" for columns 1 and 3',
      at: { column: "a" },
      value: "a",
    });
  });

  it("a column without a name, saying which", async () => {
    expect(await errorOf("a, ,c\n1,2,3\n")).toMatchObject({
      code: "column-name-empty",
      message: "column names: must not be empty; got no name for column 2 of 3",
      value: 2,
    });
  });

  it("the first value in the file that does not fit the types asked for", async () => {
    const types: ReadOptions["types"] = [
      { column: "n", type: "number" },
      { column: "d", type: "date" },
    ];
    expect(await errorOf('n,d,t\n1,2021-01-05,"x\ny"\n2,5 May,z\nthree,,z\n', { types })).toEqual({
      code: "column-type",
      message: 'column "d", row 2 (line 4): must be an ISO 8601 date or missing; got "5 May"',
      at: { row: 2, column: "d" },
      value: "5 May",
    });
    expect(await errorOf("n,d\n1,2021-01-05\nthree,\n", { types })).toMatchObject({
      message: 'column "n", row 2: must be a finite number or missing; got "three"',
      at: { row: 2, column: "n" },
    });
  });

  it("a value that does not fit before a ragged row, since it comes first", async () => {
    const types: ReadOptions["types"] = [{ column: "a", type: "number" }];
    expect(await errorOf("a,b\nx,1\n2\n", { types })).toMatchObject({ code: "column-type", at: { row: 1 } });
    expect(await errorOf("a,b\n2\nx,1\n", { types })).toMatchObject({ code: "csv-ragged-row", at: { row: 1 } });
  });

  it("a type for a column that is not there", async () => {
    expect(await errorOf("a,b\n1,2\n", { types: [{ column: "constructor", type: "number" }] })).toMatchObject({
      code: "column-unknown",
      message: 'types: must name columns of the file ("a", "b"); got "constructor"',
    });
  });

  it("long values, but shows their beginning only", async () => {
    const { message } = (await errorOf(`a,b\n1,${"<script>".repeat(1000)},\n`)) as { message: string };
    expect(message.length).toBeLessThan(200);
  });
});
