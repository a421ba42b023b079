// Resampling through the public API: on rows, on moments by fold, and on what cannot be resampled.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type CrossValidateOptions,
  createEngine,
  type Engine,
  LeastwiseError,
  type TableHandle,
} from "#engine/index.ts";
import { randomStream } from "#kernel/reference/random.ts";

const N = 90;
const formula = "y ~ x + region";

/** Regions of 30 rows each; "rare" has 3 rows, all in fold 0 of `row mod 3`. */
function columns() {
  const stream = randomStream(2);
  const x = stream.normal(N, 5, 2);
  const noise = stream.normal(N, 0, 1);
  const regions = ["east", "west", "north"];
  const region = Array.from({ length: N }, (_, i) => regions[Math.floor(i / 30)] as string);
  return {
    y: Array.from(x, (value, i) =>
      i === 7 ? null : 2 * value + (region[i] === "east" ? 3 : 0) + (noise[i] as number),
    ),
    x,
    region,
    rare: Array.from({ length: N }, (_, i) => (i === 0 || i === 30 || i === 60 ? "rare" : "usual")),
    day: Array.from({ length: N }, (_, i) => new Date(Date.UTC(2026, 0, 1 + ((i * 7) % N)))),
    shop: Array.from({ length: N }, (_, i) => (i === 50 ? null : `s${i % 8}`)),
    w: Float64Array.from({ length: N }, (_, i) => (i === 20 ? 0 : 1 + (i % 4))),
  };
}

let engine: Engine;
let table: TableHandle;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  table = await engine.fromColumns(columns());
});

afterAll(() => engine.close());

const byThree = Int32Array.from({ length: N }, (_, i) => i % 3);

describe("table.crossValidate", () => {
  it("counts rows that are used, and deals only those", async () => {
    const cv = await table.crossValidate(formula, { folds: 4, nLambda: 10 });
    expect(cv).toMatchObject({ scheme: "shuffled", seed: 42, n: 89, nDropped: 1, repeats: 1 });
    expect([...cv.foldSizes].sort()).toEqual([22, 22, 22, 23]);
    expect(structuredClone(cv)).toEqual(JSON.parse(JSON.stringify(cv)));
  });

  it("deals rows evenly over superblocks too", async () => {
    const n = 66_003;
    const x = Float64Array.from({ length: n }, (_, i) => (i * 37) % 101);
    const y = x.map((value, i) => (i % 30_000 === 5 ? Number.NaN : value + ((i * 11) % 7)));
    const large = await engine.fromColumns({ x, y });
    const cv = await large.crossValidate("y ~ x", { folds: 7, lambdas: [0] });
    expect(cv).toMatchObject({ n: n - 3, nDropped: 3 });
    expect(cv.foldSizes.reduce((sum, size) => sum + size, 0)).toBe(n - 3);
    expect(Math.max(...cv.foldSizes) - Math.min(...cv.foldSizes)).toBe(1);
    large.close();
  });

  it("leaves the caller's fold ids and weights where they are", async () => {
    const folds = byThree.slice();
    const weights = new Float64Array(N).fill(2);
    const cv = await table.crossValidate(formula, { folds, weights, lambdas: [0.1] });
    expect([folds.length, weights.length]).toEqual([N, N]);
    expect(cv.scheme).toBe("given");
    const plain = await table.crossValidate(formula, { folds, lambdas: [0.1] });
    expect(cv.mean[0]).toBeCloseTo(plain.mean[0] as number, 10);
  });

  it("a weight of 0 leaves a row out of training and testing", async () => {
    const cv = await table.crossValidate(formula, { folds: byThree, weights: "w", lambdas: [0.1] });
    expect(cv.n).toBe(88);
    expect(cv.foldSizes.reduce((sum, size) => sum + size, 0)).toBe(88);
  });

  it("a training fold with one level of a factor gives its column the coefficient 0", async () => {
    const without = await table.crossValidate("y ~ x", { folds: byThree, lambdas: [0] });
    const cv = await table.crossValidate("y ~ x + rare", { folds: byThree, lambdas: [0] });
    expect(cv.byFold[0]?.[0]).toBeCloseTo(without.byFold[0]?.[0] as number, 9);
    expect(cv.byFold[1]?.[0]).not.toBeCloseTo(without.byFold[1]?.[0] as number, 4);
  });

  it("a response that does not vary in training predicts its mean", async () => {
    const flat = await engine.fromColumns({ y: [1, 1, 1, 1, 5, 6, 7, 9], x: [1, 2, 3, 4, 5, 6, 7, 8] });
    const cv = await flat.crossValidate("y ~ x", { folds: Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1), lambdas: [0.1] });
    expect(cv.byFold[1]?.[0]).toBeCloseTo((16 + 25 + 36 + 64) / 4, 12);
    flat.close();
  });

  it("follows a date, and keeps shops together", async () => {
    const timed = await table.crossValidate(formula, { scheme: "time", order: "day", folds: 4, nLambda: 5 });
    expect(timed).toMatchObject({ scheme: "time", seed: null });
    expect(timed.foldSizes).toHaveLength(4);
    const known = "y ~ x + shop";
    const grouped = await table.crossValidate(known, { scheme: "group", group: "shop", folds: 4, nLambda: 5 });
    expect(grouped.n).toBe(88);
    expect(grouped.foldSizes.every((size) => size >= 11)).toBe(true);
  });
});

