// Formula and table to Plan: what a formula became, so that any rows can be expanded alike later.

import { LeastwiseError } from "#base/error.ts";
import type { Table } from "#table/types.ts";
import { countColumns, type Design, designColumns, termLabels } from "./coding.ts";
import { quoteName } from "./deparse.ts";
import { formulaError } from "./fail.ts";
import { parseFormula } from "./parse.ts";
import { MAX_LEVELS, type Survey, survey } from "./survey.ts";
import { expandTerms, type Term } from "./terms.ts";
import type { Plan } from "./types.ts";
import { type BoundVariable, bindVariables, type Variables } from "./variables.ts";

/** A superblock of the widest design fills 1 GB, and so do the products of its columns a few times over. */
const MAX_COLUMNS = 2000;

type FactorVariable = Extract<BoundVariable, { kind: "factor" }>;

/**
 * Plan `formula` on `table` as R's `terms`, `model.frame` and `model.matrix` do with `na.omit`, unused levels dropped and
 * treatment coding in the C locale. One pass over the columns that the formula names.
 *
 * @throws LeastwiseError what `parseFormula` throws, `column-unknown`, `column-type`, `response-missing`, `rows-too-few`
 * where no row is complete, `term-one-level`, and `formula-unsupported` above `maxColumns` design columns
 */
export function planFormula(formula: string, table: Table, maxColumns: number = MAX_COLUMNS): Plan {
  const parsed = parseFormula(formula);
  const variables = bindVariables(parsed, table);
  const { terms, intercept } = expandTerms(parsed.terms, variables);
  const factors = factorsIn(terms, variables);
  const columns = [...new Set(factors.map(({ column }) => column))];
  const seen = survey(table, variables.columns, columns);
  if (seen.complete === 0) throw noRows(table, variables.columns);
  const levels = new Map(factors.map((factor) => [factor.label, levelsOf(factor, seen)]));
  const design: Design = { terms, intercept, variables, levels };
  checkWidth(design, factors, maxColumns);
  return {
    formula,
    response: { label: parsed.response.label, expr: parsed.response.expr },
    intercept,
    terms: termLabels(design),
    columns: designColumns(design),
    variables: variables.columns,
    levels: factors.map(({ label, column }) => ({ variable: label, column, levels: levels.get(label) ?? [] })),
  };
}

function factorsIn(terms: Term[], variables: Variables): FactorVariable[] {
  const used = new Set(terms.flat());
  return variables.list.flatMap((variable, v) => (variable.kind === "factor" && used.has(v) ? [variable] : []));
}

function levelsOf({ label, column, at }: FactorVariable, seen: Survey): string[] {
  const levels = seen.levels.get(column) ?? [];
  if (levels.length > MAX_LEVELS) {
    const rule = `a category may have ${MAX_LEVELS} levels`;
    throw formulaError("formula-unsupported", { rule, got: `more in ${label}`, at, column });
  }
  if (levels.length === 1) {
    const rule = `the category ${label} needs two levels or more in the rows used`;
    const error = formulaError("term-one-level", { rule, got: `only ${JSON.stringify(levels[0])}`, at, column });
    throw new LeastwiseError(error.code, error.message, { at: error.at ?? {}, value: levels[0] });
  }
  return levels;
}

function checkWidth(design: Design, factors: FactorVariable[], maxColumns: number): void {
  const count = countColumns(design);
  if (count <= maxColumns) return;
  const size = ({ label }: FactorVariable) => design.levels.get(label)?.length ?? 0;
  const [widest] = [...factors].sort((a, b) => size(b) - size(a));
  const rule = `a design may have ${maxColumns} columns`;
  throw formulaError("formula-unsupported", { rule, got: `${count} columns`, at: widest?.at ?? 0 });
}

function noRows(table: Table, columns: readonly string[]): LeastwiseError {
  const empty = table.columns.find(({ info }) => columns.includes(info.name) && info.missing === table.nRows);
  const names = columns.map(quoteName).join(", ");
  const why = empty === undefined || table.nRows === 0 ? "" : `, as ${quoteName(empty.info.name)} is missing in all`;
  const message = `model: must have a row with a value in each of ${names}; got 0 of ${table.nRows} rows${why}`;
  const at = why === "" ? {} : { column: empty?.info.name as string };
  return new LeastwiseError("rows-too-few", message, { at, value: 0 });
}
