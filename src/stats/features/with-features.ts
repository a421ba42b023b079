// What a fit is given beside its table: smearing where its response is transformed, percent change where logs are in it.

import type { Rows } from "../rows.ts";
import type { Fit } from "../types.ts";
import { effectsOf } from "./effects.ts";
import { smearingOf } from "./smearing.ts";

/**
 * The fit with `smearing` and `effects` where it has them; a transformed response costs one pass over the rows, and
 * has no smearing where only moments are left of them.
 */
export async function withFeatures(fit: Fit, rows: Pick<Rows, "reduce" | "hasRows">): Promise<Fit> {
  const smearing = rows.hasRows ? await smearingOf(fit, rows) : null;
  const effects = effectsOf(fit);
  return {
    ...fit,
    ...(smearing === null ? {} : { smearing }),
    ...(effects.some((effect) => effect !== null) ? { effects } : {}),
  };
}
