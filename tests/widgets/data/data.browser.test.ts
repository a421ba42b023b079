// <lw-data> in a page: data come in, a model is chosen, and nothing that fails takes away what was there.

import { tableFromArrays, tableToIPC } from "@uwdata/flechette";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import type { DataPanel } from "#widgets/data/element.ts";
import { scenes } from "#widgets/data/scene.ts";
import { expectNoViolations } from "../../helpers/axe.ts";
import { csvFile, drop, find, reads, show, showData, textOf } from "./page.ts";

const SMALL = "y,x,colour\n1,2,red\n3,4,blue\n4,9,red\n9,7,blue\n2,5,red\n";

beforeEach(() => {
  document.documentElement.lang = "en";
});
afterEach(() => {
  document.body.replaceChildren();
});

/** What each scene shows once it is at rest. */
const RESTS: Record<string, RegExp> = {
  empty: /Choose a data set/,
  table: /Choose a response/,
  fitted: /Fitted to all 1,000 rows/,
  "many-columns": /Show all 21 columns/,
  "wrong-name": /Character 29/,
  unfinished: /Character 30/,
  "unknown-data": /sails/,
};

describe("axe finds nothing", () => {
  for (const scene of scenes) {
    test(`in the scene ${scene.id}`, async () => {
      const element = show(scene.make(document));
      await reads(element, RESTS[scene.id] ?? /never/);
      await expectNoViolations(element);
    });
  }

  test("while text is pasted", async () => {
    const element = showData();
    await element.updateComplete;
    find<HTMLButtonElement>(element, "button[aria-expanded]").click();
    await element.updateComplete;
    await expectNoViolations(element);
  });
});

describe("a bundled data set", () => {
  test("shows its columns with types, missing values and ranges", async () => {
    const element = showData({ data: "sales-fundamentals" });
    await reads(element, /1,000 rows, 6 columns/);
    expect(textOf(element, ".columns")).toMatch(/marketing_spend number 0 10,417 to 99,975 43,709/);
  });

  test("is offered only where it can be had", async () => {
    const element = showData();
    const options = () =>
      [...(element.shadowRoot?.querySelectorAll("#data-set option") ?? [])].map((o) => o.textContent);
    await expect.poll(() => options().length).toBeGreaterThan(3);
    expect(options()).not.toContain("House sales in Ames, Iowa");
    element.dataBase = "/data/";
    await expect.poll(options).toContain("House sales in Ames, Iowa");
  });

  test("is chosen by a person and stands in the attributes", async () => {
    const element = showData();
    await expect.poll(() => element.dataSets.length).toBeGreaterThan(0);
    await element.updateComplete;
    await userEvent.selectOptions(find<HTMLSelectElement>(element, "#data-set"), "sales-fundamentals");
    await reads(element, /1,000 rows/);
    expect(element.getAttribute("data")).toBe("sales-fundamentals");
    expect(element.snippet()).toContain('<lw-data data="sales-fundamentals"></lw-data>');
  });
});

