// Selections against R's step, partial F by add1 and drop1, and all subsets fitted one by one.

import { describe, expect, test } from "vitest";
import { type SelectRequest, selectTerms } from "#stats/inference/selection/select.ts";
import { fitOls } from "#stats/models/ols.ts";
import { arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";
import { backend, difference, list, modelOf, reference, rowsOf } from "#tests/helpers/inference.ts";

const TOL = 1e-10;
const TOL_P = 1e-8;

interface StepCase {
  upper: string;
  direction: "both" | "forward" | "backward";
  criterion: "AIC" | "BIC";
  weighted: boolean;
  lower: string | string[];
  moves: string | string[];
  aic: number[];
  rank: number[];
  rss: number[];
  terms: string[];
  bic_last: number;
  aic_last: number;
}

interface FCase {
  upper: string;
  direction: "both" | "forward" | "backward";
  enter: number;
  remove: number;
  moves: string[];
  p: number[];
  terms: string[];
}

interface Subset {
  terms: string[];
  rank: number;
  rss: number;
  aic: number;
  bic: number;
  adj: number;
  cp: number;
}

const DEFAULTS: SelectRequest = {
  method: "both",
  criterion: "AIC",
  enter: 0.05,
  remove: 0.1,
  lower: [],
  nBest: 3,
  maxIter: 1_000_000,
  turn: async () => {},
};

function select(formula: string, request: Partial<SelectRequest>, weighted = false) {
  const { plan, rows } = rowsOf(formula, weighted);
  return selectTerms(plan, rows, backend, { ...DEFAULTS, ...request });
}

const sign = { add: "+", drop: "-", start: "" };

describe("selectTerms(plan, rows, backend, { method, criterion })", () => {
  test.each(reference.steps as StepCase[])("moves as R's step, $direction by $criterion, in $upper", async (wanted) => {
    const { upper, direction: method, criterion, weighted } = wanted;
    const found = await select(upper, { method, criterion, lower: list(wanted.lower) }, weighted);
    const moves = found.steps.slice(1).map(({ action, term }) => `${sign[action]} ${term}`);
    expect(moves).toEqual(list(wanted.moves));
    expect(
      difference(
        found.steps.map(({ aic }) => aic),
        wanted.aic,
      ),
    ).toBeLessThanOrEqual(TOL);
    expect(
      difference(
        found.steps.map(({ rss }) => rss),
        wanted.rss,
      ),
    ).toBeLessThanOrEqual(TOL);
    expect(found.steps.map(({ rank }) => rank)).toEqual(list(wanted.rank));
    expect(new Set(found.terms)).toEqual(new Set(list(wanted.terms)));
    const last = found.steps.at(-1);
    expect(difference([last?.aic, last?.bic], [wanted.aic_last, wanted.bic_last])).toBeLessThanOrEqual(TOL);
    expect(last?.criterion).toBeCloseTo((criterion === "AIC" ? last?.aic : last?.bic) ?? Number.NaN, 6);
    expect(found).toMatchObject({ stopReason: "converged", reasons: [], models: [], best: null });
    expect(found.notes[0]).toMatch(/too good/);
  });

  test.each(reference.by_f as FCase[])("moves by partial F, $direction", async ({ upper, direction, ...wanted }) => {
    const { enter, remove } = wanted;
    const found = await select(upper, { method: direction, criterion: "F", enter, remove });
    const moves = found.steps.slice(1);
    expect(moves.map(({ action, term }) => `${sign[action]} ${term}`)).toEqual(list(wanted.moves));
    expect(
      difference(
        moves.map(({ criterion }) => criterion),
        wanted.p,
      ),
    ).toBeLessThanOrEqual(TOL_P);
    expect(new Set(found.terms)).toEqual(new Set(wanted.terms));
    expect(found.k).toBeNull();
  });

  test("finds the best subsets that fitting all 512 finds", async () => {
    const wanted = reference.best_subsets as { upper: string; models: Subset[]; best: Record<string, string[]> };
    const found = await select(wanted.upper, { method: "best-subset" });
    const { models, best } = found;
    expect(models.map(({ terms }) => terms)).toEqual(wanted.models.map(({ terms }) => terms));
    const error = (key: "rss" | "aic" | "bic" | "adjRSquared", of: keyof Subset) =>
      difference(
        models.map((model) => model[key]),
        wanted.models.map((model) => model[of] as number),
      );
    expect(error("rss", "rss")).toBeLessThanOrEqual(TOL);
    expect(error("aic", "aic")).toBeLessThanOrEqual(TOL);
    expect(error("bic", "bic")).toBeLessThanOrEqual(TOL);
    // R's 1 − (1 − R²)(n − 1)/df is rounding of 0 for the mean alone.
    for (const [m, { adj, cp }] of wanted.models.entries()) {
      expect(models[m]?.adjRSquared).toBeCloseTo(adj, 11);
      expect((models[m]?.cp ?? 0) / cp).toBeCloseTo(1, 8);
    }
    expect(models[best?.aic ?? -1]?.terms).toEqual(wanted.best.aic);
    expect(models[best?.bic ?? -1]?.terms).toEqual(wanted.best.bic);
    expect(models[best?.adjRSquared ?? -1]?.terms).toEqual(wanted.best.adj);
    expect(models[best?.cp ?? -1]?.terms).toEqual(wanted.best.cp);
    expect(found.terms).toEqual(wanted.best.aic);
    expect((await select(wanted.upper, { method: "best-subset", criterion: "BIC" })).terms).toEqual(wanted.best.bic);
    expect(found.stopReason).toBe("converged");
    expect(found.nIter).toBeLessThan(256);
  });

  test.each(["both", "best-subset"] as const)("is over where its turn rejects, %s", async (method) => {
    const columns = Object.fromEntries(
      Array.from({ length: 12 }, (_, j) => [
        `x${j}`,
        Array.from({ length: 40 }, (_, i) => Math.sin((i + 1) * (j + 2))),
      ]),
    );
    const model = { columns, y: Array.from({ length: 40 }, (_, i) => Math.cos(i * i)) };
    let turns = 0;
    const turn = async () => {
      turns += 1;
      if (turns === 2) throw new Error("stopped");
    };
    const run = (own: Partial<SelectRequest>) =>
      selectTerms(arrayPlan(model), arrayRows(model, backend), backend, { ...DEFAULTS, method, nBest: 50, ...own });
    expect((await run({})).nIter).toBeGreaterThan(method === "both" ? 1 : 512);
    await expect(run({ turn })).rejects.toThrow("stopped");
    expect(turns).toBe(2);
  });

  test("keeps terms with all that is marginal to them in best subsets", async () => {
    const { models } = await select("revenue ~ (search + price + region)^2", { method: "best-subset", nBest: 20 });
    expect(models.length).toBeGreaterThan(12);
    for (const { terms } of models) {
      for (const term of terms.filter((label) => label.includes(":")))
        expect(terms).toEqual(expect.arrayContaining(term.split(":")));
    }
    // 2^3 main effects with the interactions that they allow: 1 + 3 + 3·2 + 8.
    expect(models).toHaveLength(18);
  });

  test("gives formulas that fit to the same numbers", async () => {
    const found = await select("log(revenue) ~ log(search) * region + I(price^2) + video", { criterion: "BIC" });
    const { fit } = await modelOf(found.formula, false);
    const last = found.steps.at(-1);
    expect(
      difference([last?.rss, last?.aic, last?.bic, last?.adjRSquared], [fit.rss, fit.aic, fit.bic, fit.adjRSquared]),
    ).toBeLessThanOrEqual(TOL);
    expect(last?.rank).toBe(fit.rank);
  });

  test("starts where it is told, and keeps what it must", async () => {
    const start = await select("revenue ~ search * price + video", { method: "forward", start: ["search:price"] });
    expect(start.steps[0]?.terms).toEqual(["search", "price", "search:price"]);
    const lower = await select("revenue ~ search + video + price", { method: "backward", lower: ["video"], k: 1e6 });
    expect(lower.terms).toEqual(["video"]);
    expect(lower.k).toBe(1e6);
    const best = await select("revenue ~ search + video + price", { method: "best-subset", lower: ["video"] });
    expect(best.models.every(({ terms }) => terms.includes("video"))).toBe(true);
    await expect(select("revenue ~ search", { lower: ["price"] })).rejects.toMatchObject({ code: "bad-argument" });
  });

  test("leaves columns that depend on others out", async () => {
    const found = await select("revenue ~ search + I(2*search) + price", { method: "best-subset" });
    expect(found.aliased).toEqual(["I(2 * search)"]);
    expect(found.models.at(-1)?.terms).toEqual(["search", "price"]);
  });

  test("refuses factors without an intercept, whose coding would change", async () => {
    await expect(select("revenue ~ 0 + region + search", {})).rejects.toMatchObject({ code: "bad-argument" });
    expect((await select("revenue ~ 0 + search + price + video", { method: "backward" })).formula).toMatch(
      /^revenue ~ 0 \+ /,
    );
  });

  test("stops at a perfect fit, which has no criterion", async () => {
    const x = [1, 2, 4, 7, 11, 13, 17];
    const z = [3, 1, 4, 1, 5, 9, 2];
    const model = { columns: { x, z }, y: x.map((v) => 2 * v + 1) };
    const search = (method: SelectRequest["method"]) =>
      selectTerms(arrayPlan(model), arrayRows(model, backend), backend, { ...DEFAULTS, method });
    const forward = await search("forward");
    expect(forward.terms).toEqual(["x"]);
    expect(forward.steps.at(-1)).toMatchObject({ rss: 0, aic: null, criterion: null, cp: null });
    expect(forward.reasons.map(({ field }) => field)).toEqual(expect.arrayContaining(["aic", "criterion", "cp"]));
    const best = await search("best-subset");
    expect(best.models.filter(({ rss }) => rss === 0).map(({ terms }) => terms)).toEqual([["x"], ["x", "z"]]);
    expect(best.terms).toEqual(["x"]);
  });

  test("refuses fewer rows than terms, and a response that does not vary", async () => {
    const few = { columns: { a: [1, 2], b: [2, 5] }, y: [1, 2] };
    const flat = { columns: { a: [1, 2, 3] }, y: [4, 4, 4] };
    for (const [model, code] of [
      [few, "rows-too-few"],
      [flat, "response-constant"],
    ] as const) {
      const run = selectTerms(arrayPlan(model), arrayRows(model, backend), backend, DEFAULTS);
      await expect(run).rejects.toMatchObject({ code });
    }
  });

  test("sums the residuals of nearly dependent columns over the rows, and says that rounding may choose", async () => {
    const x = Array.from({ length: 21 }, (_, i) => 20 + i);
    const power = (k: number) => x.map((v) => v ** k);
    const columns = { x1: power(1), x2: power(2), x3: power(3), x4: power(4), x5: power(5) };
    const y = x.map((v, i) => 1 + v + ((i * 7) % 5) * 10);
    const model = { columns, y };
    const rows = arrayRows(model, backend);
    const found = await selectTerms(arrayPlan(model), rows, backend, { ...DEFAULTS, method: "best-subset", nBest: 1 });
    expect(found.notes).toEqual([expect.stringMatching(/too good/), expect.stringMatching(/nearly dependent/)]);
    const fit = await fitOls(arrayPlan(model), rows, backend, { weighted: false });
    expect(difference([found.models.at(-1)?.rss], fit.rss)).toBeLessThanOrEqual(TOL);
  });

  test("says where a search was cut short", async () => {
    const formula = "revenue ~ search + social + video + price + discount + competitor + visits";
    const cut = await select(formula, { method: "best-subset", maxIter: 2 });
    expect(cut).toMatchObject({ stopReason: "max-iter", nIter: 2 });
    expect(new Set(cut.models.map(({ rank }) => rank)).size).toBe(8);
    const steps = await select(formula, { method: "backward", k: 1e6, maxIter: 2 });
    expect(steps).toMatchObject({ stopReason: "max-iter", nIter: 2 });
    expect(steps.steps).toHaveLength(3);
  });
});
