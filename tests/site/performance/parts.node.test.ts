// The parts of the performance lab that need no browser: data, limits, links, the gauge, the watch over hidden tabs.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MeasuredStage } from "#engine/index.ts";
import { csvOf, fillUniform, formulaOf, makeDesign, slopeOf } from "#site/performance/design.ts";
import { Gauge } from "#site/performance/gauge.ts";
import { LANE_IDS, type LaneId, lanesOf } from "#site/performance/lanes.ts";
import { bytesOf, refusalOf } from "#site/performance/limits.ts";
import { gflopsOf, type Outcome, type Race, readTimes, timesText } from "#site/performance/outcome.ts";
import { others, validation, whereMeasured } from "#site/performance/peers.ts";
import { sentenceOf } from "#site/performance/sentence.ts";
import { PREDICTORS, ROWS, readSettings, workerChoices } from "#site/performance/settings.ts";
import { timedInSight, whenSeen } from "#site/performance/visible.ts";

const done = (milliseconds: number, slowed = 0): Outcome => {
  return { state: "done", milliseconds, repeats: 3, backend: "simd", workers: 1, slowed };
};

const raceOf = (outcomes: Race["outcomes"]): Race => {
  return { rows: 1e6, predictors: 20, outcomes, roofs: [], split: null, crossValidation: null };
};

describe("makeDesign(size, tell)", () => {
  test("gives the same rows whatever their number, and tells how far it is", () => {
    const shares: number[] = [];
    const few = makeDesign({ rows: 50, predictors: 4 }, (share) => shares.push(share));
    const many = makeDesign({ rows: 80, predictors: 4 }, () => {});
    expect(Object.keys(few)).toEqual(["x1", "x2", "x3", "x4", "y"]);
    for (const [name, values] of Object.entries(few)) expect(many[name]?.slice(0, 50)).toEqual(values);
    expect(shares).toEqual([0.25, 0.5, 0.75, 1]);
  });

  test("holds the slopes that it says, and noise of mean 0 about them", () => {
    const { y = new Float64Array(), ...x } = makeDesign({ rows: 20_000, predictors: 5 }, () => {});
    const left = y.map((value, i) => {
      const sum = Object.values(x).reduce((total, column, k) => total + slopeOf(k + 1) * (column[i] as number), 0);
      return value - sum;
    });
    expect(Math.max(...left.map(Math.abs))).toBeLessThanOrEqual(1 + 1e-9);
    expect(Math.abs(left.reduce((a, b) => a + b) / left.length)).toBeLessThan(0.02);
  });

  test("fillUniform stays within its bounds and covers them", () => {
    const values = new Float64Array(100_000);
    fillUniform(values, 7, 3, 2);
    const tenths = new Array(10).fill(0);
    for (const value of values) tenths[Math.floor((value - 3) * 5)] += 1;
    expect(tenths.reduce((a, b) => a + b)).toBe(100_000);
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  test("csvOf prints the first rows in full", () => {
    const columns = makeDesign({ rows: 5, predictors: 1 }, () => {});
    const lines = csvOf(columns, 2).split("\n");
    expect(lines).toEqual(["x1,y", `${columns.x1?.[0]},${columns.y?.[0]}`, `${columns.x1?.[1]},${columns.y?.[1]}`, ""]);
    expect(formulaOf(3)).toBe("y ~ x1 + x2 + x3");
  });
});

describe("refusalOf(size, memory, count)", () => {
  test("lets ten million rows of 21 columns run in 8 GB, and names what fits where 65 do not", () => {
    expect(refusalOf({ rows: 1e7, predictors: 20 }, 8, String)).toBeNull();
    expect(refusalOf({ rows: 1e7, predictors: 64 }, 8, String)).toBe(
      "10000000 rows of 65 columns take 10.4 GB while they are handed over; half of this machine’s 8 GB is the limit. Up to 3846153 rows of as many columns fit.",
    );
  });

  test("refuses exactly what is above half of the memory, and what it offers instead is let in", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2e7 }),
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 1, max: 8 }),
        (rows, predictors, memory) => {
          const refusal = refusalOf({ rows, predictors }, memory, String);
          expect(refusal !== null).toBe(2 * bytesOf({ rows, predictors }) > memory * 5e8);
          const offered = Number(/Up to (\d+) rows/.exec(refusal ?? "Up to 1 rows")?.[1]);
          expect(refusalOf({ rows: offered, predictors }, memory, String)).toBeNull();
          if (refusal) expect(refusalOf({ rows: offered + 1, predictors }, memory, String)).not.toBeNull();
        },
      ),
    );
  });

  test("says what it assumes where the browser does not tell", () => {
    expect(refusalOf({ rows: 1e7, predictors: 20 }, undefined, String)).toContain(
      "4 GB, as this browser does not tell,",
    );
  });
});

test("readSettings takes what may be chosen and defaults for the rest", () => {
  const read = (given: Record<string, string>, cores = 4) => readSettings((name) => given[name] ?? null, cores);
  expect(read({})).toEqual({ rows: 1e6, predictors: 20, backend: "all", workers: 4 });
  const chosen = { rows: "10000000", predictors: "64", backend: "simd", workers: "2" };
  expect(read(chosen)).toEqual({ rows: 1e7, predictors: 64, backend: "simd", workers: 2 });
  const evil = { rows: "1e12", predictors: "<b>", backend: "constructor", workers: "-1" };
  expect(read(evil, 1)).toEqual({ rows: 1e6, predictors: 20, backend: "all", workers: 1 });
  expect([ROWS.length, PREDICTORS.length, workerChoices(64).length]).toEqual([5, 5, 8]);
});

