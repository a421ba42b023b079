// Bad input for fit, path, crossValidate and the other resampling calls alike, through the public API: each has one
// documented outcome (docs/bad-input.md), and nothing returns NaN silently.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ColumnInput,
  createEngine,
  type Engine,
  type ErrorCode,
  LeastwiseError,
  type TableHandle,
} from "#engine/index.ts";

let engine: Engine;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});

afterAll(() => engine.close());

const x = [1, 2, 4, 7, 11, 13, 14, 18, 19, 23, 24, 30];
const z = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8.5];
const y = [2.5, 3, 5.5, 8, 12, 15.5, 15, 20, 18, 25, 24, 28];
const times = (values: number[], factor: number) => values.map((v) => v * factor);

type Options = { weights?: string };

/** Coefficients without the intercept, or losses, of a call. */
type Numbers = (number | null)[];

interface Call {
  name: string;
  ask(table: TableHandle, formula: string, options: Options): Promise<{ numbers: Numbers; all: unknown }>;
}

const call = <T>(
  name: string,
  ask: (table: TableHandle, formula: string, options: Options) => Promise<T>,
  numbers: (result: T) => Numbers,
): Call => ({
  name,
  ask: async (...given) => {
    const all = await ask(...given);
    return { numbers: numbers(all), all };
  },
});

/** Calls whose numbers are slopes, in the order of the columns, and those whose numbers are errors. */
const SLOPES: Call[] = [
  call(
    "fit",
    (t, f, o) => t.fit(f, o),
    (r) => r.coefficients.slice(1),
  ),
  call(
    "lasso",
    (t, f, o) => t.fit(f, { ...o, method: "lasso", lambda: 1e-3 }),
    (r) => r.coefficients.slice(1),
  ),
  call(
    "ridge",
    (t, f, o) => t.fit(f, { ...o, method: "ridge", lambda: 1e-3 }),
    (r) => r.coefficients.slice(1),
  ),
  call(
    "path",
    (t, f, o) => t.path(f, { ...o, nLambda: 5 }),
    (r) => r.coefficients.at(-1) ?? [],
  ),
  call(
    "ridge path",
    (t, f, o) => t.path(f, { ...o, nLambda: 5, l1Ratio: 0 }),
    (r) => r.coefficients.at(-1) ?? [],
  ),
  call(
    "bootstrap",
    (t, f, o) => t.bootstrap(f, { ...o, nReplicates: 20 }),
    (r) => r.coefficients.slice(1),
  ),
  call(
    "jackknife",
    (t, f, o) => t.jackknife(f, { ...o, nBlocks: 4 }),
    (r) => r.coefficients.slice(1),
  ),
];
const ERRORS: Call[] = [
  call(
    "crossValidate",
    (t, f, o) => t.crossValidate(f, { ...o, folds: 3, nLambda: 5 }),
    (r) => r.mean,
  ),
  call(
    "of ridge",
    (t, f, o) => t.crossValidate(f, { ...o, folds: 3, nLambda: 5, l1Ratio: 0 }),
    (r) => r.mean,
  ),
  call(
    "of least squares",
    (t, f, o) => t.crossValidate(f, { ...o, folds: 3, lambdas: [0] }),
    (r) => r.mean,
  ),
  call(
    "leave-one-out",
    (t, f, o) => t.crossValidate(f, { ...o, scheme: "leave-one-out", lambdas: [0] }),
    (r) => r.mean,
  ),
];
const ALL = [...SLOPES, ...ERRORS];

async function withTable<T>(columns: Record<string, ColumnInput>, use: (table: TableHandle) => Promise<T>): Promise<T> {
  const table = await engine.fromColumns(columns);
  try {
    return await use(table);
  } finally {
    table.close();
  }
}

/** Where a number in a result is NaN or infinite: nowhere. */
function badNumbers(value: unknown, path = ""): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => badNumbers(inner, `${path}.${key}`));
}

async function sound(of: Call, table: TableHandle, formula: string, options: Options = {}): Promise<Numbers> {
  const { numbers, all } = await of.ask(table, formula, options);
  expect(badNumbers(all), of.name).toEqual([]);
  return numbers;
}

async function codeOf(of: Call, table: TableHandle, formula: string, options: Options = {}): Promise<ErrorCode> {
  const error = await of.ask(table, formula, options).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof LeastwiseError)) throw new Error(`${of.name}: expected a LeastwiseError; got ${error}`);
  expect(error.message).toMatch(/^[\s\S]+: [\s\S]+; got [\s\S]+$/);
  return error.code;
}

