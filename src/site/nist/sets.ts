// NIST's eleven reference sets for linear regression, and how other programs did on them (data/nist).

import filip from "#data/nist/filip.json?raw";
import longley from "#data/nist/longley.json?raw";
import noint1 from "#data/nist/noint1.json?raw";
import noint2 from "#data/nist/noint2.json?raw";
import norris from "#data/nist/norris.json?raw";
import peersText from "#data/nist/peers.json?raw";
import pontius from "#data/nist/pontius.json?raw";
import wampler1 from "#data/nist/wampler1.json?raw";
import wampler2 from "#data/nist/wampler2.json?raw";
import wampler3 from "#data/nist/wampler3.json?raw";
import wampler4 from "#data/nist/wampler4.json?raw";
import wampler5 from "#data/nist/wampler5.json?raw";

/** A set as NIST prints it: numbers are its decimals. A polynomial has one column of x, a linear model several. */
export interface ReferenceSet {
  name: string;
  level: string;
  model: { kind: "polynomial"; degree: number; intercept: boolean } | { kind: "linear"; intercept: boolean };
  y: string[];
  x: string[][];
  certified: { coefficients: string[]; standard_errors: string[] };
}

export type PeerName = "r" | "scikit-learn" | "statsmodels";

/** Correct digits of the worst coefficient; null where one is missing. */
type PeerDigits = Record<PeerName, number | null>;

interface Peers {
  versions: Record<PeerName | "numpy", string>;
  digits: Record<string, PeerDigits>;
}

/** From easy to hard, as NIST grades them. */
export const sets: ReferenceSet[] = [
  norris,
  pontius,
  noint1,
  noint2,
  filip,
  longley,
  wampler1,
  wampler2,
  wampler3,
  wampler4,
  wampler5,
].map((text) => JSON.parse(text));

const peers: Peers = JSON.parse(peersText);

export const peerVersions: Peers["versions"] = peers.versions;

/** How the other programs did on a set. */
export function peerDigits(set: ReferenceSet): PeerDigits {
  const digits = peers.digits[set.name.toLowerCase()];
  if (!digits) throw new RangeError(`set: must be one that peers.json knows; got ${set.name}`);
  return digits;
}

/** The set's columns, `y` and `x` or `x1`, `x2`, …, for an engine. */
export function columnsOf({ x, y }: ReferenceSet): Record<string, Float64Array> {
  const names = x.length === 1 ? ["x"] : x.map((_, j) => `x${j + 1}`);
  const numbers = (column: string[]) => Float64Array.from(column, Number);
  return { y: numbers(y), ...Object.fromEntries(names.map((name, j) => [name, numbers(x[j] ?? [])])) };
}

/** The model of a set as a formula. */
export function formulaOf({ model, x }: ReferenceSet): string {
  const terms =
    model.kind === "linear"
      ? x.map((_, j) => `x${j + 1}`)
      : Array.from({ length: model.degree }, (_, k) => (k === 0 ? "x" : `I(x^${k + 1})`));
  return `y ~ ${model.intercept ? "" : "0 + "}${terms.join(" + ")}`;
}

/** The model in words. */
export function modelWords({ model, x, y }: ReferenceSet): string {
  const rows = `${y.length} rows`;
  const origin = model.intercept ? "" : " through the origin";
  if (model.kind === "linear") return `${x.length} predictors, ${rows}`;
  return model.degree === 1 ? `a line${origin}, ${rows}` : `a polynomial of degree ${model.degree}, ${rows}`;
}
