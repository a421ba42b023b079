// One axis for many intervals: zero is always on it, and one very wide interval is cut rather than let it hide the others.

import { scaleLinear } from "d3-scale";
import { reading, type Tick } from "../scale/ticks.ts";

/** An estimate with its interval; without one, both ends are the estimate. */
export interface Interval {
  low: number;
  estimate: number;
  high: number;
}

/** Positions are percentages of the drawing's width, so that nothing has to be measured. */
export interface IntervalScale {
  position(value: number): number;
  /** Left and right end of what is shown. */
  domain: readonly [number, number];
  ticks: Tick[];
  /** 1, or 1000 where the axis title says "thousand". */
  per: 1 | 1000;
}

export interface IntervalScaleOptions {
  locale: string;
  /** "$" is written at the ticks. */
  unit: string;
  /** Values are logarithms: ticks stand at round percentages, as `+50 %`. */
  percent: boolean;
}

/** An interval that reaches this many times further than the median one does not set the scale. */
const CUT = 10;
/** Percent of the width kept free at either side, for dots and arrowheads. */
const EDGE = 2.5;

/** The smallest domain that shows zero and every interval but those cut. */
export function intervalDomain(intervals: readonly Interval[]): [number, number] {
  const reaches = intervals.map(({ low, high }) => Math.max(Math.abs(low), Math.abs(high))).sort((a, b) => a - b);
  const median = reaches[Math.floor((reaches.length - 1) / 2)] ?? 0;
  const limit = median > 0 ? median * CUT : Number.POSITIVE_INFINITY;
  const shown = intervals.filter(({ low, high }) => Math.max(Math.abs(low), Math.abs(high)) <= limit);
  const low = Math.min(0, ...shown.map((interval) => interval.low));
  const high = Math.max(0, ...shown.map((interval) => interval.high));
  return low === high ? [-1, 1] : [low, high];
}

export function intervalScale(intervals: readonly Interval[], options: IntervalScaleOptions): IntervalScale {
  const exact = intervalDomain(intervals);
  const scale = scaleLinear(exact, [EDGE, 100 - EDGE]);
  if (!options.percent) scale.nice(4);
  const [low = 0, high = 1] = scale.domain();
  const domain: [number, number] = [low, high];
  const position = (value: number) => scale(value);
  if (options.percent) return { position, domain, ticks: percentTicks(domain, options.locale), per: 1 };
  const { ticks, per } = reading(domain, { count: 4, unit: options.unit, locale: options.locale });
  return { position, domain, ticks, per };
}

/** Steps between round percentages, from fine to coarse. */
const PERCENT_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** A few round percentages, zero among them, at the logarithms they stand for. */
function percentTicks([low, high]: readonly [number, number], locale: string): Tick[] {
  const format = new Intl.NumberFormat(locale, { signDisplay: "exceptZero" });
  const from = 100 * Math.expm1(low);
  const to = 100 * Math.expm1(high);
  const gap = (high - low) / 5;
  // Logarithms crowd high percentages together: far ones need fine steps to choose from.
  const count = to - from > 100 ? 24 : 5;
  const step = PERCENT_STEPS.find((size) => (to - from) / size <= count) ?? 1000;
  const ticks: Tick[] = [];
  const add = (percent: number) => {
    const value = Math.log1p(percent / 100);
    const free = ticks.every((tick) => Math.abs(tick.value - value) >= gap);
    if (free && value >= low && value <= high) {
      ticks.push({ value, label: `${format.format(percent).replace("-", "−")} %` });
    }
  };
  add(0);
  for (let percent = step; percent <= to; percent += step) add(percent);
  for (let percent = -step; percent >= from && percent > -100; percent -= step) add(percent);
  return ticks.sort((a, b) => a.value - b.value);
}
