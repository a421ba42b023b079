// Training complements of folds and the merge of Moments: equal to merging the others one by one, whatever their sizes.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LeastwiseError } from "#base/error.ts";
import type { BlockMoments } from "#kernel/backend.ts";
import { complements } from "#stats/moments/complement.ts";
import { mergeMoments } from "#stats/moments/merge.ts";
import { packedIndex } from "#stats/moments/packed.ts";
import { toMoments } from "#stats/moments/state.ts";
import type { Moments } from "#stats/types.ts";
import { availableBackends } from "#tests/helpers/backends.ts";

const backends = await availableBackends();
const NAMES = ["a", "b", "y"];

/** Three columns of a fold, times `scale`. */
function fold(k: number, scale: number): Float64Array[] {
  const n = 20 + k;
  return NAMES.map((_, j) => Float64Array.from({ length: n }, (_, i) => scale * (Math.sin(7 * k + 3 * j + i * i) + j)));
}

/** Correlation of columns i and j. */
function correlation({ scatter }: Pick<BlockMoments, "scatter"> | Moments, i: number, j: number): number {
  const at = (r: number, c: number) => scatter[packedIndex(r, c)] as number;
  return at(i, j) / Math.sqrt(at(i, i) * at(j, j));
}

describe.each(backends)("complements(states) on $name", (backend) => {
  const stateOf = (columns: Float64Array[]) => backend.moments({ n: columns[0]?.length ?? 0, columns });

  test.each([[1], [1e8]])("equals merging the other folds directly, one fold times %d", async (large) => {
    const states = await Promise.all([0, 1, 2, 3, 4, 5, 6].map((k) => stateOf(fold(k, k === 2 ? large : 1))));
    const found = complements(states, backend.merge);
    for (const [k, complement] of found.entries()) {
      const others = states.filter((_, other) => other !== k);
      const direct = others.reduce((sum, state) => backend.merge(sum, state));
      expect(complement.n).toBe(direct.n);
      expect(complement.weight).toBe(direct.weight);
      for (const [i, j] of [
        [0, 1],
        [0, 2],
        [1, 2],
      ] as const) {
        expect(Math.abs(correlation(complement, i, j) - correlation(direct, i, j))).toBeLessThan(1e-14);
      }
      for (const [at, value] of direct.scatter.entries()) {
        const size = direct.scatter[packedIndex(2, 2)] ?? 0;
        expect(Math.abs((complement.scatter[at] ?? 0) - value)).toBeLessThan(1e-14 * size);
      }
    }
  });

  test("keeps digits that a subtraction from the whole loses", async () => {
    const states = await Promise.all([0, 1, 2].map((k) => stateOf(fold(k, k === 2 ? 1e6 : 1))));
    const [, , complement] = complements(states, backend.merge);
    const direct = backend.merge(states[0] as BlockMoments, states[1] as BlockMoments);
    const whole = states.reduce((sum, state) => backend.merge(sum, state));
    // C − C₂ − δδ'·w: the update that Chan's formula gives when it is run backwards.
    const last = states[2] as BlockMoments;
    const weight = whole.weight - last.weight;
    const scatter = whole.scatter.slice();
    const mean = whole.mean.map((m, j) => (m * whole.weight - (last.mean[j] as number) * last.weight) / weight);
    for (let j = 0; j < 3; j++) {
      for (let i = 0; i <= j; i++) {
        const shift =
          ((last.mean[i] as number) - (mean[i] as number)) * ((last.mean[j] as number) - (mean[j] as number));
        const at = packedIndex(i, j);
        scatter[at] =
          (whole.scatter[at] as number) - (last.scatter[at] as number) - (shift * weight * last.weight) / whole.weight;
      }
    }
    expect(Math.abs(correlation({ scatter }, 0, 1) - correlation(direct, 0, 1))).toBeGreaterThan(1e-9);
    expect(complement?.scatter).toEqual(direct.scatter);
  });

  test("takes empty folds", async () => {
    const empty = await stateOf(NAMES.map(() => new Float64Array()));
    const states = [await stateOf(fold(0, 1)), empty, await stateOf(fold(1, 1))];
    const found = complements(states, backend.merge);
    expect(found.map(({ n }) => n)).toEqual([21, 41, 20]);
    expect(found[0]?.scatter).toEqual(states[2]?.scatter);
  });
});

