// The table's columns as rows: type, missing values, range or levels, and the first rows across. One row a column keeps a
// table of 74 columns readable and cheap.

import { html, nothing, type TemplateResult } from "lit";
import type { NumberFormats } from "#base/format.ts";
import type { ColumnInfo, PreviewRow } from "#engine/index.ts";
import { cellWords, rangeWords, text, typeWords } from "./text.ts";

export interface Preview {
  columns: readonly ColumnInfo[];
  rows: readonly PreviewRow[];
}

/** Roles are spelt out: on narrow screens cells become blocks, which takes a table's own roles away. */
export function columnsTable({ columns, rows }: Preview, shown: number, formats: NumberFormats): TemplateResult {
  const head = (label: string, classes: string) =>
    html`<th role="columnheader" scope="col" class=${classes}>${label}</th>`;
  return html`<div class="columns" tabindex="0" role="group" aria-label=${text.columns()} part="columns">
    <table role="table" aria-label=${text.columns()}>
      <thead role="rowgroup">
        <tr role="row">
          ${head(text.column(), "name")}${head(text.type(), "type")}${head(text.missing(), "missing number")}
          ${head(text.values(), "range")}${rows.map((_, i) => head(text.row(i + 1), "value"))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${columns.slice(0, shown).map((column, j) =>
          columnRow(
            column,
            rows.map((row) => row[j] ?? null),
            formats,
          ),
        )}
      </tbody>
    </table>
  </div>`;
}

function columnRow(column: ColumnInfo, values: readonly PreviewRow[number][], formats: NumberFormats): TemplateResult {
  const range = rangeWords(column, formats);
  return html`<tr role="row">
    <th role="rowheader" scope="row" class="name" title=${column.name}>${column.name}</th>
    <td role="cell" class="type">${typeWords(column.type)}</td>
    <td role="cell" class="missing number" data-label=${text.missing()}>${formats.count(column.missing)}</td>
    <td role="cell" class="range" title=${range}>${range}</td>
    ${values.map(
      (value) =>
        html`<td role="cell" class="value">
          ${cellWords(value, formats)}${value === null ? html`<span class="hidden-visually">${text.empty()}</span>` : nothing}
        </td>`,
    )}
  </tr>`;
}
