// What a person may bring that cannot be read or fitted, on the built data page: the words they read, and that table,
// formula and fit are as they were. One page for all, as a person would have it.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Dropped, drop, errors, type Shown, says, shown, textOf, typeFormula } from "../helpers/data-page.ts";
import { serve, type TestServer } from "../helpers/serve.ts";
import { launch, settled, type Visit, visit } from "../helpers/site.ts";

const GOOD: Dropped = {
  name: "good.csv",
  parts: [
    "y,x,zero,k,empty,sparse,city,one\n1,2,0,5,,1,Ulm,a\n3,4,1,5,,,Bonn,a\n4,9,5,5,,,Ulm,a\n9,7,2,5,,,Bonn,a\n2,5,8,5,,,Ulm,a\n",
  ],
};
const FORMULA = "y ~ x";

let browser: Awaited<ReturnType<typeof launch>>;
let site: TestServer;
let at: Visit;
let before: Shown;

async function openGood(): Promise<void> {
  await drop(at.page, GOOD);
  await says(at.page, ".head p", "good.csv · 5 rows, 8 columns");
  await typeFormula(at.page, FORMULA);
  await says(at.page, ".live", "Fitted to all 5 rows.");
  await expect.poll(() => textOf(at.page, "lw-coefficients", "figure")).toContain("(Intercept)");
}

