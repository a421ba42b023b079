// The course's data against numpy itself (tests/fixtures/course, made by tests/fixtures/make/course.py) and against the
// figures that its notebooks give when they are run.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { generate, generated } from "#table/generate.ts";
import type { Table } from "#table/types.ts";
import { courseCsv } from "./course-csv.ts";

interface Fixture {
  exactLog: { column: string; row: number; numpy: number; exact: number }[];
  columns: { name: string; sha256: string; first: number; last: number }[];
}

const backend = referenceBackend();
const make = (id: string): Table => generate(id, backend, {});

function values(table: Table, name: string): Float64Array {
  const column = table.columns.find(({ info }) => info.name === name);
  return Float64Array.from(column?.chunks.flatMap((chunk) => [...chunk]) ?? []);
}

function mean(x: Float64Array): number {
  return x.reduce((a, b) => a + b, 0) / x.length;
}

function covariance(x: Float64Array, y: Float64Array): number {
  const [mx, my] = [mean(x), mean(y)];
  return x.reduce((total, value, i) => total + (value - mx) * ((y[i] as number) - my), 0) / (x.length - 1);
}

const correlation = (x: Float64Array, y: Float64Array): number =>
  covariance(x, y) / Math.sqrt(covariance(x, x) * covariance(y, y));

/** The course's split: the first fifth of a permutation is kept for the test. */
function split(n: number): { test: Int32Array; train: Int32Array } {
  const order = backend.random(42).permutation(n);
  const nTest = Math.ceil(0.2 * n);
  return { test: order.slice(0, nTest), train: order.slice(nTest) };
}

const pick = (x: Float64Array, rows: Int32Array): Float64Array => Float64Array.from(rows, (row) => x[row] as number);

/** Least squares of y on a constant and X: mean squared error and R² on the test rows. */
function holdOut(X: Float64Array[], y: Float64Array): { intercept: number; beta: number[]; mse: number; r2: number } {
  const { test, train } = split(y.length);
  const design = [new Float64Array(y.length).fill(1), ...X];
  const p = design.length;
  const A = new Float64Array(p * p);
  const b = new Float64Array(p);
  const dot = (u: Float64Array, v: Float64Array): number => {
    const [tu, tv] = [pick(u, train), pick(v, train)];
    return tu.reduce((total, value, i) => total + value * (tv[i] as number), 0);
  };
  design.forEach((u, j) => {
    b[j] = dot(u, y);
    design.forEach((v, k) => {
      A[k * p + j] = dot(u, v);
    });
  });
  const beta = backend.dense.solve(backend.dense.cholesky(A, p, 1e-14), b, 1);
  const truth = pick(y, test);
  const errors = Float64Array.from(test, (row, i) => {
    const fitted = design.reduce((total, u, j) => total + (beta[j] as number) * (u[row] as number), 0);
    return (truth[i] as number) - fitted;
  });
  const mse = errors.reduce((total, e) => total + e * e, 0) / errors.length;
  const r2 = 1 - (mse * errors.length) / (covariance(truth, truth) * (truth.length - 1));
  return { intercept: beta[0] as number, beta: [...beta.slice(1)], mse, r2 };
}

