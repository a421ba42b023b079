// Rows of the storefront, a stretch at a time: where each lies, what it costs, what is asked for, what is sold. Row i takes
// its draws from place i of each stream, so that it is the same in any stretch.

import { exp, log } from "#base/elementary.ts";
import type { Backend } from "#kernel/backend.ts";
import { holidayOf } from "./calendar.ts";
import { ARMS, type Chunks } from "./columns.ts";
import type { Grain, Locate } from "./grain.ts";
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

const N_REGIONS = REGIONS.length;

/** Logarithm of what is left of the price after a discount of k steps of 5 %. */
const LOG_PAID = Float64Array.from({ length: 7 }, (_, k) => log(1 - k / 20));

const HOLIDAYS = Float64Array.from({ length: N_DAYS }, (_, t) => holidayOf(FIRST_DAY + t));
const LOG_REFERENCE = Float64Array.from(REGIONS, ({ price }) => log(price));

/** What rows are made of: the grain, the cells of the seed, and where the draws come from. */
export interface Maker {
  backend: Backend;
  seed: number;
  grain: Grain;
  state: State;
  locate: Locate;
}

/** Uniform streams of a row, counted from the grain's first, then the normal ones. */
const UNIFORMS = { region: 0, arm: 1, outlier: 2, missing: 3, coupon: 4, customer: 5 };
const NORMALS = {
  mix: 10,
  rival: 11,
  cost: 12,
  rating: 13,
  stock: 14,
  visit: 15,
  view: 16,
  cart: 17,
  unit: 18,
  refund: 19,
};

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
  /** Price over the region's reference. */
  relative: Float64Array;
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
  const stretch: Stretch = {
    maker,
    draws,
    cells,
    chunks,
    offset,
    conversion: new Float64Array(n),
    relative: new Float64Array(n),
  };
  copyCells(stretch);
  setPrices(stretch);
  offer(stretch);
  sell(stretch);
  book(stretch);
}

const at = (values: Float64Array, i: number): number => values[i] as number;

/** What the row has from its day and region. */
function copyCells({ maker: { state }, cells, chunks, offset }: Stretch): void {
  const { promo, search, social, video } = state;
  for (let i = 0, row = offset; i < cells.length; i++, row++) {
    const cell = cells[i] as number;
    const t = Math.floor(cell / N_REGIONS);
    chunks.date[row] = FIRST_DAY + t;
    chunks.region[row] = cell - t * N_REGIONS;
    chunks.holiday[row] = at(HOLIDAYS, t);
    chunks.promo[row] = at(promo, cell);
    chunks.search_spend[row] = at(search, cell);
    chunks.social_spend[row] = at(social, cell);
    chunks.video_spend[row] = at(video, cell);
  }
}

/** Prices and discount, and their part of the conversion. */
function setPrices({ maker: { state, grain }, draws, cells, chunks, offset, conversion, relative }: Stretch): void {
  const { logPrice, logCompetitor, logCost, discount, promo } = state;
  const { mixSd, rivalSd, coupons } = grain;
  for (let i = 0, row = offset; i < cells.length; i++, row++) {
    const cell = cells[i] as number;
    const mix = mixSd * at(draws.mix, i);
    const price = at(logPrice, cell) + mix;
    const competitor = at(logCompetitor, cell) + rivalSd * at(draws.rival, i);
    const steps = at(discount, cell) + (at(draws.coupon, i) < coupons ? 2 : 0);
    const reference = at(LOG_REFERENCE, cell & 3);
    const day = FIRST_DAY + (cell >> 2);
    const asked = exp(price);
    relative[i] = exp(price - reference);
    chunks.price[row] = cents(asked);
    chunks.competitor_price[row] = cents(exp(competitor));
    chunks.unit_cost[row] = cents(exp(at(logCost, cell) + mix + 0.03 * at(draws.cost, i)));
    chunks.discount[row] = steps / 20;
    conversion[i] =
      inForce(ELASTICITY, day) * (price - reference + at(LOG_PAID, steps)) +
      CROSS_ELASTICITY * (competitor - reference) +
      PROMO_EFFECT * at(promo, cell);
  }
}

/** Rating, arm and stock: what else the visitor meets. */
function offer({ maker: { state, grain }, draws, cells, chunks, offset, conversion }: Stretch): void {
  const { expected } = state;
  for (let i = 0, row = offset; i < cells.length; i++, row++) {
    const cell = cells[i] as number;
    const day = FIRST_DAY + (cell >> 2);
    const stars = Math.min(5, Math.max(1, MEAN_RATING + grain.ratingSd * at(draws.rating, i)));
    const rating = Math.round(10 * stars) / 10;
    const inTrial = day >= TRIAL.from && day < TRIAL.to;
    const treated = inTrial && at(draws.arm, i) < 0.5;
    chunks.rating[row] = at(draws.missing, i) < MISSING_SHARE ? Number.NaN : rating;
    chunks.arm[row] = treated ? ARMS.promotion : inTrial ? ARMS.control : ARMS.none;
    chunks.stock_level[row] = Math.ceil(exp(grain.stock + at(expected, cell) + grain.stockSd * at(draws.stock, i)));
    conversion[i] = at(conversion, i) + RATING_EFFECT * (rating - MEAN_RATING) + (treated ? ARM_EFFECT : 0);
  }
}

/** The chain from visits to units: each link passes its noise on. */
function sell({ maker: { state, grain }, draws, cells, chunks, offset, conversion, relative }: Stretch): void {
  const { traffic, spread } = state;
  const { sessionsSd, viewsSd, cartsSd, unitsSd } = grain;
  for (let i = 0, row = offset; i < cells.length; i++, row++) {
    const cell = cells[i] as number;
    const visits = at(traffic, cell) + sessionsSd * at(draws.visit, i);
    const views = visits + viewsSd * at(draws.view, i);
    const carts = views + CART_SHARE * at(conversion, i) + cartsSd * at(draws.cart, i);
    const noise = unitsSd * at(spread, cell) * at(relative, i) * at(draws.unit, i);
    const units = carts + (1 - CART_SHARE) * at(conversion, i) + noise;
    chunks.sessions[row] = Math.max(1, Math.round(exp(grain.sessions + visits)));
    chunks.product_views[row] = Math.max(1, Math.round(exp(grain.views + views)));
    chunks.carts[row] = Math.max(1, Math.round(exp(grain.carts + carts)));
    const wanted = Math.max(1, Math.round(exp(grain.units + units)));
    const sold = Math.min(wanted, chunks.stock_level[row] as number);
    chunks.units[row] = at(draws.outlier, i) < OUTLIER_SHARE ? OUTLIER_FACTOR * sold : sold;
  }
}

/** Money and customers, after the sale. */
function book({ maker: { grain }, draws, cells, chunks, offset }: Stretch): void {
  for (let i = 0, row = offset; i < cells.length; i++, row++) {
    const paid = (chunks.price[row] as number) * (1 - (chunks.discount[row] as number));
    const revenue = cents((chunks.units[row] as number) * paid);
    chunks.revenue[row] = revenue;
    chunks.refunds[row] = cents(REFUNDS.share * revenue * Math.max(0, 1 + REFUNDS.sd * at(draws.refund, i)));
  }
  grain.customers(draws.customer, chunks, offset);
}
