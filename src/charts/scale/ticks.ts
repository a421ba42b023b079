// Few ticks, in words that fit: thousands are said once in the axis title instead of at every tick.

import { scaleLinear } from "d3-scale";
import type { Domain } from "./domain.ts";

export interface Tick {
  value: number;
  label: string;
}

/** How an axis is read: ticks, and what one unit on it stands for. */
export interface Reading {
  ticks: Tick[];
  /** 1, or 1000 where the title says "thousand". */
  per: 1 | 1000;
}

/** From here on a tick is shorter in thousands. */
const LARGE = 10_000;

/** 1000 where values of this domain read better as thousands. */
export function thousands(domain: Domain): 1 | 1000 {
  return Math.max(Math.abs(domain[0]), Math.abs(domain[1])) >= LARGE ? 1000 : 1;
}

/** Ticks on round numbers; where D3 gives many more than asked for, every second one, zero among them. */
function fewTicks(domain: Domain, count: number): number[] {
  const values = scaleLinear().domain(domain).ticks(count);
  const step = (values[1] ?? 1) - (values[0] ?? 0);
  return values.length > count + 1 ? values.filter((value) => Math.round(value / step) % 2 === 0) : values;
}

/** About `count` ticks of `domain`, as numbers of `locale`; `unit` "$" is written at each tick unless it stands in the title. */
export function reading(domain: Domain, options: { count: number; unit: string; locale: string }): Reading {
  const per = thousands(domain);
  const values = fewTicks(domain, options.count);
  const step = Math.abs((values[1] ?? 1) - (values[0] ?? 0)) / per;
  const digits = Math.max(0, Math.min(20, -Math.floor(Math.log10(step || 1) + 1e-9)));
  const money = options.unit === "$" && per === 1;
  const format = new Intl.NumberFormat(options.locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...(money ? { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol" } : {}),
  });
  const ticks = values.map((value) => ({ value, label: format.format(value / per + 0).replace("-", "−") }));
  return { ticks, per };
}
