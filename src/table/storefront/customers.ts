// The customers of the storefront, one a row by the date of their first order, and what they brought in two years.

import { exp, log } from "#base/elementary.ts";
import type { Backend } from "#kernel/backend.ts";
import type { RecipeColumn } from "../recipe.ts";
import { locateOrders } from "./grain.ts";
import { cents, type State } from "./state.ts";
import { COST_SHARE, FIRST_DAY, REGIONS } from "./truth.ts";

/** A channel: its share of customers, and its effect on the logarithm of lifetime value. Sorted by code point. */
const CHANNELS = [
  { name: "direct", share: 0.25, effect: 0 },
  { name: "email", share: 0.15, effect: 0.15 },
  { name: "search", share: 0.3, effect: 0.05 },
  { name: "social", share: 0.2, effect: -0.25 },
  { name: "video", share: 0.1, effect: -0.1 },
] as const;

/** Effects on the logarithm of lifetime value. */
const LIFETIME = {
  intercept: 4.4,
  units: 0.45,
  discount: -1.2,
  rating: 0.2,
  newsletter: 0.1,
  welcome: 0.08,
  level: 0.5,
  /** What newsletter readers are like, which no column tells. */
  loyalty: 0.4,
  sd: 0.45,
} as const;

export const CUSTOMER_COLUMNS: readonly RecipeColumn[] = [
  { name: "first_order", type: "date" },
  { name: "region", type: "category", levels: REGIONS.map(({ name }) => name) },
  { name: "channel", type: "category", levels: CHANNELS.map(({ name }) => name) },
  ...["first_units", "first_price", "first_discount", "first_rating", "newsletter", "welcome_offer"].map(number),
  ...["unit_cost", "orders", "lifetime_value"].map(number),
];

function number(name: string): RecipeColumn {
  return { name, type: "number" };
}

const STREAMS = { region: 300, channel: 301, discount: 302, welcome: 303 };
const NORMAL_STREAMS = { units: 310, mix: 311, rating: 312, loyalty: 313, reader: 314, value: 315, orders: 316 };

/** Customers `from` to `from + n` of `nRows`, column by column. */
export function makeCustomers(
  { backend, seed, state, nRows }: { backend: Backend; seed: number; state: State; nRows: number },
  from: number,
  n: number,
): (Float64Array | Int32Array)[] {
  const draws = (streams: Record<string, number>, law: "uniform" | "normal") =>
    Object.entries(streams).map(([name, stream]) => [name, backend.place({ seed, stream }, law, from, n)]);
  const draw: Record<keyof typeof STREAMS | keyof typeof NORMAL_STREAMS, Float64Array> = Object.fromEntries([
    ...draws(STREAMS, "uniform"),
    ...draws(NORMAL_STREAMS, "normal"),
  ]);
  const cells = new Int32Array(n);
  locateOrders(nRows)(from, draw.region, cells);
  const columns = CUSTOMER_COLUMNS.map(({ type }) => (type === "category" ? new Int32Array(n) : new Float64Array(n)));
  for (let i = 0; i < n; i++) {
    const cell = cells[i] as number;
    const values = customerOf((name) => draw[name][i] as number, cell, state.price[cell] as number);
    for (const [j, column] of columns.entries()) column[i] = values[j] as number;
  }
  return columns;
}

/** The values of a customer, in the order of the columns. */
function customerOf(
  draw: (name: keyof typeof STREAMS | keyof typeof NORMAL_STREAMS) => number,
  cell: number,
  dayPrice: number,
): number[] {
  const r = cell & 3;
  const { level, price: reference } = REGIONS[r] as (typeof REGIONS)[number];
  const mix = 0.1 * draw("mix");
  const price = cents(dayPrice * exp(mix));
  const discount = draw("discount") < 0.3 ? (1 + Math.floor((4 * draw("discount")) / 0.3)) / 20 : 0;
  const units = Math.max(1, Math.round(exp(2.3 + level + 0.4 * draw("units"))));
  const rating = Math.round(10 * Math.min(5, Math.max(1, 4.2 + 0.4 * draw("rating")))) / 10;
  const loyalty = draw("loyalty");
  const newsletter = loyalty + draw("reader") > 0.3 ? 1 : 0;
  const welcome = draw("welcome") < 0.5 ? 1 : 0;
  const channel = channelOf(draw("channel"));
  const logValue =
    LIFETIME.intercept +
    (CHANNELS[channel] as (typeof CHANNELS)[number]).effect +
    LIFETIME.level * level +
    LIFETIME.units * (log(units) - 2.3) +
    LIFETIME.discount * discount +
    LIFETIME.rating * (rating - 4.2) +
    LIFETIME.newsletter * newsletter +
    LIFETIME.welcome * welcome +
    LIFETIME.loyalty * loyalty +
    LIFETIME.sd * draw("value");
  const value = cents(exp(logValue));
  const cost = cents(COST_SHARE * reference * exp(mix));
  const margin = units * Math.max(0.5, price * (1 - discount) - cost);
  const orders = Math.max(1, Math.round((value / margin) * exp(0.15 * draw("orders"))));
  const day = FIRST_DAY + (cell >> 2);
  return [day, r, channel, units, price, discount, rating, newsletter, welcome, cost, orders, value];
}

function channelOf(u: number): number {
  let left = u;
  for (const [k, { share }] of CHANNELS.entries()) {
    left -= share;
    if (left < 0) return k;
  }
  return CHANNELS.length - 1;
}
