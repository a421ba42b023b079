// The first lesson's page: registers what its words use and starts it.

import { defineOnce } from "#embed/define.ts";
import { BreakEvenElement } from "#lessons/fundamentals/break-even.ts";
import { fundamentals } from "#lessons/fundamentals/lesson.ts";
import { ExerciseElement } from "#lessons/player/exercise-element.ts";
import { LessonElement } from "#lessons/player/lesson-element.ts";
import { Coefficients } from "#widgets/coefficients/element.ts";
import { FitLine } from "#widgets/fit-line/element.ts";
import { startShell } from "../../shell/start.ts";

defineOnce("lw-fit-line", FitLine);
defineOnce("lw-coefficients", Coefficients);
defineOnce("lw-exercise", ExerciseElement);
defineOnce("lw-break-even", BreakEvenElement);
defineOnce("lw-lesson", LessonElement);
startShell();

const lesson = document.querySelector<LessonElement>("lw-lesson");
if (lesson) lesson.lesson = fundamentals;
