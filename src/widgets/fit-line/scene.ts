// lw-fit-line in each of its states, for the gallery and for tests.

import type { Scene } from "../shared/scene.ts";

/** 26 days of a store, in dollars; made up for the scenes, so that they need no data set. */
const DAYS =
  "12800,130000 14300,133700 14100,118000 16600,123900 17400,127000 23200,110900 23700,106800 24400,85200 25600,140300 27100,114100 28900,125100 31100,114200 34500,128700 34600,132100 36700,105800 41600,115600 55100,122000 60300,151700 64400,173600 66600,137000 68800,173500 71000,143300 74500,174400 76100,164600 76700,195100 81000,181000";

const WORDS = {
  "x-label": "marketing spend",
  "x-unit": "$",
  "y-label": "revenue",
  "y-unit": "$",
  "row-label": "day",
};

function scene(id: string, title: string, attributes: Record<string, string>): Scene {
  return {
    id,
    title,
    make(document) {
      const element = document.createElement("lw-fit-line");
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      return element;
    },
  };
}

/** So many days that they are counted in cells; the same in every browser. */
const MANY = 30_000;

/** Days of many stores as a CSV at an address of this page; made up for the scenes. */
function manyDays(): string {
  let state = 7;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  let text = "spend,revenue\n";
  for (let day = 0; day < MANY; day++) {
    const spend = 9000 * Math.exp(0.55 * normal()) + 20_000 * Math.abs(normal()) * (uniform() < 0.4 ? 1 : 0.2);
    const revenue = 96_000 + 0.9 * spend + (9000 + 0.12 * spend) * normal();
    text += `${Math.round(spend)},${Math.round(revenue)}\n`;
  }
  return URL.createObjectURL(new Blob([text], { type: "text/csv" }));
}

function crowd(id: string, title: string, attributes: Record<string, string>): Scene {
  const of = { x: "spend", y: "revenue", ...WORDS, ...attributes };
  return {
    id,
    title,
    make(document) {
      const element = scene(id, title, of).make(document);
      element.setAttribute("src", manyDays());
      return element;
    },
  };
}

const STORE = { data: "sales-fundamentals", x: "marketing_spend", y: "revenue" };

const MINE = { slope: "0.52", intercept: "118000" };

export const scenes: Scene[] = [
  scene("fresh", "Before: my line alone", { points: DAYS, ...WORDS }),
  scene("drawn", "My line drawn", { points: DAYS, ...WORDS, ...MINE }),
  scene("committed", "After: mine and best", { points: DAYS, ...WORDS, ...MINE, committed: "" }),
  scene("committed-dark", "After, on a dark page", { points: DAYS, ...WORDS, ...MINE, committed: "", theme: "dark" }),
  scene("drawn-by-chance", "26 days of a bundled set", { ...STORE, rows: "26", ...MINE, committed: "" }),
  scene("thousand", "All thousand days", { ...STORE, ...MINE, committed: "" }),
  crowd("many", "30,000 days: a picture of counts", { slope: "0.7", intercept: "102000" }),
  crowd("many-dark", "Many days, after, on a dark page", {
    slope: "0.7",
    intercept: "102000",
    committed: "",
    theme: "dark",
  }),
  crowd("many-closer", "Many days, from near: points again", {
    slope: "0.7",
    intercept: "102000",
    view: "20000,26000,105000,130000",
    committed: "",
  }),
  scene("orders", "200,000 orders of the storefront", {
    data: "storefront",
    size: "200000",
    x: "price",
    y: "revenue",
    "row-label": "order",
    slope: "-10",
    intercept: "200",
    view: "3,10,0,700",
  }),
  scene("two-points", "Two points", { points: "1,2 3,5", slope: "1", intercept: "1", committed: "" }),
  scene("same-x", "All points at one x", { points: "2,1 2,3 2,4", slope: "0.5", intercept: "1", committed: "" }),
  scene("empty", "No points yet", { points: "" }),
  scene("error", "Points that cannot be read", { points: "1,2 3" }),
];