describe("complements(states)", () => {
  const join = (a: string, b: string): string => a + b;

  test("merges in order, with at most 3K merges", () => {
    let merges = 0;
    const counted = (a: string, b: string): string => {
      merges += 1;
      return join(a, b);
    };
    expect(complements(["a", "b", "c", "d", "e"], counted)).toEqual(["bcde", "acde", "abde", "abce", "abcd"]);
    expect(merges).toBeLessThanOrEqual(15);
    expect(complements(["a", "b"], join)).toEqual(["b", "a"]);
    expect(complements(["a", "b", "c"], join)).toEqual(["bc", "ac", "ab"]);
  });

  test.each([[[]], [["a"]]])("refuses %j, which has no complements", (states: string[]) => {
    expect(() => complements(states, join)).toThrow(LeastwiseError);
    expect(() => complements(states, join)).toThrow(/^states: must be 2 or more/);
  });
});

describe("mergeMoments(a, b)", () => {
  const reference = backends.find(({ name }) => name === "reference") ?? (backends[0] as (typeof backends)[number]);
  const momentsOf = async (rows: readonly (readonly number[])[]): Promise<Moments> => {
    const columns = NAMES.map((_, j) => Float64Array.from(rows, (row) => row[j] ?? 0));
    return toMoments(await reference.moments({ n: rows.length, columns }), NAMES, 0);
  };
  const value = fc.double({ min: -1e3, max: 1e3, noNaN: true });
  const rows = fc.array(fc.tuple(value, value, value), { minLength: 0, maxLength: 12 });
  const close = (a: Moments, b: Moments) => {
    expect([a.n, a.weight]).toEqual([b.n, b.weight]);
    const size = 1e-300 + b.weight * Math.max(1e-6, ...b.mean.map((m) => m * m)) + Math.max(0, ...b.scatter);
    for (const [j, m] of b.mean.entries()) expect(Math.abs((a.mean[j] ?? 0) - m)).toBeLessThanOrEqual(1e-13 * size);
    for (const [k, c] of b.scatter.entries())
      expect(Math.abs((a.scatter[k] ?? 0) - c)).toBeLessThanOrEqual(1e-13 * size);
  };

  test("is what a pass over all the rows gives, in any grouping and either order", () =>
    fc.assert(
      fc.asyncProperty(rows, rows, rows, async (r, s, t) => {
        const [a, b, c] = await Promise.all([momentsOf(r), momentsOf(s), momentsOf(t)]);
        const whole = await momentsOf([...r, ...s, ...t]);
        close(mergeMoments(mergeMoments(a, b), c), whole);
        close(mergeMoments(a, mergeMoments(b, c)), whole);
        close(mergeMoments(mergeMoments(c, a), b), whole);
      }),
      { numRuns: 200, seed: 20_260_101 },
    ));

  test("agrees with the merge of every backend", async () => {
    for (const backend of backends) {
      const a = await backend.moments({ n: 20, columns: fold(0, 1) });
      const b = await backend.moments({ n: 22, columns: fold(2, 1e4) });
      const wanted = toMoments(backend.merge(a, b), NAMES, 0.75);
      const found = mergeMoments(toMoments(a, NAMES, 0.5), toMoments(b, NAMES, 0.25));
      close(found, wanted);
      expect([found.names, found.shift, found.sumLogWeight]).toEqual([NAMES, wanted.shift, 0.75]);
    }
  });

  test("leaves both as they were", async () => {
    const [a, b] = [
      await momentsOf([
        [1, 2, 3],
        [2, 0, 1],
      ]),
      await momentsOf([[5, 5, 5]]),
    ];
    const before = structuredClone([a, b]);
    mergeMoments(a, b);
    expect([a, b]).toEqual(before);
  });

  test("of other names is refused, naming the first that differ", async () => {
    const a = await momentsOf([[1, 2, 3]]);
    expect(() => mergeMoments(a, { ...a, names: ["a", "c", "y"] })).toThrow(/same names.*got "b" and "c" at 1/);
    expect(() => mergeMoments({ ...a, names: ["a", "b"] }, a)).toThrow(/got no more names and "y" at 2/);
  });
});
