// lw-window in each of its states, for the gallery and for tests.

import type { Scene } from "../shared/scene.ts";

const DAYS = 1096;
const A_DAY = 24;

/** Three years of a store by the hour, whose price works less from the third year on; made up for the scenes. */
function hours(): string {
  let state = 11;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  let text = "date,price,spend,sales\n";
  for (let day = 0; day < DAYS; day++) {
    const date = new Date(Date.UTC(2022, 0, 1 + day)).toISOString().slice(0, 10);
    const season = 60 + 18 * Math.sin((2 * Math.PI * day) / 365.25 - 1.2) + (day % 365 > 325 ? 22 : 0);
    const slope = day < 730 ? -2.4 : -1.1;
    for (let hour = 0; hour < A_DAY; hour++) {
      const price = 10 + 2 * normal();
      const spend = 5 + 2 * uniform();
      const sales = season + slope * (price - 10) + 1.5 * spend + 5 * normal();
      text += `${date},${price.toFixed(2)},${spend.toFixed(2)},${sales.toFixed(2)}\n`;
    }
  }
  return URL.createObjectURL(new Blob([text], { type: "text/csv" }));
}

function scene(id: string, title: string, attributes: Record<string, string>): Scene {
  return {
    id,
    title,
    make(document) {
      const element = document.createElement("lw-window");
      const source: Record<string, string> = attributes.data === undefined ? { src: hours() } : {};
      for (const [name, value] of Object.entries({ ...source, ...attributes })) element.setAttribute(name, value);
      return element;
    },
  };
}

const formula = "sales ~ price + spend";
const YEAR = { formula, from: "2024-01-01", to: "2024-12-31" };

export const scenes: Scene[] = [
  scene("all", "All rows", { formula }),
  scene("year", "One year of three", YEAR),
  scene("year-dark", "One year of three, on a dark page", { ...YEAR, theme: "dark" }),
  scene("orders", "200,000 orders of the storefront, from the change of its third year on", {
    data: "storefront",
    size: "200000",
    formula: "log(units) ~ log(price) + log(competitor_price)",
    from: "2024-06-01",
    to: "2024-12-31",
  }),
  scene("bundled", "A bundled set", { data: "sales-overview", formula: "revenue ~ marketing_spend" }),
  scene("no-time", "No column of time", { data: "sales-fundamentals", formula: "revenue ~ marketing_spend" }),
];
