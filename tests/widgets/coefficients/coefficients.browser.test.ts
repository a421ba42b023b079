// <lw-coefficients> in a page: by itself, following a source, and the words of what it shows.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import amesUrl from "#data/ames/ames.csv?url";
import type { Fit } from "#engine/index.ts";
import type { Coefficients } from "#widgets/coefficients/element.ts";
import { scenes } from "#widgets/coefficients/scene.ts";
import type { DataPanel } from "#widgets/data/element.ts";
import { expectNoViolations } from "../../helpers/axe.ts";
import { csvFile, drop, find, reads, show, textOf } from "../data/page.ts";

beforeEach(async () => {
  document.documentElement.lang = "en";
  await page.viewport(1280, 900);
});
afterEach(() => {
  document.body.replaceChildren();
});

/** An <lw-coefficients> with these attributes, in an empty page. */
function showCoefficients(attributes: Record<string, string>): Coefficients {
  const element = document.createElement("lw-coefficients") as Coefficients;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return show(element);
}

/** A data figure and its coefficients, in an empty page. */
function showPair(attributes: Record<string, string> = {}): { source: DataPanel; element: Coefficients } {
  const source = document.createElement("lw-data") as DataPanel;
  source.id = "source";
  for (const [name, value] of Object.entries(attributes)) source.setAttribute(name, value);
  const element = document.createElement("lw-coefficients") as Coefficients;
  element.setAttribute("for", "source");
  document.body.replaceChildren(element, source);
  return { source, element };
}

/** What the scenes show once they are at rest; the others show an R². */
const RESTS: Record<string, RegExp> = { empty: /No model yet/, error: /Character 11/ };

describe("axe finds nothing", () => {
  for (const scene of scenes) {
    test(`in the scene ${scene.id}`, async () => {
      const element = show(scene.make(document));
      await reads(element, RESTS[scene.id] ?? /R² 0\.\d+/);
      await expectNoViolations(element);
    });
  }

  test("on a narrow screen", async () => {
    await page.viewport(360, 800);
    const element = showCoefficients({ data: "sales-fundamentals", formula: "revenue ~ marketing_spend + promotion" });
    await reads(element, /R² 0\.\d+/);
    await expectNoViolations(element);
  });
});

describe("a fit of its own", () => {
  const simple = { data: "sales-fundamentals", formula: "revenue ~ marketing_spend" };

  test("shows estimate, interval and the sentence of the course's slope", async () => {
    const element = showCoefficients(simple);
    await reads(
      element,
      /Days with \$1 more marketing spend had \$0\.8\d more revenue on average \(95 % interval \$0\.7\d to \$0\.8\d\)\./,
    );
    const rows = [...(element.shadowRoot?.querySelectorAll("tbody") ?? [])];
    expect(rows.length).toBe(2);
    expect(rows[1]?.querySelector("td.estimate")?.textContent?.trim()).toMatch(/^0\.8\d\d$/);
  });

  test("uses causal words for the column that was assigned by chance, and only there", async () => {
    const element = showCoefficients({ ...simple, formula: "revenue ~ marketing_spend + promotion" });
    await reads(element, /Setting promotion to 1 rather than 0 raised revenue by \$1\d,\d{3}/);
    expect(textOf(element)).toMatch(/Days with \$1 more marketing spend had/);
  });

  test("follows its attributes and keeps what it shows when they name nothing", async () => {
    const element = showCoefficients(simple);
    await reads(element, /marketing spend had/);
    element.formula = "revenue ~ promotion";
    await reads(element, /raised revenue/);
    element.formula = "revenue ~ promotions";
    await reads(element, /Character 11 of the formula/, ".error");
    expect(textOf(element)).toMatch(/raised revenue/);
    element.formula = "revenue ~ website_traffic";
    await reads(element, /website traffic higher by/);
    expect(element.shadowRoot?.querySelector(".error")).toBeNull();
  });

  test("is in the snippet that a teacher would paste", async () => {
    const element = showCoefficients(simple);
    await reads(element, /R²/);
    expect(element.snippet()).toContain(
      '<lw-coefficients data="sales-fundamentals" formula="revenue ~ marketing_spend"></lw-coefficients>',
    );
  });

  test("shows an aliased term as such, with the reason", async () => {
    const formula = "revenue ~ marketing_spend + website_traffic + I(marketing_spend + website_traffic)";
    const element = showCoefficients({ ...simple, formula });
    await reads(element, /No estimate: “I\(marketing_spend \+ website_traffic\)” can be worked out exactly/);
    const last = [...(element.shadowRoot?.querySelectorAll("tbody") ?? [])].at(-1);
    expect(last?.querySelector("td.estimate")?.textContent).toMatch(/–\s*none: aliased/);
    expect(last?.querySelector("circle")).toBeNull();
  });
});

