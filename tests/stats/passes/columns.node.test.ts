// Sums over each column on its own, against moments.

import { expect, test } from "vitest";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { packedIndex } from "#stats/moments/packed.ts";
import { columnsPass } from "#stats/passes/columns.ts";

const backend = referenceBackend();

test("a row without weight has no part in columns, however far it is", async () => {
  const x = Float64Array.of(1e300, 1, 2, 4);
  const y = Float64Array.of(-1e300, 3, 1, 7);
  const weights = Float64Array.of(0, 1, 2, 1);
  const block = { n: 4, columns: [x, y], weights, superblock: 0, kept: null };
  const sums = await columnsPass.run(block, null, backend);
  const want = await backend.moments({ n: 3, columns: [x.slice(1), y.slice(1)], weights: weights.slice(1) });
  expect(sums).toMatchObject({ nSeen: 4, n: 3, weight: 4 });
  for (const [j, mean] of want.mean.entries()) {
    expect(sums.mean[j]).toBeCloseTo(mean, 12);
    expect(sums.scatter[j]).toBeCloseTo(want.scatter[packedIndex(j, j)] ?? Number.NaN, 12);
    expect(sums.cross[j]).toBeCloseTo(want.scatter[packedIndex(j, 1)] ?? Number.NaN, 12);
  }
});
