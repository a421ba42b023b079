// Which road a fit takes, how many passes over the rows it costs, and what it then knows.

import { describe, expect, test } from "vitest";
import type { Backend } from "#kernel/backend.ts";
import { fitOls, type OlsOptions } from "#stats/models/ols.ts";
import type { RowBlock, Rows } from "#stats/rows.ts";
import type { Fit } from "#stats/types.ts";
import { type ArrayModel, arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { blockRows } from "#tests/helpers/block-rows.ts";

const backends = await availableBackends();

interface Counted {
  rows: Rows;
  passes: () => string[];
}

/** Rows that note every pass over them. */
function counted(rows: Rows): Counted {
  const passes: string[] = [];
  const note = <T>(name: string, result: T): T => {
    passes.push(name);
    return result;
  };
  return {
    rows: {
      hasRows: rows.hasRows,
      nRows: rows.nRows,
      moments: () => note("moments", rows.moments()),
      residuals: (predictor) => note("residuals", rows.residuals(predictor)),
      reduce: (pass, args) => note("reduce", rows.reduce(pass, args)),
      reduceExact: (pass, args) => note("exact", rows.reduceExact(pass, args)),
      turn: rows.turn,
    },
    passes: () => passes,
  };
}

/** Digits in which two fits agree, at the worst coefficient of `from` on. */
function agreement(a: Fit, b: Fit, from = 0): number {
  const errors = a.coefficients.slice(from).map((value, j) => {
    const wanted = b.coefficients[from + j] ?? Number.NaN;
    return Math.abs((value ?? Number.NaN) - wanted) / Math.abs(wanted);
  });
  return Math.min(16, -Math.log10(Math.max(...errors)));
}

describe.each(backends)("climb on $name", (backend) => {
  const large: OlsOptions = { weighted: false, exactWork: 0 };
  const certified: OlsOptions = { weighted: false, precision: "certified" };
  const n = 2000;
  const stream = backend.random(7);
  const a = stream.normal(n, 5, 2);
  const b = stream.normal(n, -1, 1);
  const noise = stream.normal(n, 0, 1);
  const responseOf = (model: ArrayModel["columns"], scale: number) =>
    noise.map((e, i) => 3 + Object.values(model).reduce((sum, column) => sum + (column[i] ?? 0), 0) + scale * e);

  async function both(model: ArrayModel): Promise<{ fit: Fit; exact: Fit; passes: string[] }> {
    const { rows, passes } = counted(arrayRows(model, backend));
    const fit = await fitOls(arrayPlan(model), rows, backend, large);
    return {
      fit,
      exact: await fitOls(arrayPlan(model), arrayRows(model, backend), backend, certified),
      passes: passes(),
    };
  }

  test("a well-conditioned large problem reads its rows once", async () => {
    const { fit, exact, passes } = await both({ columns: { a, b }, y: responseOf({ a, b }, 1) });
    expect(passes).toEqual(["moments"]);
    expect(fit.solver).toMatchObject({ name: "cholesky", rss: "moments" });
    expect(fit.solver.reason).toMatch(/^moments give \d+\.\d digits$/);
    expect(agreement(fit, exact)).toBeGreaterThan(12);
    expect(fit.rss / exact.rss - 1).toBeCloseTo(0, 12);
    expect(fit.standardErrors[1]).toBeCloseTo(exact.standardErrors[1] ?? 0, 14);
  });

  test("residuals below 1e-4 of the total are summed over the rows", async () => {
    const { fit, exact, passes } = await both({ columns: { a, b }, y: responseOf({ a, b }, 1e-6) });
    expect(passes[0]).toBe("moments");
    expect(passes).toContain("residuals");
    expect(fit.solver.rss).toBe("rows");
    expect(fit.rss / exact.rss - 1).toBeCloseTo(0, 8);
    expect(agreement(fit, exact)).toBeGreaterThan(11);
  });

  test("columns that nearly depend are refined from residuals", async () => {
    const near = a.map((v, i) => v + 0.01 * (b[i] ?? 0));
    const { fit, exact } = await both({ columns: { a, near }, y: responseOf({ a, near }, 1) });
    expect(fit.solver.name).toBe("cholesky-refined");
    expect(fit.solver.reason).toMatch(/residual pass(es)?; the first changed a coefficient by/);
    expect(agreement(fit, exact)).toBeGreaterThan(9);
  });

  test("a column far from 0, with mean 1e9 and standard deviation 1, has at least 9 digits in its slope", async () => {
    const far = stream.normal(n, 1e9, 1);
    const { fit, exact } = await both({
      columns: { far, b },
      y: far.map((v, i) => v - 1e9 - (b[i] ?? 0) + (noise[i] ?? 0)),
    });
    expect(fit.solver.name).not.toBe("double-double");
    expect(agreement(fit, exact, 1)).toBeGreaterThan(9);
  });

  test("columns that drift far from 0 and nearly depend are whitened in a second pass", async () => {
    const blocks = Array.from({ length: 9 }, (_, k): RowBlock => {
      const x = stream.normal(500, 1e8 + 3 * k, 1);
      const z = stream.normal(500, 0, 1e-2).map((v, i) => v + (x[i] ?? 0));
      const y = stream.normal(500, 0, 1).map((e, i) => (x[i] ?? 0) - 100 * (z[i] ?? 0) + 99e8 + e);
      return { n: 500, columns: [x, z, y], superblock: k, kept: null };
    });
    const rows = blockRows(blocks, { names: ["x", "z", "y"], nDropped: 0, backend });
    const plan = arrayPlan({ columns: { x: [], z: [] }, y: [] });
    const fit = await fitOls(plan, rows, backend, large);
    const exact = await fitOls(plan, rows, backend, certified);
    expect(fit.solver.name).toBe("whitened");
    expect(agreement(fit, exact)).toBeGreaterThan(9);
    expect((fit.standardErrors[1] ?? 0) / (exact.standardErrors[1] ?? 0) - 1).toBeCloseTo(0, 8);
  });

  test("columns too close for doubles go on to double-double, and exact copies do not", async () => {
    const near = a.map((v, i) => v + 1e-8 * (b[i] ?? 0));
    const close = await both({ columns: { a, near }, y: responseOf({ a, near }, 1) });
    expect(close.fit.solver.name).toBe("double-double");
    expect(close.fit.solver.reason).toBe("moments cannot tell near from the other columns");
    expect(close.fit.aliased).toEqual([]);
    const twice = a.map((v) => 2 * v);
    const copied = await both({ columns: { a, b, twice }, y: responseOf({ a, b }, 1) });
    expect(copied.fit.solver.name).toBe("cholesky");
    expect(copied.fit.aliased).toEqual(["twice"]);
    expect(copied.exact.aliased).toEqual(["twice"]);
    expect(copied.passes).toEqual(["moments", "reduce"]);
  });

  test("small problems, and those that ask for it, are solved in double-double with the reason", async () => {
    const model = { columns: { a, b }, y: responseOf({ a, b }, 1) };
    const small = await fitOls(arrayPlan(model), arrayRows(model, backend), backend, { weighted: false });
    expect(small.solver).toMatchObject({ name: "double-double", reason: "the problem is small", rss: "rows" });
    const asked = await fitOls(arrayPlan(model), arrayRows(model, backend), backend, certified);
    expect(asked.solver.reason).toBe('precision "certified" asks for it');
    expect(asked.coefficients).toEqual(small.coefficients);
  });

  test("n·q² up to 2e7 is small, a row more is not", async () => {
    const model = { columns: { a, b }, y: responseOf({ a, b }, 1) };
    const rows = arrayRows(model, backend);
    const most = Math.floor(2e7 / 9);
    const named = async (nRows: number) =>
      (await fitOls(arrayPlan(model), { ...rows, nRows }, backend, { weighted: false })).solver.name;
    expect(await named(most)).toBe("double-double");
    expect(await named(most + 1)).toBe("cholesky");
  });

  test("weights, no intercept and both agree on all roads", async () => {
    const weights = stream.uniform(n, 0, 3).map((w, i) => (i % 9 === 0 ? 0 : w));
    for (const intercept of [true, false]) {
      const model = { columns: { a, b }, y: responseOf({ a, b }, 1), weights, intercept };
      const { fit, exact } = await both(model);
      expect(fit.n).toBe(exact.n);
      expect(agreement(fit, exact)).toBeGreaterThan(12);
      expect(fit.logLik).toBeCloseTo(exact.logLik ?? 0, 8);
      expect(fit.tss / exact.tss - 1).toBeCloseTo(0, 13);
    }
  });

  test("rows cut into blocks give what one block gives", async () => {
    const y = responseOf({ a, b }, 1);
    const cut = [0, 1, 700, 1300, n];
    const blocks = cut.slice(1).map((to, k): RowBlock => {
      const of = (values: Float64Array) => values.subarray(cut[k] ?? 0, to);
      return { n: to - (cut[k] ?? 0), columns: [of(a), of(b), of(y)], superblock: k, kept: null };
    });
    const rows = blockRows(blocks, { names: ["a", "b", "y"], nDropped: 0, backend });
    const model = { columns: { a, b }, y };
    const whole = await fitOls(arrayPlan(model), arrayRows(model, backend), backend, certified);
    const pieces = await fitOls(arrayPlan(model), rows, backend, certified);
    expect(agreement(pieces, whole)).toBeGreaterThan(15.5);
    expect(pieces.rss).toBeCloseTo(whole.rss, 11);
  });

  test("squares beyond the range of doubles take the exact road, and blocks of other sizes merge", async () => {
    const wide = a.map((v, i) => v * (i < 1000 ? 1e-160 : 1e-155));
    const y = a.map((v, i) => v * (i < 1000 ? 1 : 1e5) + (noise[i] ?? 0));
    const blocks = [0, 1000].map((from, k): RowBlock => {
      const of = (values: Float64Array) => values.subarray(from, from + 1000);
      return { n: 1000, columns: [of(wide), of(y)], superblock: k, kept: null };
    });
    const rows = blockRows(blocks, { names: ["wide", "y"], nDropped: 0, backend });
    const fit = await fitOls(arrayPlan({ columns: { wide }, y }), rows, backend, large);
    expect(fit.solver).toMatchObject({
      name: "double-double",
      reason: expect.stringMatching(/^the squares of wide leave/),
    });
    const normal = { columns: { wide: wide.map((v) => v * 2 ** 520) }, y };
    const plain = await fitOls(arrayPlan(normal), arrayRows(normal, backend), backend, certified);
    expect((fit.coefficients[1] ?? 0) * 2 ** -520).toBeCloseTo(plain.coefficients[1] ?? 0, 14);
    expect(fit.rSquared).toBeCloseTo(plain.rSquared ?? 0, 14);
  });
});

describe("climb without rows", () => {
  const backend = backends[0] as Backend;
  const model: ArrayModel = { columns: { a: [1, 2, 4, 7, 9, 10] }, y: [2, 3, 5, 9, 9, 12] };
  const rows: Rows = { ...arrayRows(model, backend), hasRows: false };
  const refused = () => Promise.reject(new RangeError("rows: must not be asked for; got a pass"));
  const momentsOnly: Rows = { ...rows, residuals: refused, reduce: refused, reduceExact: refused };

  test("solves from moments, whatever the size", async () => {
    const fit = await fitOls(arrayPlan(model), momentsOnly, backend, { weighted: false });
    const whole = await fitOls(arrayPlan(model), arrayRows(model, backend), backend, { weighted: false });
    expect(fit.solver).toMatchObject({ name: "cholesky", rss: "moments", reason: "there are moments and no rows" });
    expect(agreement(fit, whole)).toBeGreaterThan(13);
    expect(fit.sigma).toBeCloseTo(whole.sigma ?? 0, 13);
  });

  test('precision: "certified" is refused', async () => {
    const error = await fitOls(arrayPlan(model), momentsOnly, backend, {
      weighted: false,
      precision: "certified",
    }).catch((e) => e);
    expect(error).toMatchObject({ code: "bad-argument", value: "certified" });
    expect(error.message).toMatch(/^precision: must be "auto" where there are moments and no rows; got "certified"$/);
  });
});
