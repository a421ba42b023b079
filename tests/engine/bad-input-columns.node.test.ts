// Columns that hold nothing to learn from, or numbers that no sum can hold, through the public API: each has one documented
// outcome (docs/bad-input.md), and nothing returns NaN silently.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ColumnInput, createEngine, type Engine, LeastwiseError, type TableHandle } from "#engine/index.ts";

let engine: Engine;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});

afterAll(() => engine.close());

const x = [1, 2, 4, 7, 11, 13, 14, 18];
const y = [2.5, 3, 5.5, 8, 12, 15.5, 15, 20];
const times = (scale: number) => x.map((v) => v * scale);

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

/** Fit, moments and metrics of a formula; nothing in them is NaN, and every null coefficient has its reason. */
async function results(table: TableHandle, formula: string) {
  const fit = await table.fit(formula);
  const moments = await table.moments(formula);
  const metrics = await table.metrics(fit);
  const again = await engine.fromMoments(moments);
  const fromMoments = await again.fit(formula);
  again.close();
  expect(badNumbers({ fit, moments, metrics, fromMoments })).toEqual([]);
  for (const [j, term] of fit.terms.entries()) {
    if (fit.coefficients[j] !== null) continue;
    expect(fit.reasons.map(({ field }) => field)).toContain(`coefficients[${term}]`);
  }
  expect(fromMoments.aliased).toEqual(fit.aliased);
  return { fit, metrics };
}

async function errorOf(call: Promise<unknown>): Promise<[string, unknown, unknown]> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof LeastwiseError)) throw new Error(`expected a LeastwiseError; got ${error}`);
  expect(error.message).toMatch(/^[\s\S]+: [\s\S]+; got [\s\S]+$/);
  return [error.code, error.at, error.value];
}

describe("a predictor that tells nothing is aliased, with the reason", () => {
  it.each<[what: string, extra: ColumnInput]>([
    ["the same number in every row", x.map(() => 5)],
    ["0 in every row", x.map(() => 0)],
    ["0.1 in every row", x.map(() => 0.1)],
    ["a billion and a half in every row", x.map(() => 1.5e9)],
    ["the same as another", x],
    ["another, stretched and moved", x.map((v) => 40 - 3 * v)],
    ["another and the intercept", x.map((v) => v + 1)],
  ])("%s", (_, extra) =>
    withTable({ x, extra, y }, async (table) => {
      const { fit } = await results(table, "y ~ x + extra");
      const alone = await table.fit("y ~ x");
      expect(fit.aliased).toEqual(["extra"]);
      expect(fit.rank).toBe(2);
      expect(fit.coefficients[1]).toBeCloseTo(alone.coefficients[1] ?? Number.NaN, 10);
      expect(fit.reasons.find(({ field }) => field === "coefficients[extra]")?.reason).toMatch(/^aliased: /);
    }),
  );

  it("the same category twice", () =>
    withTable({ g: [..."aabbccab"], again: [..."aabbccab"], y }, async (table) => {
      const { fit } = await results(table, "y ~ g + again");
      expect(fit.aliased).toEqual(["againb", "againc"]);
    }));
});

describe("a predictor without two values to compare", () => {
  it("missing in all rows leaves no complete row", () =>
    withTable({ x: x.map(() => null), y }, async (table) => {
      for (const call of [table.fit("y ~ x"), table.moments("y ~ x")]) {
        expect(await errorOf(call)).toEqual(["rows-too-few", { column: "x" }, 0]);
      }
    }));

  it("a category of one level, or of one among the complete rows, is refused", () =>
    withTable(
      { one: x.map(() => "u"), g: [..."aaaabbbb"], hole: [1, 2, 4, 3, null, null, null, null], y },
      async (table) => {
        expect(await errorOf(table.fit("y ~ one"))).toEqual(["term-one-level", { char: 4, column: "one" }, "u"]);
        expect(await errorOf(table.fit("y ~ hole + g"))).toEqual(["term-one-level", { char: 11, column: "g" }, "a"]);
      },
    ));
});

