// The first lesson's page: registers what its words use and starts it.

import { defineInTurn } from "#embed/define.ts";
import { BreakEvenElement } from "#lessons/fundamentals/break-even.ts";
import { fundamentals } from "#lessons/fundamentals/lesson.ts";
import { ExerciseElement } from "#lessons/player/exercise-element.ts";
import { LessonElement } from "#lessons/player/lesson-element.ts";
import { Coefficients } from "#widgets/coefficients/element.ts";
import { FitLine } from "#widgets/fit-line/element.ts";
import { startShell } from "../../shell/start.ts";

await defineInTurn([
  ["lw-fit-line", FitLine],
  ["lw-coefficients", Coefficients],
  ["lw-exercise", ExerciseElement],
  ["lw-break-even", BreakEvenElement],
  ["lw-lesson", LessonElement],
]);
startShell();

const lesson = document.querySelector<LessonElement>("lw-lesson");
if (lesson) lesson.lesson = fundamentals;