describe("moments by fold", () => {
  it("are all that cross-validation and the jackknife need", async () => {
    const moments = await table.moments(formula, { folds: 5, seed: 3 });
    expect(moments.folds).toHaveLength(5);
    expect(moments.nDropped).toBe(1);
    const again = await engine.fromMoments(JSON.parse(JSON.stringify(moments)));
    const options: CrossValidateOptions = { l1Ratio: [0.5, 1], nLambda: 20 };
    const here = await table.crossValidate(formula, { ...options, folds: 5, seed: 3 });
    const there = await again.crossValidate(formula, options);
    expect(there.curves).toEqual(here.curves);
    expect(there.best).toEqual(here.best);
    expect([there.n, there.nDropped]).toEqual([here.n, here.nDropped]);
    const jackknife = await again.jackknife(formula);
    const own = await table.jackknife(formula, { nBlocks: 5, seed: 3 });
    expect(jackknife.standardErrors).toEqual(own.standardErrors);
    again.close();
  });

  it("serve smaller models too", async () => {
    const again = await engine.fromMoments(await table.moments(formula, { folds: byThree }));
    const there = await again.crossValidate("y ~ region", { lambdas: [0.2, 0.1] });
    const here = await table.crossValidate("y ~ region", { folds: byThree, lambdas: [0.2, 0.1] });
    for (const [k, mean] of here.mean.entries()) expect(there.mean[k]).toBeCloseTo(mean, 10);
    again.close();
  });

  it("merge to the moments of all rows", async () => {
    const whole = await table.moments(formula, { weights: "w" });
    const folded = await table.moments(formula, { weights: "w", folds: 4 });
    expect(folded.n).toBe(whole.n);
    expect(folded.sumLogWeight).toBeCloseTo(whole.sumLogWeight, 12);
    for (const [k, value] of whole.scatter.entries()) expect(folded.scatter[k]).toBeCloseTo(value, 8);
    expect((await engine.fromMoments(folded)).nRows).toBe(whole.n);
  });
});