describe("a response that does not vary", () => {
  it("is refused by fit, kept by moments, and has no R²", () =>
    withTable({ x, y, flat: x.map(() => 7) }, async (table) => {
      const refused = ["response-constant", { column: "flat" }, 7];
      expect(await errorOf(table.fit("flat ~ x"))).toEqual(refused);
      const moments = await engine.fromMoments(await table.moments("flat ~ x"));
      expect(await errorOf(moments.fit("flat ~ x"))).toEqual(refused);
      expect((await moments.fit("x ~ flat")).aliased).toEqual(["flat"]);
      const fit = await table.fit("y ~ x");
      const metrics = await engine.fromColumns({ x, y: x.map(() => 7) }).then((other) => other.metrics(fit));
      expect(metrics).toMatchObject({ rSquared: null, adjRSquared: null, explainedVariance: null });
      expect(metrics.reasons.map(({ field }) => field)).toEqual(["rSquared", "adjRSquared", "explainedVariance"]);
      expect(badNumbers(metrics)).toEqual([]);
    }));

  it("is refused where it is missing in all rows", () =>
    withTable({ x, y: x.map(() => Number.NaN) }, async (table) => {
      expect(await errorOf(table.fit("y ~ x"))).toEqual(["response-missing", { column: "y" }, 8]);
      expect(await errorOf(table.moments("y ~ x"))).toEqual(["response-missing", { column: "y" }, 8]);
    }));
});

describe("an infinite value", () => {
  it.each([[Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY]])(
    "%d is refused where the column comes in",
    async (value) => {
      const columns = { x: x.map((v, i) => (i === 2 ? value : v)), y };
      expect(await errorOf(engine.fromColumns(columns))).toEqual(["value-not-finite", { row: 3, column: "x" }, value]);
    },
  );

  it("that a formula makes is refused with its row", () =>
    withTable({ x, y, big: times(1e306) }, async (table) => {
      expect(await errorOf(table.fit("y ~ I(big * 100)"))).toMatchObject([
        "value-not-finite",
        { row: 2 },
        expect.anything(),
      ]);
      expect(await errorOf(table.moments("y ~ exp(big)"))).toMatchObject([
        "value-not-finite",
        { row: 1 },
        expect.anything(),
      ]);
    }));
});

describe("values of extreme size", () => {
  it.each([[1e-150], [1e-100], [1e100], [1e150]])("times %d are fitted like any others", (scale) =>
    withTable({ x: times(scale), y }, async (table) => {
      const plain = await withTable({ x, y }, (other) => other.fit("y ~ x"));
      const { fit, metrics } = await results(table, "y ~ x");
      expect(fit.aliased).toEqual([]);
      expect((fit.coefficients[1] ?? Number.NaN) * scale).toBeCloseTo(plain.coefficients[1] ?? 0, 10);
      expect((fit.standardErrors[1] ?? Number.NaN) * scale).toBeCloseTo(plain.standardErrors[1] ?? 0, 10);
      expect(metrics.rSquared).toBeCloseTo(plain.rSquared ?? 0, 10);
      const turned = await results(table, "x ~ y");
      expect(turned.fit.rSquared).toBeCloseTo(plain.rSquared ?? 0, 10);
    }),
  );

  it.each([[1e-160], [1e-200], [1e-310], [1e-320]])(
    "times %d have squares that underflow: moments are refused",
    (scale) =>
      withTable({ x: times(scale), y }, async (table) => {
        const [code, at] = await errorOf(table.moments("y ~ x"));
        expect([code, at]).toEqual(["value-not-finite", { column: "x" }]);
        const metrics = await withTable({ x, y }, (other) => other.fit("x ~ y")).then((fit) => table.metrics(fit));
        expect(badNumbers(metrics)).toEqual([]);
      }),
  );

  it.each([[1e160], [1e300]])("times %d have squares that overflow: moments are refused", (scale) =>
    withTable({ x: times(scale), y }, async (table) => {
      const [code, at] = await errorOf(table.moments("y ~ x"));
      expect([code, at]).toEqual(["value-not-finite", { column: "x" }]);
    }),
  );

  it.each([[1e-160], [1e-200], [1e160], [1e200]])(
    "times %d are fitted as a predictor, and refused as a response",
    (scale) =>
      withTable({ x: times(scale), y }, async (table) => {
        const plain = await withTable({ x, y }, (other) => other.fit("y ~ x"));
        const fit = await table.fit("y ~ x");
        expect((fit.coefficients[1] ?? Number.NaN) * scale).toBeCloseTo(plain.coefficients[1] ?? 0, 10);
        expect((fit.standardErrors[1] ?? Number.NaN) * scale).toBeCloseTo(plain.standardErrors[1] ?? 0, 10);
        expect(badNumbers(fit)).toEqual([]);
        const [code, at] = await errorOf(table.fit("x ~ y"));
        expect([code, at]).toEqual(["value-not-finite", { column: "x" }]);
      }),
  );

  it.each([[1e-310], [1e-320]])(
    "times %d, subnormal, leave no coefficient that a double can hold, with the reason",
    (scale) =>
      withTable({ x: times(scale), y }, async (table) => {
        const fit = await table.fit("y ~ x");
        expect([fit.coefficients[1], fit.standardErrors[1], fit.aliased]).toEqual([null, null, []]);
        expect(fit.reasons.find(({ field }) => field === "coefficients[x]")?.reason).toMatch(
          /beyond the range of doubles/,
        );
        expect(badNumbers(fit)).toEqual([]);
        expect((await errorOf(table.fit("x ~ y")))[0]).toBe("value-not-finite");
      }),
  );

  it("a column at 1e9 ± 1 keeps its slope", () =>
    withTable({ x: x.map((_, i) => 1e9 + (i % 3) - 1), y }, async (table) => {
      const plain = await withTable({ x: x.map((_, i) => (i % 3) - 1), y }, (other) => other.fit("y ~ x"));
      const { fit } = await results(table, "y ~ x");
      expect((fit.coefficients[1] ?? Number.NaN) / (plain.coefficients[1] ?? 0)).toBeCloseTo(1, 9);
    }));
});

