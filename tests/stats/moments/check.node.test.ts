// What cannot be moments is refused with the place, the rule and the value; what a pass gives is taken.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LeastwiseError } from "#base/error.ts";
import { checkMoments } from "#stats/moments/check.ts";
import { mergeMoments } from "#stats/moments/merge.ts";
import { toMoments } from "#stats/moments/state.ts";
import type { Moments } from "#stats/types.ts";
import { availableBackends } from "#tests/helpers/backends.ts";

const good: Moments = {
  n: 4,
  weight: 4,
  names: ["x", "z", "y"],
  mean: [2.5, 0.5, 6.25],
  scatter: [5, 0, 1, 11.5, 0.5, 26.75],
  shift: [0, 0, 0],
  sumLogWeight: 0,
};

function faultOf(change: Record<string, unknown>): LeastwiseError {
  try {
    checkMoments({ ...good, ...change });
  } catch (error) {
    if (error instanceof LeastwiseError) return error;
    throw error;
  }
  throw new Error("expected a LeastwiseError");
}

/** A scatter with one entry changed. */
const entry = (at: number, value: number) => ({ scatter: good.scatter.map((v, k) => (k === at ? value : v)) });

describe("checkMoments(given)", () => {
  test("takes moments, and fills in what may be left out", () => {
    expect(checkMoments(good)).toEqual(good);
    const { shift: _, sumLogWeight: __, ...least } = good;
    expect(checkMoments(least)).toEqual(good);
    expect(checkMoments({ ...good, mean: Float64Array.from(good.mean) })).toEqual(good);
    const weighted = { ...good, weight: 2.5, weightsAre: "analytic", sumLogWeight: -3, nDropped: 2 };
    expect(checkMoments(weighted)).toEqual(weighted);
  });

  const nothing = Number.NaN;
  const list: [what: string, change: Record<string, unknown>, message: RegExp][] = [
    ["no names", { names: [] }, /^moments\.names: must be a list of one name or more; got a list$/],
    ["an empty name", { names: ["x", "", "y"] }, /^moments\.names\[1\]: must be text, and not empty; got ""$/],
    ["a name twice", { names: ["x", "z", "x"] }, /^moments\.names\[2\]: must differ from names\[0\]; got "x"$/],
    ["no rows", { n: 0, weight: 0 }, /^moments\.n: must be a whole number > 0; got 0$/],
    ["part of a row", { n: 3.5 }, /^moments\.n: .* got 3\.5$/],
    ["a count in words", { n: "4" }, /^moments\.n: .* got "4"$/],
    ["a negative weight", { weight: -4 }, /^moments\.weight: must be a finite number >= 1e-150; got -4$/],
    ["a weight that is none", { weight: nothing }, /^moments\.weight: .* got NaN$/],
    ["counts that disagree", { weight: 5 }, /^moments\.weight: must equal n, which is 4, unless .*; got 5$/],
    ["frequencies that disagree", { weight: 5, weightsAre: "frequency" }, /must equal n, which is 4/],
    ["another kind of weights", { weightsAre: "inverse" }, /^moments\.weightsAre: must be .* got "inverse"$/],
    [
      "analytic weights without Σ log w",
      { weightsAre: "analytic", sumLogWeight: undefined },
      /^moments\.sumLogWeight: /,
    ],
    ["Σ log w without weights", { sumLogWeight: 1 }, /^moments\.sumLogWeight: must be 0 unless/],
    ["too few means", { mean: [1, 2] }, /^moments\.mean: must hold one number for each of 3 names; got 2$/],
    ["a mean that is none", { mean: [1, nothing, 2] }, /^moments\.mean\[1\]: must be a finite number; got NaN$/],
    ["an infinite shift", { shift: [0, 0, Number.POSITIVE_INFINITY] }, /^moments\.shift\[2\]: .* got Infinity$/],
    ["a hole", { mean: [1, null, 2] }, /^moments\.mean\[1\]: must be a finite number; got null$/],
    ["a square matrix", { scatter: new Array(9).fill(1) }, /^moments\.scatter: must hold the 6 entries of the upper/],
    ["no scatter", { scatter: undefined }, /^moments\.scatter: .* got undefined$/],
    [
      "a negative square",
      entry(2, -1),
      /^moments\.scatter\[2\] \("z"\): must not be negative, as a sum of squares; got -1$/,
    ],
    ["a correlation above 1", entry(3, 11.6), /^moments\.scatter\[3\] \("x" with "y"\): must be within ±11\.56/],
    ["rows left out by halves", { nDropped: 0.5 }, /^moments\.nDropped: /],
    [
      "a plan of other columns",
      { plan: { columns: [], terms: [], levels: [], variables: [], response: { label: "y" } } },
      /^moments\.plan: must have the columns of names.* at 0; got "y"$/,
    ],
    ["a plan that is none", { plan: null }, /^moments\.plan: must be the plan that came with the moments/],
  ];

  test.each(list)("refuses %s", (_, change, message) => {
    expect(faultOf(change).message).toMatch(message);
    expect(faultOf(change).code).toBe("bad-argument");
  });

  test.each([[null], [undefined], ["moments"], [7]])("refuses %j, which is no object", (given) => {
    expect(() => checkMoments(given)).toThrow(/^moments: must be an object as table\.moments\(\) gives/);
  });

  test("refuses a scatter that no rows have, though each pair of its columns might", () => {
    const scatter = [1, 0.9, 1, 0.9, -0.9, 1];
    const error = faultOf({ scatter });
    expect(error.message).toMatch(/^moments\.scatter, up to "y": must be positive semidefinite; got a pivot of -/);
    expect(error.at).toEqual({ column: "y" });
    // The same with signs that agree is a scatter.
    expect(checkMoments({ ...good, scatter: [1, 0.9, 1, 0.9, 0.9, 1] }).scatter[4]).toBe(0.9);
  });

  test("allows rounding, and no more", () => {
    const collinear = [1, 1, 1, 1, 1, 1];
    const off = (by: number) => ({ ...good, scatter: collinear.map((v, k) => (k === 3 ? v + by : v)) });
    expect(checkMoments(off(1e-15)).names).toEqual(good.names);
    expect(() => checkMoments(off(1e-9))).toThrow(/correlation cannot exceed 1/);
    expect(() => checkMoments(off(-1e-5))).toThrow(/positive semidefinite/);
  });

  test("refuses squares that underflow, which cannot be told from rounding", () => {
    expect(faultOf({ scatter: [5, 0, 1, 11.5, 0.5, 1e-310] }).message).toMatch(
      /^moments\.scatter\[5\] \("y"\): must not underflow; got 1e-310$/,
    );
    expect(faultOf({ mean: [1e-200, 0.5, 6], scatter: [0, 0, 1, 1e-198, 0.5, 26.75] }).message).toMatch(
      /\("x"\): must not/,
    );
  });

  test("takes columns that are constant, equal or of very different size", () => {
    expect(checkMoments({ ...good, scatter: [0, 0, 1, 0, 0.5, 26.75] }).scatter[0]).toBe(0);
    const sizes = [1e300, 0, 1e-280, 1e150, 0, 26.75];
    expect(checkMoments({ ...good, scatter: sizes }).scatter).toEqual(sizes);
    expect(faultOf({ mean: [0, 0, 0], scatter: [0, 0, 1, 0.1, 0.5, 26.75] }).message).toMatch(/"x"/);
  });
});

