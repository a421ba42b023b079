// Moments of some of the columns of a model and the response.

import type { BlockMoments, NumericColumn } from "#kernel/backend.ts";
import type { RowPass } from "../rows.ts";

export const subsetMomentsPass: RowPass<{ columns: readonly number[] }, BlockMoments> = {
  run({ n, columns, weights }, args, backend) {
    const picked = [...args.columns, columns.length - 1].map((j) => columns[j] as NumericColumn);
    return backend.moments({ n, columns: picked, weights });
  },
  merge: (a, b, backend) => backend.merge(a, b),
};