describe("table.bootstrap, jackknife and learningCurve, engine.biasVariance", () => {
  it("give standard errors near those of the fit", async () => {
    const fit = await table.fit(formula);
    const bootstrap = await table.bootstrap(formula, { nReplicates: 400 });
    const jackknife = await table.jackknife(formula, { nBlocks: 89 });
    for (const [j, se] of fit.standardErrors.entries()) {
      expect((bootstrap.standardErrors[j] as number) / (se as number)).toBeCloseTo(1, 0);
      expect((jackknife.standardErrors[j] as number) / (se as number)).toBeCloseTo(1, 0);
      expect(bootstrap.coefficients[j]).toBeCloseTo(fit.coefficients[j] as number, 9);
    }
    expect(bootstrap.terms).toEqual(fit.terms);
  });

  it("draw a learning curve and simulate", async () => {
    const curve = await table.learningCurve(formula, { sizes: [20, 40, 70] });
    expect(curve.nTest).toBe(18);
    const X = [[1, 2, 3, 4, 5, 6, 7, 8]];
    const [found] = await engine.biasVariance({ X, beta: [2], sigma: 1, models: [{}] });
    expect(found?.variance).toBeCloseTo(2 / 8, 1);
  });
});

describe("what cannot be resampled", () => {
  const refusals: [what: string, call: () => Promise<unknown>, message: string][] = [
    ["one fold", () => table.crossValidate(formula, { folds: 1 }), "folds: must be an integer >= 2; got 1"],
    ["half a fold", () => table.crossValidate(formula, { folds: 2.5 }), "folds: must be an integer >= 2; got 2.5"],
    ["NaN folds", () => table.crossValidate(formula, { folds: Number.NaN }), "folds: must be an integer >= 2; got NaN"],
    [
      "more folds than rows",
      () => table.crossValidate(formula, { folds: 90 }),
      "folds: must be at most the number of rows used, 89; got 90",
    ],
    [
      "fold ids for other rows",
      () => table.crossValidate(formula, { folds: new Int32Array(5) }),
      "folds: must hold one number for each of 90 rows; got 5",
    ],
    [
      "one fold id",
      () => table.crossValidate(formula, { folds: new Int32Array(N) }),
      "folds, their number: must be an integer >= 2; got 1",
    ],
    [
      "a negative fold id",
      () => table.crossValidate(formula, { folds: byThree.map((id) => id - 1) }),
      "folds, row 1: must be >= 0; got -1",
    ],
    [
      "a given fold that is empty",
      () => table.crossValidate(formula, { folds: byThree.map((id) => 2 * id) }),
      "fold 1: must hold a row that is used and has weight; got none",
    ],
    [
      "a given fold whose only row is dropped",
      () => table.crossValidate(formula, { folds: byThree.map((_, i) => (i === 7 ? 0 : 1 + (i % 2))) }),
      "fold 0: must hold a row that is used and has weight; got none",
    ],
    [
      "a given fold without weight",
      () => table.crossValidate(formula, { weights: "w", folds: byThree.map((_, i) => (i === 20 ? 0 : 1 + (i % 2))) }),
      "fold 0: must hold a row that is used and has weight; got none",
    ],
    [
      "a NaN seed",
      () => table.crossValidate(formula, { seed: Number.NaN }),
      "seed: must be an integer from 0 to 4294967295; got NaN",
    ],
    [
      "an unknown scheme",
      () => table.crossValidate(formula, { scheme: "loo" as "time" }),
      "scheme: must be one of shuffled, time, group, leave-one-out; got loo",
    ],
    [
      "groups without a column",
      () => table.crossValidate(formula, { scheme: "group" }),
      'group: must name a column with scheme "group", and only there; got undefined',
    ],
    [
      "more folds than groups",
      () => table.crossValidate(formula, { scheme: "group", group: "region", folds: 4 }),
      "folds: must be at most the number of groups, 3; got 4",
    ],
    [
      "a row without a group",
      () => table.crossValidate(formula, { scheme: "group", group: "shop", folds: 4 }),
      "group, row 51: must not be missing in a row that is used; got no value",
    ],
    [
      "groups by a number",
      () => table.crossValidate(formula, { scheme: "group", group: "x", folds: 4 }),
      'group: "x" must be a column of categories; got a number',
    ],
    [
      "an order by categories",
      () => table.crossValidate(formula, { scheme: "time", order: "region", folds: 4 }),
      'order: "region" must be a column of numbers or dates; got a category',
    ],
    [
      "an order by no column",
      () => table.crossValidate(formula, { scheme: "time", order: "month", folds: 4 }),
      'order: must be one of "y", "x", "region", "rare", "day", "shop", "w"; got "month"',
    ],
    [
      "l1Ratio above 1",
      () => table.crossValidate(formula, { l1Ratio: [0.5, 1.5] }),
      "l1Ratio: must be from 0 to 1; got 1.5",
    ],
    [
      "a negative lambda",
      () => table.crossValidate(formula, { lambdas: [-1] }),
      "lambdas[0]: must be finite and >= 0; got -1",
    ],
    [
      "a search over a grid given",
      () => table.crossValidate(formula, { lambdas: [1], search: { kind: "narrowing" } }),
      "lambdas: must not be given with search, which makes its own; got both",
    ],
    [
      "a random search of no trials",
      () => table.crossValidate(formula, { search: { kind: "random", nTrials: 0 } }),
      "search.nTrials: must be an integer from 1 to 10000; got 0",
    ],
    [
      "a quantile of 1",
      () => table.crossValidate(formula, { rowErrors: true, quantiles: [1] }),
      "quantiles[0]: must be between 0 and 1; got 1",
    ],
    [
      "no replicates",
      () => table.bootstrap(formula, { nReplicates: 0 }),
      "nReplicates: must be an integer from 2 to 100000; got 0",
    ],
    [
      "more blocks than rows",
      () => table.jackknife(formula, { nBlocks: 90 }),
      "nBlocks: must be from 2 to the number of rows used, 89; got 90",
    ],
    [
      "a way of dealing without folds",
      () => table.moments(formula, { scheme: "time" }),
      "folds: must be given with time; got undefined",
    ],
    [
      "errors of rows that are left out one at a time",
      () => table.crossValidate(formula, { scheme: "leave-one-out", lambdas: [0], rowErrors: true }),
      "rowErrors: must not be given with leave-one-out; got true",
    ],
    [
      "moments in repeated folds",
      () => table.moments(formula, { folds: 3, repeats: 2 }),
      "folds: must be dealt once and to more rows than one each; got 2 times",
    ],
  ];

  it.each(refusals)("%s is refused", async (_, call, message) => {
    const error: unknown = await call().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LeastwiseError);
    expect((error as LeastwiseError).message).toBe(message);
  });

  it("moments without folds have nothing to resample", async () => {
    const bare = await engine.fromMoments(await table.moments(formula));
    for (const call of [bare.crossValidate(formula), bare.jackknife(formula), bare.bootstrap(formula)]) {
      await expect(call).rejects.toMatchObject({ code: "rows-needed" });
    }
    const folded = await engine.fromMoments(await table.moments(formula, { folds: 3 }));
    await expect(folded.crossValidate(formula, { rowErrors: true })).rejects.toMatchObject({ code: "rows-needed" });
    folded.close();
    bare.close();
  });

  it("moments whose folds are not theirs are refused", async () => {
    const moments = await table.moments(formula, { folds: 3 });
    const [a, b, c] = moments.folds ?? [];
    if (!a || !b || !c) throw new RangeError("expected three folds");
    const cases: [folds: typeof moments.folds, message: string][] = [
      [[a], "moments.folds: must hold 2 folds or more; got 1"],
      [[a, b], `moments.folds: must have the 89 rows of the whole in all; got ${a.n + b.n}`],
      [
        [a, b, { ...c, names: ["x", "regionnorth", "regionwest", "z"] }],
        "moments.folds[2].names: must be those of the whole",
      ],
      [[a, b, { ...c, mean: [1, 2, 3, Number.NaN] }], "moments.mean[3]: must be a finite number; got NaN"],
    ];
    for (const [folds, message] of cases) {
      await expect(engine.fromMoments({ ...moments, folds: folds ?? [] })).rejects.toThrow(message);
    }
  });
});
