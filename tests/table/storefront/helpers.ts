// Columns of the storefront as plain arrays, and what the known truth says of a day in a region.

import { createEngine, type Engine } from "#engine/index.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { generate } from "#table/generate.ts";
import { inForce, SEARCH, SOCIAL, VIDEO } from "#table/storefront/truth.ts";
import type { GenerateOptions, Table } from "#table/types.ts";

const N_REGIONS = 4;

export const openEngine = (): Promise<Engine> => createEngine({ workers: 0, backend: "simd" });

/** Values of a column; codes of a category. */
export function valuesOf(table: Table, name: string): Float64Array {
  const column = table.columns.find(({ info }) => info.name === name);
  if (!column) throw new Error(`no column ${name}`);
  return Float64Array.from(column.chunks.flatMap((chunk) => [...chunk]));
}

export const make = (options: GenerateOptions): Table => generate("storefront", referenceBackend(), options);

/** What the three channels add to log units, one value a row of the daily grain, each divided by its effect. */
export function adStocks(daily: Table): Record<"search" | "social" | "video", Float64Array> {
  const of = (name: string, { carry, half }: typeof SEARCH) => {
    const spend = valuesOf(daily, name);
    const stock = new Float64Array(spend.length);
    for (let i = 0; i < spend.length; i++) {
      stock[i] = carry * (stock[i - N_REGIONS] ?? spend[i] ?? 0) + (1 - carry) * (spend[i] as number);
    }
    return stock.map((x) => x / (x + half));
  };
  const days = valuesOf(daily, "date");
  const search = of("search_spend", SEARCH).map(
    (x, i) => (x * inForce(SEARCH.effect, days[i] as number)) / SEARCH.effect.before,
  );
  return { search, social: of("social_spend", SOCIAL), video: of("video_spend", VIDEO) };
}

/** Pearson's correlation. */
export function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (x: Float64Array) => x.reduce((total, value) => total + value, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [i, x] of a.entries()) {
    const [da, db] = [x - ma, (b[i] as number) - mb];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return ab / Math.sqrt(aa * bb);
}