describe("the property fitted", () => {
  test("is shown as it is, names as text", async () => {
    const base = showCoefficients({ data: "sales-fundamentals", formula: "revenue ~ marketing_spend" });
    await reads(base, /R²/);
    const fit = structuredClone(base.fitted?.fit) as Fit;
    fit.terms[1] = "<img src=x onerror=alert(1)>";
    const element = showCoefficients({});
    element.fitted = { fit, dataSet: null };
    await reads(element, /<img src=x onerror=alert\(1\)>/);
    expect(element.shadowRoot?.querySelector("img")).toBeNull();
  });
});

describe("following a source", () => {
  test("shows nothing before there is a fit, and every fit after", async () => {
    const { source, element } = showPair({ data: "sales-fundamentals" });
    await reads(element, /No model yet/);
    source.formula = "revenue ~ marketing_spend";
    await reads(element, /marketing spend had/);
    source.formula = "revenue ~ promotion";
    await reads(element, /raised revenue/);
    await expect.poll(() => textOf(element, "[role=status]")).toMatch(/accounts for \d/);
  });

  test("finds a source that comes into the page later", async () => {
    const element = showCoefficients({ for: "later" });
    await reads(element, /No model yet/);
    const source = document.createElement("lw-data") as DataPanel;
    source.id = "later";
    source.setAttribute("data", "sales-fundamentals");
    source.setAttribute("formula", "revenue ~ promotion");
    document.body.append(source);
    await reads(element, /raised revenue/);
  });

  test("ends when the attribute names another", async () => {
    const { source, element } = showPair({ data: "sales-fundamentals", formula: "revenue ~ promotion" });
    await reads(element, /raised revenue/);
    element.for = "nobody";
    await element.updateComplete;
    source.formula = "revenue ~ website_traffic";
    await expect.poll(() => source.fits.current?.fit.formula).toBe("revenue ~ website_traffic");
    expect(textOf(element)).not.toContain("website traffic higher");
  });
});

describe("real house sales, dropped as a file", () => {
  async function dropped(): Promise<{ source: DataPanel; element: Coefficients }> {
    const pair = showPair();
    await pair.source.updateComplete;
    drop(pair.source, csvFile([await (await fetch(amesUrl)).blob()], "ames.csv"));
    await reads(pair.source, /ames\.csv · 2,930 rows, 74 columns/);
    const field = find<HTMLTextAreaElement>(pair.source, "#formula");
    await userEvent.fill(field, "log(Sale_Price) ~ Gr_Liv_Area + Neighborhood");
    field.dispatchEvent(new Event("change"));
    await reads(pair.element, /R² 0\.752/);
    return pair;
  }

  test("are fitted, folded, and unfolded on demand", async () => {
    const { element } = await dropped();
    const count = () => element.shadowRoot?.querySelectorAll("tbody").length;
    expect(count()).toBe(12);
    expect(textOf(element)).toContain("Rows with Gr_Liv_Area higher by 10 had Sale_Price about 0.39");
    expect(textOf(element)).toMatch(
      /Where Neighborhood is Blueste, rows had Sale_Price about 20 % lower than where it is Bloomington_Heights/,
    );
    const button = find<HTMLButtonElement>(element, ".more button");
    expect(button.textContent).toContain("Show all 29 terms");
    button.click();
    await expect.poll(count).toBe(29);
    expect(find(element, ".more button").textContent).toContain("Show fewer");
    await expectNoViolations(element);
  });

  test("fit a narrow screen without a horizontal scroll", async () => {
    const { source, element } = await dropped();
    await page.viewport(360, 800);
    await element.updateComplete;
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
    find<HTMLButtonElement>(source, ".more button").click();
    await expect.poll(() => source.shadowRoot?.querySelectorAll(".columns tbody tr").length).toBe(74);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
    const cells = [...(element.shadowRoot?.querySelectorAll("td.number") ?? [])];
    expect(cells.every((cell) => cell.getBoundingClientRect().right <= 360)).toBe(true);
  });
});
