// The storefront's known truth, had back by our own fits. Tolerances are about four standard errors that allow for what the
// rows of a day in a region share, and for what stock-outs and whole units leave of an effect.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine, Fit, TableHandle } from "#engine/index.ts";
import { openBackend } from "#kernel/choose.ts";
import { generate } from "#table/generate.ts";
import { seasonOf } from "#table/storefront/calendar.ts";
import { CHANGE, FIRST_DAY, REGIONS, TRIAL } from "#table/storefront/truth.ts";
import type { Table } from "#table/types.ts";
import { adStocks, correlation, make, openEngine, valuesOf } from "./helpers.ts";

const N_ORDERS = 300_000;
const KNOWN =
  "log(units) ~ log(paid) + log(rival) + region + season + search + social + video + promo + rating + treated + drawn";

let engine: Engine;
let daily: Table;
let orders: Table;

beforeAll(async () => {
  engine = await openEngine();
  daily = make({ grain: "daily" });
  orders = generate("storefront", (await openBackend("simd")).backend, { rows: N_ORDERS });
}, 60_000);
afterAll(() => engine.close());

/** A table with everything that log units depends on. */
function known(table: Table): Promise<TableHandle> {
  const days = valuesOf(table, "date");
  const region = valuesOf(table, "region");
  const arm = valuesOf(table, "arm");
  const price = valuesOf(table, "price");
  const discount = valuesOf(table, "discount");
  const stocks = adStocks(daily);
  const ofCell = (values: Float64Array) =>
    days.map((day, i) => values[(day - FIRST_DAY) * REGIONS.length + (region[i] as number)] as number);
  const seasons = new Map<number, number>();
  for (const day of days) if (!seasons.has(day)) seasons.set(day, seasonOf(day));
  return engine.fromColumns({
    units: valuesOf(table, "units"),
    paid: price.map((x, i) => x * (1 - (discount[i] as number))),
    rival: valuesOf(table, "competitor_price"),
    region: Array.from(region, (r) => REGIONS[r]?.name ?? ""),
    season: days.map((day) => seasons.get(day) as number),
    search: ofCell(stocks.search),
    social: ofCell(stocks.social),
    video: ofCell(stocks.video),
    promo: valuesOf(table, "promo"),
    rating: valuesOf(table, "rating"),
    treated: arm.map((code) => (code === 2 ? 1 : 0)),
    drawn: days.map((day) => (day >= TRIAL.from && day < TRIAL.to ? 1 : 0)),
  });
}

/** Stock of an order's packs that few ask for; it is planned from the calendar and the region, so that it may choose rows. */
const AMPLE = 150;

/** Weights 0 or 1: rows before or after the change, with stock to spare, without gross outliers (more units than stock). */
function rowsOf(table: Table, when: "before" | "after"): Float64Array {
  const units = valuesOf(table, "units");
  const stock = valuesOf(table, "stock_level");
  return valuesOf(table, "date").map((day, i) => {
    const inTime = (when === "before") === day < CHANGE;
    const spare = (stock[i] as number) >= AMPLE && (units[i] as number) <= (stock[i] as number);
    return inTime && spare ? 1 : 0;
  });
}

const of = (fit: Fit, term: string) => fit.coefficients[fit.terms.indexOf(term)] as number;

describe.each([
  { grain: "daily", tolerance: 0.12 },
  { grain: "order", tolerance: 0.05 },
])("storefront by $grain, known causes in the model", ({ grain, tolerance }) => {
  const table = () => (grain === "daily" ? daily : orders);
  const within = (got: number, want: number, by = tolerance) => expect(Math.abs(got - want)).toBeLessThan(by);

  test("elasticity −1.6 and cross elasticity 0.7 before the change, −1.3 after", async () => {
    const handle = await known(table());
    const before = await handle.fit(KNOWN, { weights: rowsOf(table(), "before") });
    within(of(before, "log(paid)"), -1.6);
    within(of(before, "log(rival)"), 0.7);
    const after = await handle.fit(KNOWN, { weights: rowsOf(table(), "after") });
    within(of(after, "log(paid)"), -1.3, 2 * tolerance);
  });

  test("season, ads, promotions, rating and the trial have the effects they were given", async () => {
    const fit = await (await known(table())).fit(KNOWN, { weights: rowsOf(table(), "before") });
    within(of(fit, "season"), 1);
    within(of(fit, "search"), 0.9, 4 * tolerance);
    within(of(fit, "social"), 0.35, 4 * tolerance);
    within(of(fit, "video"), 0.5);
    within(of(fit, "promo"), 0.1, tolerance / 2);
    within(of(fit, "rating"), 0.08, tolerance / 2);
    within(of(fit, "treated"), 0.15, tolerance);
  });

  test("pooled over regions, the price slope has the other sign", async () => {
    const handle = await known(table());
    expect(of(await handle.fit("log(units) ~ log(paid)"), "log(paid)")).toBeGreaterThan(0.5);
    expect(of(await handle.fit("log(units) ~ log(paid) + region"), "log(paid)")).toBeLessThan(-1);
  });
});