describe("generate", () => {
  describe.each(generated.filter((id) => id !== "storefront"))("%s", (id) => {
    const fixture = JSON.parse(readFileSync(`tests/fixtures/course/${id}.json`, "utf8")) as Fixture;
    const table = make(id);

    it("has numpy's columns in numpy's order", () => {
      expect(table.columns.map(({ info }) => info.name)).toEqual(fixture.columns.map(({ name }) => name));
    });

    it.each(fixture.columns)("gives every bit of numpy's $name", ({ name, sha256, first, last }) => {
      const column = values(table, name);
      for (const { row, numpy, exact } of fixture.exactLog.filter((entry) => entry.column === name)) {
        expect(column[row]).toBe(exact);
        column[row] = numpy;
      }
      expect(column[0]).toBe(first);
      expect(column.at(-1)).toBe(last);
      expect(createHash("sha256").update(new Uint8Array(column.buffer)).digest("hex")).toBe(sha256);
    });

    it("gives the bytes of the committed CSV", () => {
      const text = courseCsv().find((set) => set.id === id)?.text;
      expect(text).toBe(readFileSync(`data/${id}/${id}.csv`, "utf8"));
    });
  });

  it("gives the golden values of the course", () => {
    const overview = make("sales-overview");
    const first = (name: string): number | undefined => values(overview, name)[0];
    expect(first("marketing_spend")).toBe(43708.61069626262);
    expect(first("website_traffic")).toBe(77769.93932579295);
    expect(first("avg_product_price")).toBe(67.10702307246308);
    expect(first("customer_reviews")).toBe(4.509054491313347);
    expect(first("inventory_level")).toBe(0.7003971147985149);
    expect(first("competitor_price_ratio")).toBe(0.9574542081109768);
    expect(first("revenue")).toBeCloseTo(197907.028654, 6);
    expect(values(make("sales-fundamentals"), "revenue")[0]).toBeCloseTo(121651.776803, 6);
    expect([...split(1000).test.slice(0, 8)]).toEqual([521, 737, 740, 660, 411, 678, 626, 513]);
    expect([...split(1000).train.slice(0, 5)]).toEqual([29, 535, 695, 557, 836]);
  });

  it("gives another table for another seed", () => {
    const other = generate("sales-fundamentals", backend, { seed: 7 });
    expect(values(other, "revenue")).not.toEqual(values(make("sales-fundamentals"), "revenue"));
    expect(other.nRows).toBe(1000);
  });

  it("names the data sets there are when asked for one there is not", () => {
    expect(() => generate("__proto__", backend, {})).toThrow(
      'data set: must be one of sales-overview, sales-fundamentals, sales-multiple, sales-regularisation, storefront; got "__proto__"',
    );
  });
});

describe("the statistics of the course", () => {
  it("notebook 1: revenue and its correlations", () => {
    const table = make("sales-overview");
    const revenue = values(table, "revenue");
    expect(Math.round(Math.min(...revenue))).toBe(154_449);
    expect(Math.round(Math.max(...revenue))).toBe(313_284);
    expect(Math.round(mean(revenue))).toBe(228_637);
    expect(Math.round(Math.sqrt(covariance(revenue, revenue)))).toBe(29_752);
    const expected = {
      marketing_spend: 0.725,
      website_traffic: 0.48,
      customer_reviews: 0.273,
      avg_product_price: 0.208,
    };
    for (const [name, r] of Object.entries(expected))
      expect(correlation(values(table, name), revenue)).toBeCloseTo(r, 3);
    expect(correlation(values(table, "inventory_level"), revenue)).toBeCloseTo(0.109, 3);
    expect(correlation(values(table, "competitor_price_ratio"), revenue)).toBeCloseTo(-0.074, 3);
  });

  it("notebook 2: the line through marketing, judged on the test rows", () => {
    const table = make("sales-fundamentals");
    const revenue = values(table, "revenue");
    const { intercept, beta, mse, r2 } = holdOut([values(table, "marketing_spend")], revenue);
    expect(beta[0]).toBeCloseTo(0.8161, 4);
    expect(intercept).toBeCloseTo(103_081.05, 2);
    expect(mse).toBeCloseTo(331_170_054.52, 1);
    expect(r2).toBeCloseTo(0.5535, 4);
    expect(correlation(values(table, "promotion"), revenue)).toBeCloseTo(0.225, 3);
  });

  it("notebook 3: price and competitor, and a scale of millions", () => {
    const table = make("sales-multiple");
    expect(correlation(values(table, "product_price"), values(table, "competitor_price"))).toBeCloseTo(0.983, 3);
    const revenue = values(table, "revenue");
    expect(Math.min(...revenue) / 1e6).toBeCloseTo(0.78, 2);
    expect(Math.max(...revenue) / 1e6).toBeCloseTo(19.49, 2);
  });

  it("notebook 5: least squares on twenty predictors", () => {
    const table = make("sales-regularisation");
    const X = Array.from({ length: 20 }, (_, j) => values(table, `x${j}`));
    expect(correlation(X[0] as Float64Array, X[5] as Float64Array)).toBeCloseTo(0.992, 3);
    expect(correlation(X[1] as Float64Array, X[10] as Float64Array)).toBeCloseTo(0.994, 3);
    const { mse, r2 } = holdOut(X, values(table, "y"));
    expect(mse).toBeCloseTo(0.2281, 4);
    expect(r2).toBeCloseTo(0.9755, 4);
  });
});
