import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type TableHandle } from "#engine/index.ts";

let engine: Engine;
let table: TableHandle;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  table = await engine.fromColumns({ x: [1, 2, 3, 4, 5, 6], y: [1, 3, 2, 5, 4, 6] });
});

afterAll(() => engine.close());

/** Options whose names the types would refuse. */
const any = (options: object) => options as never;

describe("options that a call does not know", () => {
  it.each([
    ["fit", (o: never) => table.fit("y ~ x", o), { method: "ridge", lamda: 1 }, "lamda", "lambda"],
    ["path", (o: never) => table.path("y ~ x", o), { lambda: [1, 2] }, "lambda", "lambdas"],
    ["crossValidate", (o: never) => table.crossValidate("y ~ x", o), { fold: 3 }, "fold", "folds"],
    [
      "hypothesis",
      async (o: never) => table.hypothesis(await table.fit("y ~ x"), "x = 1", o),
      { Test: "F" },
      "Test",
      "test",
    ],
    ["rows", (o: never) => table.rows(0, 2, o), { signl: null }, "signl", "signal"],
    ["driftProfile", (o: never) => table.driftProfile(o), { nbin: 3 }, "nbin", "nBins"],
    ["edit", (o: never) => table.edit({ remove: [0] }, o), { singal: null }, "singal", "signal"],
    ["generate", (o: never) => engine.generate("sales-fundamentals", o), { sed: 3 }, "sed", "seed"],
    ["readCsv", (o: never) => engine.readCsv("a,b\n1,2", o), { delimeter: ";" }, "delimeter", "delimiter"],
    ["fromColumns", (o: never) => engine.fromColumns({ x: [1] }, o), { transfers: true }, "transfers", "transfer"],
    ["catalog", (o: never) => engine.catalog(o), { onprogress: null }, "onprogress", "onProgress"],
    ["createEngine", (o: never) => createEngine(o), { worker: 0 }, "worker", "workers"],
    [
      "biasVariance, models",
      (o: never) => engine.biasVariance(o),
      { X: [[1, 2, 3]], beta: [1], sigma: 1, models: [{}, { lamda: 1 }] },
      "lamda",
      "lambda",
    ],
    [
      "crossValidate, search",
      (o: never) => table.crossValidate("y ~ x", o),
      { search: { kind: "random", nTrial: 3 } },
      "nTrial",
      "nTrials",
    ],
  ] as const)("%s", async (call, ask, options, got, near) => {
    await expect(ask(any(options))).rejects.toMatchObject({
      code: "bad-argument",
      message: expect.stringMatching(new RegExp(`^options of ${call}: must be among .*, perhaps ${near}; got ${got}$`)),
      value: got,
    });
  });

  it("are refused with all known names where none is near", async () => {
    await expect(table.standardized(await table.fit("y ~ x"), any({ weights: "x" }))).rejects.toThrow(
      "options of standardized: must be among signal, onProgress; got weights",
    );
  });

  it("are refused where they are no object", async () => {
    await expect(table.fit("y ~ x", "ridge" as never)).rejects.toThrow("options of fit: must be an object; got string");
  });

  it("leave the table as it was", async () => {
    expect(table.nRows).toBe(6);
  });
});

describe("options that a call knows", () => {
  it("may be left out by undefined", async () => {
    const { coefficients } = await table.fit("y ~ x", any({ weights: undefined, signal: undefined }));
    expect(coefficients).toEqual((await table.fit("y ~ x")).coefficients);
  });
});
