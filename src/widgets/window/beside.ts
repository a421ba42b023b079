// Beside the plot: the coefficients of the window next to those of all rows; and the table twin of the series.

import { html, nothing, type TemplateResult } from "lit";
import type { NumberFormats } from "#base/format.ts";
import type { ColumnInfo, Fit } from "#engine/index.ts";
import type { Series } from "./model.ts";
import { timeWord, titles } from "./text.ts";

/** Terms shown; a model of more is told by lw-coefficients. */
const MOST_TERMS = 12;

export function renderBeside(all: Fit, part: Fit | null, formats: NumberFormats): TemplateResult {
  const number = (value: number | null | undefined) =>
    html`<td class="number">${value === null || value === undefined ? "–" : formats.coefficient(value)}</td>`;
  const row = (name: string, here: number | null | undefined, over: number | null, write = number) =>
    html`<tr>
      <th scope="row">${name}</th>
      ${part ? write(here) : nothing} ${write(over)}
    </tr>`;
  const count = (value: number | null | undefined) => html`<td class="number">${formats.count(value ?? 0)}</td>`;
  return html`<table class="numbers">
    <thead>
      <tr>
        <th scope="col">${titles.term()}</th>
        ${part ? html`<th scope="col" class="number model">${titles.window()}</th>` : nothing}
        <th scope="col" class="number">${titles.allShort()}</th>
      </tr>
    </thead>
    <tbody>
      ${all.terms.slice(0, MOST_TERMS).map((name, j) => row(name, part?.coefficients[j], all.coefficients[j] ?? null))}
      ${row(titles.rSquared(), part?.rSquared, all.rSquared)} ${row(titles.rows(), part?.n, all.n, count)}
    </tbody>
  </table>`;
}

/** The slope whose difference is largest in its own standard errors; null where none can be told. */
export function largestShift(all: Fit, part: Fit): { term: string; here: number; all: number } | null {
  let most = -1;
  let found: { term: string; here: number; all: number } | null = null;
  for (const [j, name] of all.terms.entries()) {
    const [here, over, se] = [part.coefficients[j], all.coefficients[j], part.standardErrors[j]];
    if (name === "(Intercept)" || typeof here !== "number" || typeof over !== "number" || !se) continue;
    const size = Math.abs(here - over) / se;
    if (size <= most) continue;
    most = size;
    found = { term: name, here, all: over };
  }
  return found;
}

export function renderSeries(
  { cellEdges, rowAt, steps, means }: Series,
  time: ColumnInfo,
  { label, formats, locale }: { label: string; formats: NumberFormats; locale: string },
): TemplateResult {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${titles.from()}</th>
        <th scope="col" class="number">${titles.rows()}</th>
        <th scope="col" class="number">${titles.mean(label)}</th>
      </tr>
    </thead>
    <tbody>
      ${Array.from(
        means,
        (mean, i) => html`<tr>
          <th scope="row">${timeWord(cellEdges[i] as number, time, formats, locale)}</th>
          <td class="number">${formats.count((rowAt[(i + 1) * steps] as number) - (rowAt[i * steps] as number))}</td>
          <td class="number">${Number.isNaN(mean) ? "" : formats.coefficient(mean)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}
