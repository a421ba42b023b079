// The WebAssembly backends: one kernel source in three builds, each instance with a small memory of its own.

import type { Backend } from "../backend.ts";
import { bins } from "./bins.ts";
import { denseOf } from "./dense.ts";
import { descent } from "./descent.ts";
import { diagnose } from "./diagnose.ts";
import { exactProducts, exactResiduals } from "./exact.ts";
import { foldMoments } from "./folds.ts";
import type { Kernel } from "./instance.ts";
import { merge, moments } from "./moments.ts";
import { place } from "./place.ts";
import { randomStream } from "./random.ts";
import { predict, residuals, whiten } from "./rows.ts";
import { scanRows } from "./scan.ts";
import { shuffle } from "./shuffle.ts";

/** A backend over a running kernel. */
export function wasmBackend(kernel: Kernel): Backend {
  return {
    name: kernel.build,
    moments: async (block) => moments(kernel, block),
    foldMoments: async (block, folds, nFolds) => foldMoments(kernel, block, { folds, nFolds }),
    merge: (a, b) => merge(kernel, a, b),
    residuals: async (block, predictor) => residuals(kernel, block, predictor),
    predict: async (block, predictor, whiten) => predict(kernel, block, predictor, whiten),
    diagnose: async (block, request) => diagnose(kernel, block, request),
    whiten: async (block, centre, factor) => whiten(kernel, block, centre, factor),
    bins: async (block, grid) => bins(kernel, block, grid),
    scanRows: (text) => scanRows(kernel, text),
    exact: {
      products: async (block, origin) => exactProducts(kernel, block, origin),
      residuals: async (block, origin, predictor) => exactResiduals(kernel, block, origin, predictor),
    },
    dense: denseOf(kernel),
    descent: (problem, lambda1, lambda2, options) => descent(kernel, problem, { lambda1, lambda2 }, options),
    random: (seed) => randomStream(kernel, seed),
    place: (key, law, from, length) => place(kernel, key, { law, from, length }),
    shuffle: (order, from, length, parts) => shuffle(kernel, order, { from, length, parts }),
    close() {},
  };
}
