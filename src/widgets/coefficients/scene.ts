// Scenes of <lw-coefficients> for the gallery and the tests.

import type { Scene } from "../shared/scene.ts";

function scene(id: string, title: string, attributes: Record<string, string>): Scene {
  return {
    id,
    title,
    make(document) {
      const element = document.createElement("lw-coefficients");
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      return element;
    },
  };
}

const data = "sales-fundamentals";

export const scenes: Scene[] = [
  scene("one-predictor", "One predictor", { data, formula: "revenue ~ marketing_spend" }),
  scene("several", "Several predictors, one assigned by chance", {
    data,
    formula: "revenue ~ marketing_spend + website_traffic + product_price + seasonal_factor + promotion",
  }),
  scene("log-response", "A logged response", {
    data,
    formula: "log(revenue) ~ marketing_spend + log(website_traffic) + promotion",
  }),
  scene("interaction", "An interaction", { data, formula: "revenue ~ marketing_spend * promotion" }),
  scene("curve", "A square", { data, formula: "revenue ~ product_price + I(product_price^2)" }),
  scene("aliased", "A term that others determine", {
    data,
    formula: "revenue ~ marketing_spend + website_traffic + I(marketing_spend + website_traffic)",
  }),
  scene("many-terms", "Many terms, folded", {
    data: "sales-regularisation",
    formula: `y ~ ${Array.from({ length: 20 }, (_, i) => `x${i}`).join(" + ")}`,
  }),
  scene("empty", "No model yet", {}),
  scene("error", "A formula that names no column", { data, formula: "revenue ~ marketing" }),
];
