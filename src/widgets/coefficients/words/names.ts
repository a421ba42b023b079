// What a fit's columns are called in words, in which units, over which range, and whether they were assigned by chance.

import { msg } from "@lit/localize";
import type { ColumnInfo, DataSet, Fit } from "#engine/index.ts";
import { type AmountStyle, amount } from "./amount.ts";

/** A fit with all that is known of its data. */
export interface Reading {
  fit: Fit;
  /** The catalogue's entry; null for a person's own file. */
  dataSet: DataSet | null;
  /** Columns of the table where they are known; ranges come from here. */
  columns: readonly ColumnInfo[];
  /** BCP 47. */
  locale: string;
}

/** A column as sentences need it. */
export interface Variable {
  name: string;
  label: string;
  unit: string;
  date: boolean;
  random: boolean;
  /** Of the values present, where known. */
  range: [number, number] | null;
}

/** The column `name` in words; a name that is not in the catalogue stands for itself. */
export function variableOf(reading: Reading, name: string): Variable {
  const known = reading.dataSet?.columns.find((column) => column.name === name);
  const info = reading.columns.find((column) => column.name === name);
  const { min, max } = info ?? {};
  return {
    name,
    label: known?.label || quoted(name),
    unit: known?.unit ?? "",
    date: info?.type === "date",
    random: known?.assigned === "random",
    range: min === undefined || max === undefined ? null : [min, max],
  };
}

/** A column name that does not read as one word goes between quotation marks. */
export function quoted(name: string): string {
  return /^[\p{L}\p{N}_.]+$/u.test(name) ? name : `“${name}”`;
}

/** What one row is, in the plural and with a small letter: "days", or "rows" where nobody said. */
export function rowsNoun(dataSet: DataSet | null): string {
  if (!dataSet?.row) return msg("rows");
  return plural(dataSet.row);
}

function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  if (/(s|x|ch|sh)$/.test(noun)) return `${noun}es`;
  return `${noun}s`;
}

/** "days" as the first word of a sentence. */
export function capitalised(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

/** Labels such as "price" take "a $1 higher price"; amounts such as "spend" take "$1 more spend". */
export function isLevel(label: string): boolean {
  return /(price|rate|wage|salary|fee|rent|score|rating|temperature|age|level|index)$/i.test(label);
}

/** Its values run from 0 to 1, so that one step leads from the one end to the other: a yes or no, or a share. */
export function isUnitRange(variable: Variable): boolean {
  return variable.range !== null && variable.range[0] === 0 && variable.range[1] === 1;
}

/** A value of the variable, as `$12,345` or `2021-04-03`. */
export function valueWords(variable: Variable, value: number, locale: string): string {
  if (variable.date) return new Date(value * 86_400_000).toISOString().slice(0, 10);
  const decimals = Number.isInteger(value) || Math.abs(value) >= 1000 ? 0 : 2 - Math.floor(Math.log10(Math.abs(value)));
  const style: AmountStyle = { locale, unit: variable.unit, decimals: Math.max(decimals, 0) };
  return amount(value, style);
}