beforeAll(async () => {
  browser = await launch();
  site = await serve("dist/site");
  at = await visit(browser, `${site.url}data/`, { viewport: { width: 1280, height: 900 } });
  await settled(at.page);
});
afterEach(() => {
  expect(at.trouble.splice(0)).toEqual([]);
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

test("a good file is read and fitted: the state that all that follows must leave as it is", async () => {
  await openGood();
  before = await shown(at.page);
  expect(before.preview).toContain("y number 0 1 to 9 1 3 4 9 2");
  expect(before.fit).toMatch(/x 1 SD = 2\.7 0\.7 −1\.0 to 2\.4 0\.529/);
});

const MEND = "Mend that row and read the file again; a field that holds a delimiter needs quotes around it.";
const NAMES = "Give every column a name of its own in the first line, and read the file again.";
const SAVE = "Save the table as CSV (UTF-8) in the program it comes from, and choose that file.";
const CLOSE = "Close the quote, or double it where it belongs to the text.";

const files: [what: string, parts: Dropped["parts"], words: string][] = [
  ["a short row", ["a,b\n1,2\n3\n"], `Row 2 must have 2 fields like the header; got 1, no value for “b”. ${MEND}`],
  [
    "a long row",
    ["a,b\n1,2\n3,4,5\n"],
    `Row 2 must have 2 fields like the header; got 3, the first too many being “5”. ${MEND}`,
  ],
  [
    "a ragged row below a quoted line end",
    ['a,b\n"x\ny",2\n3\n'],
    `Row 2 (line 4) must have 2 fields like the header; got 1, no value for “b”. ${MEND}`,
  ],
  [
    "a blank line",
    ["a,b\n1,2\n\n3,4\n"],
    "Row 2 must have 2 fields like the header; got a blank line. Delete that line and read the file again.",
  ],
  ["an open quote", ['a,b\n1,2\n3,"four\n5,6\n'], `Column “b”, row 2, must close its quote; got “"four …”. ${CLOSE}`],
  ["an open quote in the header", ['a,"b\n1,2\n'], `The header, field 2, must close its quote; got “"b …”. ${CLOSE}`],
  [
    "text after a quote",
    ['a,b\n1,"2"x\n'],
    "Column “b”, row 1, must end with its closing quote; got “x” after it. End the field after its closing quote; double a quote that belongs to the text.",
  ],
  [
    "an empty file",
    [""],
    "The file must not be empty; got no text. Choose a file with a header and at least one row below it.",
  ],
  [
    "a header alone",
    ["a,b\n"],
    "The file must have rows below its header; got the header alone. Add at least one row, or choose another file.",
  ],
  ["a picture", [[0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]], `The file must be text; got a PNG picture. ${SAVE}`],
  [
    "an archive",
    [[0x50, 0x4b, 3, 4, 20, 0]],
    `The file must be text; got a ZIP archive or Excel workbook (.xlsx). ${SAVE}`,
  ],
  ["UTF-16", [[0xff, 0xfe, 0x61, 0, 0x2c, 0]], `The file must be text; got UTF-16 text. ${SAVE}`],
  [
    "bytes at random",
    [Array.from({ length: 255 }, (_, i) => 1 + ((i * 101) % 255))],
    `The file must be text; got binary data (control characters). ${SAVE}`,
  ],
  ["a NUL", ["a,b\n1,", [0], "\n"], `The file must be text; got binary data (a NUL byte). ${SAVE}`],
  [
    "a NUL far down",
    [`a,b\n${"1,2\n".repeat(1e5)}3,`, [0], "\n"],
    `Column “b”, row 100001, must be text; got a NUL byte. ${SAVE}`,
  ],
  ["a name twice", ["a,b,a\n1,2,3\n"], `Column names must differ; got “a” for columns 1 and 3. ${NAMES}`],
  [
    "a column without a name",
    ["a,,c\n1,2,3\n"],
    `Column names must not be empty; got no name for column 2 of 3. ${NAMES}`,
  ],
  [
    "a hostile name twice",
    ["<img src=x onerror=hacked=1>,<img src=x onerror=hacked=1>\n1,2\n"],
    `Column names must differ; got “<img src=x onerror=hacked=1>” for columns 1 and 2. ${NAMES}`,
  ],
];

describe("a file with", () => {
  test.each(files.map((file, i) => [...file, i] as const))("%s is refused in words", async (_, parts, words, i) => {
    const name = `<b>bad ${i}</b>.csv`;
    await drop(at.page, { name, parts });
    await says(at.page, ".error", new RegExp(`^Could not read ${name}`));
    expect(await errors(at.page)).toEqual([`Could not read ${name}. ${words}`]);
    expect(await shown(at.page)).toEqual(before);
    expect(await at.page.getByLabel("Formula", { exact: true }).inputValue()).toBe(FORMULA);
    expect(await intruders()).toBe(0);
  });

  test("nothing wrong is read after all of those, and its error goes", async () => {
    await openGood();
    expect(await errors(at.page)).toEqual([]);
    expect(await shown(at.page)).toEqual(before);
  });
});

/** Elements that a name made in the page or in a widget, and scripts that ran. */
function intruders(): Promise<number> {
  return at.page.evaluate(() => {
    const roots = Array.from(document.querySelectorAll("lw-data, lw-coefficients"), (element) => element.shadowRoot);
    const made = roots.flatMap((root) => [...(root?.querySelectorAll("img, script, b, iframe, object") ?? [])]);
    return made.length + ("hacked" in globalThis ? 1 : 0);
  });
}

const MARK = "Change the formula where the mark is.";
const SPELL = "Check the spelling; names with spaces go between backticks.";
const STANDS = "a column, a number or a function must stand here";
const OUT = "Leave such rows out of the file, or transform the column in another way.";
const NUMBERS = "Choose a column of numbers; a category can only be a predictor, on its own.";
const END = "\u00a0";

/** `mark`: what is underlined; null where no character is at fault. */
const formulas: [formula: string, mark: string | null, words: string][] = [
  ["k ~ x", null, "The response k must vary; got 5 in every row. Choose another response."],
  [
    "empty ~ x",
    null,
    "The response empty must have a value in some row; got 5 missing. Choose a response that has values.",
  ],
  [
    "y ~ x + empty",
    null,
    "The model must have a row with a value in each of y, x, empty; got 0 of 5 rows, as empty is missing in all. Leave out the terms that miss the most values, or fill them in.",
  ],
  [
    "y ~ x*zero + I(x^2) + I(zero^2)",
    null,
    "The model must have at least as many rows as terms; got 5 rows for 6 terms. Use fewer terms or more rows.",
  ],
  [
    "sparse ~ x",
    null,
    "The model must have at least as many rows as terms; got 1 row for 2 terms, as 4 rows with a missing value were left out. Use fewer terms or more rows.",
  ],
  ["y ~ log(zero)", "log", `In log(zero), row 1: log needs values > 0; got 0. ${OUT}`],
  ["log(zero) ~ x", "log", `In log(zero), row 1: log needs values > 0; got 0. ${OUT}`],
  ["y ~ sqrt(zero-2)", "sqrt", `In sqrt(zero - 2), row 1: sqrt needs values >= 0; got -2. ${OUT}`],
  ["y ~ I(1/zero)", "zero", `In I(1/zero), row 1: a divisor must not be 0; got 0. ${OUT}`],
  ["y ~ x + nope", "nope", `Character 9 of the formula: a name must be a column of the table; got “nope”. ${SPELL}`],
  ["y ~ X", "X", `Character 5 of the formula: a name must be a column of the table, perhaps x; got “X”. ${SPELL}`],
  [
    "constructor ~ x",
    "constructor",
    `Character 1 of the formula: a name must be a column of the table; got “constructor”. ${SPELL}`,
  ],
  [
    "city ~ x",
    "city",
    `Character 1 of the formula: arithmetic and the response need a column of numbers; got the category city. ${NUMBERS}`,
  ],
  [
    "y ~ one",
    "one",
    "Character 5 of the formula: the category one needs two levels or more in the rows used; got only “a”. Leave the column out: it has nothing to compare.",
  ],
  ["y", END, `Character 2 of the formula: after the response comes ~; got the end. ${MARK}`],
  ["y ~", END, `Character 4 of the formula: ${STANDS}; got the end. ${MARK}`],
  ["y ~ x +", END, `Character 8 of the formula: ${STANDS}; got the end. ${MARK}`],
  ["y ~ x + * k", "*", `Character 9 of the formula: ${STANDS}; got “*”. ${MARK}`],
  ["y ~ %in% x", "%in%", `Character 5 of the formula: ${STANDS}; got “%in%”. ${MARK}`],
  ["~ x", "~", `Character 1 of the formula: a response must stand left of ~; got “~”. ${MARK}`],
  ["y ~ x ~ k", "~", `Character 7 of the formula: a formula has one ~; got “~”. ${MARK}`],
  ["y ~ log(x", END, `Character 10 of the formula: a ( needs its ); got the end. ${MARK}`],
  ["y ~ x)", ")", `Character 6 of the formula: a ) needs its (; got “)”. ${MARK}`],
  ["y ~ `x", "`x", `Character 5 of the formula: a backtick needs its partner; got “\`x”. ${MARK}`],
  ["y ~ 2x", "2x", `Character 5 of the formula: a name that begins with a digit needs backticks; got “2x”. ${MARK}`],
  [
    "y ~ ln(x)",
    "ln",
    `Character 5 of the formula: the functions are log, exp, sqrt, I and C; log(x) is the natural logarithm; got “ln”. ${MARK}`,
  ],
  [
    "y ~ <script>hacked=1</script>",
    "<",
    `Character 5 of the formula: the operators are + - * / : ^ %in% and one ~; got “<”. ${MARK}`,
  ],
];

describe("the formula", () => {
  test.each(formulas)("%s is marked and refused in words", async (formula, mark, words) => {
    await typeFormula(at.page, formula);
    await says(at.page, "#formula-error", words);
    expect(await errors(at.page)).toEqual([words]);
    const marked = await at.page.locator("lw-data mark").allTextContents();
    expect(marked).toEqual(mark === null ? [] : [mark]);
    expect(await at.page.getByLabel("Formula", { exact: true }).inputValue()).toBe(formula);
    expect(await shown(at.page)).toEqual({ ...before, sentence: `The model is still ${FORMULA}.` });
    expect(await intruders()).toBe(0);
  });

  test("that is good is fitted after all of those", async () => {
    await typeFormula(at.page, "y ~ zero");
    await says(at.page, ".live", "Fitted to all 5 rows.");
    await typeFormula(at.page, FORMULA);
    await expect.poll(() => shown(at.page)).toEqual(before);
    expect(await errors(at.page)).toEqual([]);
  });
});

test("an address that leads nowhere is named, and leaves the page as it was", async () => {
  await at.page.locator("lw-data").evaluate((element) => element.setAttribute("src", "missing.csv"));
  await says(at.page, ".error", /missing/);
  expect(await errors(at.page)).toEqual([
    `Could not read missing.csv. The address must lead to a file; got status 404 from ${site.url}data/missing.csv. Check the address, and that its host allows other pages to read it.`,
  ]);
  expect(await shown(at.page)).toEqual(before);
  await expect.poll(() => textOf(at.page, "lw-data", "[role=status]")).toMatch(/^Could not read missing\.csv/);
  // The browser itself reports what it did not find; nobody can keep it from that.
  const own = at.trouble.splice(0).filter((line) => !/404/.test(line));
  expect(own).toEqual([]);
});

test("two files at once are refused, in place of the error before", async () => {
  await drop(at.page, { name: "bad.csv", parts: [""] });
  await says(at.page, ".error", /bad/);
  await at.page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    for (const name of ["a.csv", "b.csv"]) dataTransfer.items.add(new File(["a\n1\n"], name));
    const figure = document.querySelector("lw-data")?.shadowRoot?.querySelector("figure");
    figure?.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, composed: true, cancelable: true }));
  });
  await says(at.page, ".error", "One file at a time, please; that was 2. Nothing was read.");
  expect(await shown(at.page)).toEqual(before);
});