function expectClose(got: Numbers, wanted: Numbers, what: string, tolerance = 1e-9): void {
  expect(got.length, what).toBe(wanted.length);
  for (const [k, value] of wanted.entries()) {
    const size = Math.max(Math.abs(value ?? 0), Number.MIN_VALUE);
    expect(Math.abs((got[k] ?? Number.NaN) - (value ?? 0)) / size, what).toBeLessThanOrEqual(tolerance);
  }
}

describe("a column that tells nothing", () => {
  it.each<[what: string, extra: number[]]>([
    ["constant", x.map(() => 5)],
    ["0.1 in every row", x.map(() => 0.1)],
    ["0 in every row", x.map(() => 0)],
  ])("%s is left out, and the others are as without it", (_, extra) =>
    withTable({ x, z, extra, y }, async (table) => {
      for (const of of SLOPES) {
        const got = await sound(of, table, "y ~ x + z + extra");
        expectClose(got.slice(0, 2), await sound(of, table, "y ~ x + z"), of.name);
        expect(got[2], of.name).toBe(of.name === "fit" ? null : 0);
      }
      for (const of of ERRORS) {
        expectClose(await sound(of, table, "y ~ x + z + extra"), await sound(of, table, "y ~ x + z"), of.name);
      }
    }),
  );

  it("duplicated: least squares aliases the later, ridge shares, and the fit is as without it", () =>
    withTable({ x, z, extra: x, y }, async (table) => {
      for (const of of ALL) {
        const got = await sound(of, table, "y ~ x + z + extra");
        const wanted = await sound(of, table, "y ~ x + z");
        if (/ridge/.test(of.name)) continue;
        expectClose(of.name === "fit" ? got.slice(0, 2) : got.slice(0, wanted.length), wanted, of.name);
      }
      const { coefficients } = await table.fit("y ~ x + extra", { method: "ridge", lambda: 1 });
      expect(coefficients[1]).toBeCloseTo(coefficients[2] ?? Number.NaN, 12);
    }));

  it("missing in all rows, or of one level, is refused", () =>
    withTable({ x, none: x.map(() => null), one: x.map(() => "u"), y }, async (table) => {
      for (const of of ALL) {
        expect(await codeOf(of, table, "y ~ x + none"), of.name).toBe("rows-too-few");
        expect(await codeOf(of, table, "y ~ x + one"), of.name).toBe("term-one-level");
      }
    }));

  it("not 0 only where the weight is 0 is aliased, without intercept too", () =>
    withTable(
      {
        x,
        z,
        y,
        extra: x.map((v, i) => (i % 3 === 0 ? v / 7 : 0)),
        w: x.map((_, i) => (i % 3 === 0 ? 0 : 1 + i / 10)),
      },
      async (table) => {
        for (const formula of ["y ~ 0 + extra + x", "y ~ 0 + x + extra", "y ~ extra + x"]) {
          const fit = await table.fit(formula, { weights: "w" });
          expect(fit.aliased, formula).toEqual(["extra"]);
          const again = await engine.fromMoments(await table.moments(formula, { weights: "w" }));
          expect((await again.fit(formula)).aliased, formula).toEqual(["extra"]);
          again.close();
          for (const l1Ratio of [0, 1]) {
            const { terms, coefficients } = await table.path(formula, { weights: "w", l1Ratio });
            expect(coefficients.every((row) => row[terms.indexOf("extra")] === 0)).toBe(true);
          }
        }
      },
    ));

  it("not 0 only where the weight is 0 is aliased in a large table", async () => {
    const n = 140_001;
    const at = (value: (i: number) => number) => Float64Array.from({ length: n }, (_, i) => value(i));
    const columns: Record<string, Float64Array> = {
      extra: at((i) => (i % 5 === 0 ? 0.1 + i / 3 : 0)),
      w: at((i) => (i % 5 === 0 ? 0 : 1 + (i % 7) / 9)),
      a: at((i) => Math.sin(i)),
      y: at((i) => Math.sin(i) + Math.cos(i * i)),
    };
    for (let j = 0; j < 12; j++) columns[`b${j}`] = at((i) => Math.cos(i * (0.3 + j / 7)));
    const others = Array.from({ length: 12 }, (_, j) => `b${j}`).join(" + ");
    await withTable(columns, async (table) => {
      const fit = await table.fit(`y ~ 0 + a + extra + ${others}`, { weights: "w" });
      expect(fit.solver.name).toBe("cholesky");
      expect(fit.aliased).toEqual(["extra"]);
    });
  });
});

