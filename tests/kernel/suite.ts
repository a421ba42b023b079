// The whole suite over every backend that must run here, and what ties the builds together.

import { beforeAll, describe, expect, test } from "vitest";
import type { Backend } from "#kernel/backend.ts";
import { openBackend } from "#kernel/choose.ts";
import { startKernel } from "#kernel/wasm/instance.ts";
import { binsSuite } from "./bins-suite.ts";
import { makeBlock } from "./data.ts";
import { denseSuite } from "./dense-suite.ts";
import { descentSuite, gridOf, makeNet } from "./descent-suite.ts";
import { diagnoseSuite, requestFor } from "./diagnose-suite.ts";
import { exactSuite, makeExactBlock, makeOrigin } from "./exact-suite.ts";
import { foldsSuite } from "./folds-suite.ts";
import { momentsSubsetSuite } from "./moments-subset-suite.ts";
import { momentsSuite } from "./moments-suite.ts";
import { philoxSuite, placeSuite } from "./place-suite.ts";
import { randomSuite } from "./random-suite.ts";
import { makeSpd, rowsSuite } from "./rows-suite.ts";
import { shuffleFairnessSuite, shuffleSuite } from "./shuffle-suite.ts";

type Name = "reference" | "scalar" | "simd" | "relaxed";
const NAMES: readonly Name[] = ["reference", "scalar", "simd", "relaxed"];

const GRID = { x: { from: -7, to: -3, n: 9 }, y: { from: -5, to: 1, n: 4 }, origin: -2 };

function descentOf(backend: Backend, p: number) {
  const problem = makeNet(p, 0.9);
  const lambda = gridOf(problem);
  return backend.descent(problem, lambda, lambda, { tol: 1e-12, maxIter: 1000, maxActive: 20 });
}

/** Everything a backend computes of one block, in one value. */
async function everything(backend: Backend, n: number, q: number) {
  const block = makeBlock({ n, q, seed: n + q, offset: 1, weights: "some-zero" });
  const plain = { n, columns: block.columns };
  const folds = Int32Array.from({ length: n }, (_, i) => (i * i) % 3);
  const weighted = await backend.moments(block);
  const state = await backend.moments(plain);
  const p = q - 1;
  const predictor = { intercept: 0.3, beta: state.mean.slice(0, p), centre: weighted.mean.slice(0, p) };
  const A = makeSpd(p);
  const factor = backend.dense.cholesky(A, p, 1e-10);
  return {
    weighted,
    state,
    merged: backend.merge(state, weighted),
    byFold: await backend.foldMoments(block, folds, 3),
    byFoldPlain: await backend.foldMoments(plain, folds, 3),
    residuals: await backend.residuals(block, predictor),
    whitened: await backend.whiten({ n, columns: block.columns.slice(0, p) }, predictor.centre, factor),
    predicted: await backend.predict({ n, columns: block.columns.slice(0, p) }, predictor, factor),
    diagnosed: await backend.diagnose(block, await requestFor(block)),
    binned: await backend.bins({ n, columns: block.columns.slice(0, 2) }, GRID),
    factor,
    inverse: backend.dense.inverse(factor),
    eigen: backend.dense.eigen(A, p),
    descent: descentOf(backend, p),
    condition: backend.dense.condition(factor, A),
    normal: backend.random(n).normal(50, 1, 2),
  };
}

export function kernelSuite(): void {
  const opened = new Map<Name, Backend>();
  const get = (name: Name) => opened.get(name) as Backend;

  beforeAll(async () => {
    for (const name of NAMES) opened.set(name, (await openBackend(name)).backend);
  });

  for (const name of NAMES) {
    momentsSuite(name, () => get(name));
    momentsSubsetSuite(name, () => get(name));
    foldsSuite(name, () => get(name));
    binsSuite(name, () => get(name));
    rowsSuite(name, () => get(name));
    diagnoseSuite(name, () => get(name));
    denseSuite(name, () => get(name));
    descentSuite(name, () => get(name));
    randomSuite(name, () => get(name));
    placeSuite(name, () => get(name));
    exactSuite(name, () => get(name));
    shuffleSuite(name, () => get(name));
  }
  shuffleFairnessSuite();
  philoxSuite();

  describe("builds", () => {
    test("every backend is the one that was asked for", () => {
      for (const name of NAMES) expect(get(name).name).toBe(name);
    });

    test("simd and relaxed really work on two lanes, and only relaxed fuses", async () => {
      const flags = [];
      for (const build of ["scalar", "simd", "relaxed"] as const) {
        const { call } = await startKernel(build);
        flags.push([build, call.LANES.value, call.multiply_add_fuses(1 + 4 * Number.EPSILON)]);
      }
      expect(flags).toEqual([
        ["scalar", 1, 0],
        ["simd", 2, 0],
        ["relaxed", 2, 1],
      ]);
    });

    test("scalar and simd give the same bits", async () => {
      for (const [n, q] of [
        [0, 2],
        [1, 2],
        [2, 3],
        [3, 4],
        [67, 21],
        [255, 5],
        [257, 8],
        [1000, 33],
        [33_001, 4],
      ] as const) {
        expect(await everything(get("simd"), n, q)).toEqual(await everything(get("scalar"), n, q));
      }
    });

    test("all builds give the same bits in double-double", async () => {
      for (const shape of [
        { n: 67, q: 5 },
        { n: 1001, q: 8, weights: "some-zero" as const },
        { n: 20_001, q: 3 },
      ]) {
        const block = makeExactBlock(shape);
        const origin = makeOrigin(block);
        const predictor = { hi: new Float64Array(shape.q).fill(1 / 3), lo: new Float64Array(shape.q).fill(1e-17) };
        const products = await get("scalar").exact.products(block, origin);
        const residuals = await get("scalar").exact.residuals(block, origin, predictor);
        for (const name of ["simd", "relaxed"] as const) {
          expect(await get(name).exact.products(block, origin)).toEqual(products);
          expect(await get(name).exact.residuals(block, origin, predictor)).toEqual(residuals);
        }
      }
    });

    test("the moments of a block do not depend on the values of another", async () => {
      const block = makeBlock({ n: 700, q: 5 });
      const first = await get("simd").moments(block);
      await get("simd").moments({
        n: 9000,
        columns: makeBlock({ n: 9000, q: 30 }).columns.map((c) => c.map(() => Number.NaN)),
      });
      expect(await get("simd").moments(block)).toEqual(first);
    });
  });
}