test("a file of one row is read, and says why it cannot be fitted", async () => {
  await drop(at.page, { name: "one.csv", parts: ["y,x\n1,2\n"] });
  await says(at.page, ".head p", "one.csv · 1 row, 2 columns");
  await says(
    at.page,
    ".error",
    "The model must have at least as many rows as terms; got 1 row for 2 terms. Use fewer terms or more rows.",
  );
  expect(await textOf(at.page, "lw-data", ".live")).toBe("There is no model yet.");
  expect(await textOf(at.page, "lw-coefficients", "figure")).not.toContain("(Intercept)");
  await expect.poll(() => textOf(at.page, "lw-coefficients", "[role=status]")).toBe("");
  await openGood();
});

test("of two files dropped in one breath the second is read", async () => {
  const slow = { name: "slow.csv", parts: [`y,x\n${"1.5,2.25\n".repeat(3e5)}`] };
  await drop(at.page, slow, { name: "quick.csv", parts: ["y,x\n1,2\n2,3\n4,4\n"] });
  await says(at.page, ".head p", "quick.csv · 3 rows, 2 columns");
  await drop(at.page, { name: "bad.csv", parts: [""] }, GOOD);
  await says(at.page, ".head p", "good.csv · 5 rows, 8 columns");
  await says(at.page, ".live", "Fitted to all 5 rows.");
  await at.page.waitForTimeout(500);
  expect(await shown(at.page)).toEqual(before);
  expect(await errors(at.page)).toEqual([]);
});

