// The one visible sentence: what my line's errors are like, and after commitment how far they were from the least.

import type { TemplateResult } from "lit";
import { type Cloud, judge, largestError } from "./model.ts";
import type { Session } from "./session.ts";
import { largestErrorSentence, type Subject, states, verdictSentence } from "./text.ts";
import type { Sheet } from "./workbench.ts";

/** What the sentence is made of; `fitted` is null before commitment. */
export interface SentenceParts {
  sheet: Sheet;
  cloud: Cloud;
  sse: number;
  session: Pick<Session, "fitted" | "best">;
}

/** A sum of squares below this share of the total is rounding: the line has no error. */
const NOTHING = 1e-24;

export function sentenceOf({ sheet, cloud, sse, session }: SentenceParts, subject: Subject): TemplateResult | string {
  const { points, line } = sheet;
  const { fitted, best } = session;
  if (cloud.n === 0) return states.empty();
  if (cloud.n === 1) return states.onePoint();
  if (!fitted) {
    const largest = largestError(points, line);
    const point = largest && points[largest.index];
    return point
      ? largestErrorSentence({ point, error: largest.error, count: points.length }, subject)
      : states.empty();
  }
  if (!best) return states.sameX(subject.x.label);
  const least = best.sse <= NOTHING * cloud.syy ? 0 : best.sse;
  const words = verdictSentence(judge({ ...line, sse }, { ...best, sse: least }, cloud), subject.formats);
  return cloud.n === 2 ? `${states.twoPoints()} ${words}` : words;
}