describe("a person's own file", () => {
  test("is read when it is dropped anywhere on the figure", async () => {
    const element = showData();
    drop(element, csvFile(SMALL));
    await reads(element, /mine\.csv · 5 rows, 3 columns/);
    expect(textOf(element)).toContain("commas between fields, decimal point, UTF-8");
    expect(textOf(element, ".columns")).toMatch(/colour category 0 blue, red red blue/);
  });

  test("is read with the dialect it has, and says so", async () => {
    const element = showData();
    drop(element, csvFile("a;b\n1,5;2\n2,5;NA\n"));
    await reads(element, /semicolons between fields, decimal comma/);
    expect(textOf(element, ".columns")).toMatch(/a number 0 1\.5 to 2\.5 .* b number 1/);
  });

  test("is read when it is chosen", async () => {
    const element = showData();
    await element.updateComplete;
    await userEvent.upload(find<HTMLInputElement>(element, "input[type=file]"), csvFile(SMALL, "chosen.csv"));
    await reads(element, /chosen\.csv · 5 rows/);
  });

  test("is read by its name as Parquet or Arrow", async () => {
    const element = showData();
    const columns = { x: [1, 2, null], city: ["a", "b", "a"] };
    const data = Object.entries(columns).map(([name, data]) => ({ name, data }));
    drop(element, new File([parquetWriteBuffer({ columnData: data })], "Mine.PARQUET"));
    await reads(element, /Mine\.PARQUET · 3 rows, 2 columns/);
    expect(textOf(element, ".columns")).toMatch(/x number 1 1 to 2 .* city category 0 a, b/);
    const arrow = tableToIPC(tableFromArrays(columns), { format: "file" }) as Uint8Array<ArrayBuffer>;
    drop(element, new File([arrow], "mine.feather"));
    await reads(element, /mine\.feather · 3 rows, 2 columns/);
  });

  test("that is no Parquet file whatever its name says so", async () => {
    const element = showData();
    drop(element, new File(["a,b\n1,2\n"], "fake.parquet"));
    await reads(element, /Could not read fake\.parquet.*The file must be a Parquet file; got text\. Check the name/);
  });

  test("is read when its text is pasted into the area", async () => {
    const element = showData();
    await element.updateComplete;
    find<HTMLButtonElement>(element, "button[aria-expanded]").click();
    await element.updateComplete;
    find<HTMLTextAreaElement>(element, "#paste").value = SMALL;
    find<HTMLButtonElement>(element, ".paste .primary").click();
    await reads(element, /pasted text · 5 rows, 3 columns/);
  });

  test("is read when its text is pasted onto the figure", async () => {
    const element = showData();
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", SMALL);
    element.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, composed: true, cancelable: true }),
    );
    await reads(element, /pasted text · 5 rows/);
  });

  test("keeps a formula whose columns it has, and drops another", async () => {
    const element = showData();
    drop(element, csvFile(SMALL));
    await reads(element, /5 rows/);
    await typeFormula(element, "y ~ x");
    await reads(element, /Fitted to all 5 rows/);
    drop(element, csvFile(`${SMALL}5,6,red\n`));
    await reads(element, /Fitted to all 6 rows/);
    drop(element, csvFile("a,b\n1,2\n2,3\n"));
    await reads(element, /2 rows, 2 columns/);
    expect(find<HTMLTextAreaElement>(element, "#formula").value).toBe("");
    expect(element.fits.current).toBeNull();
  });
});

async function typeFormula(element: DataPanel, formula: string): Promise<void> {
  const field = find<HTMLTextAreaElement>(element, "#formula");
  await userEvent.fill(field, formula);
  field.dispatchEvent(new Event("change"));
  await element.updateComplete;
}

describe("bad input says what and where, and leaves everything as it was", () => {
  const bad: [string, string | Uint8Array<ArrayBuffer>, RegExp][] = [
    ["a ragged row", "a,b\n1,2\n3\n", /row 2.*2 fields/i],
    ["an unclosed quote", 'a,b\n1,"2\n3,4\n', /quote/i],
    ["an empty file", "", /header and at least one row/i],
    ["a header only", "a,b\n", /Could not read mine\.csv\..*rows below its header.*Add at least one row/],
    ["a binary file", new Uint8Array([80, 75, 3, 4, 0, 0, 1, 2, 0, 10, 0, 0]), /Excel workbook.*Save the table as CSV/],
    ["duplicate names", "a,a\n1,2\n", /differ.*name of its own/i],
    ["an empty name", "a,\n1,2\n", /not be empty.*name of its own/i],
  ];
  for (const [what, content, words] of bad) {
    test(what, async () => {
      const element = showData({ data: "sales-fundamentals", formula: "revenue ~ marketing_spend" });
      await reads(element, /Fitted to all 1,000 rows/);
      const before = element.fits.current;
      drop(element, csvFile([content]));
      await reads(element, words, ".error");
      expect(textOf(element)).toMatch(/1,000 rows, 6 columns/);
      expect(element.fits.current).toBe(before);
      expect(element.data).toBe("sales-fundamentals");
    });
  }

  test("two files at once", async () => {
    const element = showData();
    await element.updateComplete;
    drop(element, csvFile(SMALL), csvFile(SMALL));
    await reads(element, /One file at a time, please; that was 2/, ".error");
  });

  test("an address that nobody answers", async () => {
    const element = showData({ src: "/no-such-file-here.csv" });
    await reads(element, /no-such-file-here\.csv/, ".error");
  });
});

