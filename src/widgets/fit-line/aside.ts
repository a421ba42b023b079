// Beside the plot: mine, best and the eye's line in numbers, and all squares as one whose area is their sum.

import { html, nothing, svg, type TemplateResult } from "lit";
import { estimate, type Subject, squareCaption, titles } from "./text.ts";

/** One line in numbers; null where a number is not defined. */
interface LineNumbers {
  slope: number | null;
  intercept: number | null;
  rSquared: number | null;
  sse: number;
}

export interface AsideParts {
  mine: LineNumbers;
  /** Null before commitment. */
  best: LineNumbers | null;
  /** The steeper line of the eye; null before commitment and where there is none. */
  eye: LineNumbers | null;
  /** Sum of squares that fills the whole frame of the one square. */
  fullSse: number;
  /** Sum of squares of the best square as drawn now; it moves when it appears. */
  drawnBestSse: number | null;
  /** Units of y in a unit of its axis. */
  per: number;
  /** Side in pixels of a square that fills its frame. */
  fullSide: number;
  /** Rows that a sum of squares is divided by, where they are too many for the sum to be read; else 1. */
  nSquares: number;
}

export function renderAside(parts: AsideParts, subject: Subject): TemplateResult {
  return html`<div class="aside-parts">${renderNumbers(parts, subject)}${parts.fullSse > 0 ? renderSquare(parts, subject) : nothing}</div>`;
}

function renderNumbers({ mine, best, eye, per, nSquares }: AsideParts, subject: Subject): TemplateResult {
  const { formats, y } = subject;
  const orNone = (value: number | null, format: (value: number) => string) =>
    value === null ? titles.notDefined() : format(value);
  const sse = (value: number) => sumOfSquaresText(value / nSquares, per, subject);
  type Row = [name: string | TemplateResult, value: (numbers: LineNumbers) => string];
  const rows: Row[] = [
    [titles.slope(), ({ slope }) => orNone(slope, formats.coefficient)],
    [titles.intercept(), ({ intercept }) => orNone(intercept, (value) => estimate(value, y.unit, formats))],
  ];
  if (best) rows.push([titles.rSquared(), ({ rSquared }) => orNone(rSquared, fixed)]);
  rows.push([
    html`<span class="resid">${nSquares === 1 ? titles.squares() : titles.meanSquare()}</span>`,
    (numbers) => sse(numbers.sse),
  ]);
  const lines = [{ name: "mine", title: titles.mine(), numbers: mine }];
  if (best) lines.push({ name: "model", title: titles.best(), numbers: best });
  if (eye) lines.push({ name: "eye", title: titles.eye(), numbers: eye });
  return html`<table class="numbers">
    <thead>
      <tr>
        <td></td>
        ${lines.map(({ name, title }) => html`<th scope="col" class="number ${name}">${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([name, value]) => html`<tr>
          <th scope="row">${name}</th>
          ${lines.map(({ numbers }) => html`<td class="number">${value(numbers)}</td>`)}
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** R² with as many decimals as it takes to compare two. */
function fixed(value: number): string {
  return value.toFixed(2).replace("-", "−");
}

/** A sum of squares in the units of the axis, squared. */
function sumOfSquaresText(sse: number, per: number, { formats }: Subject): string {
  const value = sse / (per * per);
  return value >= 100 ? formats.count(value) : formats.coefficient(value);
}

function renderSquare({ mine, drawnBestSse, fullSse, fullSide, per }: AsideParts, subject: Subject): TemplateResult {
  const most = Math.max(fullSse, mine.sse);
  const side = (sse: number) => fullSide * Math.sqrt(sse / most);
  const mySide = side(mine.sse);
  const bestSide = drawnBestSse === null ? null : side(drawnBestSse);
  const size = fullSide + 2;
  return html`<div class="sum">
    <svg width=${size} height=${size} aria-hidden="true">
      <rect class="sum-mine" x="1" y="1" width=${mySide} height=${mySide}></rect>
      ${
        bestSide === null
          ? nothing
          : svg`<rect class="sum-best" x="1" y="1" width=${bestSide} height=${bestSide}></rect>`
      }
    </svg>
    <p>${squareCaption(subject.y, per)}</p>
  </div>`;
}
