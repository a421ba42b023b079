// Formula and table to Plan: what a formula became, so that any rows can be expanded alike later.

import { LeastwiseError } from "#base/error.ts";
import type { Table } from "#table/types.ts";
import type { Coding, Formula } from "./ast.ts";
import { countColumns, type Design, designColumns, type FactorLevels, termLabels } from "./coding.ts";
import { quoteName } from "./deparse.ts";
import { formulaError } from "./fail.ts";
import { type LearnFrom, learnBasis, learnExpr, learns, type NumericPiece } from "./learn.ts";
import { columnsOfShift, shiftsOf } from "./leaves.ts";
import { parseFormula } from "./parse.ts";
import { columnsByName, findColumn } from "./rows.ts";
import { shiftColumn, shiftText } from "./shift.ts";
import { levelsSeen, MAX_LEVELS, mergedSurvey, type Survey, type SurveySource, surveyChunks } from "./survey.ts";
import type { ShuffleRows } from "./target.ts";
import { expandTerms, type Term } from "./terms.ts";
import type { Expr, Plan, PlanLevels, ShiftExpr } from "./types.ts";
import { type BoundVariable, bindVariables, type Variables } from "./variables.ts";

/** A superblock of the widest design fills 1 GB, and so do the products of its columns a few times over. */
const MAX_COLUMNS = 2000;

export interface PlanOptions {
  /** Columns that the design may have. Default 2000. */
  maxColumns?: number;
  /** Deals the folds of target encodings, which need one. */
  shuffle?: ShuffleRows | null;
}

type FactorVariable = Extract<BoundVariable, { kind: "factor" }>;

/** A formula that fits the names and types of a table, before anything of its rows is known. */
export interface OpenPlan {
  formula: string;
  parsed: Formula;
  variables: Variables;
  terms: Term[];
  intercept: boolean;
  factors: FactorVariable[];
  /** Columns that must be read, in the row itself or in others, each once. */
  reads: string[];
  /** Whether the survey, or what is learned of the values, needs all rows of those columns in one place. */
  whole: boolean;
}

/**
 * Plan `formula` on `table` as R's `terms`, `model.frame` and `model.matrix` do with `na.omit`, unused levels dropped and
 * treatment coding in the C locale. One pass over the columns that the formula names, and one for each transform that
 * learns from the values. Target encodings need a `shuffle` that deals their folds.
 *
 * @throws LeastwiseError what `parseFormula` throws, `column-unknown`, `column-type`, `response-missing`, `rows-too-few`
 * where no row is complete, `term-one-level`, and `formula-unsupported` above `maxColumns` design columns
 */
export function planFormula(formula: string, table: Table, options: PlanOptions = {}): Plan {
  const open = openPlan(formula, table);
  return closePlan(open, surveyOf(open, table), table, options);
}

/** The first step of `planFormula`, which looks at names and types alone: the columns of `table` need hold no rows. */
export function openPlan(formula: string, table: Table): OpenPlan {
  const parsed = parseFormula(formula);
  const variables = bindVariables(parsed, table);
  const { terms, intercept } = expandTerms(parsed.terms, variables);
  const factors = factorsIn(terms, variables);
  const exprs = [parsed.response.expr, ...numericIn(variables)];
  const shifted = exprs.flatMap(shiftsOf).flatMap((shift) => columnsOfShift(shift).map(({ name }) => name));
  const reads = [...new Set([...variables.columns, ...shifted])];
  const whole = shifted.length > 0 || exprs.some(learns) || variables.list.some(learnsColumns);
  return { formula, parsed, variables, terms, intercept, factors, reads, whole };
}

/** The second: one pass over the rows, all of them or those of a window. */
export function surveyOf(open: OpenPlan, table: Table, window: readonly [number, number] | null = null): Survey {
  const surveys = surveyChunks(surveySource(open, table), table.superblocks.keys(), window);
  return mergedSurvey(surveys, open.factors.length);
}

function surveySource({ variables, factors }: OpenPlan, table: Table): SurveySource {
  const byName = columnsByName(table);
  const used = [
    ...variables.columns.map((name) => findColumn(byName, name)),
    ...shiftsIn(variables).map((shift) => shiftColumn(table, byName, shift)),
  ];
  const sources = factors.map(({ column, part }) => ({ column: findColumn(byName, column), part }));
  return { table, used, factors: sources };
}

