// The table twin of the plot: every point with its error from my line and, once it may be known, from the best.

import { html, nothing, type TemplateResult } from "lit";
import type { Line } from "#charts/scale/plane.ts";
import { errorOf } from "./model.ts";
import { capital, pointName, quantity, type Subject, titles } from "./text.ts";
import type { Sheet } from "./workbench.ts";

export function renderTable({ points, line }: Sheet, best: Line | null, subject: Subject): TemplateResult {
  const { x, y, row, formats } = subject;
  const cell = (value: number, unit: string) => html`<td class="number">${quantity(value, unit, formats)}</td>`;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${capital(row)}</th>
        <th scope="col" class="number">${capital(x.label)}</th>
        <th scope="col" class="number">${capital(y.label)}</th>
        <th scope="col" class="number mine">${titles.myError()}</th>
        ${best ? html`<th scope="col" class="number model">${titles.bestError()}</th>` : nothing}
      </tr>
    </thead>
    <tbody>
      ${points.map(
        (point) => html`<tr>
          <th scope="row">${point.row ?? pointName(point, subject)}</th>
          ${cell(point.x, x.unit)} ${cell(point.y, y.unit)} ${cell(errorOf(point, line), y.unit)}
          ${best ? cell(errorOf(point, best), y.unit) : nothing}
        </tr>`,
      )}
    </tbody>
  </table>`;
}
