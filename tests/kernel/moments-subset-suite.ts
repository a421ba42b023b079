// Moments of some columns have the bits that they have among all columns: what is kept of a larger model serves a smaller one.

import fc from "fast-check";
import { expect, it } from "vitest";
import type { Backend, BlockMoments, NumericColumn } from "#kernel/backend.ts";
import { randomStream } from "#kernel/reference/random.ts";
import { packedIndex } from "#stats/moments/packed.ts";

/** Means and products of the columns at `places`. */
function subset({ n, weight, mean, scatter, shift }: BlockMoments, places: readonly number[]): BlockMoments {
  const pick = (values: Float64Array) => Float64Array.from(places, (j) => values[j] as number);
  const products = places.flatMap((c, j) => places.slice(0, j + 1).map((r) => scatter[packedIndex(r, c)] as number));
  return { n, weight, mean: pick(mean), shift: pick(shift), scatter: Float64Array.from(products) };
}

function columnsOf(n: number, q: number, seed: number): NumericColumn[] {
  const stream = randomStream(seed);
  return Array.from({ length: q }, (_, j) => {
    const values = stream.normal(n, j * 10, 1 + j);
    return j % 3 === 1 ? Float32Array.from(values) : values;
  });
}

const cases = fc.record({
  n: fc.integer({ min: 1, max: 700 }),
  q: fc.integer({ min: 1, max: 23 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
  ranks: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 23, maxLength: 23 }),
  share: fc.double({ min: 0.05, max: 1, noNaN: true }),
  weighted: fc.boolean(),
});

/** Suite over one backend. */
export function momentsSubsetSuite(name: string, backend: () => Backend): void {
  it(`${name}: moments of some columns, in their order, are those among more columns, and so are merges of them`, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ n, q, seed, ranks, share, weighted }) => {
        const chosen = [...Array(q).keys()].filter((j) => (ranks[j] as number) < share);
        const places = chosen.length === 0 ? [0] : chosen;
        const weights = weighted ? randomStream(seed + 1).uniform(n, 0, 2) : undefined;
        const of = async (columns: NumericColumn[]) => backend().moments({ n, columns, weights });
        const a = columnsOf(n, q, seed);
        const b = columnsOf(n, q, seed + 7);
        const at = (columns: NumericColumn[]) => places.map((j) => columns[j] as NumericColumn);
        const all = backend().merge(await of(a), await of(b));
        const some = backend().merge(await of(at(a)), await of(at(b)));
        expect(some).toEqual(subset(all, places));
      }),
      { numRuns: 60 },
    );
  });
}