describe("the formula", () => {
  const wrong: [string, string, RegExp][] = [
    ["y ~ x + trafic", "trafic", /Character 9.*trafic.*spelling/],
    ["y ~ ln(x)", "ln", /Character 5.*log/],
    ["y ~ x +", "\u00a0", /Character 8/],
    ["y ~ `no such`", "`no such`", /Character 5/],
    ["colour ~ x", "colour", /Character 1.*column of numbers/],
  ];
  for (const [formula, mark, words] of wrong) {
    test(`marks ${mark.trim() || "the end"} in ${formula}`, async () => {
      const element = showData();
      drop(element, csvFile(SMALL));
      await reads(element, /5 rows/);
      await typeFormula(element, "y ~ x");
      await reads(element, /Fitted/);
      const before = element.fits.current;
      await typeFormula(element, formula);
      await reads(element, words, "#formula-error");
      expect(find(element, "mark").textContent).toBe(mark);
      const field = find<HTMLTextAreaElement>(element, "#formula");
      expect(field.getAttribute("aria-invalid")).toBe("true");
      expect(field.getAttribute("aria-describedby")).toContain("formula-error");
      expect(element.fits.current).toBe(before);
      expect(textOf(element, ".live")).toBe("The model is still y ~ x.");
    });
  }

  test("carries its mark where the text stands, wrapped or not", async () => {
    const element = showData({ data: "sales-fundamentals", formula: "revenue ~ marketing_spend + trafic" });
    element.style.width = "240px";
    await reads(element, /trafic/, "#formula-error");
    const mark = find(element, "mark").getBoundingClientRect();
    const field = find(element, "#formula").getBoundingClientRect();
    const mirror = find(element, ".mirror").getBoundingClientRect();
    expect(mark.top - field.top).toBeGreaterThan(20);
    expect(mirror.height).toBeCloseTo(field.height, 0);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth);
  });

  test("says nothing at each key, only when the hand rests", async () => {
    const element = showData();
    drop(element, csvFile(SMALL));
    await reads(element, /5 rows/);
    const field = find<HTMLTextAreaElement>(element, "#formula");
    await userEvent.fill(field, "y ~ nothing");
    await element.updateComplete;
    expect(element.shadowRoot?.querySelector("#formula-error")).toBeNull();
    await reads(element, /nothing/, "#formula-error");
  });

  test("with a logged zero names row and column", async () => {
    const element = showData();
    drop(element, csvFile("y,x\n1,2\n2,0\n3,1\n4,4\n"));
    await reads(element, /4 rows/);
    await typeFormula(element, "y ~ log(x)");
    await reads(element, /row 2/i, "#formula-error");
  });

  test("with a response that is constant, or all missing, or too few rows says so", async () => {
    const element = showData();
    drop(element, csvFile("y,x,z,m\n5,2,1,NA\n5,0,2,NA\n5,1,4,NA\n"));
    await reads(element, /3 rows/);
    await typeFormula(element, "y ~ x");
    await reads(element, /vary/, "#formula-error");
    await typeFormula(element, "m ~ x");
    await reads(element, /m/, "#formula-error");
    await typeFormula(element, "x ~ z + I(z^2) + I(z^3)");
    await reads(element, /rows.*fewer terms|fewer terms/i, "#formula-error");
  });

  test("and the controls keep in step, both ways", async () => {
    const element = showData();
    drop(element, csvFile(SMALL));
    await reads(element, /5 rows/);
    await userEvent.selectOptions(find<HTMLSelectElement>(element, "#response"), "y");
    await userEvent.selectOptions(find<HTMLSelectElement>(element, "#add"), "x");
    find<HTMLButtonElement>(element, "#add + button").click();
    await reads(element, /Fitted to all 5 rows/);
    expect(find<HTMLTextAreaElement>(element, "#formula").value).toBe("y ~ x");
    await typeFormula(element, "log(y) ~ x + colour");
    await reads(element, /Fitted/);
    expect(find<HTMLSelectElement>(element, "#response").value).toBe("log(y)");
    expect(textOf(element, ".terms")).toBe("x × colour ×");
    find<HTMLButtonElement>(element, 'button[aria-label="Remove x"]').click();
    await expect.poll(() => element.formula).toBe("log(y) ~ colour");
    expect(element.shadowRoot?.activeElement?.id).toBe("add");
  });
});

describe("lw-fit", () => {
  test("fires for a person's choice and not for the page's", async () => {
    const element = document.createElement("lw-data") as DataPanel;
    const heard: string[] = [];
    element.addEventListener("lw-fit", (event) =>
      heard.push((event as CustomEvent<{ formula: string }>).detail.formula),
    );
    element.setAttribute("data", "sales-fundamentals");
    element.setAttribute("formula", "revenue ~ marketing_spend");
    show(element);
    await reads(element, /Fitted/);
    expect(heard).toEqual([]);
    await typeFormula(element, "revenue ~ promotion");
    await expect.poll(() => heard).toEqual(["revenue ~ promotion"]);
  });
});

