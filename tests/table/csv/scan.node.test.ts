// Parts whose plain rows every build of the kernel reads, against the same parts read by the book.

import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { openBackend } from "#kernel/choose.ts";
import { LF } from "#table/csv/bytes.ts";
import { openCsv } from "#table/csv/open.ts";
import { type CsvPlan, PADDING, type Part, type PartRead } from "#table/csv/part.ts";
import { readPart, type ScanRows } from "#table/csv/part-reader.ts";
import { planOf } from "#table/csv/plan.ts";
import { type ReadOptions, readCsv } from "#table/csv/read.ts";
import { bytesOf, inPieces } from "../../helpers/csv.ts";
import { anyFile } from "../../helpers/csv-files.ts";

/** The reader of plain rows copies windows of this many bytes. */
const WINDOW_BYTES = 262_144;

function partOf(text: string): Part {
  const content = bytesOf(text);
  const bytes = new Uint8Array(content.length + PADDING).fill(LF);
  bytes.set(content);
  return { index: 0, bytes, length: content.length, offset: 0, blanks: 0, overlong: false };
}

function planWith(
  types: CsvPlan["columns"][number]["type"][],
  more: Partial<CsvPlan> & { asked?: boolean } = {},
): CsvPlan {
  const { asked = false, ...rest } = more;
  const columns = types.map((type, c) => ({ name: `c${c}`, type, asked }));
  return { delimiter: 44, mark: 46, na: ["NA"], columns, ...rest };
}

async function partsOf(text: string, options: ReadOptions = {}): Promise<{ plan: CsvPlan; parts: Part[] }> {
  const file = await openCsv(inPieces(bytesOf(text), 1 << 16), options);
  const parts: Part[] = [];
  for await (const part of file.parts) parts.push(part);
  return { plan: planOf(file, parts[0] ?? null, undefined), parts };
}

async function outcome(text: string, options: ReadOptions): Promise<unknown> {
  try {
    return await readCsv(inPieces(bytesOf(text), 1 << 12), options);
  } catch (error) {
    const { code, message, at, value } = error as { code: string; message: string; at: unknown; value: unknown };
    return { code, message, at, value };
  }
}