test("search spend seems to do more than it does where the calendar is left out: it follows expected demand", async () => {
  const handle = await known(daily);
  const naive = await handle.fit("log(units) ~ search + region");
  const honest = await handle.fit("log(units) ~ search + region + season");
  expect(of(naive, "search")).toBeGreaterThan(1.5 * of(honest, "search"));
});

test("carts take most of the price's effect over: they mediate it", async () => {
  const handle = await engine.generate("storefront");
  const total = await handle.fit("log(units) ~ log(price) + region");
  const direct = await handle.fit("log(units) ~ log(price) + log(carts) + region");
  expect(of(direct, "log(price)") / of(total, "log(price)")).toBeLessThan(0.6);
});

test("the shocks of a region follow one another, and holidays spread more", async () => {
  const handle = await known(daily);
  const fit = await handle.fit(KNOWN);
  const { fitted } = await handle.predict(fit);
  const residuals = valuesOf(daily, "units").map((u, i) => Math.log(u) - (fitted[i] as number));
  const kept = residuals.map((e) => (Number.isNaN(e) || Math.abs(e) > 1 ? 0 : e));
  expect(correlation(kept.subarray(0, -4), kept.subarray(4))).toBeGreaterThan(0.2);
  const holiday = valuesOf(daily, "holiday");
  const sdWhere = (flag: number) => {
    const some = kept.filter((_, i) => holiday[i] === flag);
    return Math.sqrt(some.reduce((total, e) => total + e * e, 0) / some.length);
  };
  expect(sdWhere(1) / sdWhere(0)).toBeGreaterThan(1.2);
});

describe("shares", () => {
  test.each(["daily", "order"])(
    "three in a thousand outliers, one in fifty ratings missing, some stock-outs, by %s",
    (grain) => {
      const table = grain === "daily" ? daily : orders;
      const units = valuesOf(table, "units");
      const stock = valuesOf(table, "stock_level");
      const share = (holds: (i: number) => boolean) =>
        units.reduce((n, _, i) => n + (holds(i) ? 1 : 0), 0) / units.length;
      const close = (got: number, want: number) =>
        expect(Math.abs(got - want)).toBeLessThan(5 * Math.sqrt(want / units.length));
      // Ten times the units are more than the stock in nine cases of ten.
      expect(share((i) => (units[i] as number) > (stock[i] as number))).toBeGreaterThan(0.0015);
      expect(share((i) => (units[i] as number) > (stock[i] as number))).toBeLessThan(0.0045);
      const rating = valuesOf(table, "rating");
      close(
        share((i) => Number.isNaN(rating[i])),
        0.02,
      );
      const out = share((i) => units[i] === stock[i]);
      expect(out).toBeGreaterThan(0.01);
      expect(out).toBeLessThan(0.06);
    },
  );

  test.each(["daily", "order"])("search and social go together, r about 0.9, by %s", (grain) => {
    const table = grain === "daily" ? daily : orders;
    const r = correlation(valuesOf(table, "search_spend"), valuesOf(table, "social_spend"));
    expect(Math.abs(r - 0.9)).toBeLessThan(0.02);
  });

  test.each(["daily", "order"])("refunds and units leak revenue by %s", (grain) => {
    const table = grain === "daily" ? daily : orders;
    const revenue = valuesOf(table, "revenue");
    expect(correlation(valuesOf(table, "refunds"), revenue) ** 2).toBeGreaterThan(0.97);
    const discount = valuesOf(table, "discount");
    const paid = valuesOf(table, "price").map((x, i) => x * (1 - (discount[i] as number)));
    expect(
      correlation(
        valuesOf(table, "units").map((u, i) => u * (paid[i] as number)),
        revenue,
      ),
    ).toBeGreaterThan(0.999999);
  });
});

test("customers: lifetime value has its effects back, but readers of the newsletter were loyal before", async () => {
  const customers = await engine.generate("storefront", { grain: "customer", rows: 60_000 });
  const fit = await customers.fit(
    "log(lifetime_value) ~ region + channel + log(first_units) + first_discount + first_rating + newsletter + welcome_offer",
  );
  const within = (term: string, want: number) => expect(Math.abs(of(fit, term) - want)).toBeLessThan(0.04);
  within("channelsocial", -0.25);
  within("log(first_units)", 0.45);
  within("first_rating", 0.2);
  within("welcome_offer", 0.08);
  expect(Math.abs(of(fit, "first_discount") + 1.2)).toBeLessThan(0.2);
  expect(of(fit, "newsletter")).toBeGreaterThan(0.4);
});
