// What a person may bring that cannot be read or fitted, on the built data page: the words they read, and that table,
// formula and fit are as they were. One page for all, as a person would have it.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Dropped, drop, errors, type Shown, says, shown, textOf, typeFormula } from "../helpers/data-page.ts";
import { serve, type TestServer } from "../helpers/serve.ts";
import { launch, settled, type Visit, visit } from "../helpers/site.ts";
import { badFiles, badFormulas } from "./bad-input-words.ts";

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

describe("a file with", () => {
  test.each(badFiles.map((file, i) => [...file, i] as const))("%s is refused in words", async (_, parts, words, i) => {
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

describe("the formula", () => {
  test.each(badFormulas)("%s is marked and refused in words", async (formula, mark, words) => {
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

  test("may be long, as the file's may, and do not widen the page of a telephone", async () => {
    await at.page.setViewportSize({ width: 360, height: 800 });
    const long = "x".repeat(220);
    const isWide = () => at.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    await drop(at.page, { name: `${long}.csv`, parts: ["a,b\n1\n"] });
    await says(at.page, ".error", /^Could not read xxx/);
    expect(await isWide()).toBe(false);
    await drop(at.page, { name: `${long}.csv`, parts: [`${long},b\n0,2\n2,4\n3,7\n`] });
    await says(at.page, ".head p", `${long}.csv · 3 rows, 2 columns`);
    await typeFormula(at.page, `b ~ ${long}`);
    await says(at.page, ".live", "Fitted to all 3 rows.");
    expect(await isWide()).toBe(false);
    await typeFormula(at.page, `b ~ log(${long})`);
    await says(at.page, "#formula-error", /^In log\(xxx/);
    expect(await isWide()).toBe(false);
    await at.page.setViewportSize({ width: 1280, height: 900 });
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