describe("a response", () => {
  it("that does not vary is refused, and resampled as it is", () =>
    withTable({ x, z, y: x.map(() => 0.1) }, async (table) => {
      for (const of of ALL) {
        if (of.name === "bootstrap" || of.name === "jackknife") {
          expect(await sound(of, table, "y ~ x + z")).toEqual([0, 0]);
        } else expect(await codeOf(of, table, "y ~ x + z"), of.name).toBe("response-constant");
      }
    }));

  it("that is fitted perfectly has its slopes, and errors of 0 to rounding", () =>
    withTable({ x, z, y: x.map((v, i) => 1 + 3 * v - (z[i] ?? 0) / 8) }, async (table) => {
      for (const of of ALL) {
        const got = await sound(of, table, "y ~ x + z");
        if (["fit", "bootstrap", "jackknife"].includes(of.name)) expectClose(got, [3, -0.125], of.name);
        if (["of least squares", "leave-one-out"].includes(of.name)) expect(got[0]).toBeLessThan(1e-24);
      }
    }));
});

describe("as many rows as terms, or fewer", () => {
  it("leave least squares no degrees of freedom, or no fit; penalised models have one", async () => {
    const few = { a: [1, 2, 4], b: [3, 1, 4], c: [1, 0, 7], d: [2, 2, 3], y: [2, 3, 5] };
    await withTable(few, async (table) => {
      for (const of of ALL) {
        if (of.name === "leave-one-out") {
          expect(await codeOf(of, table, "y ~ a + b")).toBe("bad-argument");
          expect(await codeOf(of, table, "y ~ a + b + c + d")).toBe("bad-argument");
          continue;
        }
        if (of.name === "jackknife") continue;
        await sound(of, table, "y ~ a + b");
        if (of.name === "fit") expect(await codeOf(of, table, "y ~ a + b + c + d")).toBe("rows-too-few");
        else await sound(of, table, "y ~ a + b + c + d");
      }
      expect(await table.fit("y ~ a + b")).toMatchObject({ dfResidual: 0, sigma: null, rank: 3 });
      const { dualityGap } = await table.path("y ~ a + b + c + d");
      expect(Math.max(...dualityGap)).toBeLessThanOrEqual(1e-10);
    });
  });

  it("ridge has its solution where columns outnumber rows many times", async () => {
    const n = 20;
    const wave = (i: number, j: number) => Math.sin((i + 1) * (j + 1) * 0.7) + Math.cos((i + 3) * (j + 2) ** 0.5);
    for (const p of [60, 150, 400]) {
      const columns: Record<string, Float64Array> = {};
      for (let j = 0; j < p; j++) columns[`x${j}`] = Float64Array.from({ length: n }, (_, i) => wave(i, j));
      columns.y = Float64Array.from({ length: n }, (_, i) => wave(i, 0) - 2 * wave(i, 7));
      await withTable(columns, async (table) => {
        const path = await table.path("y ~ .", { l1Ratio: 0, nLambda: 20 });
        expect(badNumbers(path)).toEqual([]);
        expect(Math.max(...path.dualityGap)).toBeLessThanOrEqual(1e-10);
        const cv = await table.crossValidate("y ~ .", { l1Ratio: 0, folds: 4, lambdas: [1, 0.01] });
        expect(badNumbers(cv)).toEqual([]);
      });
    }
  });

  it("one row has no model", () =>
    withTable({ x: [1], y: [2] }, async (table) => {
      for (const of of ALL) {
        expect(["rows-too-few", "response-constant", "bad-argument"], of.name).toContain(
          await codeOf(of, table, "y ~ x"),
        );
      }
    }));
});

