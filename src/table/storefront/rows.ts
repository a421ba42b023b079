// Rows of the storefront, a stretch at a time: where each lies, what it costs, what is asked for, what is sold. Row i takes
// its draws from place i of each stream, so that it is the same in any stretch.

import { exp, log } from "#base/elementary.ts";
import type { Backend } from "#kernel/backend.ts";
import { holidayOf } from "./calendar.ts";
import { ARMS, type Chunks } from "./columns.ts";
import { digits, type Grain, type Locate } from "./grain.ts";
import { cents, type State } from "./state.ts";
import {
  ARM_EFFECT,
  CART_SHARE,
  CROSS_ELASTICITY,
  ELASTICITY,
  FIRST_DAY,
  inForce,
  MEAN_RATING,
  MISSING_SHARE,
  N_DAYS,
  OUTLIER_FACTOR,
  OUTLIER_SHARE,
  PROMO_EFFECT,
  RATING_EFFECT,
  REFUNDS,
  REGIONS,
  TRIAL,
} from "./truth.ts";

/** Logarithm of what is left of the price after a discount of k steps of 5 %. */
const LOG_PAID = Float64Array.from({ length: 7 }, (_, k) => log(1 - k / 20));

const HOLIDAYS = Float64Array.from({ length: N_DAYS }, (_, t) => holidayOf(FIRST_DAY + t));
const REFERENCE = Float64Array.from(REGIONS, ({ price }) => price);
/** Least of the factors that noise is. */
const LEAST = 0.1;

/** What rows are made of: the grain, the cells of the seed, and where the draws come from. */
export interface Maker {
  backend: Backend;
  seed: number;
  grain: Grain;
  state: State;
  locate: Locate;
}

/** Streams of a row, counted from the grain's first. Rare events take the digits of one uniform. */
const UNIFORMS = { region: 0, customer: 1, event: 2 };
const NORMALS = { mix: 10, rival: 11, rating: 12, stock: 13, visit: 14, view: 15, cart: 16, unit: 17, refund: 18 };

type Draws = Record<keyof typeof UNIFORMS | keyof typeof NORMALS, Float64Array>;

function drawAll({ backend, seed, grain }: Maker, from: number, n: number): Draws {
  const draw = (streams: Record<string, number>, law: "uniform" | "normal") =>
    Object.entries(streams).map(([name, k]) => [
      name,
      backend.place({ seed, stream: grain.streams + k }, law, from, n),
    ]);
  return Object.fromEntries([...draw(UNIFORMS, "uniform"), ...draw(NORMALS, "normal")]);
}

/** A stretch of rows at work: `offset` is its place in the chunks. */
interface Stretch {
  maker: Maker;
  draws: Draws;
  cells: Int32Array;
  chunks: Chunks;
  offset: number;
  /** Log of what price, promotion, rating and arm do to a visit. */
  conversion: Float64Array;
}

/** Make rows `from` to `from + n` and put them at `offset` of the chunks. */
export function makeRows(
  maker: Maker,
  chunks: Chunks,
  { from, n, offset }: Record<"from" | "n" | "offset", number>,
): void {
  const draws = drawAll(maker, from, n);
  const cells = new Int32Array(n);
  maker.locate(from, draws.region, cells);
  const stretch: Stretch = { maker, draws, cells, chunks, offset, conversion: new Float64Array(n) };
  copyCells(stretch);
  setPrices(stretch);
  offer(stretch);
  sell(stretch);
  book(stretch);
  maker.grain.customers(draws.customer, chunks, offset);
}

const at = (values: Float64Array, i: number): number => values[i] as number;

/** What the row has from its day and region. */
function copyCells({ maker: { state }, cells, chunks, offset }: Stretch): void {
  const { promo, search, social, video } = state;
  const { date, region, holiday, promo: promoted, search_spend, social_spend, video_spend } = chunks;
  for (let i = 0, row = offset; i < cells.length; i++, row++) {
    const cell = cells[i] as number;
    const t = cell >> 2;
    date[row] = FIRST_DAY + t;
    region[row] = cell & 3;
    holiday[row] = at(HOLIDAYS, t);
    promoted[row] = at(promo, cell);
    search_spend[row] = at(search, cell);
    social_spend[row] = at(social, cell);
    video_spend[row] = at(video, cell);
  }
}

