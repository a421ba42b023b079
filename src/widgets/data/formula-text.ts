// A formula's text cut into what the controls show: the response and the terms between plus signs. It reads no more grammar
// than that; the engine does.

/** A formula as the controls hold it. `response` and `terms` are formula text, names quoted where needed. */
export interface Choice {
  response: string;
  terms: string[];
}

const PLAIN = /^(?:\p{L}|\.(?!\d))[\p{L}\p{M}\p{N}._]*$/u;
/** Words that mean something in R, so that a column of that name needs backticks. */
const RESERVED = new Set(
  ". ... if else repeat while function for next break TRUE FALSE NULL Inf NaN NA NA_integer_ NA_real_ NA_character_ in".split(
    " ",
  ),
);
const ESCAPES: Record<string, string> = { "\\": "\\\\", "`": "\\`", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const UNESCAPES: Record<string, string> = { n: "\n", r: "\r", t: "\t" };

/** A column name as a formula must write it. */
export function quoteName(name: string): string {
  if (PLAIN.test(name) && !RESERVED.has(name)) return name;
  return `\`${name.replace(/[\\`\n\r\t]/g, (c) => ESCAPES[c] ?? c)}\``;
}

/** Pieces of `text` between `separator`s that stand outside brackets and backticks, trimmed. */
function split(text: string, separator: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let from = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (isQuoted && c === "\\") i++;
    else if (c === "`") isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (c === "(") depth++;
    else if (c === ")") depth--;
    else if (c === separator && depth === 0) {
      pieces.push(text.slice(from, i).trim());
      from = i + 1;
    }
  }
  pieces.push(text.slice(from).trim());
  return pieces;
}

/** The choice that a formula's text stands for. Text without `~` is a response still without terms. */
export function choiceOf(text: string): Choice {
  const [left = "", ...right] = split(text, "~");
  const terms = split(right.join(" ~ "), "+").filter((piece) => piece !== "");
  return { response: left, terms };
}

/** The formula's text; a response without terms is followed by `~ 1` only where nothing else can be meant. */
export function formulaOf({ response, terms }: Choice): string {
  if (response === "" && terms.length === 0) return "";
  return `${response} ~ ${terms.join(" + ")}`.trim();
}

/** Whether both sides are there, so that asking for a fit makes sense. */
export function isComplete({ response, terms }: Choice): boolean {
  return response !== "" && terms.length > 0;
}

/** Column names that a formula mentions; a name before a bracket is a function. */
export function namesIn(text: string): string[] {
  const found: string[] = [];
  const pattern =
    /`((?:[^`\\]|\\[\s\S])*)`|((?:\p{L}|\.(?!\d))[\p{L}\p{M}\p{N}._]*)(\s*\()?|\d[\d.]*(?:[eE][+-]?\d+)?/gu;
  for (const [, quoted, plain, bracket] of text.matchAll(pattern)) {
    if (quoted !== undefined) found.push(quoted.replace(/\\([\s\S])/g, (_, c: string) => UNESCAPES[c] ?? c));
    else if (plain !== undefined && bracket === undefined && plain !== ".") found.push(plain);
  }
  return found;
}

/** Start and end of what is wrong: the name, number or sign that stands at `at`, or the end of the text. */
export function wordAt(text: string, at: number): [number, number] {
  if (at >= text.length) return [text.length, text.length];
  const pattern = /`(?:[^`\\]|\\[\s\S])*`?|%[^%\s]*%|[\p{L}\p{M}\p{N}._]+|[\s\S]/uy;
  pattern.lastIndex = at;
  return [at, at + (pattern.exec(text)?.[0].length ?? 1)];
}
