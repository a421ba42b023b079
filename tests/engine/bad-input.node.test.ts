// What a person may bring that cannot be read or fitted, through the public API: code, place and value of each error, and
// that the table and the engine go on as before.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createEngine,
  type Engine,
  type ErrorCode,
  type ErrorPlace,
  LeastwiseError,
  type TableHandle,
} from "#engine/index.ts";

type Expected = [code: ErrorCode, at: ErrorPlace | undefined, value: unknown];

let engine: Engine;
let table: TableHandle;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  table = await engine.readCsv(
    "y,x,z,constant,empty,sparse,one,text\n" +
      "1,2,0,5,,1,u,a\n3,4,1,5,,,u,b\n4,9,5,5,,,u,a\n9,7,2,5,,,u,b\n2,5,8,5,,,u,a\n",
  );
});

afterAll(() => engine.close());

/** Code, place and value of the error that a call rejects with. */
async function errorOf(call: Promise<unknown>): Promise<Expected> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof LeastwiseError)) throw new Error(`expected a LeastwiseError; got ${error}`);
  expect(error.message).toMatch(/^[\s\S]+: [\s\S]+; got [\s\S]+$/);
  return [error.code, error.at, error.value];
}

const bytes = (...values: (string | number[])[]) =>
  new Blob(values.map((value) => (typeof value === "string" ? value : Uint8Array.from(value))));

const files: [what: string, source: string | Blob, ...expected: Expected][] = [
  ["a row too short", "a,b\n1,2\n3\n", "csv-ragged-row", { row: 2, column: "b" }, 1],
  ["a row too long", "a,b\n1,2\n3,4,5\n", "csv-ragged-row", { row: 2 }, 3],
  ["a blank line between rows", "a,b\n1,2\n\n3,4\n", "csv-ragged-row", { row: 2, column: "a" }, 0],
  ["a quote left open", 'a,b\n1,2\n3,"four\n5,6\n', "csv-unclosed-quote", { row: 2, column: "b" }, '"four\n5,6\n'],
  ["text after a quote", 'a,b\n1,"2"x\n', "csv-text-after-quote", { row: 1, column: "b" }, "x"],
  ["an empty file", "", "csv-empty", undefined, undefined],
  ["an empty Blob", bytes(), "csv-empty", undefined, undefined],
  ["a header alone", "a,b\n", "csv-no-rows", undefined, 0],
  ["a picture", bytes([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0]), "csv-binary", undefined, "a PNG picture"],
  ["an archive", bytes("PK", [3, 4, 20, 0]), "csv-binary", undefined, "a ZIP archive or Excel workbook (.xlsx)"],
  ["a NUL", bytes("a,b\n1,", [0], "\n"), "csv-binary", undefined, "binary data (a NUL byte)"],
  ["a late NUL", `a,b\n${"1,2\n".repeat(1e5)}3,\0`, "csv-binary", { row: 100_001, column: "b" }, 0],
  ["a name twice", "a,b,a\n1,2,3\n", "column-duplicate", { column: "a" }, "a"],
  ["__proto__ twice", "__proto__,__proto__\n1,2\n", "column-duplicate", { column: "__proto__" }, "__proto__"],
  ["a column without a name", "a,,c\n1,2,3\n", "column-name-empty", { column: "" }, 2],
];

describe("engine.readCsv(source) refuses", () => {
  it.each(files)("%s", async (_, source, ...expected) => {
    expect(await errorOf(engine.readCsv(source))).toEqual(expected);
  });

  it("an address that nobody answers, naming it", async () => {
    const url = new URL("http://127.0.0.1:1/nowhere.csv");
    expect(await errorOf(engine.readCsv(url))).toEqual(["fetch-failed", undefined, url.href]);
  });
});

