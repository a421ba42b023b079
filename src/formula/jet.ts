// Columns in double-double and their derivatives by what is rounded in them: forward differentiation, operation by operation.

import {
  type DoubleDouble,
  difference,
  product,
  quotient,
  squareRoot,
  sum,
  twoSum,
  widen,
  zeros,
} from "#base/double-double.ts";
import { mapValues } from "#base/map-values.ts";
import type { NumericColumn } from "./rows.ts";
import type { Expr } from "./types.ts";

/** Derivatives of a column by inputs, by the input's index; null is 1 in every row. */
export type Slopes = ReadonlyMap<number, Float64Array | null>;

/** A column whose values are high + low, `low` null where that is 0 in every row. */
export interface Jet {
  high: NumericColumn;
  low: Float64Array | null;
  slopes: Slopes;
}

type Operator = Extract<Expr, { kind: "binary" }>["op"];

/** An operation on two numbers and its derivatives, which need no more than double precision. */
interface Rule {
  value(x: DoubleDouble, y: DoubleDouble): DoubleDouble;
  byLeft(x: number, y: number): number;
  byRight(x: number, y: number): number;
}

const rules: Record<Exclude<Operator, "^">, Rule> = {
  "+": { value: sum, byLeft: () => 1, byRight: () => 1 },
  "-": { value: difference, byLeft: () => 1, byRight: () => -1 },
  "*": { value: product, byLeft: (_, y) => y, byRight: (x) => x },
  "/": { value: quotient, byLeft: (_, y) => 1 / y, byRight: (x, y) => -x / y / y },
};

/** The largest whole exponent that is multiplied out. */
const MOST_MULTIPLIED = 1024;

/** One number in n rows; exact. */
export function constantJet(value: number, n: number): Jet {
  return { high: new Float64Array(n).fill(value), low: null, slopes: new Map() };
}

/** What cannot be split, near the ends of the range of doubles, keeps the precision of a double. */
function safe({ hi, lo }: DoubleDouble, plain: number): DoubleDouble {
  return Number.isFinite(hi) && Number.isFinite(lo) ? { hi, lo } : widen(plain);
}

function valueAt({ high, low }: Jet, i: number): DoubleDouble {
  return { hi: high[i] as number, lo: low ? (low[i] as number) : 0 };
}

/** A jet without a low part that is 0 everywhere. */
function jetOf(high: Float64Array, low: Float64Array, slopes: Slopes): Jet {
  return { high, low: low.some((value) => value !== 0) ? low : null, slopes };
}

/** Σ parts: the derivatives of a function of columns, each by its own derivative `by`. */
function chained(parts: readonly { slopes: Slopes; by: Float64Array }[]): Slopes {
  const total = new Map<number, Float64Array>();
  for (const { slopes, by } of parts) {
    for (const [input, slope] of slopes) {
      const into = total.get(input) ?? new Float64Array(by.length);
      for (let i = 0; i < by.length; i++) {
        into[i] = (into[i] as number) + (by[i] as number) * (slope ? (slope[i] as number) : 1);
      }
      total.set(input, into);
    }
  }
  return total;
}

/** The rows of two columns through one operation. */
export function combineJets(op: Exclude<Operator, "^">, a: Jet, b: Jet): Jet {
  const n = a.high.length;
  const { value, byLeft, byRight } = rules[op];
  const { hi, lo } = zeros(n);
  const left = new Float64Array(n);
  const right = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const x = valueAt(a, i);
    const y = valueAt(b, i);
    const z = safe(value(x, y), plainly(op, x.hi, y.hi));
    hi[i] = z.hi;
    lo[i] = z.lo;
    left[i] = byLeft(x.hi, y.hi);
    right[i] = byRight(x.hi, y.hi);
  }
  const slopes = chained([
    { slopes: a.slopes, by: left },
    { slopes: b.slopes, by: right },
  ]);
  return jetOf(hi, lo, slopes);
}

function plainly(op: Exclude<Operator, "^">, x: number, y: number): number {
  switch (op) {
    case "+":
      return x + y;
    case "-":
      return x - y;
    case "*":
      return x * y;
    case "/":
      return x / y;
    default:
      return op satisfies never;
  }
}

/** One function of one column in double-double, with its derivative by the argument. */
interface Mapping {
  value(x: DoubleDouble): DoubleDouble;
  /** The derivative at x, where the function is y. */
  slope(x: number, y: number): number;
}

function mapJet(a: Jet, { value, slope }: Mapping): Jet {
  const n = a.high.length;
  const { hi, lo } = zeros(n);
  const by = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const x = valueAt(a, i);
    const y = value(x);
    hi[i] = y.hi;
    lo[i] = y.lo;
    by[i] = slope(x.hi, y.hi);
  }
  return jetOf(hi, lo, chained([{ slopes: a.slopes, by }]));
}

export function negateJet({ high, low, slopes }: Jet): Jet {
  const minus = (values: Float64Array) => values.map((value) => -value);
  const turned = new Map(
    [...slopes].map(([input, slope]) => [input, slope ? minus(slope) : new Float64Array(high.length).fill(-1)]),
  );
  return { high: mapValues(high, (value) => -value), low: low && minus(low), slopes: turned };
}

/** Whether `powerJet` can form this power. */
export function isMultipliedOut(exponent: number): boolean {
  return Number.isInteger(exponent) && Math.abs(exponent) <= MOST_MULTIPLIED;
}

/** Whole powers by repeated squaring. */
export function powerJet(a: Jet, exponent: number): Jet {
  return mapJet(a, {
    value: (x) => safe(wholePower(x, exponent), x.hi ** exponent),
    slope: (x, y) => (x === 0 ? (exponent === 1 ? 1 : 0) : (exponent * y) / x),
  });
}

function wholePower(x: DoubleDouble, exponent: number): DoubleDouble {
  let result = widen(1);
  let base = x;
  for (let n = Math.abs(exponent); ; base = product(base, base)) {
    if (n % 2 === 1) result = product(result, base);
    n = Math.floor(n / 2);
    if (n === 0) break;
  }
  return exponent < 0 ? quotient(widen(1), result) : result;
}

export function squareRootJet(a: Jet): Jet {
  return mapJet(a, {
    value: (x) => safe(squareRoot(x), Math.sqrt(x.hi)),
    slope: (_, y) => (y === 0 ? 0 : 1 / (2 * y)),
  });
}

/**
 * A function that is known in double precision: its values are themselves an input, rounded anew.
 *
 * @param parts the arguments, each with the derivative by it
 */
export function roundedJet(values: Float64Array, input: number, parts: readonly { arg: Jet; by: Float64Array }[]): Jet {
  const slopes = new Map(chained(parts.map(({ arg, by }) => ({ slopes: arg.slopes, by }))));
  slopes.set(input, null);
  return { high: values, low: null, slopes };
}

/** The column in the rows where `mask` is not 0, and 0 elsewhere. */
export function maskJet({ high, low, slopes }: Jet, mask: NumericColumn): Jet {
  const keep = (values: NumericColumn | null) =>
    mapValues(mask, (m, i) => (m === 0 ? 0 : values ? (values[i] as number) : 1));
  return {
    high: keep(high),
    low: low && keep(low),
    slopes: new Map([...slopes].map(([input, slope]) => [input, keep(slope)])),
  };
}

/** The column as one double a row: what is left of it where the low part cannot be kept. */
export function plainValues({ high, low }: Jet): NumericColumn {
  return low ? mapValues(high, (value, i) => twoSum(value, low[i] as number).hi) : high;
}
