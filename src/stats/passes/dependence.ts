// How far a design column lies from a combination of others, seen in the rows.

import type { LinearPredictor, NumericColumn, ResidualSums } from "#kernel/backend.ts";
import type { RowPass } from "../rows.ts";
import { residualPass } from "./residuals.ts";

interface DependenceArgs {
  /** Design columns of the combination, and the one that they are to make. */
  others: readonly number[];
  column: number;
  predictor: LinearPredictor;
}

export const dependencePass: RowPass<DependenceArgs, ResidualSums> = {
  run(block, { others, column, predictor }, backend) {
    const columns = [...others, column].map((j) => block.columns[j] as NumericColumn);
    return residualPass.run({ ...block, columns }, predictor, backend);
  },
  merge: residualPass.merge,
};
