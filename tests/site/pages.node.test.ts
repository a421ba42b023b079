// What the pages' sources claim, against what is there.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { catalog } from "#table/catalog.ts";

const read = (file: string) => readFileSync(`src/site/${file}`, "utf8");

test("the home page and the lesson show the same days, as many as the words say", () => {
  const home = read("index.html");
  const lesson = readFileSync("src/lessons/fundamentals/text.en.md", "utf8");
  const figure = /<lw-fit-line [^>]*>/;
  expect(figure.exec(home)?.[0]).toBe(figure.exec(lesson)?.[0]);
  expect(figure.exec(home)?.[0]).toContain('rows="26"');
  expect(home).toContain("Below are 26 days");
});

test("the data page names as many house sales as the file has, and links to it", () => {
  const ames = catalog.find(({ id }) => id === "ames");
  expect(read("data/index.html")).toContain(`${ames?.nRows.toLocaleString("en-GB")} house sales`);
  expect(read("data/index.html")).toContain(`href="./${ames?.file}"`);
});

test("the gallery shows every widget that has scenes", () => {
  const widgets = readdirSync("src/widgets").filter((name) => existsSync(`src/widgets/${name}/scene.ts`));
  widgets.splice(widgets.indexOf("shared"), widgets.includes("shared") ? 1 : 0);
  expect(widgets.length).toBeGreaterThanOrEqual(3);
  for (const name of widgets) expect(read("gallery/page.ts")).toContain(`tag: "lw-${name}"`);
});

test("no page or style asks another host for anything", () => {
  const files = readdirSync("src/site", { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.(?:html|css)$/.test(file),
  );
  expect(files.length).toBeGreaterThan(8);
  for (const file of files) expect(read(file)).not.toMatch(/https?:\/\//);
});
