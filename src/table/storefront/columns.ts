// The storefront's columns at the grains "daily" and "order", and the arrays of a superblock of them.

import type { RecipeColumn } from "../recipe.ts";
import { REGIONS } from "./truth.ts";

const NAMES = [
  "date",
  "region",
  "sessions",
  "product_views",
  "carts",
  "orders",
  "units",
  "price",
  "competitor_price",
  "discount",
  "promo",
  "search_spend",
  "social_spend",
  "video_spend",
  "rating",
  "stock_level",
  "holiday",
  "new_customers",
  "returning_customers",
  "refunds",
  "revenue",
  "arm",
  "unit_cost",
] as const;

type Name = (typeof NAMES)[number];

/** Places in the levels of `arm`. */
export const ARMS = { control: 0, none: 1, promotion: 2 } as const;

export const COLUMNS: readonly RecipeColumn[] = NAMES.map((name) => {
  if (name === "date") return { name, type: "date" };
  if (name === "region") return { name, type: "category", levels: REGIONS.map((region) => region.name) };
  if (name === "arm") return { name, type: "category", levels: Object.keys(ARMS) };
  return { name, type: "number" };
});

/** Whole numbers below 2²⁴, which f32 holds; the others are rounded to cents or tenths and need f64. */
const WHOLE: ReadonlySet<Name> = new Set<Name>([
  "date",
  "sessions",
  "product_views",
  "carts",
  "orders",
  "units",
  "promo",
  "stock_level",
  "holiday",
  "new_customers",
  "returning_customers",
]);

export type Chunks = Record<Name, Float64Array | Float32Array | Int32Array>;

/** n values a column, all 0. */
export function emptyChunks(n: number): Chunks {
  const entries = NAMES.map((name, j) => {
    if (COLUMNS[j]?.type === "category") return [name, new Int32Array(n)];
    return [name, WHOLE.has(name) ? new Float32Array(n) : new Float64Array(n)];
  });
  return Object.fromEntries(entries);
}

export const inOrder = (chunks: Chunks): (Float64Array | Float32Array | Int32Array)[] =>
  NAMES.map((name) => chunks[name]);
