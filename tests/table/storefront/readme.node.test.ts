// The known truth as it is written down, against the numbers that the rows are made with.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { textOfDays } from "#table/date.ts";
import { COLUMNS } from "#table/storefront/columns.ts";
import { CUSTOMER_COLUMNS } from "#table/storefront/customers.ts";
import { DAILY, ORDER } from "#table/storefront/grain.ts";
import {
  CHANGE,
  ELASTICITY,
  FIRST_DAY,
  N_DAYS,
  REGIONS,
  SEARCH,
  SOCIAL,
  TRIAL,
  VIDEO,
  WEEKDAY_EFFECTS,
} from "#table/storefront/truth.ts";

const text = readFileSync("data/storefront/README.md", "utf8");
const minus = (x: number | string) => String(x).replace("-", "−");
const thousands = (x: number) => (x >= 10_000 ? x.toLocaleString("en") : String(x));

test("regions and channels stand there with their numbers", () => {
  for (const { name, price, level, spend, share } of REGIONS) {
    expect(text).toContain(`| ${name} | $${price.toFixed(2)} | ${minus(level.toFixed(2))} | $${spend} |`);
    expect(text).toContain(`${name} ${share.toFixed(2)}`);
  }
  const { before, after } = SEARCH.effect;
  expect(text).toContain(`| search | ${SEARCH.carry} | ${SEARCH.half} | ${before.toFixed(2)}; ${after} from`);
  expect(text).toContain(`| social | ${SOCIAL.carry} | ${SOCIAL.half} | ${SOCIAL.effect.before} |`);
  expect(text).toContain(`| video | ${VIDEO.carry} | ${VIDEO.half} | ${VIDEO.effect.before.toFixed(2)} |`);
  expect(after / before).toBeCloseTo(0.7, 12);
});

test("elasticities, weekdays, days and scales stand there", () => {
  const { before, after } = ELASTICITY;
  expect(text).toContain(`${minus(before)}; ${minus(after)} from ${textOfDays(CHANGE)} on`);
  expect(text).toContain(`From ${textOfDays(TRIAL.from)} to ${textOfDays(TRIAL.to - 1)}`);
  expect(text).toContain(`${textOfDays(FIRST_DAY)} to ${textOfDays(FIRST_DAY + N_DAYS - 1)}`);
  expect(text).toContain(WEEKDAY_EFFECTS.map(minus).join(", "));
  const scales = ({ sessions, views, carts, units }: typeof DAILY) =>
    [sessions, views, carts, units].map(thousands).join(", ");
  expect(text).toContain(`| s, v, k, u | ${scales(DAILY)} | ${scales(ORDER)} |`);
  expect(text).toContain(`${DAILY.stock.toLocaleString("en")} · exp(level + season + ${DAILY.stockSd} z)`);
  expect(text).toContain(`${ORDER.stock} · exp(level + season + ${ORDER.stockSd} z)`);
});

test("columns that were put there on purpose are named", () => {
  const story = ["search_spend", "social_spend", "video_spend", "units", "refunds", "arm", "stock_level", "holiday"];
  for (const name of story) {
    expect(COLUMNS.some((column) => column.name === name)).toBe(true);
    expect(text).toContain(name);
  }
  for (const { name } of CUSTOMER_COLUMNS.slice(3, -3)) {
    expect(text).toMatch(new RegExp(name.replace("_", "[_ ]")));
  }
});
