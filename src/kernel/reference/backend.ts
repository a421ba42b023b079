// The reference backend: plain TypeScript, the oracle of the others and the last way where WebAssembly is refused.

import type { Backend } from "../backend.ts";
import { bins } from "./bins.ts";
import { dense } from "./dense.ts";
import { descent } from "./descent.ts";
import { diagnose } from "./diagnose.ts";
import { exactProducts, exactResiduals } from "./exact.ts";
import { foldMoments } from "./folds.ts";
import { merge, moments } from "./moments.ts";
import { place } from "./place.ts";
import { randomStream } from "./random.ts";
import { predict, residuals, whiten } from "./rows.ts";
import { shuffle } from "./shuffle.ts";

/** A backend that needs nothing but JavaScript. */
export function referenceBackend(): Backend {
  return {
    name: "reference",
    moments: async (block) => moments(block),
    foldMoments: async (block, folds, nFolds) => foldMoments(block, folds, nFolds),
    merge,
    residuals: async (block, predictor) => residuals(block, predictor),
    predict: async (block, predictor, whiten) => predict(block, predictor, whiten),
    diagnose: async (block, request) => diagnose(block, request),
    whiten: async (block, centre, factor) => whiten(block, centre, factor),
    bins: async (block, grid) => bins(block, grid),
    exact: {
      products: async (block, origin) => exactProducts(block, origin),
      residuals: async (block, origin, predictor) => exactResiduals(block, origin, predictor),
    },
    dense,
    descent,
    random: randomStream,
    place,
    shuffle,
    close() {},
  };
}
