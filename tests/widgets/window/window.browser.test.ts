// lw-window in a page: axe on every scene, and a window of time by pointer, key and typed ends.

import axe from "axe-core";
import { afterEach, describe, expect, test } from "vitest";
import { defineOnce } from "#embed/define.ts";
import { TimeWindow } from "#widgets/window/element.ts";
import { scenes } from "#widgets/window/scene.ts";
import { button, field, find, shadow, until } from "../../helpers/fit-line-page.ts";

defineOnce("lw-window", TimeWindow);

const scene = (id: string): TimeWindow => {
  const found = scenes.find((each) => each.id === id);
  if (!found) throw new Error(`scene ${id}: must be there`);
  return found.make(document) as TimeWindow;
};

async function put(element: TimeWindow, width = 1000): Promise<TimeWindow> {
  const box = document.createElement("div");
  box.style.width = `${width}px`;
  box.append(element);
  document.body.replaceChildren(box);
  await until(() => shadow(element).querySelector(".mean, .error"));
  return element;
}

const stage = (element: TimeWindow) => find(element, ".stage");
const live = (element: TimeWindow) => find(element, ".live").textContent?.trim() ?? "";
const headers = (element: TimeWindow) => find(element, ".numbers thead").textContent ?? "";

function press(element: TimeWindow, ...keys: string[]): void {
  for (const key of keys) stage(element).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}

function pointer(element: TimeWindow, type: string, x: number): void {
  const box = stage(element).getBoundingClientRect();
  stage(element).dispatchEvent(
    new PointerEvent(type, {
      clientX: box.left + x,
      clientY: box.top + 120,
      isPrimary: true,
      pointerId: 1,
      bubbles: true,
      pointerType: "mouse",
    }),
  );
}

function drag(element: TimeWindow, from: number, to: number): void {
  pointer(element, "pointerdown", from);
  pointer(element, "pointermove", to);
  pointer(element, "pointerup", to);
}

afterEach(() => {
  document.body.replaceChildren();
  document.documentElement.style.colorScheme = "";
  document.body.style.background = "";
});

describe.each(["light", "dark"])("on a %s page", (scheme) => {
  test.each(scenes.map(({ id }) => id))("axe reports nothing on %s", async (id) => {
    document.documentElement.lang = "en";
    document.documentElement.style.colorScheme = scheme;
    const theme = id.endsWith("dark") ? "dark" : scheme;
    document.body.style.background = theme === "dark" ? "#15171a" : "#fdfcf9";
    const element = await put(scene(id));
    const table = [...shadow(element).querySelectorAll<HTMLButtonElement>(".foot button")];
    table.find((each) => each.textContent?.trim() === "Table")?.click();
    await element.updateComplete;
    const { violations } = await axe.run(document.body, {
      rules: { region: { enabled: false }, "page-has-heading-one": { enabled: false } },
    });
    expect(violations.map((rule) => `${rule.id}: ${rule.nodes.map(({ html }) => html).join(" | ")}`)).toEqual([]);
  });
});

test.each([320, 360])("nothing is wider than %d px", async (width) => {
  for (const id of ["all", "year"]) {
    const element = await put(scene(id), width - 32);
    expect(find(element, "figure").scrollWidth).toBeLessThanOrEqual(width - 32);
  }
});

