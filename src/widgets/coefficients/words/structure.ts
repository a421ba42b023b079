// What a coefficient multiplies: the atoms of its design column, what must be held at zero for it, what bends it.

import type { Plan } from "#engine/index.ts";

type DesignColumn = Plan["columns"][number];
type Factor = DesignColumn["factors"][number];
export type Expr = Plan["response"]["expr"];

/** One factor of a design column, as sentences tell it apart. `variable` is the table column, `factor` R's label of it. */
export type Atom =
  | { kind: "level"; variable: string; factor: string; level: string; baseline: string }
  | { kind: "linear"; variable: string; label: string }
  | { kind: "log"; variable: string; label: string }
  /** `of` is the label of the whole where this is one of several columns made of it. */
  | { kind: "other"; variables: string[]; label: string; curved: boolean; of?: string };

/** Why a coefficient has no sentence of its own. */
export type Obstacle =
  | { kind: "curve"; label: string }
  | { kind: "part"; label: string }
  | { kind: "bent"; variable: string; labels: string[]; turn: { linear: number; square: number } | null }
  | { kind: "product"; labels: string[] };

/** Columns that an expression names, each once. */
export function columnsOf(expr: Expr): string[] {
  switch (expr.kind) {
    case "number":
      return [];
    case "column":
      return [expr.name];
    case "calendar":
    case "target":
      return [expr.arg.name];
    case "shift":
      // Another row's value is another variable.
      return [`${expr.fn}(${expr.source.name}, ${expr.k})`];
    case "negate":
    case "call":
    case "standardize":
    case "basis":
      return columnsOf(expr.arg);
    case "binary":
      return [...new Set([...columnsOf(expr.left), ...columnsOf(expr.right)])];
    default:
      return expr satisfies never;
  }
}

/** Whether a step of one has a different effect at every value: powers, and products and quotients of columns. */
function isCurved(expr: Expr): boolean {
  switch (expr.kind) {
    case "number":
    case "column":
    case "shift":
    case "target":
      return false;
    case "calendar":
      return expr.part !== "time";
    case "basis":
      return true;
    case "negate":
    case "call":
    case "standardize":
      return isCurved(expr.arg);
    case "binary": {
      const left = columnsOf(expr.left).length > 0;
      const right = columnsOf(expr.right).length > 0;
      if (expr.op === "^" && (left || right)) return true;
      if (expr.op === "*" && left && right) return true;
      if (expr.op === "/" && right) return true;
      return isCurved(expr.left) || isCurved(expr.right);
    }
    default:
      return expr satisfies never;
  }
}

function atomOf(plan: Plan, factor: Factor): Atom {
  if (factor.kind === "level") {
    const entry = plan.levels.find(({ variable }) => variable === factor.variable);
    const baseline = entry?.levels[entry.base ?? 0] ?? "";
    return {
      kind: "level",
      variable: entry?.column ?? factor.variable,
      factor: factor.variable,
      level: factor.level,
      baseline,
    };
  }
  if (factor.kind === "contrast") {
    const entry = plan.levels.find(({ variable }) => variable === factor.variable);
    const { variable } = factor;
    return { kind: "other", variables: [entry?.column ?? variable], label: variable, curved: true, of: variable };
  }
  const { expr, label } = factor;
  if (factor.of !== undefined) {
    return { kind: "other", variables: columnsOf(expr), label, curved: true, of: factor.of };
  }
  if (expr.kind === "column") return { kind: "linear", variable: expr.name, label };
  if (expr.kind === "call" && expr.fn === "log" && expr.arg.kind === "column") {
    return { kind: "log", variable: expr.arg.name, label };
  }
  return { kind: "other", variables: columnsOf(expr), label, curved: isCurved(expr) };
}

export function atomsOf(plan: Plan, column: DesignColumn): Atom[] {
  return column.factors.map((factor) => atomOf(plan, factor));
}

export function variablesOf(atom: Atom): string[] {
  return atom.kind === "other" ? atom.variables : [atom.variable];
}

function same(a: Atom, b: Atom): boolean {
  if (a.kind === "level" || b.kind === "level") {
    return a.kind === "level" && b.kind === "level" && a.factor === b.factor && a.level === b.level;
  }
  return a.label === b.label;
}

function isSubset(some: readonly Atom[], all: readonly Atom[]): boolean {
  return some.every((atom) => all.some((other) => same(atom, other)));
}

/** Estimates of the design columns; null columns have no part in the model. */
export type Slopes = readonly (number | null)[];

