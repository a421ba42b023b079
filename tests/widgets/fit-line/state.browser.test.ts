// Attributes hold the whole state of lw-fit-line, and loading shows what goes on.

import { afterEach, describe, expect, test } from "vitest";
import type { FitLine } from "#widgets/fit-line/element.ts";
import {
  attributesOf,
  button,
  DAYS,
  declare,
  drag,
  find,
  mount,
  place,
  shadow,
  spotOf,
  type as typeInto,
  until,
} from "../../helpers/fit-line-page.ts";

afterEach(() => document.body.replaceChildren());

const STORE = { data: "sales-fundamentals", x: "marketing_spend", y: "revenue", rows: "26" };

/** The element that a teacher would have after pasting the snippet. */
function pasted(snippet: string): HTMLElement {
  const body = new DOMParser().parseFromString(snippet, "text/html");
  const tag = body.querySelector("lw-fit-line");
  if (!tag) throw new Error(`no tag in ${snippet}`);
  return document.importNode(tag, true) as HTMLElement;
}

describe("the state", () => {
  test("makes the round trip through the snippet after everything was changed", async () => {
    const element = await mount({ points: DAYS, "x-label": "spend", "x-unit": "$", "row-label": "day" });
    const right = spotOf(element, ".handle", 1);
    await drag(element, right, { x: right.x - 13, y: right.y - 57 });
    const at = spotOf(element, ".points circle", 3);
    await drag(element, at, { x: at.x + 11, y: at.y + 7 });
    await declare(element);
    const drawn = (of: Element) => [".my-line", ".numbers", ".points", ".squares"].map((s) => find(of, s).outerHTML);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = drawn(element);
    const snippet = element.snippet();
    const copy = await place(pasted(snippet));
    await until(() => shadow(copy).querySelector(".best-line"));
    expect(attributesOf(copy)).toMatchObject({ "x-label": "spend", "x-unit": "$", "row-label": "day", committed: "" });
    button(copy, "Table");
    const plain = (parts: string[]) => parts.map((part) => part.replace(/<!--.*?-->/g, ""));
    // The chosen point is no part of the state: its square is drawn apart, so the paths are compared without it.
    expect(plain(drawn(copy)).slice(0, 3)).toEqual(plain(before).slice(0, 3));
  });

  test("is in the attributes after every change, and an untouched element gets none", async () => {
    const element = await mount({ points: DAYS });
    expect(attributesOf(element)).toEqual({ points: DAYS });
    await typeInto(element, "Slope", "0.4");
    expect(attributesOf(element)).toEqual({ points: DAYS, slope: "0.4", intercept: String(element.intercept) });
  });

  test("follows attributes that are set from outside, without an event", async () => {
    const element = await mount({ points: DAYS });
    const events: string[] = [];
    for (const type of ["lw-change", "lw-commit"]) element.addEventListener(type, () => events.push(type));
    element.setAttribute("slope", "0.9");
    element.setAttribute("intercept", "95000");
    await element.updateComplete;
    expect(find(element, ".numbers").textContent).toContain("0.9");
    element.toggleAttribute("committed", true);
    await until(() => element.fits.current);
    element.removeAttribute("committed");
    await until(() => element.fits.current === null);
    await element.updateComplete;
    expect(shadow(element).querySelector(".best-line")).toBeNull();
    expect(events).toEqual([]);
  });

  test("comes back when the element is moved in the page", async () => {
    const element = await mount({ points: DAYS, committed: "" });
    await until(() => element.fits.current);
    await typeInto(element, "Slope", "0.4");
    await place(element);
    await until(() => shadow(element).querySelector(".best-line"));
    expect(element.slope).toBe(0.4);
  });

  test("keeps what stood between the tags", async () => {
    const element = document.createElement("lw-fit-line");
    element.setAttribute("points", DAYS);
    element.innerHTML = "<p>The line is 0.9 times spend.</p>";
    await place(element);
    const slot = find<HTMLSlotElement>(element, "details slot");
    expect(slot.assignedElements()[0]?.textContent).toContain("0.9 times");
  });
});

