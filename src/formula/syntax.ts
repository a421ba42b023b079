// The grammar: tokens to a syntax tree with R's precedences. What an operator means comes later (parse.ts).

import { formulaError } from "./fail.ts";
import { foreignOperator, type Token, tokenize } from "./tokens.ts";

type Operator = "+" | "-" | "*" | "/" | ":" | "%in%" | "^";

/** `at` is the offset of the node's first own sign: the operator of a binary, the name of a call. */
export type Syntax =
  | { kind: "number"; value: number; text: string; at: number }
  | { kind: "name"; name: string; at: number; quoted: boolean }
  | { kind: "dot"; at: number }
  | { kind: "paren"; inner: Syntax; at: number }
  | { kind: "unary"; op: "+" | "-"; arg: Syntax; at: number }
  | { kind: "binary"; op: Operator; left: Syntax; right: Syntax; at: number }
  | { kind: "string"; value: string; at: number }
  | { kind: "call"; fn: string; args: Argument[]; at: number; close: number };

/** An argument of a call, `name = value` or the value alone; only here may a value be a string. */
export interface Argument {
  name: string | null;
  value: Syntax;
  at: number;
}

/** R's precedences (R Language Definition, section 10.3.1): a sign binds tighter than `:`, only `^` tighter than a sign. */
const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  ["+", 1],
  ["-", 1],
  ["*", 2],
  ["/", 2],
  ["%in%", 3],
  [":", 4],
  ["^", 6],
]);
const SIGN_OPERAND = 6;
/** Later walks recurse over the tree; these bound its depth well below what any engine's stack bears. */
const MAX_OPERATORS = 2000;
const MAX_NESTING = 200;

interface Cursor {
  tokens: Token[];
  index: number;
  nesting: number;
  operators: number;
}

/** Both sides of `response ~ terms`. Throws `formula-syntax` or `formula-unsupported`. */
export function readFormula(text: string): { left: Syntax; right: Syntax } {
  const cursor: Cursor = { tokens: tokenize(text), index: 0, nesting: 0, operators: 0 };
  const first = peek(cursor);
  if (first.kind === "end" || isSymbol(first, "~")) {
    throw formulaError("formula-syntax", { rule: "a response must stand left of ~", got: first.text, at: first.at });
  }
  const left = readExpression(cursor, 0);
  expect(cursor, "~", "after the response comes ~");
  const right = readExpression(cursor, 0);
  const rest = peek(cursor);
  if (rest.kind !== "end") throw unexpected(rest, misplaced(rest));
  return { left, right };
}

function peek(cursor: Cursor): Token {
  return cursor.tokens[cursor.index] as Token;
}

function next(cursor: Cursor): Token {
  const token = peek(cursor);
  if (token.kind !== "end") cursor.index++;
  return token;
}

function isSymbol(token: Token, text: string): boolean {
  return token.kind === "symbol" && token.text === text;
}

function expect(cursor: Cursor, symbol: string, rule: string): Token {
  const token = next(cursor);
  if (!isSymbol(token, symbol)) throw unexpected(token, token.kind === "name" ? misplaced(token) : rule);
  return token;
}

function unexpected(token: Token, rule: string): Error {
  if (isSymbol(token, "=")) return foreignOperator("=", token.at);
  if (token.kind === "string") {
    const names = "a column's name goes in backticks, not quotes";
    return formulaError("formula-unsupported", { rule: names, got: '"', at: token.at });
  }
  return formulaError("formula-syntax", { rule, got: token.text, at: token.at });
}

function misplaced(token: Token): string {
  if (isSymbol(token, "~")) return "a formula has one ~";
  if (isSymbol(token, ")")) return "a ) needs its (";
  if (isSymbol(token, ",")) return "a comma only separates the arguments of a function";
  return "an operator such as + must stand between two terms";
}

/** Precedence climbing: operators of at least `weakest` are taken in. */
function readExpression(cursor: Cursor, weakest: number): Syntax {
  if (++cursor.nesting > MAX_NESTING) {
    throw unexpected(peek(cursor), `parentheses and signs may be nested ${MAX_NESTING} deep`);
  }
  let left = readOperand(cursor);
  for (;;) {
    const token = peek(cursor);
    const precedence = token.kind === "symbol" ? PRECEDENCE.get(token.text) : undefined;
    if (precedence === undefined || precedence < weakest) break;
    if (++cursor.operators > MAX_OPERATORS) throw unexpected(token, `a formula may hold ${MAX_OPERATORS} operators`);
    next(cursor);
    const right = readExpression(cursor, token.text === "^" ? precedence : precedence + 1);
    left = { kind: "binary", op: token.text as Operator, left, right, at: token.at };
  }
  cursor.nesting--;
  return left;
}

function readOperand(cursor: Cursor): Syntax {
  const token = next(cursor);
  const { at, text } = token;
  if (token.kind === "number") return { kind: "number", value: Number(text), text, at };
  if (token.kind === "name") {
    if (isSymbol(peek(cursor), "(")) return readCall(cursor, token);
    return text === "." && !token.quoted
      ? { kind: "dot", at }
      : { kind: "name", name: text, at, quoted: token.quoted === true };
  }
  if (text === "(") {
    const inner = readExpression(cursor, 0);
    expect(cursor, ")", "a ( needs its )");
    return { kind: "paren", inner, at };
  }
  if (text === "+" || text === "-") return { kind: "unary", op: text, arg: readExpression(cursor, SIGN_OPERAND), at };
  throw unexpected(token, "a column, a number or a function must stand here");
}

function readCall(cursor: Cursor, name: Token): Syntax {
  next(cursor);
  const args: Argument[] = [];
  if (!isSymbol(peek(cursor), ")")) {
    args.push(readArgument(cursor));
    while (isSymbol(peek(cursor), ",")) {
      next(cursor);
      args.push(readArgument(cursor));
    }
  }
  const close = expect(cursor, ")", "a ( needs its )").at;
  return { kind: "call", fn: name.text, args, at: name.at, close };
}

function readArgument(cursor: Cursor): Argument {
  const first = peek(cursor);
  const second = cursor.tokens[cursor.index + 1];
  if (first.kind === "name" && second !== undefined && isSymbol(second, "=")) {
    cursor.index += 2;
    return { name: first.text, value: readValue(cursor), at: first.at };
  }
  return { name: null, value: readValue(cursor), at: first.at };
}

function readValue(cursor: Cursor): Syntax {
  const token = peek(cursor);
  if (token.kind !== "string") return readExpression(cursor, 0);
  next(cursor);
  return { kind: "string", value: token.text, at: token.at };
}
