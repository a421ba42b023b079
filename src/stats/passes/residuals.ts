// The sums of residuals about a known predictor, over the rows of a model.

import type { LinearPredictor, ResidualSums } from "#kernel/backend.ts";
import type { RowPass } from "../rows.ts";

function addResiduals(a: ResidualSums, b: ResidualSums): ResidualSums {
  return {
    rss: a.rss + b.rss,
    sum: a.sum + b.sum,
    gradient: a.gradient.map((g, j) => g + (b.gradient[j] as number)),
    maxAbs: Math.max(a.maxAbs, b.maxAbs),
  };
}

export const residualPass: RowPass<LinearPredictor, ResidualSums> = {
  run: (block, predictor, backend) => backend.residuals(block, predictor),
  merge: addResiduals,
};
