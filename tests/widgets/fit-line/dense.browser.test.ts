// lw-fit-line over more than 5,000 rows: a picture of counts by eye, wheel, keys and hand.

import { afterEach, describe, expect, test } from "vitest";
import type { FitLine } from "#widgets/fit-line/element.ts";
import { button, field, find, mount, shadow, until } from "../../helpers/fit-line-page.ts";

const N = 20_000;
const X = Array.from({ length: N }, (_, i) => (i % 200) / 2);
const Y = X.map((x, i) => 10 + 0.5 * x + ((i * 7919) % 1000) / 100);

function address(): string {
  const text = `x,y\n${X.map((x, i) => `${x},${Y[i]}`).join("\n")}\n`;
  return URL.createObjectURL(new Blob([text], { type: "text/csv" }));
}

async function many(attributes: Record<string, string> = {}): Promise<FitLine> {
  const element = await mount({ src: address(), x: "x", y: "y", slope: "0.4", intercept: "15", ...attributes });
  await until(() => find(element, ".head").textContent?.includes("rows"));
  await until(() => find<HTMLCanvasElement>(element, ".density").dataset.painted === "");
  return element;
}

const stage = (element: FitLine) => find(element, ".stage");
const subtitle = (element: FitLine) => find(element, ".head p").textContent ?? "";
const spoken = (element: FitLine) => find(element, "[role=status]").textContent ?? "";

function press(element: FitLine, ...keys: string[]): void {
  for (const key of keys) stage(element).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}

function pointer(element: FitLine, type: string, at: { x: number; y: number }, more: PointerEventInit = {}): void {
  const box = stage(element).getBoundingClientRect();
  const init = { clientX: box.left + at.x, clientY: box.top + at.y, bubbles: true, isPrimary: true, pointerId: 1 };
  stage(element).dispatchEvent(new PointerEvent(type, { ...init, pointerType: "mouse", ...more }));
}

/** Colours of the picture that are not see-through. */
function inked(element: FitLine): number {
  const canvas = find<HTMLCanvasElement>(element, ".density");
  const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  let n = 0;
  for (let k = 3; k < pixels.length; k += 4) if (pixels[k] !== 0) n += 1;
  return n;
}

afterEach(() => document.body.replaceChildren());

describe("a picture of counts", () => {
  test("shows all rows in cells, none of them as an element, and my line's squares over all rows", async () => {
    const element = await many();
    expect(subtitle(element)).toContain("20,000 rows");
    expect(shadow(element).querySelectorAll(".points circle")).toHaveLength(0);
    expect(inked(element)).toBeGreaterThan(1000);
    const meanSquare = X.reduce((sum, x, i) => sum + ((Y[i] as number) - 15 - 0.4 * x) ** 2, 0) / N;
    await until(() => find(element, ".numbers").textContent?.includes(meanSquare.toPrecision(3)));
  });

  test("says nothing of the best line before mine is declared, and all of it after", async () => {
    const element = await many();
    expect(shadow(element).querySelector(".best-line")).toBeNull();
    button(element, "This is my line").click();
    await until(() => shadow(element).querySelector(".best-line"));
    expect(find(element, ".live").textContent).toContain("the least possible");
  });

  test("has one tab stop, and its legend ends at the greatest count", async () => {
    const element = await many();
    expect(shadow(element).querySelectorAll(".plot [tabindex='0']")).toHaveLength(1);
    const last = shadow(element).querySelector(".legend-ticks span:last-child");
    expect(Number(last?.textContent)).toBeGreaterThan(1);
  });

  test("pointing tells the count and the mean of a cell", async () => {
    const element = await many();
    const { width } = stage(element).getBoundingClientRect();
    pointer(element, "pointermove", { x: width / 2, y: 200 });
    await element.updateComplete;
    expect(find(element, ".live").textContent).toMatch(/\d+ rows? at x .* to .*, y .* to .*\. Mean y: |No row at/);
    expect(shadow(element).querySelector(".cursor")).not.toBeNull();
  });
});

