// Text as R writes it back: labels of terms, names, and numbers to 15 significant digits.

import type { Argument, Syntax } from "./syntax.ts";

const SYNTACTIC = /^(?:[\p{L}\p{Nl}]|\.(?!\d))[\p{L}\p{M}\p{N}._]*$/u;
const RESERVED = new Set(
  "if else repeat while function for next break TRUE FALSE NULL Inf NaN NA NA_integer_ NA_real_ NA_character_ in".split(
    " ",
  ),
);
const SPACED = new Set(["+", "-", "*", "%in%"]);
const ESCAPES: Record<string, string> = { "\\": "\\\\", "`": "\\`", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The name as a formula must write it: in backticks unless it is a plain R name. */
export function quoteName(name: string): string {
  if (SYNTACTIC.test(name) && !RESERVED.has(name) && name !== "." && name !== "...") return name;
  return `\`${name.replace(/[\\`\n\r\t]/g, (c) => ESCAPES[c] as string)}\``;
}

/** R's shortest text of a number to 15 significant digits: fixed notation unless the exponent is shorter, as `1e+05`. */
export function formatNumber(x: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "NaN" : x > 0 ? "Inf" : "-Inf";
  const [mantissa = "0", exponent = "0"] = (x + 0).toExponential(14).split("e");
  const short = mantissa.replace(/\.?0+$/, "");
  const power = Number(exponent);
  const digits = short.replace(/[-.]/g, "").length;
  const fixed = x.toFixed(Math.min(100, Math.max(0, digits - 1 - power)));
  const scientific = `${short}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  return fixed.length <= scientific.length ? fixed : scientific;
}

/** R's `deparse` of an expression: one way to write each, whatever the spaces were. */
export function deparse(node: Syntax): string {
  switch (node.kind) {
    case "number":
      return formatNumber(node.value);
    case "name":
      return quoteName(node.name);
    case "dot":
      return ".";
    case "paren":
      return `(${deparse(node.inner)})`;
    case "unary":
      return node.op + deparse(node.arg);
    case "binary": {
      const op = SPACED.has(node.op) ? ` ${node.op} ` : node.op;
      return deparse(node.left) + op + deparse(node.right);
    }
    case "call":
      return `${quoteName(node.fn)}(${node.args.map(deparseArgument).join(", ")})`;
    case "string":
      return quoteText(node.value);
    default:
      return node satisfies never;
  }
}

function deparseArgument({ name, value }: Argument): string {
  const isTruth = value.kind === "name" && !value.quoted && (value.name === "TRUE" || value.name === "FALSE");
  const text = isTruth ? value.name : deparse(value);
  return name === null ? text : `${quoteName(name)} = ${text}`;
}

function quoteText(text: string): string {
  return `"${text.replace(/["\\\n\r\t]/g, (c) => (c === '"' ? '\\"' : (ESCAPES[c] as string)))}"`;
}
