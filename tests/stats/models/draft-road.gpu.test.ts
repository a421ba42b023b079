// Fits from draft moments of the GPU (SwiftShader in CI): the coefficients are those of the CPU.

import { beforeAll, describe, expect, test } from "vitest";
import type { Backend } from "#kernel/backend.ts";
import { randomStream } from "#kernel/reference/random.ts";
import { fitOls } from "#stats/models/ols.ts";
import type { Fit } from "#stats/types.ts";
import { type ArrayModel, arrayPlan } from "#tests/helpers/array-rows.ts";
import { draftedRows } from "#tests/helpers/drafted-rows.ts";
import { openWebGpuHere } from "#tests/helpers/webgpu.ts";

type Shape = (value: number, i: number, j: number) => number;

const names = (p: number) => Array.from({ length: p }, (_, j) => `x${j + 1}`);

/** Normal columns put through `shape`, correlated by a common part, and a response of them with noise. */
function model(n: number, p: number, shape: Shape, common = 0.5): ArrayModel {
  const stream = randomStream(n + p);
  const shared = stream.normal(n, 0, 1);
  const columns: Record<string, Float64Array> = {};
  const y = stream.normal(n, 3, 1);
  for (const [j, name] of names(p).entries()) {
    const column = stream.normal(n, 0, 1).map((value, i) => shape(value + common * (shared[i] as number), i, j));
    columns[name] = column;
    const slope = (1 + j) * (j % 2 === 0 ? 1 : -0.5);
    for (let i = 0; i < n; i++) y[i] = (y[i] as number) + slope * (column[i] as number);
  }
  return { columns, y };
}

const plain: Shape = (value) => value;

/** The same model in other units of its columns. */
function inUnits({ columns, ...rest }: ArrayModel, unitOf: (j: number) => number): ArrayModel {
  const scaled = Object.entries(columns).map(([name, values], j) => [
    name,
    Float64Array.from(values, (value) => value * unitOf(j)),
  ]);
  return { ...rest, columns: Object.fromEntries(scaled) };
}

const cases: Record<string, ArrayModel> = {
  "normal columns": model(65_000, 12, plain),
  "mean 1e3 and sd 1": model(65_000, 12, (value) => 1e3 + value),
  "outliers × 1e5": model(65_000, 12, (value, i, j) => (i % 20_000 === 7 * j ? 1e5 * value : value)),
  lognormal: model(65_000, 12, (value) => Math.exp(1.5 * value)),
  "columns of scales from 1e-9 to 1e9": inUnits(model(20_000, 7, plain), (j) => 10 ** (3 * j - 9)),
  "columns that are nearly collinear": model(30_000, 6, plain, 30),
  "rare levels of a factor": model(30_000, 40, (_, i, j) => ((i * 7919) % 1009 === j ? 1 : 0)),
};

function expectEqualFits(got: Fit, want: Fit, factorDigits: number): void {
  for (const [k, value] of want.coefficients.entries()) {
    const error = Math.abs((got.coefficients[k] as number) - (value as number));
    expect(error, want.terms[k]).toBeLessThanOrEqual(1e-9 * Math.abs(value as number));
  }
  for (const key of ["rss", "tss", "rSquared", "sigma", "logLik"] as const) {
    expect(Math.abs((got[key] as number) / (want[key] as number) - 1), key).toBeLessThan(1e-11);
  }
  expect(Math.abs((got.f?.value ?? 0) / (want.f?.value ?? 0) - 1)).toBeLessThan(1e-9);
  for (const [k, value] of want.standardErrors.entries()) {
    const error = Math.abs((got.standardErrors[k] as number) / (value as number) - 1);
    expect(error, `se of ${want.terms[k]}`).toBeLessThan(10 ** -factorDigits);
  }
}

/** Both variants give the same bits, so that few cases are enough for the second. */
const ofVariant = { packed: Object.keys(cases), limbs: ["rare levels of a factor"] };