describe("a long read", () => {
  /** About 40 MB: some seconds of reading here, with every number different. */
  function large(): File {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${i},${(i * 7919) % 104_729},${Math.sqrt(i)}\n`).join("");
    return csvFile(["a,b,c\n", ...Array.from({ length: 70 }, () => rows)], "large.csv");
  }

  test("shows rows and share, and can be cancelled half-way without losing anything", async () => {
    const element = showData({ data: "sales-fundamentals", formula: "revenue ~ marketing_spend" });
    await reads(element, /Fitted to all 1,000 rows/);
    const before = element.fits.current;
    drop(element, large());
    await reads(element, /Reading large\.csv: [\d,]+ rows, \d+ %/, ".bar");
    find<HTMLButtonElement>(element, ".bar button").click();
    await reads(element, /Stopped reading large\.csv\. Everything is as it was/);
    expect(element.fits.current).toBe(before);
    expect(textOf(element)).toMatch(/1,000 rows, 6 columns/);
    await typeFormula(element, "revenue ~ promotion");
    await expect.poll(() => element.formula).toBe("revenue ~ promotion");
  });

  test("gives way to a newer one", async () => {
    const element = showData();
    drop(element, large());
    drop(element, csvFile(SMALL));
    await reads(element, /mine\.csv · 5 rows/);
  });
});

describe("hostile names", () => {
  const names = ["<img src=x onerror=alert(1)>", "__proto__", "constructor", "(Intercept)", '"quoted"', "🦊", "a`b"];
  const header = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(",");
  const csv = `${header}\n${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => names.map((_, j) => (i * (j + 3) * 31 + j * j * i * i) % 17).join(",")).join("\n")}\n`;

  test("are text, and can be chosen", async () => {
    const element = showData();
    drop(element, csvFile(csv));
    await reads(element, /9 rows, 7 columns/);
    expect(element.shadowRoot?.querySelector("img")).toBeNull();
    for (const name of names) expect(textOf(element, ".columns")).toContain(name);
    await userEvent.selectOptions(find<HTMLSelectElement>(element, "#response"), "🦊");
    for (const name of ["<img src=x onerror=alert(1)>", "__proto__", "(Intercept)", "a`b"]) {
      await userEvent.selectOptions(find<HTMLSelectElement>(element, "#add"), name);
      find<HTMLButtonElement>(element, "#add + button").click();
      await element.updateComplete;
    }
    await reads(element, /Fitted to all 9 rows/);
    expect(element.fits.current?.fit.plan.variables).toContain("__proto__");
    expect(element.shadowRoot?.querySelector("img")).toBeNull();
  });
});

test("a person with a keyboard alone chooses data and a model", async () => {
  const element = showData();
  await expect.poll(() => element.dataSets.length).toBeGreaterThan(0);
  await element.updateComplete;
  await userEvent.tab();
  expect(element.shadowRoot?.activeElement?.id).toBe("data-set");
  await userEvent.keyboard("Sales: f");
  await reads(element, /1,000 rows, 6 columns/);
  for (let i = 0; i < 20 && element.shadowRoot?.activeElement?.id !== "formula"; i++) await userEvent.tab();
  await userEvent.keyboard("revenue ~ promotion{Enter}");
  await reads(element, /Fitted to all 1,000 rows/);
  await expect.poll(() => textOf(element, "[role=status]")).toContain("Fitted");
});

test("Reset goes back to the attributes as they were", async () => {
  const element = showData({ data: "sales-fundamentals", formula: "revenue ~ marketing_spend" });
  await reads(element, /Fitted/);
  drop(element, csvFile(SMALL));
  await reads(element, /5 rows/);
  const reset = [...(element.shadowRoot?.querySelectorAll<HTMLButtonElement>(".foot button") ?? [])].at(-1);
  reset?.click();
  await reads(element, /1,000 rows, 6 columns.*Fitted to all 1,000 rows/);
  expect(element.formula).toBe("revenue ~ marketing_spend");
});

test("moving the element keeps its table", async () => {
  const element = showData();
  drop(element, csvFile(SMALL));
  await reads(element, /5 rows/);
  const box = document.createElement("div");
  document.body.append(box);
  box.append(element);
  await typeFormula(element, "y ~ x");
  await reads(element, /Fitted to all 5 rows/);
});