describe("times in a link", () => {
  test("come back as they went, to four digits", () => {
    const text = timesText(
      raceOf({ workers: done(13.1234), webgpu: { state: "missing", reason: "no" }, simd: done(26) }),
    );
    expect(text).toBe("workers:13.12~simd:26.00");
    expect(readTimes(text, LANE_IDS)).toEqual({ workers: 13.12, simd: 26 });
  });

  test("that are no times of a lane are left out", () => {
    for (const text of [null, "", "simd", "simd:-1", "simd:x", "other:3", "simd:Infinity", "__proto__:1"]) {
      expect(readTimes(text, LANE_IDS)).toEqual({});
    }
  });
});

test("gflopsOf counts the symmetric half: rows × columns², two operations a product", () => {
  expect(gflopsOf({ rows: 1e6, predictors: 20 }, { milliseconds: 441 })).toBeCloseTo(1, 12);
});

test("lanesOf runs the slow lanes last, and one alone if that is asked", () => {
  expect(lanesOf("all", 2).map(({ id }) => id)).toEqual([
    "workers",
    "relaxed",
    "simd",
    "webgpu",
    "scalar",
    "reference",
  ]);
  expect(lanesOf("scalar", 2)).toMatchObject([{ id: "scalar", backend: "scalar", workers: 1 }]);
  expect(lanesOf("workers", 1)).toMatchObject([{ backend: "auto", workers: 1, label: "One worker" }]);
});

describe("sentenceOf(lanes, race)", () => {
  const lanes = lanesOf("all", 2);

  test("names the fastest and how far the slowest is behind", () => {
    const race = raceOf({ workers: done(20), simd: done(40), reference: done(400) });
    expect(sentenceOf(lanes, race)).toBe("2 workers: 1,000,000 rows in 20 ms, 20 times as fast as TypeScript.");
  });

  test("warns where the machine slowed down", () => {
    expect(sentenceOf(lanes, raceOf({ simd: done(20), reference: done(400, 0.31) }))).toContain(
      "This machine slowed down by up to 31 % during the race",
    );
  });
});

describe("gauge.slowdown(signal)", () => {
  /** A machine whose loop takes so many milliseconds, call by call. */
  const machine = (times: number[]) => ({
    measure: async () => {
      const stage: MeasuredStage = {
        stage: "multiply-add",
        milliseconds: times.shift() ?? Number.NaN,
        bytes: 0,
        flops: 1e6,
      };
      return { backend: "simd" as const, rows: 1, columns: 1, stages: [stage] };
    },
  });
  const { signal } = new AbortController();

  test("is 0 while the machine keeps within 15 % of its best", async () => {
    const gauge = new Gauge(machine([1, 1.14, 0.9, 1]));
    for (let k = 0; k < 4; k++) expect(await gauge.slowdown(signal)).toBe(0);
  });

  test("tells how much slower it is, after asking three times", async () => {
    const gauge = new Gauge(machine([1, 1.5, 1.3, 1.4, 1.5, 1.05]));
    expect(await gauge.slowdown(signal)).toBe(0);
    expect(await gauge.slowdown(signal)).toBeCloseTo(0.3, 12);
    expect(await gauge.slowdown(signal)).toBe(0);
  });
});

/** A document that is hidden and seen as the test says. */
class Tab extends EventTarget {
  hidden = false;

  turn(hidden: boolean): void {
    this.hidden = hidden;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

describe("timedInSight(seen, run)", () => {
  test("gives no time where the tab was hidden for a moment", async () => {
    const tab = new Tab() as unknown as Document & Tab;
    expect(await timedInSight(tab, async () => {})).toBeGreaterThanOrEqual(0);
    const flicker = async () => {
      tab.turn(true);
      tab.turn(false);
    };
    expect(await timedInSight(tab, flicker)).toBeNull();
  });

  test("whenSeen waits for the tab, and ends where the race is cancelled", async () => {
    const tab = new Tab() as unknown as Document & Tab;
    const controller = new AbortController();
    tab.turn(true);
    const order: string[] = [];
    const seen = whenSeen(tab, controller.signal).then(() => order.push("seen"));
    order.push("hidden");
    tab.turn(false);
    await seen;
    expect(order).toEqual(["hidden", "seen"]);
    tab.turn(true);
    const never = whenSeen(tab, controller.signal);
    controller.abort(new Error("cancelled"));
    await expect(never).rejects.toThrow("cancelled");
  });
});

test("the other programs' times are there, with the machine and versions they were measured with", () => {
  expect(others.map(({ label }) => label)).toEqual(
    expect.arrayContaining(["R cv.glmnet", "scikit-learn LassoCV, 1 job"]),
  );
  for (const { min, id } of others) {
    expect(min).toBeGreaterThan(0);
    expect(id as LaneId).not.toMatch(/^cv/);
  }
  expect(validation).toMatchObject({ rows: 1_000_000, predictors: 20 });
  expect(whereMeasured).toMatch(/\d+ cores; R \d.*glmnet \d.*scikit-learn \d.*; \d{4}-\d\d-\d\d/);
});
