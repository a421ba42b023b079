// Rolling-origin forecasts against models refitted one by one, and the rules for what a forecast may know.

import { beforeAll, describe, expect, test } from "vitest";
import { createEngine, type Engine, type Fit, type RollingOriginCall, type TableHandle } from "#engine/index.ts";

const DAYS = 120;
const FIRST = Date.UTC(2024, 0, 29);
const dates = Array.from({ length: DAYS }, (_, i) => new Date(FIRST + i * 86_400_000));
const price = dates.map((_, i) => 20 + 5 * Math.sin(i * 1.3) + (i % 11) / 4);
const sales = dates.map((date, i) => {
  const weekend = date.getUTCDay() % 6 === 0 ? 30 : 0;
  return 100 + 0.4 * i - 2 * (price[i] as number) + weekend + 9 * Math.sin(i * 2.17) + ((i * 37) % 17) / 3;
});

let engine: Engine;
let table: TableHandle;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  table = await tableOf(0, DAYS);
  return () => engine.close();
});

function tableOf(from: number, to: number): Promise<TableHandle> {
  const part = <T>(values: T[]) => values.slice(from, to);
  return engine.fromColumns({ date: part(dates), price: part(price), sales: part(sales) });
}

interface Made {
  origin: number;
  h: number;
  y: number;
  forecast: number;
  fit: Fit;
}

/** Every forecast by a fit of its own. */
async function oneByOne(
  formula: string,
  { horizon, step = 1, initial, window }: { horizon: number; step?: number; initial: number; window?: number },
): Promise<Made[]> {
  const made: Made[] = [];
  for (let last = initial - 1; last < DAYS - 1; last += step) {
    const train = await tableOf(window === undefined ? 0 : Math.max(0, last + 1 - window), last + 1);
    const fit = await train.fit(formula);
    const { fitted } = await table.predict(fit);
    for (let h = 1; h <= horizon && last + h < DAYS; h++) {
      made.push({ origin: last, h, y: sales[last + h] as number, forecast: fitted[last + h] as number, fit });
    }
  }
  return made;
}

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

const FORMULA = "sales ~ price + weekday(date) + trend(date)";
const KNOWN = { order: "date", futures: { price: "known" } } as const;

describe("table.rollingOrigin equals models refitted one by one", () => {
  test.each([
    ["expanding", { horizon: 5, step: 3, initial: 60 }],
    ["over a window", { horizon: 3, step: 2, initial: 50, window: 40 }],
    ["over a window that does not reach back at first", { horizon: 4, step: 7, initial: 30, window: 45 }],
  ])("%s", async (_, options) => {
    const found = await table.rollingOrigin(FORMULA, { ...KNOWN, ...options });
    const made = await oneByOne(FORMULA, options);
    expect(found.origins).toHaveLength(new Set(made.map(({ origin }) => origin)).size);
    for (const [k, errors] of found.horizons.entries()) {
      const own = made.filter(({ h }) => h === k + 1);
      expect(errors.n).toBe(own.length);
      expect(errors.mae).toBeCloseTo(mean(own.map(({ y, forecast }) => Math.abs(y - forecast))), 9);
      expect(errors.rmse).toBeCloseTo(Math.sqrt(mean(own.map(({ y, forecast }) => (y - forecast) ** 2))), 9);
      expect(errors.mape).toBeCloseTo(mean(own.map(({ y, forecast }) => Math.abs((y - forecast) / y))), 9);
      const naive = mean(own.map(({ origin, y }) => Math.abs(y - (sales[origin] as number))));
      expect(errors.naive.mae).toBeCloseTo(naive, 9);
      expect(errors.naive.skill).toBeCloseTo(1 - (errors.mae ?? 0) / naive, 9);
      const seasonal = own.map(({ origin, h, y }) => Math.abs(y - (sales[origin + h - 7] as number)));
      expect(errors.seasonalNaive.mae).toBeCloseTo(mean(seasonal), 9);
      expect(errors.pinball.map(({ quantile }) => quantile)).toEqual([0.1, 0.5, 0.9]);
      expect(errors.pinball[1]?.loss).toBeCloseTo((errors.mae ?? 0) / 2, 9);
    }
    const all = made.map(({ y, forecast }) => Math.abs(y - forecast));
    expect(found.overall.n).toBe(all.length);
    expect(found.overall.mae).toBeCloseTo(mean(all), 9);
  });

  test("with quantiles of Student's t, and the share of what they cover", async () => {
    const options = { horizon: 2, step: 4, initial: 40 };
    const found = await table.rollingOrigin(FORMULA, { ...KNOWN, ...options, quantiles: [0.9], level: 0.8 });
    const made = await oneByOne(FORMULA, options);
    const loss: number[] = [];
    let covered = 0;
    for (const { y, forecast, fit } of made) {
      const half = (fit.sigma ?? 0) * upperTenth(fit.dfResidual);
      const over = y - forecast - half;
      loss.push(Math.max(0.9 * over, -0.1 * over));
      if (Math.abs(y - forecast) <= half) covered += 1;
    }
    expect(found.overall.pinball[0]?.loss).toBeCloseTo(mean(loss), 4);
    expect(found.overall.coverage).toBeCloseTo(covered / made.length, 9);
  });

  test("names the origins by their last day", async () => {
    const { origins } = await table.rollingOrigin(FORMULA, { ...KNOWN, horizon: 1, step: 50, initial: 60 });
    expect(origins).toEqual([
      { origin: "2024-03-28", n: 60, rank: 9 },
      { origin: "2024-05-17", n: 110, rank: 9 },
    ]);
  });
});

