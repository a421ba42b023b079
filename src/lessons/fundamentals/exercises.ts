// The three questions of the first lesson: what counts as right, and which wrong idea each other answer shows.

import type { ChoiceExercise, Grade, NumericExercise } from "#lessons/lesson.ts";

/** What the engine finds in all days of the lesson's data: revenue by marketing spend. */
export interface SalesFacts {
  n: number;
  /** Dollars of revenue a dollar of spend, with its 95 % interval. */
  slope: number;
  low: number;
  high: number;
  /** Dollars of revenue a day at no spend. */
  intercept: number;
  /** Spend a day, in dollars. */
  minSpend: number;
  maxSpend: number;
}

/** By how many dollars of spend the two sorts of day in the second question differ. */
export const DIFFERENCE = 20_000;

/** Covers a slope read off with two digits. */
const TOLERANCE = 0.02;

const RIGHT: Grade = { right: true };
const wrong = (hint: string): Grade => ({ right: false, hint });

/** Whether `value` is within `tolerance` of `target`, relative to it. */
function near(value: number, target: number, tolerance = TOLERANCE): boolean {
  return Math.abs(value - target) <= tolerance * Math.abs(target);
}

/** Two errors of 20 against one of 40: what squaring does. */
export const squares: ChoiceExercise = {
  kind: "choice",
  grade: (choice) => (choice === "both" ? RIGHT : wrong(choice)),
};

/** The slope times a difference in spend, in dollars. */
export const difference: NumericExercise<SalesFacts> = {
  kind: "number",
  unit: "$",
  grade: (value, { slope, intercept }) => {
    const answer = slope * DIFFERENCE;
    if (near(value, answer)) return RIGHT;
    if (near(value, -answer)) return wrong("sign");
    if (near(value, answer / 1000)) return wrong("thousands");
    if (near(value, slope) || near(value, 100 * slope)) return wrong("one-dollar");
    if (near(value, intercept + answer)) return wrong("whole-day");
    if (near(value, DIFFERENCE, 0.001)) return wrong("one-for-one");
    if (near(value, DIFFERENCE / slope)) return wrong("divided");
    return wrong("slope-times");
  },
};

/** Whether a sure, positive slope below one is good news. */
export const worth: ChoiceExercise = {
  kind: "choice",
  grade: (choice) => (choice === "loses" ? RIGHT : wrong(choice)),
};
