// Scenes of <lw-data> for the gallery and the tests.

import type { Scene } from "../shared/scene.ts";

function scene(id: string, title: string, attributes: Record<string, string>): Scene {
  return {
    id,
    title,
    make(document) {
      const element = document.createElement("lw-data");
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      return element;
    },
  };
}

const data = "sales-fundamentals";

export const scenes: Scene[] = [
  scene("empty", "Nothing chosen yet", {}),
  scene("table", "A table without a model", { data }),
  scene("fitted", "A table with a model", { data, formula: "revenue ~ marketing_spend + website_traffic" }),
  scene("many-columns", "More columns than fit", { data: "sales-regularisation" }),
  scene("wrong-name", "A formula with a wrong name", { data, formula: "revenue ~ marketing_spend + trafic" }),
  scene("unfinished", "A formula that ends too soon", { data, formula: "revenue ~ log(marketing_spend" }),
  scene("unknown-data", "A data set that does not exist", { data: "sails" }),
];