/** t with an upper tail of a tenth, by Cornish and Fisher's expansion. */
function upperTenth(df: number): number {
  const z = 1.2815515655446004;
  return z + (z ** 3 + z) / (4 * df) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * df * df);
}

describe("periods", () => {
  test("of weeks and months hold all rows of theirs", async () => {
    const weeks = await table.rollingOrigin("sales ~ trend(date)", {
      order: "date",
      unit: "week",
      horizon: 2,
      initial: 4,
    });
    expect(weeks.origins[0]).toEqual({ origin: "2024-02-19", n: 28, rank: 2 });
    expect(weeks.horizons[0]?.n).toBe(DAYS - 28);
    const months = await table.rollingOrigin("sales ~ trend(date)", {
      order: "date",
      unit: "month",
      horizon: 1,
      initial: 2,
    });
    expect(months.origins.map(({ origin, n }) => [origin, n])).toEqual([
      ["2024-02-01", 32],
      ["2024-03-01", 63],
      ["2024-04-01", 93],
    ]);
    const february = mean(sales.slice(3, 32));
    const march = sales.slice(32, 63).map((y) => Math.abs(y - february));
    const april = sales.slice(63, 93).map((y) => Math.abs(y - mean(sales.slice(32, 63))));
    const may = sales.slice(93, 120).map((y) => Math.abs(y - mean(sales.slice(63, 93))));
    expect(months.horizons[0]?.naive.mae).toBeCloseTo(mean([...march, ...april, ...may]), 9);
    expect(months.horizons[0]?.seasonalNaive).toEqual({ n: 0, mae: null, rmse: null, skill: null });
  });

  test("without rows still pass", async () => {
    const gaps = await engine.fromColumns({ t: [1, 2, 3, 4, 8, 9, 10, 11], y: [1, 2.5, 2.8, 4.3, 8.1, 8.8, 10.4, 11] });
    const found = await gaps.rollingOrigin("y ~ t", { order: "t", horizon: 2, initial: 4, season: 2 });
    expect(found.origins.map(({ origin, n }) => [origin, n])).toEqual([
      ["4", 4],
      ["5", 4],
      ["6", 4],
      ["7", 4],
      ["8", 5],
      ["9", 6],
      ["10", 7],
    ]);
    expect(found.horizons.map(({ n }) => n)).toEqual([4, 4]);
  });

  test("are those of each series, and lags stay within them", async () => {
    const shops = await engine.fromColumns({
      date: [...dates, ...dates],
      shop: [...dates.map(() => "a"), ...dates.map(() => "b")],
      sales: [...sales, ...sales.map((y) => 500 - y)],
    });
    const found = await shops.rollingOrigin("sales ~ lag(sales, 2, date, shop):shop + shop", {
      order: "date",
      by: "shop",
      horizon: 2,
      initial: 60,
    });
    const moves = (h: number) =>
      sales.slice(60).flatMap((y, i) => (60 + i - h >= 59 ? [Math.abs(y - (sales[60 + i - h] as number))] : []));
    expect(found.horizons[0]?.n).toBe(120);
    expect(found.horizons[0]?.naive.mae).toBeCloseTo(mean(moves(1)), 9);
    expect(found.horizons[1]?.naive.mae).toBeCloseTo(mean(moves(2)), 9);
    expect(found.nDropped).toBe(4);
  });
});

