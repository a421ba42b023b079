// Charts of a loss series against their sums written out and numpy, and as steps of plain states.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { baselineRule } from "#stats/monitor/loss/baseline-rule.ts";
import { runChart } from "#stats/monitor/loss/chart.ts";
import { cusum } from "#stats/monitor/loss/cusum.ts";
import { ewma } from "#stats/monitor/loss/ewma.ts";
import { pageHinkley } from "#stats/monitor/loss/page-hinkley.ts";
import { watchLosses } from "#stats/monitor/loss/watch.ts";
import { expectAllNear, expectNear, reference } from "#tests/helpers/monitor-reference.ts";

/** Thirty losses around 10 whose level moves to 11 after 20. */
const RISING = Array.from({ length: 30 }, (_, i) => 10 + 1.5 * Math.sin(2.4 * i) + (i >= 20 ? 1 : 0));

const CUSUM = { target: 10, sd: 1, k: 0.5, h: 5 };
const EWMA = { target: 10, sd: 1, lambda: 0.1, width: 2.7 };
const losses = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 60 });

describe("runChart(cusum, losses, params)", () => {
  test("is the largest sum of z − k over the losses up to now, and alarms where that exceeds h", () => {
    const { target, sd, k, h } = { ...CUSUM, h: 3 };
    const side = (sign: number) =>
      RISING.map((_, i) => {
        const sums = RISING.slice(0, i + 1).map((__, from) =>
          RISING.slice(from, i + 1).reduce((sum, x) => sum + (sign * (x - target)) / sd - k, 0),
        );
        return Math.max(0, ...sums);
      });
    const [high, low] = [side(1), side(-1)];
    const run = runChart(cusum, RISING, { target, sd, k, h });
    const wanted = high.map((up, i) => Math.max(up, low[i] as number));
    expectAllNear(run.statistic, wanted, 1e-12);
    expectAllNear([run.state.high, run.state.low], [high.at(-1) as number, low.at(-1) as number], 1e-12);
    expect(run.alarm).toBe(wanted.findIndex((value) => value > h));
    expect(run.alarm).toBeGreaterThan(20);
  });

  test("has its sides change places when the losses are mirrored at the target", () =>
    fc.assert(
      fc.property(losses, (series) => {
        const params = { ...CUSUM, target: 0 };
        const { state } = runChart(cusum, series, params);
        const mirrored = runChart(
          cusum,
          series.map((x) => -x),
          params,
        ).state;
        expect([mirrored.high, mirrored.low]).toEqual([state.low, state.high]);
      }),
    ));
});

describe("runChart(ewma, losses, params)", () => {
  test("is the sum of all losses and the target with geometric weights, and its limit that sum's deviation", () => {
    const { target, sd, lambda, width } = { ...EWMA, width: 1.5 };
    const weightsAt = (i: number) => Array.from({ length: i + 1 }, (_, t) => lambda * (1 - lambda) ** (i - t));
    const averages = RISING.map((_, i) =>
      weightsAt(i).reduce((sum, w, t) => sum + w * (RISING[t] as number), (1 - lambda) ** (i + 1) * target),
    );
    const limits = RISING.map((_, i) => width * sd * Math.sqrt(weightsAt(i).reduce((sum, w) => sum + w * w, 0)));
    const run = runChart(ewma, RISING, { target, sd, lambda, width });
    const wanted = averages.map((average) => Math.abs(average - target));
    expectAllNear(run.statistic, wanted, 1e-12);
    expectAllNear(run.limit, limits, 1e-12);
    expectNear(run.state.average, averages.at(-1) as number, 1e-12);
    expect(run.alarm).toBe(wanted.findIndex((value, i) => value > (limits[i] as number)));
    expect(run.alarm).toBeGreaterThan(20);
  });

  test("is Shewhart's chart where the newest loss weighs 1", () =>
    fc.assert(
      fc.property(losses, (series) => {
        const run = runChart(ewma, series, { target: 1, sd: 2, lambda: 1, width: 3 });
        expectAllNear(
          run.statistic,
          series.map((x) => Math.abs(x - 1)),
          1e-12,
        );
        expect(new Set(run.limit)).toEqual(new Set([6]));
      }),
    ));
});

describe("runChart(pageHinkley, losses, params)", () => {
  const { losses: series, delta, lambda, statistic, alarm } = reference.page_hinkley;

  test("is numpy's cumulative sums less their running least", () => {
    const run = runChart(pageHinkley, series, { delta, lambda });
    expectAllNear(run.statistic, statistic, 1e-9);
    expect(run.alarm).toBe(alarm);
  });

  test("is still where losses are constant or fall", () => {
    expect(runChart(pageHinkley, new Array<number>(50).fill(3), { delta: 0, lambda: 1 }).state.statistic).toBe(0);
    const falling = Array.from({ length: 50 }, (_, i) => -i);
    expect(runChart(pageHinkley, falling, { delta: 0, lambda: 1 }).alarm).toBeNull();
  });
});

