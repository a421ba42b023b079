// From sums of errors to the figures of one horizon.

import { FIELDS, type Field } from "./errors-pass.ts";
import type { HorizonErrors, NaiveErrors } from "./types.ts";

/** Figures of the sums of one horizon, or of several added up. */
export function errorsOf(sums: Float64Array, quantiles: readonly number[]): HorizonErrors {
  const sum = (field: Field) => sums[FIELDS.indexOf(field)] as number;
  const n = sum("n");
  const rated = n - sum("nZero");
  return {
    n,
    mae: ratio(sum("abs"), n),
    rmse: root(ratio(sum("square"), n)),
    mape: ratio(sum("share"), rated),
    nZero: sum("nZero"),
    pinball: quantiles.map((quantile, k) => ({ quantile, loss: ratio(sums[FIELDS.length + k] as number, n) })),
    coverage: ratio(sum("covered"), n),
    naive: naiveErrors(sum, "naive"),
    seasonalNaive: naiveErrors(sum, "seasonal"),
  };
}

function naiveErrors(sum: (field: Field) => number, kind: "naive" | "seasonal"): NaiveErrors {
  const n = sum(`${kind}N`);
  const mae = ratio(sum(`${kind}Abs`), n);
  const against = ratio(sum(`${kind}ModelAbs`), sum(`${kind}Abs`));
  return {
    n,
    mae,
    rmse: root(ratio(sum(`${kind}Square`), n)),
    skill: against === null ? null : 1 - against,
  };
}

/** Null where nothing was counted, or the sum is not finite. */
function ratio(sum: number, n: number): number | null {
  const value = sum / n;
  return n > 0 && Number.isFinite(value) ? value : null;
}

function root(value: number | null): number | null {
  return value === null ? null : Math.sqrt(value);
}