describe("hostile column names", () => {
  const names = [
    "<img src=x onerror=hacked=1>",
    "<script>hacked=1</script>",
    "\"quoted\" & 'so'",
    "🦊",
    "__proto__",
    "constructor",
    "(Intercept)",
    "a`b\\",
  ];
  const header = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(",");
  const rows = Array.from({ length: 14 }, (_, i) => names.map((_, j) => (i * (j + 3) * 31 + j * i * i) % 17).join(","));

  beforeEach(async () => {
    await drop(at.page, { name: "<img src=x onerror=hacked=1>.csv", parts: [`${header}\n${rows.join("\n")}\n`] });
    await says(at.page, ".head p", "<img src=x onerror=hacked=1>.csv · 14 rows, 8 columns");
  });

  test("are text in the preview, and each can be response and predictor", async () => {
    const preview = await textOf(at.page, "lw-data", ".columns");
    for (const name of names) expect(preview).toContain(name);
    for (const [i, name] of names.entries()) {
      const other = names[(i + 1) % names.length] as string;
      await typeFormula(at.page, "");
      await at.page.getByLabel("Response").selectOption({ label: name });
      await at.page.getByLabel("Add a predictor").selectOption({ label: other });
      await at.page.getByRole("button", { name: "Add", exact: true }).click();
      await says(at.page, ".live", "Fitted to all 14 rows.");
      expect(await errors(at.page)).toEqual([]);
      const variables = () =>
        at.page.locator("lw-data").evaluate((element) => {
          const { fits } = element as HTMLElement & { fits: { current: { fit: { plan: { variables: string[] } } } } };
          return fits.current.fit.plan.variables;
        });
      await expect.poll(variables).toEqual([name, other]);
      expect(await intruders()).toBe(0);
    }
  });

  test("do not run where an error shows them", async () => {
    await typeFormula(at.page, "`<img src=x onerror=hacked=2>` ~ `🦊`");
    await says(at.page, "#formula-error", /^Character 1 /);
    await typeFormula(at.page, "`🦊` ~ `<img src=x onerror=hacked=2>`");
    await says(
      at.page,
      "#formula-error",
      /perhaps `<img src=x onerror=hacked=1>`; got “`<img src=x onerror=hacked=2>`”/,
    );
    await typeFormula(at.page, "`🦊` ~ nope");
    await says(at.page, "#formula-error", /^Character 7 of the formula: .*“nope”/);
    expect(await intruders()).toBe(0);
  });

  test("may be levels too", async () => {
    const level = "<img src=x onerror=hacked=3>";
    const parts = [`y,c\n1,${level}\n3,__proto__\n4,${level}\n9,"a""b\nc"\n2,__proto__\n7,"a""b\nc"\n`];
    await drop(at.page, { name: "levels.csv", parts });
    await says(at.page, ".head p", "levels.csv · 6 rows, 2 columns");
    await typeFormula(at.page, "y ~ c");
    await says(at.page, ".live", "Fitted to all 6 rows.");
    await expect.poll(() => textOf(at.page, "lw-coefficients", ".plot")).toContain(`against “${level}”`);
    expect(await intruders()).toBe(0);
  });
});

