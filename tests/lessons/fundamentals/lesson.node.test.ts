// The first lesson: its graders, its numbers from the engine, and that words and logic fit together.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { numberFormats } from "#base/format.ts";
import { createEngine, type Engine } from "#engine/index.ts";
import { breakEvenSlope, leftOver } from "#lessons/fundamentals/break-even.ts";
import { DIFFERENCE, difference, type SalesFacts, squares, worth } from "#lessons/fundamentals/exercises.ts";
import { fundamentals } from "#lessons/fundamentals/lesson.ts";
import type { Grade } from "#lessons/lesson.ts";
import { compileLesson } from "../../../src/site/vite/markdown/compile.ts";

const text = compileLesson(readFileSync("src/lessons/fundamentals/text.en.md", "utf8"));
const formats = numberFormats("en-GB");
let engine: Engine;
let facts: SalesFacts;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  facts = await fundamentals.facts(engine);
});
afterAll(() => engine.close());

const hint = (grade: Grade) => (grade.right ? "right" : grade.hint);

test("facts(engine) are those of all 1,000 days", async () => {
  const table = await engine.generate("sales-fundamentals");
  const fit = await table.fit("revenue ~ marketing_spend");
  const spend = table.columns.find(({ name }) => name === "marketing_spend");
  expect(facts.n).toBe(1000);
  expect([facts.intercept, facts.slope]).toEqual(fit.coefficients);
  expect([facts.low, facts.high]).toEqual(fit.ci95[1]);
  expect([facts.minSpend, facts.maxSpend]).toEqual([spend?.min, spend?.max]);
  table.close();
});

test("the judgement of the lesson holds: the whole interval of the slope is above zero and below one dollar", () => {
  expect(facts.low).toBeGreaterThan(0);
  expect(facts.high).toBeLessThan(1);
  expect(facts.minSpend).toBeGreaterThan(10_000);
});

describe("graders", () => {
  test("squares: two errors of 20 against one of 40", () => {
    expect(20 ** 2 + 20 ** 2).toBeLessThan(40 ** 2);
    expect(["both", "one", "same"].map((choice) => hint(squares.grade(choice)))).toEqual(["right", "one", "same"]);
  });

  test("worth: only the loss is right", () => {
    const choices = ["effective", "return", "base", "loses"];
    expect(choices.map((choice) => hint(worth.grade(choice)))).toEqual(["effective", "return", "base", "right"]);
  });

  test("difference: the exact product and one read off with two digits are right", () => {
    expect(hint(difference.grade(facts.slope * DIFFERENCE, facts))).toBe("right");
    expect(hint(difference.grade(Number(facts.slope.toFixed(2)) * DIFFERENCE, facts))).toBe("right");
    expect(hint(difference.grade(facts.slope * DIFFERENCE * 1.019, facts))).toBe("right");
    expect(hint(difference.grade(facts.slope * DIFFERENCE * 1.021, facts))).toBe("slope-times");
  });

  test("difference: every wrong idea gets its own hint", () => {
    const { slope, intercept } = facts;
    const answers: [number, string][] = [
      [slope, "one-dollar"],
      [100 * slope, "one-dollar"],
      [intercept + slope * DIFFERENCE, "whole-day"],
      [DIFFERENCE, "one-for-one"],
      [DIFFERENCE / slope, "divided"],
      [(slope * DIFFERENCE) / 1000, "thousands"],
      [-slope * DIFFERENCE, "sign"],
      [0, "slope-times"],
      [50_000, "slope-times"],
    ];
    for (const [answer, expected] of answers)
      expect([answer, hint(difference.grade(answer, facts))]).toEqual([answer, expected]);
  });
});