describe("buttons", () => {
  test("Undo and Redo are off where there is nothing to take back", async () => {
    const element = await mount({ points: DAYS });
    expect(button(element, "Undo").disabled).toBe(true);
    await typeInto(element, "Slope", "0.4");
    expect(button(element, "Undo").disabled).toBe(false);
    button(element, "Undo").click();
    await element.updateComplete;
    expect(element.slope).toBe(0);
    button(element, "Redo").click();
    await element.updateComplete;
    expect(element.slope).toBe(0.4);
  });

  test("Reset brings back points, line and the question", async () => {
    const element = await mount({ points: DAYS });
    await typeInto(element, "Slope", "0.4");
    const at = spotOf(element, ".points circle", 3);
    await drag(element, at, { x: at.x + 11, y: at.y + 7 });
    await declare(element);
    button(element, "Reset").click();
    await element.updateComplete;
    expect([element.points, element.slope, element.committed]).toEqual([DAYS, 0, false]);
    expect(element.fits.current).toBeNull();
    expect(button(element, "This is my line").disabled).toBe(false);
  });

  test("Try another draws other rows and asks anew", async () => {
    const element = await mount(STORE);
    const circles = () => [...shadow(element).querySelectorAll(".points circle")].map((c) => c.outerHTML).join("");
    const before = circles();
    await declare(element);
    button(element, "Try another 26 days").click();
    await until(() => circles() !== before && button(element, "This is my line"));
    expect(attributesOf(element)).toEqual({ ...STORE, seed: "2" });
    expect(element.fits.current).toBeNull();
    expect(shadow(element).querySelectorAll(".points circle")).toHaveLength(26);
  });
});

describe("data", () => {
  test("a bundled set brings labels, units and what is known of it", async () => {
    const element = await mount(STORE);
    expect(find(element, ".stage").getAttribute("aria-label")).toBe(
      "Plot of revenue by marketing spend: 26 days and my line",
    );
    expect(find(element, ".drawing").textContent).toContain("Revenue, $ thousand a day");
    await declare(element);
    expect(element.fits.current?.dataSet?.id).toBe("sales-fundamentals");
    expect(element.fits.current?.fit.terms).toEqual(["(Intercept)", "marketing_spend"]);
  });

  test("the same seed draws the same days, with their rows as names", async () => {
    const element = await mount({ ...STORE, seed: "5" });
    const first = find(element, ".points").innerHTML;
    const again = await mount({ ...STORE, seed: "5" });
    expect(find(again, ".points").innerHTML).toBe(first);
  });

  test("edited days of a bundled set keep its words and their rows", async () => {
    const element = await mount(STORE);
    const at = spotOf(element, ".points circle", 0);
    await drag(element, at, { x: at.x + 4, y: at.y + 9 });
    const copy = await place(pasted(element.snippet()));
    expect(find(copy, ".points").innerHTML.replace(/<!--.*?-->/g, "")).toBe(
      find(element, ".points").innerHTML.replace(/<!--.*?-->/g, ""),
    );
    expect(find(copy, ".drawing").textContent).toContain("Marketing spend, $ thousand a day");
    expect(copy.getAttribute("points")).toMatch(/^\d+(\.\d+)?,\d+(\.\d+)?,\d+ /);
  });

  test("a CSV at an address is read", async () => {
    const csv = "data:text/csv,a,b%0A1,2%0A2,3.5%0A3,5.5%0A";
    const element = await mount({ src: csv, x: "a", y: "b" });
    expect(shadow(element).querySelectorAll(".points circle")).toHaveLength(3);
  });

  test.each([
    [{ points: "1,2 3" }, "pair 2 must be two numbers"],
    [{ data: "nothing", x: "a", y: "b" }, "Data must be one of"],
    [{ data: "sales-fundamentals", x: "nothing", y: "revenue" }, "X must be one of marketing_spend"],
    [{ data: "sales-fundamentals", x: "revenue", y: "revenue" }, "another column than x"],
    [{ data: "sales-fundamentals" }, "must name a column"],
    [{ src: "http://127.0.0.1:9/none.csv", x: "a", y: "b" }, "Check the address"],
  ])("%j is refused in words", async (attributes, words) => {
    const element = await mount(attributes as Record<string, string>);
    expect(find(element, ".error").textContent).toContain(words);
    expect(shadow(element).querySelector(".stage")).toBeNull();
  });

  test("a long reading shows its rows, can be stopped, and tried again", async () => {
    const some = Array.from({ length: 100_000 }, (_, i) => `${i},${(i * 7919) % 1000}\n`).join("");
    const src = URL.createObjectURL(new Blob(["a,b\n", ...Array(60).fill(some)], { type: "text/csv" }));
    const element = document.createElement("lw-fit-line") as FitLine;
    for (const [name, value] of Object.entries({ src, x: "a", y: "b" })) element.setAttribute(name, value);
    document.body.replaceChildren(element);
    await element.updateComplete;
    expect(shadow(element).querySelector(".progress")).toBeNull();
    await until(() => shadow(element).querySelector("[role=progressbar]"));
    button(element, "Stop").click();
    await until(() => find(element, ".live").textContent?.includes("Stopped reading"));
    button(element, "Try again").click();
    await until(() => find(element, ".head").textContent?.includes("6,000,000 rows"), 30_000);
    expect(shadow(element).querySelectorAll(".points circle")).toHaveLength(0);
    URL.revokeObjectURL(src);
  });

  test("an error leaves when better data come", async () => {
    const element = await mount({ points: "1,2 3" });
    element.points = "1,2 3,4";
    await until(() => shadow(element).querySelector(".points circle"));
    expect(shadow(element).querySelector(".error")).toBeNull();
  });
});