describe("runChart(baselineRule, losses, params)", () => {
  test("is an alarm at the k-th loss above the level among the last n", () => {
    const run = runChart(baselineRule, [9, 1, 9, 1, 1, 9, 9, 1, 9], { level: 5, k: 3, n: 4 });
    expect(run.alarm).toBe(8);
    expect(run.statistic).toEqual([0.25, 0.25, 0.5, 0.5, 0.25, 0.5, 0.5, 0.5, 0.75]);
    expect(run.state.above).toEqual([true, true, false, true]);
  });
});

describe("runChart(chart, losses, params, from)", () => {
  const charts = [
    [
      "cusum",
      (series: (number | null)[]) =>
        [
          runChart(cusum, series, CUSUM),
          (cut: number) => {
            const first = runChart(cusum, series.slice(0, cut), CUSUM);
            return runChart(cusum, series.slice(cut), CUSUM, JSON.parse(JSON.stringify(first.state)));
          },
        ] as const,
    ],
    [
      "ewma",
      (series: (number | null)[]) =>
        [
          runChart(ewma, series, EWMA),
          (cut: number) => {
            const first = runChart(ewma, series.slice(0, cut), EWMA);
            return runChart(ewma, series.slice(cut), EWMA, JSON.parse(JSON.stringify(first.state)));
          },
        ] as const,
    ],
    [
      "pageHinkley",
      (series: (number | null)[]) =>
        [
          runChart(pageHinkley, series, { delta: 1, lambda: 5 }),
          (cut: number) => {
            const first = runChart(pageHinkley, series.slice(0, cut), { delta: 1, lambda: 5 });
            return runChart(
              pageHinkley,
              series.slice(cut),
              { delta: 1, lambda: 5 },
              JSON.parse(JSON.stringify(first.state)),
            );
          },
        ] as const,
    ],
  ] as const;

  test.each(charts)("goes on with %s from a state that was JSON in between", (_, both) =>
    fc.assert(
      fc.property(losses, fc.nat(60), (series, at) => {
        const [whole, goneOn] = both(series);
        expect(goneOn(Math.min(at, series.length)).state).toEqual(whole.state);
      }),
    ),
  );

  test("leaves the state as it was at a missing loss, and changes no state it is given", () => {
    const start = Object.freeze(cusum.start(CUSUM));
    const run = runChart(cusum, [12, null, Number.NaN, 12], CUSUM, start);
    expect(run.statistic).toEqual([1.5, null, null, 3]);
    expect(run.state.n).toBe(2);
    expect(runChart(cusum, [], CUSUM)).toMatchObject({ alarm: null, statistic: [] });
  });

  test.each([
    [() => cusum.start({ ...CUSUM, sd: 0 }), "sd: must be finite and > 0; got 0"],
    [() => cusum.start({ ...CUSUM, k: -1 }), "k: must be finite and >= 0; got -1"],
    [() => ewma.start({ ...EWMA, lambda: 1.5 }), "lambda: must be in (0, 1]; got 1.5"],
    [() => pageHinkley.start({ delta: 0, lambda: 0 }), "lambda: must be finite and > 0; got 0"],
    [() => baselineRule.start({ level: 1, k: 4, n: 3 }), "k: must be a whole number from 1 to n = 3; got 4"],
  ])("refuses parameters that make no chart: %#", (start, message) => {
    expect(start).toThrow(message);
  });
});

describe("watchLosses(losses, options)", () => {
  test("finds a rise by every chart, and has nothing to show in the baseline", () => {
    const ripple = (i: number) => ((i * 0.618034) % 1) - 0.5;
    const series = Array.from({ length: 120 }, (_, i) => 10 + ripple(i) + (i >= 80 ? 1.5 : 0));
    const watch = watchLosses(series, { baseline: 50 });
    for (const run of [watch.cusum, watch.pageHinkley, watch.ewma, watch.fixed]) {
      expect(run.alarm).toBeGreaterThanOrEqual(80);
      expect(run.alarm).toBeLessThan(90);
      expect(run.statistic).toHaveLength(120);
      expect(run.statistic.slice(0, 50)).toEqual(new Array(50).fill(null));
    }
    expect(watchLosses(series.slice(0, 80), { baseline: 50 }).cusum.alarm).toBeNull();
  });

  test("refuses a baseline without spread, and infinite losses", () => {
    expect(() => watchLosses([1, 1, 1, 2], { baseline: 3 })).toThrow(
      "baseline: must be losses that vary; got 3 times 1",
    );
    expect(() => watchLosses([1, null, 2], { baseline: 2 })).toThrow(
      "baseline: must be at least 2 losses that are present; got 1",
    );
    expect(() => watchLosses([1, 2, Number.POSITIVE_INFINITY], { baseline: 2 })).toThrow(
      "loss 2: must be finite or missing",
    );
    expect(() => watchLosses([1, 2, 3], { baseline: 1 })).toThrow(
      "baseline: must be a whole number from 2 to below the 3 losses; got 1",
    );
  });
});