describe("on the response's own scale", () => {
  test("errors are those of the column", async () => {
    const found = await table.rollingOrigin("log(sales) ~ price", {
      ...KNOWN,
      horizon: 1,
      initial: 100,
      scale: "response",
    });
    const made = (await oneByOne("log(sales) ~ price", { horizon: 1, initial: 100 })).map(({ y, forecast }) =>
      Math.abs(y - Math.exp(forecast)),
    );
    expect(found.overall.mae).toBeCloseTo(mean(made), 8);
  });

  test("a transform that falls keeps the share of what is covered", async () => {
    const options = { ...KNOWN, horizon: 2, initial: 80, level: 0.5 };
    const rising = await table.rollingOrigin("I(-1/sales) ~ price", { ...options, scale: "response" });
    const falling = await table.rollingOrigin("I(1/sales) ~ price", { ...options, scale: "response" });
    const link = await table.rollingOrigin("I(1/sales) ~ price", options);
    expect(falling.overall.coverage).toBe(link.overall.coverage);
    for (const [k, { loss }] of falling.overall.pinball.entries()) {
      expect(loss).toBeCloseTo(rising.overall.pinball[k]?.loss ?? 0, 6);
    }
  });
});

describe("what a forecast may know", () => {
  const refusal = (formula: string, options: Partial<RollingOriginCall>) =>
    table
      .rollingOrigin(formula, { order: "date", horizon: 7, initial: 60, ...options })
      .catch((error: unknown) => error);

  test("every predictor needs a future", async () => {
    expect(await refusal("sales ~ price", {})).toMatchObject({
      code: "bad-argument",
      at: { column: "price" },
      message: expect.stringContaining('whether its future is "known", "unknown" or "lagged"'),
    });
  });

  test("an unknown one may not enter but by a lag that is long enough", async () => {
    const futures = { price: "unknown" } as const;
    expect(await refusal("sales ~ log(price)", { futures })).toMatchObject({
      code: "bad-argument",
      at: { column: "price", char: 12 },
      message:
        "futures: the future of price is unknown, so up to horizon 7 it may enter only as lag(price, k) with k >= 7; got log(price)",
    });
    expect(await refusal("sales ~ lag(price, 6)", { futures })).toMatchObject({ at: { column: "price", char: 8 } });
    expect(await refusal("sales ~ roll(price, 7)", { futures })).toMatchObject({ code: "bad-argument" });
    expect(await refusal("sales ~ lag(price, 7) + month(date)", { futures })).toMatchObject({ reasons: [] });
  });

  test("the response counts as unknown", async () => {
    expect(await refusal("sales ~ lag(sales, 1)", {})).toMatchObject({ at: { column: "sales" } });
    expect(await refusal("sales ~ lag(sales, 1)", { horizon: 1 })).toMatchObject({ reasons: [] });
    expect(await refusal("sales ~ roll(sales, 28)", { horizon: 1 })).toMatchObject({ reasons: [] });
  });

  test("a lagged one shortens the horizon", async () => {
    const futures = { sales: "lagged" } as const;
    const found = await table.rollingOrigin("sales ~ lag(sales, 3)", {
      order: "date",
      horizon: 5,
      initial: 60,
      futures,
    });
    expect(found.horizons.map(({ n }) => n)).toEqual([60, 59, 58, 0, 0]);
    expect(found.horizons[3]).toMatchObject({ mae: null, coverage: null });
    expect(found.reasons.map(({ field }) => field)).toEqual(["horizons[3]", "horizons[4]"]);
    expect(await refusal("sales ~ price", { futures: { price: "lagged" } })).toMatchObject({ at: { column: "price" } });
  });

  test("lags must follow the same order, one row a period", async () => {
    const futures = { price: "known" } as const;
    expect(await refusal("sales ~ lag(sales, 7, price)", { futures })).toMatchObject({ code: "bad-argument" });
    expect(await refusal("sales ~ lag(sales, 7)", { unit: "week" })).toMatchObject({
      message: expect.stringContaining("one row a period"),
    });
    const reversed = await engine.fromColumns({ date: [...dates].reverse(), sales });
    const wanted = { order: "date", horizon: 1, initial: 60 };
    await expect(reversed.rollingOrigin("sales ~ lag(sales, 1)", wanted)).rejects.toMatchObject({
      code: "bad-argument",
    });
    const named = await reversed.rollingOrigin("sales ~ lag(sales, 1, date)", wanted);
    expect(named.horizons[0]?.n).toBe(60);
  });
});

