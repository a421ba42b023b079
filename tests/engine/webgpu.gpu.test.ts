// The engine with WebGPU (SwiftShader in CI), in its worker: what it says it can do, and whose digits its calls give.

import { afterEach, expect, test } from "vitest";
import { createEngine, type Engine, type EngineOptions, type TableHandle } from "#engine/index.ts";
import { randomStream } from "#kernel/reference/random.ts";

const open: Engine[] = [];

afterEach(() => {
  for (const engine of open.splice(0)) engine.close();
});

const P = 19;
const N = 60_000;
const formula = `y ~ ${Array.from({ length: P }, (_, j) => `x${j}`).join(" + ")}`;

/** So many rows that a fit is not small; small ones are solved in double-double. */
async function tableOn(
  backend: NonNullable<EngineOptions["backend"]>,
): Promise<{ engine: Engine; table: TableHandle }> {
  const engine = await createEngine({ backend, startTimeout: 60_000 });
  open.push(engine);
  const stream = randomStream(8);
  const columns: Record<string, Float64Array> = {};
  const y = stream.normal(N, 1e3, 2);
  for (let j = 0; j < P; j++) {
    const column = stream.normal(N, 100 * j, 1 + j);
    columns[`x${j}`] = column;
    for (let i = 0; i < N; i++) y[i] = (y[i] as number) + (j - 6.5) * (column[i] as number);
  }
  return { engine, table: await engine.fromColumns({ ...columns, y }) };
}

test("webgpu by name drafts the moments of a fit; its coefficients are those of auto", async () => {
  const { engine, table } = await tableOn("webgpu");
  expect(engine.capabilities).toMatchObject({
    backend: "webgpu",
    where: "worker",
    webgpu: { adapter: "google swiftshader", isFallback: true },
  });
  expect(engine.capabilities.reason).toMatch(
    /^The webgpu backend was asked for by name; \w+ does what needs doubles\.$/,
  );
  const fit = await table.fit(formula);
  expect(fit.backend).toBe("webgpu");
  expect(fit.solver).toMatchObject({
    name: "cholesky-refined",
    rss: "rows",
    webgpu: { used: true, reason: "WebGPU was asked for by name; it runs on google swiftshader" },
  });
  expect(fit.solver.factorDigits).toBeGreaterThan(6);
  const other = await tableOn("auto");
  const { webgpu } = other.engine.capabilities;
  expect(webgpu).toEqual({ adapter: "google swiftshader", isFallback: true });
  const want = await other.table.fit(formula);
  expect(want.backend).toBe(other.engine.capabilities.backend);
  for (const [k, value] of want.coefficients.entries()) {
    const error = Math.abs((fit.coefficients[k] as number) - (value as number));
    expect(error).toBeLessThanOrEqual(1e-9 * Math.abs(value as number));
  }
});

test("what is no plain fit has the CPU's digits, and says so", async () => {
  const [named, auto] = [await tableOn("webgpu"), await tableOn("auto")];
  const options = { method: "lasso", lambda: 0.1 } as const;
  const lasso = await named.table.fit(formula, options);
  const want = await auto.table.fit(formula, options);
  expect(lasso.coefficients).toEqual(want.coefficients);
  expect(lasso.backend).toBe(auto.engine.capabilities.backend);
  expect(lasso.solver.webgpu).toEqual({
    used: false,
    reason: "penalised models need moments with all their digits",
  });
  const folds = { folds: 5, seed: 1, l1Ratio: 1 };
  expect(await named.table.crossValidate(formula, folds)).toEqual(await auto.table.crossValidate(formula, folds));
  const small = await named.table.fit("y ~ x1");
  expect(small.solver).toMatchObject({ name: "double-double", webgpu: { used: false } });
  expect(small.backend).toBe(auto.engine.capabilities.backend);
});
