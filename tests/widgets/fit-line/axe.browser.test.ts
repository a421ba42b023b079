// axe on every scene of lw-fit-line, light and dark, wide and on a phone.

import axe from "axe-core";
import { afterEach, describe, expect, test } from "vitest";
import { scenes } from "#widgets/fit-line/scene.ts";
import { find, place, shadow, until } from "../../helpers/fit-line-page.ts";

afterEach(() => {
  document.body.replaceChildren();
  document.documentElement.style.colorScheme = "";
  document.body.style.background = "";
});

describe.each(["light", "dark"])("on a %s page", (scheme) => {
  test.each(scenes.map((scene) => [scene.id, scene] as const))("axe reports nothing on %s", async (id, scene) => {
    document.documentElement.lang = "en";
    document.documentElement.style.colorScheme = scheme;
    const theme = id.endsWith("dark") ? "dark" : scheme;
    document.body.style.background = theme === "dark" ? "#15171a" : "#fdfcf9";
    const element = await place(scene.make(document));
    if (element.hasAttribute("committed")) await until(() => shadow(element).querySelector(".numbers .model"));
    const table = [...shadow(element).querySelectorAll<HTMLButtonElement>(".foot button")];
    table.find((button) => button.textContent?.trim() === "Table")?.click();
    await new Promise(requestAnimationFrame);
    const { violations } = await axe.run(document.body, {
      rules: { region: { enabled: false }, "page-has-heading-one": { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual([]);
  });
});

test.each([320, 360])("nothing is wider than %d px", async (width) => {
  for (const scene of scenes) {
    const element = await place(scene.make(document), width - 32);
    const figure = find(element, "figure");
    expect(figure.scrollWidth, scene.id).toBeLessThanOrEqual(width - 32);
    const names = [...shadow(element).querySelectorAll<SVGTextElement>(".drawing .name, .drawing .axis-title")];
    const { right } = element.getBoundingClientRect();
    for (const name of names) expect(name.getBoundingClientRect().right, scene.id).toBeLessThanOrEqual(right + 2);
  }
});

test("handles and the chosen point have targets of at least 24 px, and one tab stop leads to all", async () => {
  const scene = scenes.find(({ id }) => id === "drawn");
  const element = await place(scene?.make(document) ?? document.createElement("p"), 328);
  const spots = [...shadow(element).querySelectorAll(".spot, .along")];
  expect(spots.length).toBe(3);
  for (const spot of spots) expect(spot.clientHeight).toBeGreaterThanOrEqual(24);
  expect(shadow(element).querySelectorAll(".stage, .stage [tabindex]")).toHaveLength(1);
});
