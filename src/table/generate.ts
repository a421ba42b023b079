// The course's data sets, drawn by numpy's legacy stream: the same rows, to the last bit, as the notebooks of the course.
// Order of drawing, and of adding up revenue from the left, is part of each recipe; data/<id>/README.md has the formulas.

import { LeastwiseError } from "#base/error.ts";
import { countSuperblocks, SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { Backend, RandomStream } from "#kernel/backend.ts";
import { quote } from "./column.ts";
import { daysOfCivil } from "./date.ts";
import { type Recipe, tableOfRecipe } from "./recipe.ts";
import { sine } from "./sine.ts";
import { storefront } from "./storefront/recipe.ts";
import type { GenerateOptions, Table } from "./types.ts";

/** The seed of the course. */
const COURSE_SEED = 42;
const DAYS_A_YEAR = 365;

type Draft = { name: string; values: Float64Array; type?: "date" }[];

const DRAFTS: ReadonlyMap<string, (random: RandomStream) => Draft> = new Map([
  ["sales-overview", overview],
  ["sales-fundamentals", fundamentals],
  ["sales-multiple", multiple],
  ["sales-regularisation", regularisation],
]);
const STOREFRONT = "storefront";

/** Names of the data sets that can be generated. */
export const generated: readonly string[] = [...DRAFTS.keys(), STOREFRONT];

/**
 * Make a data set by its name in the catalogue, or those of its superblocks that are asked for.
 *
 * @throws LeastwiseError `bad-argument` if there is none of that name, or an option breaks its rule
 */
export function generate(
  name: string,
  backend: Backend,
  options: GenerateOptions,
  superblocks?: readonly number[],
): Table {
  const recipe = recipeOf(name, backend, options);
  const all = Array.from({ length: countSuperblocks(recipe.nRows) }, (_, k) => k);
  return tableOfRecipe(recipe, superblocks ?? all);
}

/**
 * How a data set is made: superblock by superblock, in any order and by anyone.
 *
 * @throws LeastwiseError `bad-argument`
 */
export function recipeOf(name: string, backend: Backend, options: GenerateOptions): Recipe {
  if (name === STOREFRONT) return storefront(backend, options);
  const make = DRAFTS.get(name);
  if (make === undefined) {
    const message = `data set: must be one of ${generated.join(", ")}; got ${quote(name)}`;
    throw new LeastwiseError("bad-argument", message, { value: name });
  }
  for (const option of ["rows", "grain"] as const) {
    const value = options[option];
    if (value === undefined) continue;
    const message = `${option}: must be left out but for ${STOREFRONT}; got ${quote(value)} for ${quote(name)}`;
    throw new LeastwiseError("bad-argument", message, { value });
  }
  const draft = make(backend.random(options.seed ?? COURSE_SEED));
  return {
    nRows: draft[0]?.values.length ?? 0,
    columns: draft.map(({ name, type }) => ({ name, type: type ?? "number" })),
    superblock: (k) => draft.map(({ values }) => values.slice(k * SUPERBLOCK_ROWS, (k + 1) * SUPERBLOCK_ROWS)),
  };
}

/** ±0.3 over a year of 365 days, 0 at its start. */
const season = (day: number): number => 0.3 * sine((2 * Math.PI * day) / DAYS_A_YEAR);

/** A column from a formula of the row. */
function derive(n: number, formula: (i: number) => number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => formula(i));
}

const at = (column: Float64Array, i: number): number => column[i] as number;

function overview(random: RandomStream): Draft {
  const n = 1000;
  const marketing = random.uniform(n, 10_000, 100_000);
  const traffic = random.uniform(n, 50_000, 200_000);
  const price = random.uniform(n, 20, 200);
  const reviews = random.uniform(n, 3.5, 5);
  const inventory = random.uniform(n, 0.3, 1);
  const competitor = random.uniform(n, 0.8, 1.2);
  const noise = random.normal(n, 0, 8000);
  const firstDay = daysOfCivil(2021, 1, 1);
  const revenue = derive(n, (i) => {
    const calendar = calendarOf(firstDay + i);
    return (
      50_000 +
      0.8 * at(marketing, i) +
      0.3 * at(traffic, i) +
      100 * at(price, i) +
      20_000 * at(reviews, i) +
      15_000 * at(inventory, i) -
      10_000 * at(competitor, i) +
      30_000 * season(calendar.dayOfYear) +
      20_000 * calendar.weekend +
      40_000 * calendar.holiday +
      at(noise, i)
    );
  });
  return [
    { name: "date", values: derive(n, (i) => firstDay + i), type: "date" },
    { name: "marketing_spend", values: marketing },
    { name: "website_traffic", values: traffic },
    { name: "avg_product_price", values: price },
    { name: "customer_reviews", values: reviews },
    { name: "inventory_level", values: inventory },
    { name: "competitor_price_ratio", values: competitor },
    { name: "revenue", values: revenue },
  ];
}

