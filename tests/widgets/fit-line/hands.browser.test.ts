// lw-fit-line by mouse, touch, keyboard and typed numbers.

import { afterEach, describe, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import {
  announced,
  button,
  DAYS,
  drag,
  field,
  find,
  mount,
  point,
  shadow,
  spotOf,
  tap,
  type as typeInto,
  until,
} from "../../helpers/fit-line-page.ts";

afterEach(() => document.body.replaceChildren());

const MINE = {
  points: DAYS,
  slope: "0.5",
  intercept: "110000",
  "x-label": "spend",
  "y-label": "revenue",
  "row-label": "day",
};

/** Events of one type, as they come. */
function listen(element: Element, type: string): unknown[] {
  const details: unknown[] = [];
  element.addEventListener(type, (event) => details.push((event as CustomEvent).detail));
  return details;
}

describe("by mouse", () => {
  test("a handle is dragged, the other stays, one lw-change is fired", async () => {
    const element = await mount(MINE);
    const changes = listen(element, "lw-change");
    const left = spotOf(element, ".handle", 0);
    const right = spotOf(element, ".handle", 1);
    await drag(element, right, { x: right.x - 20, y: right.y - 60 });
    const stays = spotOf(element, ".handle", 0);
    const moved = spotOf(element, ".handle", 1);
    expect(Math.hypot(stays.x - left.x, stays.y - left.y)).toBeLessThan(1.5);
    expect(Math.hypot(moved.x - right.x + 20, moved.y - right.y + 60)).toBeLessThan(1.5);
    expect(changes).toHaveLength(1);
    expect(element.slope).toBeGreaterThan(0.5);
    expect(changes[0]).toMatchObject({ slope: element.slope, intercept: element.intercept, points: 26 });
  });

  test("the line itself is lifted", async () => {
    const element = await mount(MINE);
    const [a, b] = [spotOf(element, ".handle", 0), spotOf(element, ".handle", 1)];
    const middle = { x: (a.x + b.x) / 2 + 30, y: (a.y + b.y) / 2 + (30 * (b.y - a.y)) / (b.x - a.x) };
    await drag(element, middle, { x: middle.x, y: middle.y - 50 });
    expect(element.slope).toBe(0.5);
    expect(Math.abs(spotOf(element, ".handle", 0).y - (a.y - 50))).toBeLessThan(1.5);
  });

  test("a point is dragged; only it moves", async () => {
    const element = await mount(MINE);
    const others = () => [...shadow(element).querySelectorAll(".points circle")].map((c) => c.outerHTML);
    const before = others();
    const from = spotOf(element, ".points circle", 7);
    await drag(element, from, { x: from.x + 40, y: from.y - 20 });
    const after = others();
    expect(after.filter((circle, i) => circle !== before[i])).toHaveLength(1);
    expect(element.points?.split(" ")[7]).not.toBe(DAYS.split(" ")[7]);
  });

  test("a double click on nothing adds a point there", async () => {
    const element = await mount(MINE);
    const stage = find(element, ".stage");
    const box = stage.getBoundingClientRect();
    const at = { clientX: box.left + 120, clientY: box.top + 60 };
    stage.dispatchEvent(new MouseEvent("dblclick", { ...at, bubbles: true, composed: true }));
    await element.updateComplete;
    const added = spotOf(element, ".points circle", 26);
    expect(Math.hypot(added.x - at.clientX, added.y - at.clientY)).toBeLessThan(1.5);
  });

  test("a pointer taken away puts back what it held", async () => {
    const element = await mount(MINE);
    const changes = listen(element, "lw-change");
    const from = spotOf(element, ".points circle", 7);
    point(element, "pointerdown", from);
    point(element, "pointermove", { x: from.x + 50, y: from.y });
    point(element, "pointercancel", from);
    await element.updateComplete;
    expect(spotOf(element, ".points circle", 7)).toEqual(from);
    expect(changes).toEqual([]);
  });
});

describe("by touch", () => {
  test("the page scrolls by the plot, and not by what can be dragged", async () => {
    const element = await mount(MINE, 328);
    expect(getComputedStyle(find(element, ".stage")).touchAction).toContain("pan-y");
    for (const area of shadow(element).querySelectorAll(".area")) {
      expect(getComputedStyle(area).touchAction).toBe("none");
    }
  });

  test("a tap chooses a point, which then has an area to drag it by", async () => {
    const element = await mount(MINE, 328);
    const at = spotOf(element, ".points circle", 7);
    await drag(element, at, { x: at.x + 30, y: at.y + 5 }, "touch");
    expect(element.points).toBe(DAYS);
    await tap(element, at);
    expect(find(element, ".who").textContent).toBe("Day 8");
    expect(shadow(element).elementFromPoint(at.x, at.y)?.className).toContain("at-point");
    await drag(element, at, { x: at.x + 30, y: at.y + 5 }, "touch");
    expect(element.points).not.toBe(DAYS);
  });

  test("without any drag: add by a tap, move by numbers, delete by a button", async () => {
    const element = await mount(MINE, 328);
    button(element, "Add a point").click();
    await element.updateComplete;
    const box = find(element, ".stage").getBoundingClientRect();
    await tap(element, { x: box.left + 150, y: box.top + 200 });
    expect(shadow(element).querySelectorAll(".points circle")).toHaveLength(27);
    await typeInto(element, "Revenue", "99,000");
    expect(element.points?.split(" ")[26]).toMatch(/,99000$/);
    button(element, "Delete").click();
    await element.updateComplete;
    expect(shadow(element).querySelectorAll(".points circle")).toHaveLength(26);
  });
});

describe("by keyboard", () => {
  test("the whole way: enter, turn the line, move, delete and add a point, undo, declare", async () => {
    const element = await mount(MINE);
    const commits = listen(element, "lw-commit");
    await userEvent.tab();
    expect(shadow(element).activeElement).toBe(find(element, ".stage"));
    const about = find(element, ".stage").getAttribute("aria-describedby");
    expect(find(element, `#${about}`).textContent).toMatch(/Enter.*Escape.*focus mode/);

    await userEvent.keyboard("{Enter}");
    await announced(element, /^Left handle of my line/);
    await userEvent.keyboard("{ArrowRight}{Enter}{ArrowUp}{ArrowUp}{Enter}");
    await announced(element, /^Slope .* squares (shrank|grew)/);
    expect(element.slope).not.toBe(0.5);

    await userEvent.keyboard("{ArrowRight}");
    await announced(element, /^Day 1: spend .* my line/);
    await userEvent.keyboard("{Enter}{ArrowUp}{Escape}");
    expect(element.points).toBe(DAYS);
    await userEvent.keyboard("{Enter}{Shift>}{ArrowUp}{/Shift}{Enter}");
    expect(Number(element.points?.split(" ")[0]?.split(",")[1])).toBeGreaterThan(130_000);
    await userEvent.keyboard("{Delete}");
    expect(element.points?.split(" ")).toHaveLength(25);
    await announced(element, /deleted, 25 days left/);
    await userEvent.keyboard("{Control>}z{/Control}");
    expect(element.points?.split(" ")).toHaveLength(26);
    await userEvent.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
    expect(element.points?.split(" ")).toHaveLength(25);

    for (let i = 0; i < 3; i++) await userEvent.tab();
    expect(shadow(element).activeElement?.textContent?.trim()).toBe("Add a point");
    await userEvent.keyboard("{Enter}");
    expect(shadow(element).activeElement).toBe(find(element, ".stage"));
    await userEvent.keyboard("{ArrowLeft}{ArrowUp}");
    await announced(element, /^New point at/);
    await userEvent.keyboard("{Enter}");
    expect(element.points?.split(" ")).toHaveLength(26);

    button(element, "This is my line").focus();
    await userEvent.keyboard("{Enter}");
    await until(() => element.fits.current);
    await announced(element, /least possible.*Best slope/);
    expect(commits).toHaveLength(1);
    expect(shadow(element).activeElement).toBe(find(element, ".stage"));
  });

  test("focus is never lost with a button that goes", async () => {
    const element = await mount(MINE);
    await tap(element, spotOf(element, ".points circle", 7));
    for (const [name, before] of [
      ["Delete", null],
      ["Add it", "Add a point"],
      ["Cancel", "Add a point"],
      ["Reset", null],
    ] as const) {
      if (before) button(element, before).click();
      await element.updateComplete;
      button(element, name).focus();
      await userEvent.keyboard("{Enter}");
      await element.updateComplete;
      expect(shadow(element).activeElement, name).toBe(find(element, ".stage"));
    }
  });

  test("arrows scroll the page until the plot was entered, and letters never do anything", async () => {
    const element = await mount(MINE);
    const stage = find(element, ".stage");
    stage.focus();
    const press = (key: string) => {
      const event = new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true });
      stage.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(press("ArrowDown")).toBe(false);
    expect(press("Enter")).toBe(true);
    expect(press("ArrowDown")).toBe(true);
    for (const key of "abcdefghijklmnopqrstuvwxyz0123456789") expect(press(key), key).toBe(false);
    expect(press("Tab")).toBe(false);
  });
});

