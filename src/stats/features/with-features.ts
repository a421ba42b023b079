// What a fit is given beside its table: smearing where its response is transformed, percent change where logs are in it.

import type { Rows } from "../rows.ts";
import type { Fit } from "../types.ts";
import { effectsOf } from "./effects.ts";
import { smearingOf } from "./smearing.ts";

/** The fit with `smearing` and `effects` where it has any; a transformed response costs one pass over the rows. */
export async function withFeatures(fit: Fit, rows: Pick<Rows, "reduce">): Promise<Fit> {
  const smearing = await smearingOf(fit, rows);
  const effects = effectsOf(fit);
  return {
    ...fit,
    ...(smearing === null ? {} : { smearing }),
    ...(effects.some((effect) => effect !== null) ? { effects } : {}),
  };
}
