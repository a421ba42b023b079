// The two grains of the storefront's rows: a day in a region, and an order. One chain of demand makes both; here is what
// differs: scales, spreads of the row's own noise, and where a row lies.

import { firstRows } from "./calendar.ts";
import type { Chunks } from "./columns.ts";
import { N_DAYS, REGIONS } from "./truth.ts";

export interface Grain {
  /** First of its streams of draws; the cells' own are below 100. */
  streams: number;
  /** Sessions, views, carts, units and stock where effects and noise are 0. */
  sessions: number;
  views: number;
  carts: number;
  units: number;
  stock: number;
  /** Relative sd of the noise in each, which it passes on. */
  sessionsSd: number;
  viewsSd: number;
  cartsSd: number;
  /** Sd of the noise in log units, of a row at the reference price off holidays, and in log stock. */
  unitsSd: number;
  stockSd: number;
  /** Sd of log price and of log competitor price among the rows of a cell: which packs an order holds. */
  mixSd: number;
  rivalSd: number;
  ratingSd: number;
  /** Share of rows with a coupon of 10 % beside the day's discount. */
  coupons: number;
  /** Fill orders and customers from a uniform a row; carts are known. */
  customers(draws: Float64Array, chunks: Chunks, offset: number): void;
}

/** Share of orders of customers that are new, at its middle, and its width. */
const NEW = { share: 0.35, width: 0.1 };
/** Share of carts that are bought, and of old customers that came back within twelve months. */
const BOUGHT = 0.4;
const LOYAL = 0.92;
/** Most orders of an old customer. */
const MOST_ORDERS = 12;

/** A second uniform from the later digits of a first one, which has 53 bits. */
export function digits(u: number, from: number): number {
  return from * u - Math.floor(from * u);
}

/** Counts of a day. */
function customersOfDay(draws: Float64Array, chunks: Chunks, offset: number): void {
  for (let i = 0, row = offset; i < draws.length; i++, row++) {
    const share = NEW.share + NEW.width * ((draws[i] as number) - 0.5);
    const orders = Math.max(1, Math.round(BOUGHT * (chunks.carts[row] as number)));
    const fresh = Math.round(share * orders);
    chunks.orders[row] = orders;
    chunks.new_customers[row] = fresh;
    chunks.returning_customers[row] = Math.round(LOYAL * (orders - fresh));
  }
}

/** The customer of an order: which of theirs it is, and whether they are new or came back within twelve months. */
function customerOfOrder(draws: Float64Array, chunks: Chunks, offset: number): void {
  for (let i = 0, row = offset; i < draws.length; i++, row++) {
    const draw = draws[i] as number;
    const fresh = draw < NEW.share;
    const rest = (draw - NEW.share) / (1 - NEW.share);
    chunks.orders[row] = fresh ? 1 : 2 + Math.floor((MOST_ORDERS - 1) * rest * rest);
    chunks.new_customers[row] = fresh ? 1 : 0;
    chunks.returning_customers[row] = !fresh && digits(draw, 1000) < LOYAL ? 1 : 0;
  }
}

export const DAILY: Grain = {
  streams: 100,
  sessions: 3600,
  views: 12_000,
  carts: 1100,
  units: 3600,
  stock: 19_000,
  sessionsSd: 0.03,
  viewsSd: 0.03,
  cartsSd: 0.03,
  unitsSd: 0.05,
  stockSd: 0.35,
  mixSd: 0,
  rivalSd: 0,
  ratingSd: 0.15,
  coupons: 0,
  customers: customersOfDay,
};

export const ORDER: Grain = {
  streams: 200,
  sessions: 1.6,
  views: 6.5,
  carts: 11,
  units: 10,
  stock: 110,
  sessionsSd: 0.15,
  viewsSd: 0.15,
  cartsSd: 0.1,
  unitsSd: 0.25,
  stockSd: 0.6,
  mixSd: 0.1,
  rivalSd: 0.06,
  ratingSd: 0.3,
  coupons: 0.15,
  customers: customerOfOrder,
};

/** Which cell (day·4 + region) each row is in: rows `from` on, one for each place in `cells`. */
export type Locate = (from: number, regions: Float64Array, cells: Int32Array) => void;

/** A day in a region a row, regions side by side. */
export const locateDaily: Locate = (from, _, cells) => {
  for (let i = 0; i < cells.length; i++) cells[i] = from + i;
};

/** Orders by date; `regions` holds a uniform a row. */
export function locateOrders(nRows: number): Locate {
  const first = firstRows(nRows);
  const limits = REGIONS.map((_, r) => REGIONS.slice(0, r + 1).reduce((total, { share }) => total + share, 0));
  const [a = 1, b = 1, c = 1] = limits;
  return (from, regions, cells) => {
    let t = dayOf(first, from);
    for (let i = 0; i < cells.length; i++) {
      while (from + i >= (first[t + 1] as number)) t++;
      const u = regions[i] as number;
      cells[i] = t * REGIONS.length + (u < b ? (u < a ? 0 : 1) : u < c ? 2 : 3);
    }
  };
}

/** The last day that starts at `row` or before. */
function dayOf(first: Float64Array, row: number): number {
  let low = 0;
  let high = N_DAYS;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((first[middle] as number) <= row) low = middle;
    else high = middle;
  }
  return low;
}