describe.each(["scalar", "simd", "relaxed"] as const)("plain rows read by the %s kernel", (build) => {
  let scanRows: ScanRows;

  beforeAll(async () => {
    const { backend } = await openBackend(build);
    scanRows = backend.scanRows as ScanRows;
  });

  const expectSame = (part: Part, plan: CsvPlan): PartRead => {
    const read = readPart(part, plan, scanRows);
    expect(read).toEqual(readPart(part, plan));
    return read;
  };

  it("gives the same table, or the same error, of any file", async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, fc.integer({ min: 1, max: 200 }), async (text, partBytes) => {
        expect(await outcome(text, { scanRows, partBytes })).toEqual(await outcome(text, { partBytes }));
      }),
      { numRuns: 500 },
    );
  });

  it("gives the same part under any plan", () => {
    const type = fc.constantFrom("number" as const, "date" as const, "category" as const, null);
    const plans = fc.tuple(fc.array(type, { minLength: 1, maxLength: 4 }), fc.boolean(), fc.boolean());
    fc.assert(
      fc.property(anyFile, plans, (text, [types, asked, isNumeric]) => {
        const rows = text.slice(text.search(/[\r\n]/) + 1);
        expectSame(partOf(rows), planWith(types, { asked, ...(isNumeric && { na: ["7", "1"] }) }));
      }),
      { numRuns: 1000 },
    );
  });

  it("rounds every number as the language does", () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: 12 });
    const number = fc
      .tuple(fc.constantFrom("", "-"), digits, fc.constantFrom("", "."), digits, fc.constantFrom("", "", "", "e5", " "))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 60 }), (numbers) => {
        const [values] = expectSame(
          partOf(numbers.map((text) => `${text},x\n`).join("")),
          planWith(["number", null], { asked: true }),
        ).columns;
        const wanted = numbers.map((text) => (text.trim() === "" ? Number.NaN : Number(text)));
        const isNumber = numbers.map((text) => /\d/.test(text));
        expect([...(values ?? [])].filter((_, i) => isNumber[i])).toEqual(wanted.filter((_, i) => isNumber[i]));
      }),
      { numRuns: 3000 },
    );
  });

  it("rounds numbers of 15 to 18 digits as the language does", () => {
    const number = fc
      .tuple(fc.bigInt({ min: 10n ** 14n, max: 10n ** 18n - 1n }), fc.integer({ min: 0, max: 18 }))
      .map(([units, nFraction]) => {
        const text = String(units).padStart(nFraction + 1, "0");
        return `${text.slice(0, text.length - nFraction)}.${text.slice(text.length - nFraction)}`;
      });
    fc.assert(
      fc.property(fc.array(number, { minLength: 50, maxLength: 50 }), (numbers) => {
        const [values] = expectSame(partOf(numbers.map((text) => `${text}\n`).join("")), planWith(["number"])).columns;
        expect([...(values ?? [])]).toEqual(numbers.map(Number));
      }),
      { numRuns: 400 },
    );
  });

  it("reads every day of two centuries, and none that is not", () => {
    const days = Array.from({ length: 80_000 }, (_, k) => new Date((k - 30_000) * 864e5).toISOString().slice(0, 10));
    const wrong = [
      "2021-02-29",
      "1900-02-29",
      "2021-13-01",
      "2021-00-10",
      "2021-04-31",
      "2021-01-00",
      "0000-01-01",
      "2021/01/01",
      "21-01-01",
    ];
    const [values] = expectSame(partOf([...days, "2000-02-29", ...wrong, ""].join("\n")), planWith(["date"])).columns;
    expect([...(values ?? [])].slice(0, days.length)).toEqual(days.map((_, k) => k - 30_000));
  });

  it("goes on where windows, rows and words of a large part end", async () => {
    const random = (i: number, k: number) => Math.abs(Math.sin(i * 12.9898 + k * 78.233) * 43758.5453) % 1;
    const rows = Array.from({ length: 20_000 }, (_, i) => {
      const long = i === 5017 ? "y".repeat(WINDOW_BYTES + i) : `id${Math.floor(random(i, 1) * 3000)}`;
      const quoted = i % 997 === 5 ? '"said ""so"""' : i % 7 === 0 ? '"north, or south"' : "east";
      return `${i},${(random(i, 2) * 1e4).toFixed(i % 9)},${long},${quoted},2020-01-${String((i % 31) + 1).padStart(2, "0")}`;
    });
    for (const end of ["\n", "\r\n", "\r"]) {
      const { plan, parts } = await partsOf(["n,x,id,side,day", ...rows, ""].join(end), { partBytes: 2 ** 24 });
      for (const part of parts) expectSame(part, plan);
      expect(parts.length).toBeGreaterThan(1);
    }
  });

  it("ends rows where a window may end, whatever stands there", () => {
    const cells = ["1", "-2.5", "", "word", '"in quotes"', "2021-01-05", "123456789.25"];
    for (let shift = 0; shift < 40; shift++) {
      for (const end of ["\n", "\r\n", "\r"]) {
        const plain = `${"x".repeat(2000)},0,0,w,q,2021-01-05,0${end}`;
        const filled = plain.repeat(Math.floor((WINDOW_BYTES - 2100) / plain.length));
        const head = `${filled}${"x".repeat(WINDOW_BYTES - 30 - shift - filled.length)}${",".repeat(cells.length - 1)}${end}`;
        const text = `${head}${cells.join(",")}${end}${cells.join(",")}${end}`;
        const part = partOf(text);
        const plan = planWith(["category", "number", "number", "category", "category", "date", "number"]);
        const nRows = Math.floor((WINDOW_BYTES - 2100) / plain.length) + 3;
        expect(expectSame(part, plan).summary.nRows).toBe(nRows);
      }
    }
  });

  it("reads more columns of words than it has tables for, and more words than a table takes", () => {
    const nColumns = 70;
    const text = Array.from({ length: 1200 }, (_, i) =>
      Array.from({ length: nColumns }, (_, c) => (c % 3 === 0 ? `w${i}` : c % 3 === 1 ? `w${i % 5}` : "NA")).join(","),
    ).join("\n");
    expectSame(partOf(`${text}\n`), planWith(Array.from({ length: nColumns }, () => "category")));
  });
});
