// The syntax that lessons add to Markdown: coloured words, open numbers, math, containers, choices. Rules for markdown-it.

import type { MarkdownIt, StateBlock, StateCore, StateInline } from "markdown-it";
import temml from "temml";

/** Colours that mean one thing everywhere; a word may carry one. */
const MEANINGS = ["data", "model", "mine", "resid", "truth"];
const VALUE = /^\{\{([a-z][\w-]*)\}\}/i;
const SPAN = /^\[([^\][]+)\]\{\.([a-z]+)\}/;
const CONTAINER = /^(:{3,})\s*([a-z]+)(?:\s+([a-z][\w-]*))?\s*$/;
const CHOICE = /^\(([a-z][a-z-]*)\)\s+/;

function openValue(md: MarkdownIt, name: string): string {
  return `<span data-value="${md.utils.escapeHtml(name)}"></span>`;
}

/** MathML of a TeX formula. `{{name}}` in it becomes a number to fill in, `\class{mine}{…}` a coloured part. */
function toMathML(md: MarkdownIt, tex: string, displayMode: boolean): string {
  const open = tex.replace(/\{\{([a-z][\w-]*)\}\}/gi, "\\text{@$1@}");
  const math = temml.renderToString(open, {
    displayMode,
    annotate: false,
    throwOnError: true,
    trust: (context: { command: string }) => context.command === "\\class",
  });
  return math.replace(/>@([\w-]+)@</g, (_, name: string) => ` data-value="${md.utils.escapeHtml(name)}"><`);
}

/** `{{slope}}`: a number that the lesson's wiring fills in. */
function value(state: StateInline, silent: boolean): boolean {
  const found = VALUE.exec(state.src.slice(state.pos, state.posMax));
  if (!found) return false;
  if (!silent) state.push("lesson_raw", "", 0).content = openValue(state.md, found[1] ?? "");
  state.pos += found[0].length;
  return true;
}

/** `[squares]{.resid}`: words in the colour of what they name. */
function span(state: StateInline, silent: boolean): boolean {
  const found = SPAN.exec(state.src.slice(state.pos, state.posMax));
  const [all, words = "", meaning = ""] = found ?? [];
  if (!all) return false;
  if (!MEANINGS.includes(meaning)) throw new Error(`{.${meaning}}: must be one of ${MEANINGS.join(", ")}`);
  if (!silent) {
    state.push("span_open", "span", 1).attrSet("class", meaning);
    state.push("text", "", 0).content = words;
    state.push("span_close", "span", -1);
  }
  state.pos += all.length;
  return true;
}

/** `$x$`. A dollar sign before a digit or a space is money. */
function inlineMath(state: StateInline, silent: boolean): boolean {
  const found = /^\$(?![\s\d$])([^$\n]*[^\s\\$])\$(?!\d)/.exec(state.src.slice(state.pos, state.posMax));
  if (!found) return false;
  if (!silent) state.push("lesson_raw", "", 0).content = toMathML(state.md, found[1] ?? "", false);
  state.pos += found[0].length;
  return true;
}

function line(state: StateBlock, at: number): string {
  return state.src.slice((state.bMarks[at] ?? 0) + (state.tShift[at] ?? 0), state.eMarks[at]);
}

/** `$$` on a line of its own, TeX, `$$`. Formulas on both sides of a `\qquad` stand side by side where there is room. */
function blockMath(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  if (line(state, start) !== "$$") return false;
  let close = start + 1;
  while (close < end && line(state, close) !== "$$") close += 1;
  if (close === end) throw new Error(`line ${start + 1}: $$ must be closed`);
  if (silent) return true;
  const tex = state.getLines(start + 1, close, state.blkIndent, false).trim();
  const token = state.push("lesson_raw", "", 0);
  // A wide formula scrolls in its own box: the page never does.
  const formulas = tex.split("\\qquad").map((formula) => toMathML(state.md, formula.trim(), true));
  token.content = `<div class="math" role="group" tabindex="0">${formulas.join("\n")}</div>\n`;
  state.line = close + 1;
  return true;
}

