// What a lesson's wiring is: the logic that words cannot hold. Types only.

import type { NumberFormats } from "#base/format.ts";
import type { Engine, Fit } from "#engine/index.ts";

/** Numbers in words, by the name that stands in the text as `{{name}}`. */
export type Values = Readonly<Record<string, string>>;

/** Right, or wrong with the id of the hint that fits the idea behind the answer. */
export type Grade = { right: true } | { right: false; hint: string };

/** One of the choices that the text lists. */
export interface ChoiceExercise {
  kind: "choice";
  grade(choice: string): Grade;
}

/** A number, judged with a tolerance against what the engine says. */
export interface NumericExercise<Facts> {
  kind: "number";
  /** Shown beside the field: "$". */
  unit: string;
  grade(value: number, facts: Facts): Grade;
}

export type Exercise<Facts> = ChoiceExercise | NumericExercise<Facts>;

/** The wiring of one lesson. `Facts` are what the engine found in the lesson's data. */
export interface Lesson<Facts> {
  id: string;
  facts(engine: Engine): Promise<Facts>;
  /** What `{{name}}` says once the facts are known. */
  values(facts: Facts, formats: NumberFormats): Values;
  /** The same for the learner's own figure; called with its fit at each change after the learner has committed. */
  figureValues(fit: Fit, formats: NumberFormats): Values;
  /** Hand facts to elements of the lesson's own. */
  arrange?(root: ParentNode, facts: Facts): void;
  /** By the id the text gives them, in order. */
  exercises: Readonly<Record<string, Exercise<Facts>>>;
}