describe("keys", () => {
  test("go in, step from cell to cell and say what each holds", async () => {
    const element = await many();
    stage(element).focus();
    press(element, "Enter");
    await until(() => /at x .*, y /.test(spoken(element)));
    const before = spoken(element);
    press(element, "ArrowRight");
    await until(() => spoken(element) !== before);
    expect(spoken(element)).toMatch(/at x .*, y /);
  });

  test("come closer until points are drawn, and back to all", async () => {
    const element = await many();
    stage(element).focus();
    press(element, "+", "+", "+", "+");
    await until(() => subtitle(element).includes("in view"));
    expect(element.view).not.toBeNull();
    await until(() => spoken(element).includes("in view"));
    press(element, "0");
    await until(() => !subtitle(element).includes("in view"));
    expect(element.view).toBeNull();
  });

  test("M goes to the handles of my line, which arrows then move", async () => {
    const element = await many();
    stage(element).focus();
    press(element, "Enter", "m", "Enter", "ArrowUp", "ArrowUp", "Enter");
    await element.updateComplete;
    expect(element.slope).not.toBe(0.4);
    press(element, "Escape", "ArrowRight");
    await until(() => /at x .*, y /.test(spoken(element)));
  });
});

describe("hands", () => {
  test("the wheel zooms where the plot has focus, and scrolls the page where it has not", async () => {
    const element = await many();
    const turn = () => {
      const box = stage(element).getBoundingClientRect();
      const at = { clientX: box.left + 300, clientY: box.top + 200 };
      const event = new WheelEvent("wheel", { ...at, deltaY: -100, bubbles: true, cancelable: true });
      stage(element).dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(turn()).toBe(false);
    stage(element).focus();
    expect(turn()).toBe(true);
    await until(() => element.view !== null);
  });

  test("a drag of the background pans what is zoomed", async () => {
    const element = await many({ view: "20,40,15,40" });
    pointer(element, "pointerdown", { x: 300, y: 100 }, { buttons: 1 });
    pointer(element, "pointermove", { x: 200, y: 100 }, { buttons: 1 });
    pointer(element, "pointerup", { x: 200, y: 100 });
    await element.updateComplete;
    expect(Number(element.view?.split(",")[0])).toBeGreaterThan(20);
  });

  test("a row taken by its number moves, the fit follows, and undo and Put back restore it", async () => {
    const element = await many({ committed: "" });
    await until(() => shadow(element).querySelector(".best-line"));
    const slope = () => find(element, ".numbers").textContent?.match(/Slope\s*0\.4\s*(\S+)/)?.[1];
    const before = slope();
    const row = field(element, "Row");
    row.value = "200";
    row.dispatchEvent(new Event("change"));
    await until(() => shadow(element).querySelector(".who")?.textContent === "Row 200");
    const y = field(element, "y");
    y.value = "-100000";
    y.dispatchEvent(new Event("change"));
    await until(() => slope() !== before);
    expect(element.moved).toBe("99.5,-100000,200");
    button(element, "Undo").click();
    await until(() => slope() === before);
    button(element, "Put back").click();
    await until(() => shadow(element).querySelectorAll(".points circle").length === 0);
  });

  test("a row that is not there is refused in words", async () => {
    const element = await many();
    const row = field(element, "Row");
    row.value = "20001";
    row.dispatchEvent(new Event("change"));
    await until(() => shadow(element).querySelector(".refused")?.textContent?.includes("from 1 to 20,000"));
  });
});

test("the table twin tells quantiles of both columns", async () => {
  const element = await many();
  button(element, "Table").click();
  await until(() => shadow(element).querySelectorAll(".panel tbody tr").length === 11);
  const median = [...shadow(element).querySelectorAll(".panel tbody tr")].find((tr) =>
    tr.textContent?.includes("50.0 %"),
  );
  expect(median?.textContent).toContain("49.5");
});

test("what was moved and where one looked come back from the attributes", async () => {
  const element = await many({ moved: "50,60,101", view: "40,60,30,70" });
  await until(() => shadow(element).querySelectorAll(".points circle").length === 1);
  expect(element.snippet()).toContain('view="40,60,30,70"');
  expect(element.snippet()).toContain('moved="50,60,101"');
});
