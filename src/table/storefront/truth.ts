// The known truth of the storefront: every number that the made-up shop was built with. data/storefront/README.md tells the
// formulas; tests hold the two together. Effects are on the logarithm of units.

import { daysOfCivil } from "../date.ts";

/** What holds before and, after the change of regime, from `CHANGE` on. */
interface Regimes {
  before: number;
  after: number;
}

/** An ad channel: share of yesterday's stock that is left, spend at half of the effect ($ a day), effect without limit. */
interface Channel {
  carry: number;
  half: number;
  effect: Regimes;
}

const always = (effect: number): Regimes => ({ before: effect, after: effect });

export const FIRST_DAY = daysOfCivil(2022, 1, 1);
export const N_DAYS = daysOfCivil(2025, 1, 1) - FIRST_DAY;
/** The change of regime. */
export const CHANGE = daysOfCivil(2024, 7, 1);
/** The promotion of eight weeks: first day, and the day after its last. */
export const TRIAL = { from: daysOfCivil(2024, 3, 4), to: daysOfCivil(2024, 4, 29) };

export const ELASTICITY: Regimes = { before: -1.6, after: -1.3 };
export const CROSS_ELASTICITY = 0.7;
export const SEARCH: Channel = { carry: 0.3, half: 1500, effect: { before: 0.9, after: 0.63 } };
export const SOCIAL: Channel = { carry: 0.5, half: 900, effect: always(0.35) };
export const VIDEO: Channel = { carry: 0.8, half: 500, effect: always(0.5) };
/** Of a day with a price promotion, beside what the discount does. */
export const PROMO_EFFECT = 0.1;
/** Of the trial's promotion on those to whom it was given. */
export const ARM_EFFECT = 0.15;
/** Of a star of the rating shown. */
export const RATING_EFFECT = 0.08;
export const HOLIDAY_EFFECT = 0.5;
/** Black Friday and the Monday after it, beside the holiday's effect. */
export const PEAK_EFFECT = 0.3;
/** Sunday to Saturday. */
export const WEEKDAY_EFFECTS = [0.08, 0.02, -0.05, -0.06, -0.03, 0.02, 0.12] as const;
/** The yearly wave, highest on day 345: its first and its second harmonic. */
export const WAVE = { first: 0.18, second: 0.06, peak: 345, year: 365.25 };

/** Share of conversion that shows in carts; the rest shows in how much is bought. */
export const CART_SHARE = 0.6;
/** Shock of a day in a region: share of yesterday's that is left, and sd of what is new. */
export const SHOCK = { carry: 0.6, sd: 0.06 };
/** How much wider noise is on holidays. */
export const HOLIDAY_SPREAD = 1.6;
export const OUTLIER_SHARE = 0.003;
export const OUTLIER_FACTOR = 10;
export const MISSING_SHARE = 0.02;
/** Refunds booked: share of revenue, and its relative sd. */
export const REFUNDS = { share: 0.04, sd: 0.1 };
/** Planned spend follows expected demand with this power. */
export const SPEND_FOLLOWS = 0.9;

/**
 * A region: its share of orders, reference price ($), mean log units at that price against the others, ad spend ($ a day).
 * Dearer regions buy more, which turns the sign of the price slope where regions are pooled.
 */
export interface Region {
  name: string;
  share: number;
  price: number;
  level: number;
  spend: number;
}

/** Sorted by code point, as levels are. */
export const REGIONS: readonly Region[] = [
  { name: "East", share: 0.22, price: 4.7, level: -0.25, spend: 900 },
  { name: "North", share: 0.3, price: 5.6, level: 0.18, spend: 1200 },
  { name: "South", share: 0.21, price: 4.2, level: -0.53, spend: 800 },
  { name: "West", share: 0.27, price: 6.6, level: 0.6, spend: 1500 },
];

/** Unit cost as a share of the reference price. */
export const COST_SHARE = 0.55;
export const MEAN_RATING = 4.2;

/** The effect in force on a day. */
export function inForce(effect: Regimes, day: number): number {
  return day < CHANGE ? effect.before : effect.after;
}