describe("weights", () => {
  const w = [1, 2, 1, 0.5, 1, 3, 1, 2, 1, 1, 2, 1];
  const weigh = (value: number | null) => w.map((v, i) => (i === 4 ? value : v));

  it("that are negative, NaN in an array, or all 0 are refused", () =>
    withTable({ x, y, minus: weigh(-1), none: x.map(() => 0) }, async (table) => {
      const given = Float64Array.from(weigh(Number.NaN), Number) as unknown as string;
      for (const of of ALL) {
        for (const weights of ["minus", "none", given]) {
          expect(await codeOf(of, table, "y ~ x", { weights }), of.name).toBe("weights");
        }
      }
    }));

  it("that are 0, or missing in a column, leave the row out", () => {
    const rest = <T>(values: readonly T[]) => values.filter((_, i) => i !== 4);
    return withTable({ x, z, y, zero: weigh(0), gap: weigh(null) }, (table) =>
      withTable({ x: rest(x), z: rest(z), y: rest(y), w: rest(w) }, async (without) => {
        for (const of of ALL) {
          const wanted = await sound(of, without, "y ~ x + z", { weights: "w" });
          for (const weights of ["zero", "gap"]) {
            expectClose(await sound(of, table, "y ~ x + z", { weights }), wanted, `${of.name}, ${weights}`);
          }
        }
      }),
    );
  });

  it("of 0 do not count where rows are dealt or drawn", async () => {
    const n = 60;
    const half = Float64Array.from({ length: n }, (_, i) => i % 2);
    const a = Float64Array.from({ length: n }, (_, i) => (i * 37) % 11);
    const columns = {
      a,
      y: a.map((v, i) => v + ((i * 13) % 7)),
      half,
      hole: a.map((_, i) => (i === 3 ? Number.NaN : i)),
    };
    await withTable(columns, async (table) => {
      const cv = await table.crossValidate("y ~ a + hole", { weights: "half", folds: 7, lambdas: [0] });
      expect(cv).toMatchObject({ n: 29, nDropped: 1 });
      expect(Math.max(...cv.foldSizes) - Math.min(...cv.foldSizes)).toBe(1);
      const moments = await table.moments("y ~ a + hole", { weights: "half", folds: 7 });
      expect(moments.folds?.map((fold) => fold.n)).toEqual(cv.foldSizes);
      expect(moments.nDropped).toBe(1);
      await expect(table.crossValidate("y ~ a", { weights: "half", folds: 31 })).rejects.toThrow(
        /rows used, 30; got 31/,
      );
      const only = Float64Array.from(half, (_, i) => (i === 5 ? 1 : 0));
      await expect(table.bootstrap("y ~ a", { weights: only })).rejects.toThrow(/^rows used: must be 2 or more; got 1/);
    });
  });
});

describe("penalties", () => {
  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("lambda %d is refused", (lambda) =>
    withTable({ x, z, y }, async (table) => {
      const calls = [
        table.fit("y ~ x", { method: "lasso", lambda }),
        table.path("y ~ x", { lambdas: [1, lambda] }),
        table.crossValidate("y ~ x", { lambdas: [lambda] }),
        table.bootstrap("y ~ x", { lambda }),
        table.jackknife("y ~ x", { lambda, nBlocks: 3 }),
      ];
      for (const asked of calls) {
        await expect(asked).rejects.toMatchObject({
          code: "bad-argument",
          message: expect.stringMatching(/^lambdas?(\[\d\])?: must be finite and >= 0; got /),
        });
      }
    }),
  );

  it.each([-0.1, 1.1, Number.NaN])("l1Ratio %d is refused", (l1Ratio) =>
    withTable({ x, z, y }, async (table) => {
      const calls = [
        table.fit("y ~ x", { method: "elastic-net", lambda: 1, l1Ratio }),
        table.path("y ~ x", { l1Ratio }),
        table.crossValidate("y ~ x", { l1Ratio }),
        table.crossValidate("y ~ x", { l1Ratio: [1, l1Ratio] }),
        table.bootstrap("y ~ x", { lambda: 1, l1Ratio }),
      ];
      for (const asked of calls) {
        await expect(asked).rejects.toMatchObject({ code: "bad-argument", message: expect.stringMatching(/^l1Ratio/) });
      }
    }),
  );
});

