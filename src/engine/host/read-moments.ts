// Moments of sources whose rows are not kept: files larger than memory, and generated tables of any length.

import { LeastwiseError } from "#base/error.ts";
import { countSuperblocks } from "#base/superblock.ts";
import { requireFinite, requireScale } from "#stats/moments/scale.ts";
import type { Moments } from "#stats/types.ts";
import { readCsvSuperblocks } from "#table/csv/read.ts";
import { recipeOf } from "#table/generate.ts";
import { tableOfRecipe } from "#table/recipe.ts";
import type { CsvOptions, MomentsSource, ReadProgress } from "../contract.ts";
import type { MakeArgs } from "../pool/make.ts";
import type { PassPlace } from "../pool/model.ts";
import type { SumShares } from "../pool/pool.ts";
import { StreamedModel } from "../pool/streamed-model.ts";
import { sumGenerated } from "../pool/sums.ts";
import { badOption } from "./options.ts";
import { openSource } from "./source.ts";

/** Superblocks that a worker sums between two reports. */
const AT_ONCE = 4;

interface Reading extends PassPlace {
  onProgress: (progress: ReadProgress) => void;
  /** How many superblocks are summed at a time, and by whom. */
  shares: { count: number; sum: SumShares };
}

/**
 * Moments of a formula over a source. It is read once more where a later row has a level that the first superblock lacks.
 *
 * @throws LeastwiseError as the reader and the formula do; `rows-needed` for what must see all rows at once; `source-changed`
 * where a stream, which can be read once, would have to be read again
 */
export async function readMoments(
  source: MomentsSource,
  formula: string,
  options: CsvOptions,
  reading: Reading,
): Promise<Moments> {
  if (typeof formula !== "string") throw badOption("formula", "text", formula);
  const pass = source.kind === "generated" ? generatedPass(source, reading) : csvPass(source, options, reading);
  let model = new StreamedModel(formula, reading);
  await pass(model);
  if (model.mustRepeat) {
    if (source.kind === "port") {
      const message =
        "stream: must be one that can be read again, as a level came that its first rows lack; got a stream";
      throw new LeastwiseError("source-changed", message);
    }
    model = new StreamedModel(formula, reading, model);
    await pass(model);
  }
  const found = model.moments();
  requireFinite(found);
  requireScale(found);
  return found;
}

type SourcePass = (model: StreamedModel) => Promise<void>;

function csvPass(
  source: Exclude<MomentsSource, { kind: "generated" }>,
  options: CsvOptions,
  reading: Reading,
): SourcePass {
  const { signal } = reading.pace;
  return async (model) => {
    const { bytes, ...length } = await openSource(source, signal, true);
    const all = { ...options, ...length, signal, onProgress: reading.onProgress, scanRows: reading.backend.scanRows };
    for await (const { table } of readCsvSuperblocks(bytes, all)) await model.add(table);
  };
}

function generatedPass({ name, options }: MakeArgs, reading: Reading): SourcePass {
  const { backend, shares } = reading;
  return async (model) => {
    const recipe = recipeOf(name, backend, options);
    const count = countSuperblocks(recipe.nRows);
    const first = tableOfRecipe(recipe, [0]);
    await model.add(first);
    const step = shares.count * AT_ONCE;
    for (let from = 1; from < count; from += step) {
      const superblocks = Array.from({ length: Math.min(step, count - from) }, (_, i) => from + i);
      const summed = await shares.sum({ name, options, ...model.argsFor(first) }, superblocks);
      for (const each of summed) model.take(each, first);
      reading.onProgress({ rows: model.nRows, bytes: 0 });
    }
  };
}

/** All superblocks here. */
export function sumHere(place: PassPlace): SumShares {
  return (args, superblocks) => sumGenerated({ ...args, superblocks }, place);
}