describe.each(await availableBackends())("checkMoments(given) of what $name sums", (backend) => {
  test("takes the moments of any rows, merged or not", () => {
    const base = fc.constantFrom(0, 0.1, 7, 1e9, -3e14);
    const scale = fc.constantFrom(0, 1e-8, 1, 1e6);
    const column = fc.tuple(base, scale);
    return fc.assert(
      fc.asyncProperty(
        fc.array(column, { minLength: 1, maxLength: 5 }),
        fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
          minLength: 1,
          maxLength: 30,
        }),
        async (columns, rows) => {
          const names = columns.map((_, j) => `c${j}`);
          const values = columns.map(([at, by], j) =>
            Float64Array.from(rows, ([u, v]) => at + by * (j % 2 === 0 ? u : u + 1e-3 * j * v)),
          );
          const part = async (from: number, to: number) => {
            const block = { n: to - from, columns: values.map((column) => column.slice(from, to)) };
            return toMoments(await backend.moments(block), names, 0);
          };
          const half = rows.length >> 1;
          const whole = mergeMoments(await part(0, half), await part(half, rows.length));
          expect(checkMoments(whole)).toEqual(whole);
          expect(checkMoments(await part(0, rows.length)).n).toBe(rows.length);
        },
      ),
      { numRuns: 300, seed: 20_260_106 },
    );
  });
});