describe("weights", () => {
  const w = [1, 2, 1, 0.5, 1, 3, 1, 2];
  const weigh = (at: number, value: number | null) => w.map((v, i) => (i === at ? value : v));

  it.each<[what: string, value: number, words: RegExp]>([
    ["negative", -1, /must be finite and >= 0; got -1$/],
    ["too small to divide by", 1e-300, /must be 0, or from 1e-150 to 1e\+150; got 1e-300$/],
    ["subnormal", 5e-324, /must be 0, or from 1e-150/],
    ["too large to sum", 1e300, /must be 0, or from 1e-150 to 1e\+150; got 1e\+300$/],
  ])("that are %s are refused with the row", (_, value, words) =>
    withTable({ x, y, w: weigh(4, value) }, async (table) => {
      const given = Float64Array.from(weigh(4, value), Number);
      for (const [weights, at] of [
        ["w", { row: 5, column: "w" }],
        [given, { row: 5 }],
      ] as const) {
        for (const call of [table.fit("y ~ x", { weights }), table.moments("y ~ x", { weights })]) {
          const error = await call.catch((reason: unknown) => reason);
          expect(error).toMatchObject({ code: "weights", at, value, message: expect.stringMatching(words) });
        }
      }
    }),
  );

  it("that are 0 count their row as absent; all 0 are refused", () =>
    withTable({ x, y, w: weigh(4, 0), none: x.map(() => 0) }, async (table) => {
      const fit = await table.fit("y ~ x", { weights: "w" });
      const rest = x.map((_, i) => i).filter((i) => i !== 4);
      const without = await withTable(
        { x: rest.map((i) => x[i] ?? 0), y: rest.map((i) => y[i] ?? 0), w: rest.map((i) => w[i] ?? 0) },
        (other) => other.fit("y ~ x", { weights: "w" }),
      );
      expect([fit.n, fit.dfResidual, fit.nDropped]).toEqual([7, 5, 0]);
      expect(fit.sigma).toBeCloseTo(without.sigma ?? Number.NaN, 12);
      expect(fit.logLik).toBeCloseTo(without.logLik ?? Number.NaN, 10);
      expect(await errorOf(table.fit("y ~ x", { weights: "none" }))).toEqual([
        "weights",
        { column: "none" },
        undefined,
      ]);
      const zeros = new Float64Array(8);
      expect(await errorOf(table.moments("y ~ x", { weights: zeros }))).toEqual(["weights", undefined, undefined]);
    }));

  it("that are missing in a column drop their row; NaN in an array is refused", () =>
    withTable({ x, y, w: weigh(4, null) }, async (table) => {
      const fit = await table.fit("y ~ x", { weights: "w" });
      expect([fit.n, fit.nDropped]).toEqual([7, 1]);
      const given = Float64Array.from(weigh(4, Number.NaN), Number);
      expect(await errorOf(table.fit("y ~ x", { weights: given }))).toEqual(["weights", { row: 5 }, Number.NaN]);
      expect(await errorOf(table.fit("y ~ x", { weights: "w", missing: "error" }))).toMatchObject([
        "missing-values",
        { row: 5, column: "w" },
        undefined,
      ]);
    }));

  it("of which the only positive ones are on incomplete rows leave no row", () =>
    withTable({ x: x.map((v, i) => (i === 0 ? null : v)), y, w: x.map((_, i) => (i === 0 ? 1 : 0)) }, async (table) => {
      for (const call of [table.fit("y ~ x", { weights: "w" }), table.moments("y ~ x", { weights: "w" })]) {
        expect(await errorOf(call)).toEqual(["rows-too-few", undefined, 0]);
      }
    }));
});