describe("words and logic", () => {
  /** The part of the text that belongs to an exercise. */
  const part = (id: string) =>
    new RegExp(`<lw-exercise id="${id}">([\\s\\S]*?)</lw-exercise>`).exec(text.html)?.[1] ?? "";
  const ids = (html: string, attribute: string) =>
    [...html.matchAll(new RegExp(`${attribute}="([^"]+)"`, "g"))].map(([, id = ""]) => id);

  test("every exercise of the text has a grader, and the other way round", () => {
    const inText = [...text.html.matchAll(/<lw-exercise id="([^"]+)"/g)].map(([, id]) => id);
    expect(inText).toEqual(Object.keys(fundamentals.exercises));
    for (const id of Object.keys(fundamentals.exercises)) expect(part(id)).toContain("data-explanation");
  });

  test("every choice is graded, one is right, and each wrong one has its words", () => {
    for (const [id, exercise] of Object.entries({ squares, worth })) {
      const choices = ids(part(id), "data-choice");
      const grades = choices.map((choice) => hint(exercise.grade(choice)));
      expect(grades.filter((grade) => grade === "right")).toHaveLength(1);
      expect(ids(part(id), "data-hint").sort()).toEqual(grades.filter((grade) => grade !== "right").sort());
    }
  });

  test("every hint of the number has its words, and no words wait for an idea that no grader knows", () => {
    const known = ["divided", "one-dollar", "one-for-one", "sign", "slope-times", "thousands", "whole-day"];
    expect(ids(part("difference"), "data-hint").sort()).toEqual(known);
  });

  test("every open number of the text is filled, and none is offered in vain", async () => {
    const table = await engine.fromColumns({ x: [10, 20, 40], y: [12, 25, 31] });
    const fit = await table.fit("y ~ x");
    const given = { ...fundamentals.values(facts, formats), ...fundamentals.figureValues(fit, formats) };
    expect(Object.keys(given).sort()).toEqual(text.values);
    for (const [name, words] of Object.entries(given)) expect(`${name}: ${words}`).not.toMatch(/NaN|undefined|∞/);
    table.close();
  });

  test("no number that the engine finds is typed into the prose", () => {
    const { difference: premise, n, ...found } = fundamentals.values(facts, formats);
    expect(text.html).toContain(premise);
    for (const number of [...Object.values(found), n]) expect(text.html).not.toContain(number);
  });

  test("the text is between 900 and 1,300 words, without an exclamation mark", () => {
    const words = text.html
      .replace(/<template[\s\S]*?<\/template>|<math[\s\S]*?<\/math>|<[^>]+>/g, " ")
      .match(/\p{L}[\p{L}’-]*/gu);
    expect(words?.length).toBeGreaterThan(900);
    expect(words?.length).toBeLessThan(1300);
    expect(text.html.replace(/<[^>]+>/g, "")).not.toContain("!");
  });
});

test("figureValues(fit) are the sums of the points, in thousands", async () => {
  const x = [12_000, 55_000, 90_000, 31_000];
  const y = [110_000, 140_500, 181_000, 120_000];
  const table = await engine.fromColumns({ x, y });
  const fit = await table.fit("y ~ x");
  const moments = await table.moments("y ~ x");
  const [sxx = 0, sxy = 0] = moments.scatter;
  const [meanX = 0, meanY = 0] = moments.mean;
  expect(fundamentals.figureValues(fit, formats)).toEqual({
    "figure-n": "4",
    "figure-sxx": formats.count(sxx / 1e6),
    "figure-sxy": formats.count(sxy / 1e6),
    "figure-slope": formats.coefficient(sxy / sxx),
    "figure-mean-x": formats.coefficient(meanX / 1e3),
    "figure-mean-y": formats.coefficient(meanY / 1e3),
    "figure-intercept": formats.coefficient((meanY - (sxy / sxx) * meanX) / 1e3),
  });
  table.close();
});

test("breakEvenSlope(margin) leaves nothing over", () => {
  for (const margin of [0.05, 0.4, 1]) expect(leftOver(breakEvenSlope(margin), margin)).toBeCloseTo(0, 12);
  expect(leftOver(facts.slope, 1)).toBeLessThan(0);
});