describe("values of extreme size", () => {
  it.each([1e-150, 1e150])("a predictor times %d has the model of any other unit", (scale) =>
    withTable({ x: times(x, scale), z, y }, (table) =>
      withTable({ x, z, y }, async (plain) => {
        for (const of of SLOPES) {
          const [a, b] = await sound(of, table, "y ~ x + z");
          expectClose([(a ?? 0) * scale, b ?? 0], await sound(of, plain, "y ~ x + z"), of.name);
        }
        for (const of of ERRORS) {
          expectClose(await sound(of, table, "y ~ x + z"), await sound(of, plain, "y ~ x + z"), of.name);
        }
      }),
    ),
  );

  it.each([1e-150, 1e150])("a response times %d has errors of its own unit, and their standard errors", (scale) =>
    withTable({ x, z, y: times(y, scale) }, (table) =>
      withTable({ x, z, y }, async (plain) => {
        for (const options of [{ folds: 3 }, { folds: 3, repeats: 2 }, { scheme: "leave-one-out" }] as const) {
          const got = await table.crossValidate("y ~ x + z", { ...options, lambdas: [0] });
          const wanted = await plain.crossValidate("y ~ x + z", { ...options, lambdas: [0] });
          expect(badNumbers(got)).toEqual([]);
          for (const field of ["mean", "sd"] as const) {
            expectClose(
              times(got[field], 1 / scale).map((v) => v / scale),
              wanted[field],
              field,
              1e-8,
            );
          }
        }
        for (const of of SLOPES.filter(({ name }) => !/lasso/.test(name))) {
          const got = await sound(of, table, "y ~ x + z");
          expectClose(
            got.map((v) => (v ?? 0) / scale),
            await sound(of, plain, "y ~ x + z"),
            of.name,
          );
        }
      }),
    ),
  );

  it.each([1e-310, 1e-160, 1e160])(
    "times %d squares leave the range of doubles: refused, but by fit for a predictor",
    (scale) =>
      withTable({ x: times(x, scale), z, y, far: times(y, scale) }, async (table) => {
        for (const of of ALL) {
          if (of.name === "fit") await sound(of, table, "y ~ x + z");
          else expect(await codeOf(of, table, "y ~ x + z"), of.name).toBe("value-not-finite");
          expect(await codeOf(of, table, "far ~ z"), of.name).toBe("value-not-finite");
        }
      }),
  );

  it.each([1e-300, 1e-200, 1e-160, 1e160, 1e200, 1e300])(
    "a predictor times %d: calls on its fit give what they give of any other unit, or say that they cannot",
    (scale) =>
      withTable({ x: times(x, scale), z, y }, (table) =>
        withTable({ x, z, y }, async (plain) => {
          const [fit, wanted] = [await table.fit("y ~ x + z"), await plain.fit("y ~ x + z")];
          const one = await table.predict(fit, { interval: "prediction" });
          const two = await plain.predict(wanted, { interval: "prediction" });
          expectClose(Array.from(one.fitted), Array.from(two.fitted), "fitted");
          expectClose(Array.from(one.lower ?? []), Array.from(two.lower ?? []), "lower");
          const units = async (of: TableHandle, ofFit: typeof fit) =>
            (await of.standardized(ofFit)).standardized.flatMap(({ value, standardError }) => [value, standardError]);
          expectClose(await units(table, fit), await units(plain, wanted), "standardized");
          expectClose([(await table.metrics(fit)).mae], [(await plain.metrics(wanted)).mae], "mae");
          const [a, b] = [await table.influence(fit), await plain.influence(wanted)];
          expectClose(a.leverage, b.leverage, "leverage");
          expectClose(a.studentised, b.studentised, "studentised", 1e-8);
          const test = await table.hypothesis(fit, "x = 0");
          expect(badNumbers(test)).toEqual([]);
          if (scale < 1e-155)
            expect(test.reasons[0]?.reason).toMatch(/covariance of the coefficients cannot be computed/);
        }),
      ),
  );

  it("a subnormal predictor, whose coefficient is no double: calls on its fit say so", () =>
    withTable({ x: times(x, 1e-310), z, g: [..."abcabcabcabc"], y }, async (table) => {
      const fit = await table.fit("log(y) ~ x + z + g");
      expect([fit.coefficients[1], fit.aliased, fit.smearing]).toEqual([null, [], undefined]);
      const calls = [
        () => table.predict(fit),
        () => table.metrics(fit),
        () => table.robust(fit),
        () => table.diagnostics(fit),
        () => table.influence(fit),
        () => table.marginalMeans(fit, "g"),
        () => table.hypothesis(fit, "x = 0"),
        () => table.standardized(fit),
        () => table.anova("y ~ x + z"),
      ];
      for (const asked of calls) {
        await expect(asked(), String(asked)).rejects.toMatchObject({
          code: "value-not-finite",
          at: { column: "x" },
          message: expect.stringMatching(/^fit: must have coefficients that a number can hold; got one of x/),
        });
      }
    }));

  it("that a formula makes infinite are refused", () =>
    withTable({ x: times(x, 1e306), z, y }, async (table) => {
      for (const of of ALL) expect(await codeOf(of, table, "y ~ I(x * 1000) + z"), of.name).toBe("value-not-finite");
    }));

  it("a column at 1e9 ± 1 is one at 0 ± 1; means of parts of the rows keep 7 digits of it", () => {
    const near = x.map((_, i) => (i % 3) - 1);
    return withTable({ x: near.map((v) => 1e9 + v), z, y }, (table) =>
      withTable({ x: near, z, y }, async (plain) => {
        for (const of of ALL) {
          const merged = ["jackknife", "crossValidate", "of ridge", "of least squares"].includes(of.name);
          const tolerance = merged ? 1e-6 : 1e-9;
          expectClose(await sound(of, table, "y ~ x + z"), await sound(of, plain, "y ~ x + z"), of.name, tolerance);
        }
      }),
    );
  });
});