describe("a window of time", () => {
  test("from the attributes shows its coefficients beside those of all rows", async () => {
    const element = await put(scene("year"));
    await until(() => headers(element).includes("window"));
    // The scene's price works at −1.1 in its third year and −2.4 before.
    expect(live(element)).toMatch(
      /^Jan 1, 2024 – Dec 31, 2024: 8,784 rows\. price is −1\.\d+ here, against −1\.9\d* over all rows\.$/,
    );
  });

  test("drawn by pointer is fitted live, and told in the attributes and an event", async () => {
    const element = await put(scene("all"));
    const heard: unknown[] = [];
    element.addEventListener("lw-change", (event) => heard.push((event as CustomEvent).detail));
    drag(element, 100, 300);
    await until(() => headers(element).includes("window"));
    expect(element.from).toMatch(/^2022-/);
    expect(heard).toHaveLength(1);
    drag(element, 200, 260);
    await until(() => heard.length === 2);
    const [first, second] = heard as { rows: [number, number] }[];
    expect(second?.rows[0]).toBeGreaterThan(first?.rows[0] as number);
  });

  test("is fitted from moments while it is drawn, and in full once the hand lets go", async () => {
    const element = await put(scene("orders"));
    await until(() => headers(element).includes("window"));
    const road = () => element.fits.current?.fit.solver.name;
    const smearing = () => element.fits.current?.fit.smearing;
    expect(road()).toBe("double-double");
    pointer(element, "pointerdown", 100);
    pointer(element, "pointermove", 300);
    await until(() => road() === "cholesky");
    expect(smearing()).toBeUndefined();
    pointer(element, "pointerup", 300);
    await until(() => road() === "double-double");
    const { n } = element.fits.current?.fit ?? { n: 0 };
    // Residuals of mean 0 have exponentials of a mean above 1.
    const above1 = expect.toSatisfy((factor: number) => factor > 1 && factor < 2);
    expect(smearing()).toMatchObject({ kind: "factor", factor: above1, n });
  });

  test("an edge is dragged on its own", async () => {
    const element = await put(scene("year"));
    await until(() => headers(element).includes("window"));
    const edge = shadow(element).querySelectorAll(".edge-area")[0]?.getBoundingClientRect();
    const x = (edge?.left ?? 0) + 14 - stage(element).getBoundingClientRect().left;
    drag(element, x, x - 100);
    await element.updateComplete;
    expect(element.to).toBe("2024-12-31");
    expect(element.from?.startsWith("2023-")).toBe(true);
  });

  test("by keys moves, says what it holds, and goes back to all rows", async () => {
    const element = await put(scene("year"));
    await until(() => headers(element).includes("window"));
    expect(shadow(element).querySelectorAll(".plot [tabindex='0']")).toHaveLength(1);
    stage(element).focus();
    press(element, "ArrowLeft");
    await until(() => find(element, "[role=status]").textContent?.includes("rows. price is"));
    expect(element.from).toBe("2023-12-24");
    press(element, "0");
    await until(() => !headers(element).includes("window"));
    expect([element.from, element.to]).toEqual([null, null]);
  });

  test("by typed ends is exact to the day, and a text that is no date is refused in words", async () => {
    const element = await put(scene("all"));
    const from = field(element, "From");
    from.value = "2023-07-15";
    from.dispatchEvent(new Event("change"));
    await until(() => headers(element).includes("window"));
    expect([element.from, element.to]).toEqual(["2023-07-15", "2024-12-31"]);
    const to = field(element, "To");
    to.value = "tomorrow";
    to.dispatchEvent(new Event("change"));
    await element.updateComplete;
    expect(find(element, ".refused").textContent).toContain("write a time such as");
    button(element, "All rows").click();
    await until(() => !headers(element).includes("window"));
  });
});

describe("what it cannot do", () => {
  const csv = (text: string) => URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  const made = (attributes: Record<string, string>) => {
    const element = document.createElement("lw-window") as TimeWindow;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

  test.each([
    ["t,y\n2,1\n1,2\n3,4\n", "t", "must be in the order of"],
    ["t,y\n1,1\n,2\n3,4\n", "t", "must have a value in every row"],
    ["t,y\na,1\nb,2\n", "t", "got a category"],
    ["t,y\n1,1\n2,2\n", "u", "must be one of"],
  ])("%j by %s is refused in words", async (text, time, words) => {
    const element = await put(made({ src: csv(text), formula: "y ~ 1", time }));
    expect(find(element, ".error").textContent).toContain(words);
  });

  test("without a source it says what it needs", async () => {
    const element = made({});
    document.body.replaceChildren(element);
    await element.updateComplete;
    expect(live(element)).toContain("needs a data set");
  });
});