describe("by typed numbers", () => {
  test("slope and intercept move my line and are written back", async () => {
    const element = await mount(MINE);
    await typeInto(element, "Slope", "0.75");
    await typeInto(element, "Intercept", "$101,000");
    expect([element.slope, element.intercept]).toEqual([0.75, 101_000]);
    expect(field(element, "Intercept").value).toBe("101,000");
  });

  test("a line far away is said to be outside, and comes back", async () => {
    const element = await mount(MINE);
    await typeInto(element, "Intercept", "9,000,000");
    expect(shadow(element).querySelector(".my-line")).toBeNull();
    expect(find(element, ".live").textContent).toContain("outside the picture");
    button(element, "Undo").click();
    await element.updateComplete;
    expect(shadow(element).querySelector(".my-line")).not.toBeNull();
    expect(find(element, ".live").textContent).not.toContain("outside");
  });

  test("what is no number is refused in words, next to the field, and changes nothing", async () => {
    const element = await mount(MINE);
    await typeInto(element, "Slope", "steep");
    const input = field(element, "Slope");
    expect(input.getAttribute("aria-invalid")).toBe("true");
    expect(find(element, `#${input.getAttribute("aria-describedby")}`).textContent).toContain("Slope: write a number");
    expect(element.slope).toBe(0.5);
    await typeInto(element, "Slope", "1");
    expect(field(element, "Slope").getAttribute("aria-invalid")).toBe("false");
    expect(shadow(element).querySelector("#refused")).toBeNull();
  });
});