/** The last, with the survey of all rows: what is learned of values is learned from `table`. */
export function closePlan(open: OpenPlan, seen: Survey, table: Table, options: PlanOptions = {}): Plan {
  const { formula, parsed, variables, terms, intercept, factors } = open;
  const { maxColumns = MAX_COLUMNS, shuffle = null } = options;
  if (seen.complete === 0) throw noRows(table, variables);
  const byName = columnsByName(table);
  const levels = new Map(
    factors.map((factor, f) => {
      const source = { column: findColumn(byName, factor.column), part: factor.part };
      return [factor.label, levelsOf(factor, levelsSeen(seen.seen[f] ?? [], source))];
    }),
  );
  const response = learnExpr(parsed.response.expr, { table, response: parsed.response.expr, shuffle });
  const numeric = learned({ table, response, shuffle }, variables, new Set(terms.flat()));
  const design: Design = { terms, intercept, variables, levels, numeric };
  checkWidth(design, factors, maxColumns);
  return {
    formula,
    response: { label: parsed.response.label, expr: response },
    intercept,
    terms: termLabels(design),
    columns: designColumns(design),
    variables: variables.columns,
    levels: factors.map((factor) => planLevels(factor, levels.get(factor.label))),
  };
}

function numericIn({ list }: Variables): Expr[] {
  return list.flatMap((variable) => {
    if (variable.kind === "factor") return [];
    return [variable.kind === "basis" ? variable.arg : variable.expr];
  });
}

/** Raw powers alone need not look at the values. */
function learnsColumns(variable: BoundVariable): boolean {
  return variable.kind === "basis" && !(variable.request.kind === "poly" && variable.request.raw);
}

function factorsIn(terms: Term[], variables: Variables): FactorVariable[] {
  const used = new Set(terms.flat());
  return variables.list.flatMap((variable, v) => (variable.kind === "factor" && used.has(v) ? [variable] : []));
}

function shiftsIn(variables: Variables): ShiftExpr[] {
  return numericIn(variables).flatMap(shiftsOf);
}

/** The columns of every variable that a term holds and that is a number. */
function learned(from: LearnFrom, { list }: Variables, used: ReadonlySet<number>): Map<string, NumericPiece[]> {
  const pieces = new Map<string, NumericPiece[]>();
  for (const [v, variable] of list.entries()) {
    if (!used.has(v) || variable.kind === "factor") continue;
    const { label } = variable;
    const own =
      variable.kind === "basis" ? learnBasis(variable, from) : [{ name: label, expr: learnExpr(variable.expr, from) }];
    pieces.set(label, own);
  }
  return pieces;
}

function planLevels({ label, column, part }: FactorVariable, found: FactorLevels | undefined): PlanLevels {
  const { levels, base } = found ?? { levels: [], base: 0 };
  const plain: PlanLevels = { variable: label, column, levels };
  if (part !== null) plain.part = part;
  if (base !== 0) plain.base = base;
  return plain;
}

function levelsOf({ label, column, coding, at }: FactorVariable, levels: string[]): FactorLevels {
  if (levels.length > MAX_LEVELS) {
    const rule = `a category may have ${MAX_LEVELS} levels`;
    throw formulaError("formula-unsupported", { rule, got: `more in ${label}`, at, column });
  }
  if (levels.length === 1) {
    const rule = `the category ${label} needs two levels or more in the rows used`;
    const error = formulaError("term-one-level", { rule, got: `only ${JSON.stringify(levels[0])}`, at, column });
    throw new LeastwiseError(error.code, error.message, { at: error.at ?? {}, value: levels[0] });
  }
  return { levels, base: coding.kind === "treatment" ? baseOf(coding, levels) : 0 };
}

function baseOf({ base }: Extract<Coding, { kind: "treatment" }>, levels: readonly string[]): number {
  if (base === null) return 0;
  const code = typeof base.value === "string" ? levels.indexOf(base.value) : base.value - 1;
  if (code >= 0 && code < levels.length) return code;
  const some = levels
    .slice(0, 5)
    .map((level) => JSON.stringify(level))
    .join(", ");
  const rule = `base must be a level in the rows used, ${some}${levels.length > 5 ? ", …" : ""}, or its place`;
  throw formulaError("formula-unsupported", { rule, got: JSON.stringify(base.value), at: base.at });
}

function checkWidth(design: Design, factors: FactorVariable[], maxColumns: number): void {
  const count = countColumns(design);
  if (count <= maxColumns) return;
  const size = ({ label }: FactorVariable) => design.levels.get(label)?.levels.length ?? 0;
  const [widest] = [...factors].sort((a, b) => size(b) - size(a));
  const rule = `a design may have ${maxColumns} columns`;
  throw formulaError("formula-unsupported", { rule, got: `${count} columns`, at: widest?.at ?? 0 });
}

function noRows(table: Table, variables: Variables): LeastwiseError {
  const { columns } = variables;
  const empty = table.columns.find(({ info }) => columns.includes(info.name) && info.missing === table.nRows);
  const names = [...columns.map(quoteName), ...shiftsIn(variables).map(shiftText)].join(", ");
  const why = empty === undefined || table.nRows === 0 ? "" : `, as ${quoteName(empty.info.name)} is missing in all`;
  const message = `model: must have a row with a value in each of ${names}; got 0 of ${table.nRows} rows${why}`;
  const at = why === "" ? {} : { column: empty?.info.name as string };
  return new LeastwiseError("rows-too-few", message, { at, value: 0 });
}
