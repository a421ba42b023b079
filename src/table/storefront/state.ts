// What all orders of a day in a region share: prices, spends, what the ads still do, the shock of the day. A few thousand
// cells, made in order from a seed once, because stocks and shocks carry over from day to day.

import { exp } from "#base/elementary.ts";
import type { Backend } from "#kernel/backend.ts";
import { holidayOf, isBlackFriday, seasonOf } from "./calendar.ts";
import {
  COST_SHARE,
  FIRST_DAY,
  HOLIDAY_SPREAD,
  inForce,
  N_DAYS,
  REGIONS,
  SEARCH,
  SHOCK,
  SOCIAL,
  SPEND_FOLLOWS,
  VIDEO,
} from "./truth.ts";

const N_REGIONS = REGIONS.length;
/** Days before the first, after which what carries over has forgotten its start: 0.8^70 is below 2e-7. */
const BEFORE = 70;

/** One value a cell; cell = (day − first day)·4 + region. */
export interface State {
  price: Float64Array;
  /** Logarithms of price and of the competitor's price over the region's reference. */
  dearer: Float64Array;
  rivalDearer: Float64Array;
  competitor: Float64Array;
  cost: Float64Array;
  promo: Float64Array;
  /** In steps of 5 %. */
  discount: Float64Array;
  search: Float64Array;
  social: Float64Array;
  video: Float64Array;
  /** Exponential of the region's level and the calendar: what stock is planned with. */
  expected: Float64Array;
  /** Visits but for scale and the noise of the row: exponential of level, calendar, ads and the day's shock. */
  traffic: Float64Array;
  /** Factor of the row's noise. */
  spread: Float64Array;
}

/** Streams of draws, one a day, week or fortnight in a region. */
const STREAMS = {
  cost: 1,
  test: 2,
  rival: 3,
  promo: 4,
  depth: 5,
  search: 6,
  social: 7,
  flight: 8,
  video: 9,
  shock: 10,
};

type Draws = Record<keyof typeof STREAMS, Float64Array>;

function drawAll(backend: Backend, seed: number): Draws {
  const n = (N_DAYS + BEFORE) * N_REGIONS;
  const uniform = new Set(["promo", "depth", "flight", "video"]);
  const entries = Object.entries(STREAMS).map(([name, stream]) => [
    name,
    backend.place({ seed, stream }, uniform.has(name) ? "uniform" : "normal", 0, n),
  ]);
  return Object.fromEntries(entries);
}

/** What carries over from one day of a region to the next. */
interface Carried {
  cost: number;
  shock: number;
  search: number;
  social: number;
  video: number;
}

/** All cells of a seed. */
export function makeState(backend: Backend, seed: number): State {
  const draws = drawAll(backend, seed);
  const cells = () => new Float64Array(N_DAYS * N_REGIONS);
  const state: State = {
    price: cells(),
    dearer: cells(),
    rivalDearer: cells(),
    competitor: cells(),
    cost: cells(),
    promo: cells(),
    discount: cells(),
    search: cells(),
    social: cells(),
    video: cells(),
    expected: cells(),
    traffic: cells(),
    spread: cells(),
  };
  for (let r = 0; r < N_REGIONS; r++) {
    const carried: Carried = { cost: 0, shock: 0, search: 0, social: 0, video: 0 };
    for (let t = -BEFORE; t < N_DAYS; t++) live(state, draws, carried, { t, r });
  }
  return state;
}

interface Place {
  t: number;
  r: number;
}

/** One day of a region. */
function live(state: State, draws: Draws, carried: Carried, { t, r }: Place): void {
  const day = FIRST_DAY + t;
  const region = REGIONS[r] as (typeof REGIONS)[number];
  const at = (t + BEFORE) * N_REGIONS + r;
  const draw = (name: keyof Draws, every = 1): number =>
    draws[name][Math.floor((t + BEFORE) / every) * N_REGIONS + r] as number;
  const season = seasonOf(day);
  const spread = holidayOf(day) === 1 ? HOLIDAY_SPREAD : 1;
  const search = cents(region.spend * exp(SPEND_FOLLOWS * season + 0.2 * (draws.search[at] as number)));
  const social = cents(0.6 * search * exp(0.18 * (draws.social[at] as number)));
  const flies = draw("flight", 14) < 0.4;
  const video = flies ? cents(region.spend * (0.5 + 0.4 * (draws.video[at] as number))) : 0;
  carried.cost = 0.98 * carried.cost + 0.012 * (draws.cost[at] as number);
  carried.shock = SHOCK.carry * carried.shock + SHOCK.sd * spread * (draws.shock[at] as number);
  carried.search = SEARCH.carry * carried.search + (1 - SEARCH.carry) * search;
  carried.social = SOCIAL.carry * carried.social + (1 - SOCIAL.carry) * social;
  carried.video = VIDEO.carry * carried.video + (1 - VIDEO.carry) * video;
  if (t < 0) return;
  const cell = t * N_REGIONS + r;
  const dearer = 0.5 * carried.cost + 0.06 * draw("test", 7);
  const rivalDearer = 0.5 * carried.cost + 0.08 * draw("rival", 7);
  state.dearer[cell] = dearer;
  state.rivalDearer[cell] = rivalDearer;
  state.price[cell] = region.price * exp(dearer);
  state.competitor[cell] = region.price * exp(rivalDearer);
  state.cost[cell] = COST_SHARE * region.price * exp(carried.cost);
  const sale = isBlackFriday(day);
  const promo = sale || draw("promo", 7) < 0.2;
  state.promo[cell] = promo ? 1 : 0;
  state.discount[cell] = promo ? (sale ? 4 : 1 + Math.floor(4 * draw("depth", 7))) : 0;
  state.search[cell] = search;
  state.social[cell] = social;
  state.video[cell] = video;
  state.expected[cell] = exp(region.level + season);
  state.traffic[cell] = exp(region.level + season + adEffect(carried, day) + carried.shock);
  state.spread[cell] = spread;
}

/** What the stocks of all three channels add, each with its saturation. */
function adEffect(carried: Carried, day: number): number {
  const part = ({ half, effect }: typeof SEARCH, stock: number) => inForce(effect, day) * (stock / (stock + half));
  return part(SEARCH, carried.search) + part(SOCIAL, carried.social) + part(VIDEO, carried.video);
}

export const cents = (value: number): number => Math.round(100 * value) / 100;
