// What a lesson's Markdown becomes at build time. Types only.

import type { TemplateResult } from "lit";

/** A lesson's Markdown after the build. */
export interface LessonText {
  title: string;
  /** The short line above the title. */
  kicker: string;
  /** One sentence for search engines and link previews. */
  description: string;
  lang: string;
  /** Headings of the second level, in order. */
  steps: { id: string; title: string }[];
  /** Names that the words leave open as `{{name}}`. */
  values: string[];
  content: TemplateResult;
}