/** Atoms that stand at zero or at their baseline for column j to be read alone: partners of its products with others. */
export function heldAt(plan: Plan, j: number, slopes: Slopes): Atom[] {
  const own = atomsOf(plan, plan.columns[j] as DesignColumn);
  const held: Atom[] = [];
  for (const [k, column] of plan.columns.entries()) {
    const atoms = atomsOf(plan, column);
    if (k === j || slopes[k] === null || atoms.length <= own.length || !isSubset(own, atoms)) continue;
    for (const atom of atoms) {
      const isNew = !held.some((other) => variablesOf(other).join() === variablesOf(atom).join());
      if (isNew && !own.some((other) => same(other, atom))) held.push(atom);
    }
  }
  return held;
}

/** All levels of the column's factor are in its term: there is no baseline to compare with. */
export function isFullyCoded(plan: Plan, j: number, factor: string): boolean {
  const column = plan.columns[j] as DesignColumn;
  const inTerm = plan.columns.filter((other) => other.term === column.term).flatMap((other) => atomsOf(plan, other));
  const present = new Set(inTerm.map((atom) => (atom.kind === "level" && atom.factor === factor ? atom.level : null)));
  const levels = plan.levels.find(({ variable }) => variable === factor)?.levels ?? [];
  return levels.length > 0 && levels.every((level) => present.has(level));
}

/** Whether some design column is exactly the one atom. */
export function hasAlone(plan: Plan, atom: Atom): boolean {
  return plan.columns.some((column) => {
    const atoms = atomsOf(plan, column);
    return atoms.length === 1 && isSubset(atoms, [atom]);
  });
}

/** What keeps column j from one sentence, or null. */
export function obstacleOf(plan: Plan, j: number, slopes: Slopes): Obstacle | null {
  const own = atomsOf(plan, plan.columns[j] as DesignColumn);
  for (const atom of own) {
    if (atom.kind === "level") continue;
    if (atom.kind === "other" && atom.of !== undefined) return { kind: "part", label: atom.of };
    const bent = bends(plan, own, atom, slopes);
    if (bent) return bent;
    if (atom.kind === "other" && atom.curved) return { kind: "curve", label: atom.label };
  }
  const labels = own.map((atom) => (atom.kind === "level" ? atom.factor : atom.label));
  if (own.length > 2) return { kind: "product", labels };
  if (own.length === 2 && own.some((atom) => atom.kind === "log" || atom.kind === "other")) {
    return { kind: "product", labels };
  }
  return null;
}

/** The atom's variable comes in through another function of it as well, in a column with the same partners. */
function bends(
  plan: Plan,
  own: readonly Atom[],
  atom: Exclude<Atom, { kind: "level" }>,
  slopes: Slopes,
): Obstacle | null {
  const partners = own.filter((other) => !same(other, atom));
  for (const variable of variablesOf(atom)) {
    const through = new Map<string, number>();
    for (const [k, column] of plan.columns.entries()) {
      const atoms = atomsOf(plan, column);
      if (slopes[k] === null || !isSubset(partners, atoms)) continue;
      for (const other of atoms) {
        if (other.kind !== "level" && variablesOf(other).includes(variable)) {
          if (column.factors.length === 1) through.set(other.label, k);
          else if (!through.has(other.label)) through.set(other.label, -1);
        }
      }
    }
    if (through.size < 2) continue;
    const turn = own.length === 1 ? turnOf(plan, variable, through, slopes) : null;
    return { kind: "bent", variable, labels: [...through.keys()], turn };
  }
  return null;
}

/** Where the variable comes in as itself and its square only, their two coefficients. */
function turnOf(
  plan: Plan,
  variable: string,
  through: ReadonlyMap<string, number>,
  slopes: Slopes,
): { linear: number; square: number } | null {
  if (through.size !== 2 || [...through.values()].includes(-1)) return null;
  const interacts = plan.columns.some(
    (column) => column.factors.length > 1 && atomsOf(plan, column).some((atom) => variablesOf(atom).includes(variable)),
  );
  if (interacts) return null;
  let linear: number | null = null;
  let square: number | null = null;
  for (const k of through.values()) {
    const factor = plan.columns[k]?.factors[0];
    const value = slopes[k] ?? null;
    if (factor?.kind !== "numeric" || value === null) return null;
    if (factor.expr.kind === "column") linear = value;
    else if (isSquareOf(factor.expr, variable)) square = value;
  }
  return linear === null || square === null || square === 0 ? null : { linear, square };
}

function isSquareOf(expr: Expr, variable: string): boolean {
  if (expr.kind !== "binary") return false;
  const isVariable = (side: Expr) => side.kind === "column" && side.name === variable;
  if (expr.op === "^") return isVariable(expr.left) && expr.right.kind === "number" && expr.right.value === 2;
  return expr.op === "*" && isVariable(expr.left) && isVariable(expr.right);
}