describe("options out of range are refused", () => {
  test.each([
    [{ horizon: 0 }],
    [{ horizon: 1.5 }],
    [{ step: 0 }],
    [{ window: 0 }],
    [{ initial: 120 }],
    [{ season: -7 }],
    [{ level: 1 }],
    [{ quantiles: [0] }],
    [{ unit: "year" }],
    [{ scale: "own" }],
    [{ futures: { price: "perhaps" } }],
  ])("%j", async (options) => {
    const asked = { ...KNOWN, horizon: 1, ...options } as unknown as RollingOriginCall;
    await expect(table.rollingOrigin("sales ~ price", asked)).rejects.toMatchObject({ code: "bad-argument" });
  });

  test("columns that are not there or hold no time", async () => {
    const asked = { horizon: 1, futures: { price: "known" } as const };
    await expect(table.rollingOrigin("sales ~ price", { ...asked, order: "day" })).rejects.toMatchObject({
      code: "column-unknown",
    });
    await expect(table.rollingOrigin("sales ~ price", { ...asked, order: "price" })).rejects.toMatchObject({
      code: "value-not-finite",
    });
    await expect(
      table.rollingOrigin("sales ~ price", { ...asked, order: "price", unit: "week" }),
    ).rejects.toMatchObject({ code: "column-type" });
    await expect(
      table.rollingOrigin("sales ~ price", { order: "date", horizon: 1, futures: { price: "known", cost: "known" } }),
    ).rejects.toMatchObject({ code: "column-unknown" });
  });

  test("an origin with no more rows than terms", async () => {
    await expect(table.rollingOrigin(FORMULA, { ...KNOWN, horizon: 1, initial: 9 })).rejects.toMatchObject({
      code: "rows-too-few",
    });
  });

  test("a response that does not vary is forecast by itself", async () => {
    const flat = await engine.fromColumns({ t: [1, 2, 3, 4, 5, 6], x: [1, 4, 2, 6, 3, 5], y: [7, 7, 7, 7, 7, 9] });
    const found = await flat.rollingOrigin("y ~ x", { order: "t", horizon: 1, initial: 4, futures: { x: "known" } });
    expect(found.horizons[0]).toMatchObject({ n: 2, mae: 1, coverage: 0.5 });
  });
});