const formulas: [formula: string, ...expected: Expected][] = [
  ["constant ~ x", "response-constant", { column: "constant" }, 5],
  ["empty ~ x", "response-missing", { column: "empty" }, 5],
  ["y ~ empty", "rows-too-few", { column: "empty" }, 0],
  ["sparse ~ x", "rows-too-few", undefined, 1],
  ["y ~ x + z + I(x^2) + I(z^2) + x:z", "rows-too-few", undefined, 5],
  ["y ~ log(z)", "value-not-finite", { row: 1, column: "z", char: 4 }, 0],
  ["log(z) ~ x", "value-not-finite", { row: 1, column: "z", char: 0 }, 0],
  ["y ~ I(1/(z - 1))", "value-not-finite", { row: 2, column: "z" }, 0],
  ["y ~ X", "column-unknown", { char: 4, column: "X" }, "X"],
  ["y ~ x + `no such`", "column-unknown", { char: 8, column: "no such" }, "`no such`"],
  ["constructor ~ x", "column-unknown", { char: 0, column: "constructor" }, "constructor"],
  ["y ~ __proto__", "column-unknown", { char: 4, column: "__proto__" }, "`__proto__`"],
  ["y ~ one", "term-one-level", { char: 4, column: "one" }, "u"],
  ["text ~ x", "column-type", { char: 0, column: "text" }, "the category text"],
  ["y ~ x +", "formula-syntax", { char: 7 }, ""],
  ["y ~ (x", "formula-syntax", { char: 6 }, ""],
  ["y = x", "formula-unsupported", { char: 2 }, "="],
  ["y ~ ln(x)", "formula-function", { char: 4 }, "ln"],
  ["", "formula-syntax", { char: 0 }, ""],
];

describe("table.fit(formula) refuses", () => {
  it.each(formulas)("%s", async (formula, ...expected) => {
    expect(await errorOf(table.fit(formula))).toEqual(expected);
  });

  it("and fits the next good formula as if nothing had been", async () => {
    const before = await table.fit("y ~ x");
    for (const [formula] of formulas) await table.fit(formula).catch(() => {});
    expect(await table.fit("y ~ x")).toEqual(before);
    expect(table.nRows).toBe(5);
  });

  it("fewer rows than terms, saying how many were left out", async () => {
    await expect(table.fit("sparse ~ x")).rejects.toThrow(
      "got 1 row for 2 terms, as 4 rows with a missing value were left out",
    );
  });
});

describe("a file of one row", () => {
  it("is read, and is too short for a fit with a predictor", async () => {
    const one = await engine.readCsv("y,x\n1,2\n");
    expect(one.nRows).toBe(1);
    expect(await errorOf(one.fit("y ~ x"))).toEqual(["rows-too-few", undefined, 1]);
  });
});

describe("hostile names", () => {
  const names = ["<img src=x onerror=alert(1)>", '"', "😀", "__proto__", "constructor", "(Intercept)", "a`b\\"];
  const quoted = (name: string) => `\`${name.replace(/[\\`]/g, "\\$&")}\``;
  const header = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(",");
  const rows = Array.from({ length: 12 }, (_, i) => names.map((_, j) => (i * (j + 3) * 31 + j * i * i) % 17).join(","));
  const csv = `${header}\n${rows.join("\n")}\n`;

  it.each(names)("are names: %s as response, then as predictor", async (name) => {
    const hostile = await engine.readCsv(csv);
    const [other = ""] = names.filter((n) => n !== name);
    expect(hostile.columns.map((column) => column.name)).toEqual(names);
    const plain = await engine.readCsv(csv.replace(header, "a,b,c,d,e,f,g"));
    const letter = (n: string) => "abcdefg"[names.indexOf(n)];
    for (const [y, x] of [
      [name, other],
      [other, name],
    ] as const) {
      const fit = await hostile.fit(`${quoted(y)} ~ ${quoted(x)}`);
      expect(fit.coefficients).toEqual((await plain.fit(`${letter(y)} ~ ${letter(x)}`)).coefficients);
      expect(fit.plan.variables).toEqual([y, x]);
    }
  });
});