/** Prices and discount, and their part of the conversion. */
function setPrices({ maker: { state, grain }, draws, cells, chunks, offset, conversion }: Stretch): void {
  const { dearer, rivalDearer, discount: ofDay, promo } = state;
  const { mixSd, rivalSd, coupons } = grain;
  const { mix, rival, event } = draws;
  const { price, competitor_price, unit_cost, discount } = chunks;
  for (let i = 0, row = offset; i < cells.length; i++, row++) {
    const cell = cells[i] as number;
    const mixed = mixSd * at(mix, i);
    const rivalMixed = rivalSd * at(rival, i);
    const factor = exp(mixed);
    const steps = at(ofDay, cell) + (digits(at(event, i), 1e3) < coupons ? 2 : 0);
    price[row] = cents(at(state.price, cell) * factor);
    unit_cost[row] = cents(at(state.cost, cell) * factor);
    competitor_price[row] = cents(at(state.competitor, cell) * exp(rivalMixed));
    discount[row] = steps / 20;
    conversion[i] =
      inForce(ELASTICITY, FIRST_DAY + (cell >> 2)) * (at(dearer, cell) + mixed + at(LOG_PAID, steps)) +
      CROSS_ELASTICITY * (at(rivalDearer, cell) + rivalMixed) +
      PROMO_EFFECT * at(promo, cell);
  }
}

/** Rating, arm and stock: what else the visitor meets. */
function offer({ maker: { state, grain }, draws, cells, chunks, offset, conversion }: Stretch): void {
  const { expected } = state;
  const { event, customer } = draws;
  const { rating, arm, stock_level } = chunks;
  for (let i = 0, row = offset; i < cells.length; i++, row++) {
    const cell = cells[i] as number;
    const day = FIRST_DAY + (cell >> 2);
    const stars = Math.min(5, Math.max(1, MEAN_RATING + grain.ratingSd * at(draws.rating, i)));
    const rounded = Math.round(10 * stars) / 10;
    const inTrial = day >= TRIAL.from && day < TRIAL.to;
    const treated = inTrial && digits(at(customer, i), 1e6) < 0.5;
    rating[row] = digits(at(event, i), 1e6) < MISSING_SHARE ? Number.NaN : rounded;
    arm[row] = treated ? ARMS.promotion : inTrial ? ARMS.control : ARMS.none;
    stock_level[row] = Math.ceil(grain.stock * at(expected, cell) * exp(grain.stockSd * at(draws.stock, i)));
    conversion[i] = at(conversion, i) + RATING_EFFECT * (rounded - MEAN_RATING) + (treated ? ARM_EFFECT : 0);
  }
}

/** The chain from visits to units: each link passes its noise on. */
function sell({ maker: { state, grain }, draws, cells, chunks, offset, conversion }: Stretch): void {
  const { traffic, spread } = state;
  const { visit, view, cart, unit, event } = draws;
  const { price, sessions, product_views, carts, units, stock_level } = chunks;
  const noise = (sd: number, z: number): number => Math.max(LEAST, 1 + sd * z);
  for (let i = 0, row = offset; i < cells.length; i++, row++) {
    const cell = cells[i] as number;
    const visits = at(traffic, cell) * noise(grain.sessionsSd, at(visit, i));
    const views = visits * noise(grain.viewsSd, at(view, i));
    const put = views * noise(grain.cartsSd, at(cart, i)) * exp(CART_SHARE * at(conversion, i));
    const sd = (grain.unitsSd * at(spread, cell) * (price[row] as number)) / at(REFERENCE, cell & 3);
    const wanted = put * exp((1 - CART_SHARE) * at(conversion, i) + sd * at(unit, i));
    sessions[row] = Math.max(1, Math.round(grain.sessions * visits));
    product_views[row] = Math.max(1, Math.round(grain.views * views));
    carts[row] = Math.max(1, Math.round(grain.carts * put));
    const sold = Math.min(Math.max(1, Math.round(grain.units * wanted)), stock_level[row] as number);
    units[row] = at(event, i) < OUTLIER_SHARE ? OUTLIER_FACTOR * sold : sold;
  }
}

/** Money, after the sale. */
function book({ draws, cells, chunks, offset }: Stretch): void {
  const { price, discount, units, revenue, refunds } = chunks;
  for (let i = 0, row = offset; i < cells.length; i++, row++) {
    const paid = (price[row] as number) * (1 - (discount[row] as number));
    const taken = cents((units[row] as number) * paid);
    revenue[row] = taken;
    refunds[row] = cents(REFUNDS.share * taken * Math.max(0, 1 + REFUNDS.sd * at(draws.refund, i)));
  }
}
