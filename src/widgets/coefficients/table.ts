// The table of a fit with its interval plot, as a template. It computes nothing.

import { html, nothing, type TemplateResult } from "lit";
import { interval, intervalAxis } from "#charts/mark/interval.ts";
import type { IntervalScale } from "#charts/mark/interval-scale.ts";
import type { Cell, Row } from "./rows.ts";
import { text } from "./text.ts";
import type { Figure } from "./words/summary.ts";

/** The numbers of the fit as a whole, in a line. */
export function figuresList(figures: readonly Figure[]): TemplateResult {
  return html`<dl class="figures" part="summary">
    ${figures.map(
      ({ name, text: value, note, reason }) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}${note ? html` <small>${note}</small>` : nothing}${reason ? html` <small>${reason}</small>` : nothing}</dd>
        </div>`,
    )}
  </dl>`;
}

/** Roles are spelt out because on narrow screens the cells are laid out as blocks, which takes a table's own roles away. */
export function termsTable(rows: readonly Row[], scale: IntervalScale, axisTitle: string): TemplateResult {
  const head = (label: string, classes: string) =>
    html`<th role="columnheader" scope="col" class=${classes}>${label}</th>`;
  return html`<table class="terms" role="table" aria-label=${text.table()} part="table">
    <thead role="rowgroup">
      <tr role="row">
        ${head(text.term(), "name")}
        <th role="columnheader" scope="col" class="drawing">
          ${axisTitle}<svg class="axis" aria-hidden="true">${intervalAxis(scale)}</svg>
        </th>
        ${head(text.estimate(), "number")}${head(text.interval(), "number wide")}${head(text.error(), "number")}
        ${head(text.t(), "number")}${head(text.p(), "number")}
      </tr>
    </thead>
    ${rows.map((row) => termRows(row, scale))}
  </table>`;
}

function termRows(row: Row, scale: IntervalScale): TemplateResult {
  return html`<tbody role="rowgroup">
    <tr role="row">
      <th role="rowheader" scope="row" class="name">
        ${row.name}${row.step === "" ? nothing : html` <span class="step">${row.step}</span>`}
      </th>
      <td role="cell" class=${row.drawn ? "drawing" : "drawing blank"}><svg class="row" aria-hidden="true">${interval(row.drawn, scale)}</svg></td>
      ${cell(row.estimate, text.estimate(), "number estimate")}
      ${cell(row.interval, text.interval(), "number interval")}
      ${cell(row.error, text.error(), "number")}${cell(row.t, text.t(), "number")}${cell(row.p, text.p(), "number")}
    </tr>
    <tr role="row">
      <td role="cell" colspan="7" class="said">
        <p class=${row.said.plain ? "" : "why"}>${row.said.text}</p>
      </td>
    </tr>
  </tbody>`;
}

function cell({ text: value, reason }: Cell, label: string, classes: string): TemplateResult {
  return html`<td role="cell" class=${classes} data-label=${label}>
    ${value}${reason === undefined ? nothing : html`<span class="hidden-visually">${text.none(reason)}</span>`}
  </td>`;
}
