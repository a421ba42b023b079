// A formula cut into tokens, each with its offset in the text. It knows R's spelling of names and numbers, no grammar.

import { formulaError } from "./fail.ts";

export interface Token {
  kind: "number" | "name" | "symbol" | "string" | "end";
  /** The name without backticks, the symbol, the text without quotes, or the number as written. */
  text: string;
  at: number;
  /** The name stood in backticks. */
  quoted?: boolean;
}

const SPACE = /\s+/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
/** R's names, and those with a leading underscore, which R wants in backticks. */
const NAME = /(?:[\p{L}\p{Nl}_]|\.(?!\d))[\p{L}\p{M}\p{N}._]*/uy;
const QUOTED = /`(?:[^`\\]|\\.)*`/sy;
const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/sy;
const SYMBOL = /%in%|[~+\-*/:^(),]|=(?!=)/y;
/** Operators that R has and a formula here has not. */
const FOREIGN = /%[^%\s]*%|[<>=!]=|<-|\|\||&&|[|&<>=!$@[\]{};?#%]/y;
const MAX_LENGTH = 100_000;
const ESCAPES: Record<string, string> = { n: "\n", r: "\r", t: "\t" };

/** Cut `text` into tokens; the last one is of kind "end". Throws `formula-syntax` or `formula-unsupported`. */
export function tokenize(text: string): Token[] {
  if (text.length > MAX_LENGTH) {
    const rule = `a formula may have ${MAX_LENGTH} characters`;
    throw formulaError("formula-unsupported", { rule, got: `${text.length}`, at: MAX_LENGTH });
  }
  const tokens: Token[] = [];
  let at = match(SPACE, text, 0).length;
  while (at < text.length) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.end + match(SPACE, text, token.end).length;
  }
  tokens.push({ kind: "end", text: "", at: text.length });
  return tokens;
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

function tokenAt(text: string, at: number): Token & { end: number } {
  if (text[at] === "`") return quotedAt(text, at);
  if (text[at] === '"' || text[at] === "'") return stringAt(text, at);
  const symbol = match(SYMBOL, text, at);
  if (symbol !== "") return { kind: "symbol", text: symbol, at, end: at + symbol.length };
  const name = match(NAME, text, at);
  if (name !== "") return { kind: "name", text: name, at, end: at + name.length };
  const number = match(NUMBER, text, at);
  if (number !== "") return numberAt(text, at, number);
  throw unreadable(text, at);
}

function quotedAt(text: string, at: number): Token & { end: number } {
  const source = match(QUOTED, text, at);
  if (source === "") {
    throw formulaError("formula-syntax", { rule: "a backtick needs its partner", got: text.slice(at), at });
  }
  const name = unescaped(source);
  if (name === "") {
    throw formulaError("formula-syntax", { rule: "a name in backticks must not be empty", got: "``", at });
  }
  return { kind: "name", text: name, at, quoted: true, end: at + source.length };
}

function stringAt(text: string, at: number): Token & { end: number } {
  const source = match(STRING, text, at);
  if (source === "") {
    throw formulaError("formula-syntax", { rule: "a quote needs its partner", got: text.slice(at), at });
  }
  return { kind: "string", text: unescaped(source), at, end: at + source.length };
}

/** What stands between the quotes or backticks. */
function unescaped(source: string): string {
  return source.slice(1, -1).replace(/\\(.)/gs, (_, c: string) => ESCAPES[c] ?? c);
}

function numberAt(text: string, at: number, number: string): Token & { end: number } {
  const end = at + number.length;
  const rest = match(/[\p{L}\p{M}\p{N}._]+/uy, text, end);
  if (rest !== "") {
    const rule = "a name that begins with a digit needs backticks";
    throw formulaError("formula-syntax", { rule, got: number + rest, at });
  }
  if (!Number.isFinite(Number(number))) {
    throw formulaError("formula-syntax", { rule: "a number must be below 1.8e308", got: number, at });
  }
  return { kind: "number", text: number, at, end };
}

function unreadable(text: string, at: number): Error {
  const foreign = match(FOREIGN, text, at);
  if (foreign === "") {
    const got = String.fromCodePoint(text.codePointAt(at) ?? 0);
    return formulaError("formula-syntax", {
      rule: "a name with other signs than letters, digits, . and _ needs backticks",
      got,
      at,
    });
  }
  return foreignOperator(foreign, at);
}

/** The error about an operator that a formula here has not. */
export function foreignOperator(got: string, at: number): Error {
  return formulaError("formula-unsupported", { rule: "the operators are + - * / : ^ %in% and one ~", got, at });
}