describe("a file of 200 MB", () => {
  test("can be cancelled half-way: the page answers meanwhile, and is as it was", async () => {
    await openGood();
    const { page } = at;
    await page.evaluate(() => {
      const block = Array.from({ length: 40_000 }, (_, i) => `${i},${(i * 7919) % 104_729},${Math.sqrt(i)}\n`).join("");
      const nBlocks = Math.ceil(200e6 / block.length);
      const file = new File(["y,x,z\n", ...new Array<string>(nBlocks).fill(block)], "huge.csv");
      const tasks: number[] = [];
      const clicks: number[] = [];
      Object.assign(globalThis, { huge: file, tasks, clicks });
      const paste = document.querySelector("lw-data")?.shadowRoot?.querySelector("button[aria-expanded]");
      let since = 0;
      paste?.addEventListener("click", (event) => {
        since = event.timeStamp;
      });
      const seen = () => requestAnimationFrame(() => setTimeout(() => clicks.push(performance.now() - since)));
      if (paste) new MutationObserver(seen).observe(paste, { attributeFilter: ["aria-expanded"] });
    });
    await page.waitForTimeout(300);
    const bytes = await page.evaluate(() => {
      const { huge, tasks } = globalThis as unknown as { huge: File; tasks: number[] };
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
        entryTypes: ["longtask"],
      });
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(huge);
      const figure = document.querySelector("lw-data")?.shadowRoot?.querySelector("figure");
      figure?.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, composed: true, cancelable: true }));
      return huge.size;
    });
    expect(bytes).toBeGreaterThanOrEqual(200e6);
    await says(page, ".bar", /^Reading huge\.csv: [\d,]+ rows, (?:2\d|3\d|4\d) %/);
    const paste = page.getByRole("button", { name: "Paste text" });
    await paste.click();
    await paste.click();
    await says(page, ".bar", /rows, [4-7]\d %/);
    await page.getByRole("button", { name: "Cancel" }).click();
    await says(page, ".error", "Stopped reading huge.csv. Everything is as it was.");
    expect(await textOf(page, "lw-data", ".bar")).toBe("");
    expect(await shown(page)).toEqual(before);
    const { tasks, clicks } = await page.evaluate(() => {
      const { tasks, clicks } = globalThis as unknown as { tasks: number[]; clicks: number[] };
      return { tasks, clicks };
    });
    console.info(`Clicks during the read took ${clicks.map((ms) => ms.toFixed(0)).join(" and ")} ms to be painted.`);
    expect(clicks.length).toBe(2);
    expect(Math.max(...clicks)).toBeLessThanOrEqual(100);
    expect(tasks).toEqual([]);
    await typeFormula(page, "y ~ zero");
    await says(page, ".live", "Fitted to all 5 rows.");
  });
});