for (const variant of ["packed", "limbs"] as const) {
  describe(`${variant}: fit from a draft`, () => {
    let cpu: Backend;
    let gpu: Backend;

    beforeAll(async () => {
      const opened = await openWebGpuHere(variant);
      cpu = opened.cpu;
      gpu = opened.backend;
    });

    test.each(ofVariant[variant])("%s: the coefficients equal the CPU's within 1e-9", async (name) => {
      const data = cases[name] as ArrayModel;
      const options = { weighted: false, exactWork: 0 };
      const got = await fitOls(arrayPlan(data), draftedRows(data, gpu), gpu, options);
      expect(got.backend).toBe("webgpu");
      expect(got.solver.webgpu).toMatchObject({ used: true });
      const { factorDigits = 0 } = got.solver;
      expect(factorDigits).toBeGreaterThan(4);
      const want = await fitOls(arrayPlan(data), draftedRows(data, cpu), cpu, {
        ...options,
        exactWork: Number.POSITIVE_INFINITY,
      });
      expectEqualFits(got, want, factorDigits);
    });

    test("weights, several superblocks and no intercept", async () => {
      const weights = randomStream(5)
        .uniform(30_000, 0.1, 4)
        .map((w, i) => (i % 11 === 0 ? 0 : w));
      for (const intercept of [true, false]) {
        const data = { ...model(30_000, 5, (value) => 10 + value), weights, intercept };
        const options = { weighted: true, exactWork: 0 };
        const got = await fitOls(arrayPlan(data), draftedRows(data, gpu, 8192), gpu, options);
        expect(got.backend).toBe("webgpu");
        const want = await fitOls(arrayPlan(data), draftedRows(data, cpu, 8192), cpu, options);
        expectEqualFits(got, want, got.solver.factorDigits ?? 0);
      }
    });
  });
}

describe("webgpu by name", () => {
  test("both variants give the same bits", async () => {
    const data = model(6000, 6, (value) => Math.exp(value));
    const fits = [];
    for (const variant of ["packed", "limbs"] as const) {
      const { backend } = await openWebGpuHere(variant);
      fits.push(
        await fitOls(arrayPlan(data), draftedRows(data, backend, 2048), backend, { weighted: false, exactWork: 0 }),
      );
    }
    expect(fits[1]).toEqual(fits[0]);
  });

  test("columns that depend on each other are left to the CPU, which aliases them, and the fit says so", async () => {
    const { backend, cpu } = await openWebGpuHere();
    const data = model(20_000, 4, plain);
    const [x1 = new Float64Array(), x2 = new Float64Array()] = Object.values(data.columns) as Float64Array[];
    data.columns = { ...data.columns, sum: x1.map((value, i) => value + (x2[i] as number)) };
    const fit = await fitOls(arrayPlan(data), draftedRows(data, backend), backend, { weighted: false, exactWork: 0 });
    expect(fit.aliased).toEqual(["sum"]);
    expect(fit.backend).toBe(cpu.name);
    expect(fit.solver.webgpu?.used).toBe(false);
    expect(fit.solver.webgpu?.reason).toMatch(/draft/);
  });

  test("a device that is lost in the middle of a fit leaves the CPU's answer, and the fit says so", async () => {
    const { backend, cpu, device } = await openWebGpuHere();
    const data = model(60_000, 8, plain);
    const plan = arrayPlan(data);
    const draft = backend.draft as NonNullable<Backend["draft"]>;
    let nBlocks = 0;
    const dying: Backend = {
      ...backend,
      draft: {
        ...draft,
        moments(block) {
          nBlocks += 1;
          const made = draft.moments(block);
          if (nBlocks === 2) device.destroy();
          return made;
        },
      },
    };
    const fit = await fitOls(plan, draftedRows(data, dying, 16_384), dying, { weighted: false, exactWork: 0 });
    expect(nBlocks).toBe(4);
    expect(fit.solver.webgpu?.reason).toMatch(/it was lost on the way \(.+\), and the CPU made the rest/);
    const options = { weighted: false, exactWork: Number.POSITIVE_INFINITY };
    expectEqualFits(fit, await fitOls(plan, draftedRows(data, cpu), cpu, options), fit.solver.factorDigits ?? 0);
    const after = await fitOls(plan, draftedRows(data, backend), backend, { weighted: false, exactWork: 0 });
    expect(after.backend).toBe(cpu.name);
    expect(after.solver.webgpu?.reason).toMatch(/^WebGPU was lost: .+/);
    expectEqualFits(after, fit, fit.solver.factorDigits ?? 0);
  });
});