const HOLIDAYS = [
  daysOfCivil(2021, 11, 26),
  daysOfCivil(2021, 12, 25),
  daysOfCivil(2022, 1, 1),
  daysOfCivil(2022, 7, 4),
  daysOfCivil(2022, 11, 25),
  daysOfCivil(2022, 12, 25),
];

/** What the calendar adds, by days since 1970-01-01 (a Thursday). */
function calendarOf(day: number): { dayOfYear: number; weekend: number; holiday: number } {
  const year = new Date(day * 86_400_000).getUTCFullYear();
  const weekday = (day + 4) % 7;
  return {
    dayOfYear: day - daysOfCivil(year, 1, 1) + 1,
    weekend: weekday === 0 || weekday === 6 ? 0.2 : 0,
    holiday: HOLIDAYS.some((holiday) => Math.abs(day - holiday) <= 2) ? 0.5 : 0,
  };
}

function fundamentals(random: RandomStream): Draft {
  const n = 1000;
  const marketing = random.uniform(n, 10_000, 100_000);
  const traffic = random.uniform(n, 50_000, 200_000);
  const price = random.uniform(n, 20, 200);
  const seasonal = derive(n, season);
  const promotion = random.bernoulli(n, 0.3);
  const noise = random.normal(n, 0, 5000);
  const revenue = derive(
    n,
    (i) =>
      50_000 +
      0.8 * at(marketing, i) +
      0.3 * at(traffic, i) +
      100 * at(price, i) +
      20_000 * at(seasonal, i) +
      15_000 * at(promotion, i) +
      at(noise, i),
  );
  return [
    { name: "marketing_spend", values: marketing },
    { name: "website_traffic", values: traffic },
    { name: "product_price", values: price },
    { name: "seasonal_factor", values: seasonal },
    { name: "promotion", values: promotion },
    { name: "revenue", values: revenue },
  ];
}

function multiple(random: RandomStream): Draft {
  const n = 2000;
  const marketing = random.uniform(n, 10_000, 100_000);
  const traffic = random.uniform(n, 50_000, 200_000);
  const price = random.uniform(n, 20, 200);
  const seasonal = derive(n, season);
  const promotion = random.bernoulli(n, 0.3);
  const social = random.uniform(n, 0, 100);
  const reviews = random.uniform(n, 3.5, 5);
  const rivalry = random.normal(n, 0, 10);
  const competitor = derive(n, (i) => at(price, i) + at(rivalry, i));
  const inventory = random.uniform(n, 0.3, 1);
  const weekend = random.bernoulli(n, 0.3);
  const noise = random.normal(n, 0, 3000);
  const revenue = derive(
    n,
    (i) =>
      50_000 +
      0.8 * at(marketing, i) +
      0.3 * at(traffic, i) +
      100 * at(price, i) +
      20_000 * at(seasonal, i) +
      15_000 * at(promotion, i) +
      200 * at(social, i) +
      5000 * at(reviews, i) -
      50 * (at(price, i) - at(competitor, i)) +
      10_000 * at(inventory, i) +
      5000 * at(weekend, i) +
      0.001 * at(marketing, i) * at(traffic, i) -
      0.1 * at(price, i) * at(promotion, i) +
      at(noise, i),
  );
  return [
    { name: "marketing_spend", values: marketing },
    { name: "website_traffic", values: traffic },
    { name: "product_price", values: price },
    { name: "seasonal_factor", values: seasonal },
    { name: "promotion", values: promotion },
    { name: "social_media_presence", values: social },
    { name: "customer_reviews", values: reviews },
    { name: "competitor_price", values: competitor },
    { name: "inventory_level", values: inventory },
    { name: "weekend_effect", values: weekend },
    { name: "revenue", values: revenue },
  ];
}

function regularisation(random: RandomStream): Draft {
  const n = 1000;
  const p = 20;
  const byRow = random.normal(n * p, 0, 1);
  const X = Array.from({ length: p }, (_, j) => derive(n, (i) => at(byRow, i * p + j)));
  const column = (j: number): Float64Array => X[j] as Float64Array;
  const follow = (j: number, leader: number, slope: number): void => {
    const noise = random.normal(n, 0, 0.1);
    X[j] = derive(n, (i) => slope * at(column(leader), i) + at(noise, i));
  };
  follow(5, 0, 0.8);
  follow(10, 1, 0.9);
  const beta = [2, -1.5, 1, 0.8, -0.5, ...new Array<number>(15).fill(0.1)];
  const noise = random.normal(n, 0, 0.5);
  const y = derive(n, (i) => {
    const signal = beta.reduce((total, slope, j) => total + slope * at(column(j), i), 0);
    return signal + at(noise, i);
  });
  return [...X.map((values, j) => ({ name: `x${j}`, values })), { name: "y", values: y }];
}