/** The element of a container. */
function element(kind: string, id: string | undefined, at: number): { tag: string; attrs: [string, string][] } {
  const named = (attribute: string, tag: string): { tag: string; attrs: [string, string][] } => {
    if (!id) throw new Error(`line ${at}: ${kind} needs an id`);
    return { tag, attrs: [[attribute, id]] };
  };
  switch (kind) {
    case "exercise":
      return named("id", "lw-exercise");
    case "hint":
      return named("data-hint", "template");
    case "after":
      return named("data-after", "section");
    case "with":
      return named("data-with", "div");
    case "explanation":
      return { tag: "template", attrs: [["data-explanation", ""]] };
    case "lead":
      return { tag: "div", attrs: [["class", "lead"]] };
    default:
      throw new Error(`line ${at}: containers are exercise, hint, explanation, after, with, lead; got ${kind}`);
  }
}

/** `::: kind id` … `:::`; an outer container has more colons than those in it. */
function container(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const found = CONTAINER.exec(line(state, start));
  const [, colons = "", kind = "", id] = found ?? [];
  if (!found) return false;
  let close = start + 1;
  while (close < end && line(state, close).trim() !== colons) close += 1;
  if (close === end) throw new Error(`line ${start + 1}: ${colons} ${kind} must be closed by ${colons}`);
  if (silent) return true;
  const { tag, attrs } = element(kind, id, start + 1);
  const open = state.push("container_open", tag, 1);
  open.block = true;
  for (const [name, text] of attrs) open.attrSet(name, text);
  const lineMax = state.lineMax;
  state.lineMax = close;
  state.md.block.tokenize(state, start + 1, close);
  state.lineMax = lineMax;
  state.push("container_close", tag, -1).block = true;
  state.line = close + 1;
  return true;
}

/** `<lw-fit-line …></lw-fit-line>` on lines of its own is a block; Markdown alone would make it a paragraph's. */
function widget(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const tag = /^<(lw-[a-z-]+)[\s>]/.exec(line(state, start))?.[1];
  if (!tag) return false;
  let close = start;
  while (close < end && !line(state, close).trimEnd().endsWith(`</${tag}>`)) close += 1;
  if (close === end) throw new Error(`line ${start + 1}: <${tag}> must be closed at the end of a line`);
  if (silent) return true;
  state.push("html_block", "", 0).content = state.getLines(start, close + 1, state.blkIndent, true);
  state.line = close + 1;
  return true;
}

/** `- (id) words` is a choice of the exercise around it. */
function choices(state: StateCore): void {
  for (const [i, token] of state.tokens.entries()) {
    const words = state.tokens[i + 2];
    const found = token.type === "list_item_open" && words?.type === "inline" && CHOICE.exec(words.content);
    if (!found || !words) continue;
    token.attrSet("data-choice", found[1] ?? "");
    words.content = words.content.slice(found[0].length);
  }
}

/** Headings get ids made of their words, each only once. */
function headingIds(state: StateCore): void {
  const taken = new Set<string>();
  for (const [i, token] of state.tokens.entries()) {
    if (token.type !== "heading_open") continue;
    const words = (state.tokens[i + 1]?.content ?? "").toLowerCase();
    const slug = words.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
    if (taken.has(slug)) throw new Error(`heading “${words}”: must be unique`);
    taken.add(slug);
    token.attrSet("id", slug);
  }
}

/** Teach `md` the lessons' syntax. */
export function lessonRules(md: MarkdownIt): void {
  md.inline.ruler.before("emphasis", "lesson_value", value);
  md.inline.ruler.before("link", "lesson_span", span);
  md.inline.ruler.after("escape", "lesson_math", inlineMath);
  md.block.ruler.before("fence", "lesson_math", blockMath, { alt: ["paragraph"] });
  md.block.ruler.before("fence", "lesson_container", container, { alt: ["paragraph", "list"] });
  md.block.ruler.before("html_block", "lesson_widget", widget, { alt: ["paragraph"] });
  md.core.ruler.after("block", "lesson_choices", choices);
  md.core.ruler.after("lesson_choices", "lesson_headings", headingIds);
  md.renderer.rules.lesson_raw = (tokens, i) => tokens[i]?.content ?? "";
}
