// One set looked at closely: every coefficient beside the certified one, digit by digit.

import { html, type TemplateResult } from "lit";
import { correctDigits, printed, splitAgreement } from "./digits.ts";
import { formulaOf, type ReferenceSet } from "./sets.ts";
import type { Outcome } from "./wall.ts";

function number(value: number | null, certified: string): TemplateResult {
  if (value === null) return html`none`;
  const { agrees, differs } = splitAgreement(value, certified);
  return html`<span class="agrees">${agrees}</span><span class="differs">${differs}</span>`;
}

function rows(set: ReferenceSet, values: readonly (number | null)[], certified: readonly string[]): TemplateResult[] {
  const first = set.model.intercept ? 0 : 1;
  return certified.map(
    (text, k) => html`<tr role="row">
      <th role="rowheader" scope="row">b<sub>${k + first}</sub></th>
      <td role="cell" class="number" data-label="NIST">${printed(Number(text))}</td>
      <td role="cell" class="number" data-label="This tab">${number(values[k] ?? null, text)}</td>
      <td role="cell" class="number">${correctDigits(values[k], text).toFixed(1)}</td>
    </tr>`,
  );
}

/** Roles are spelt out because on narrow screens rows are laid out as blocks, which takes a table's own roles away. */
function table(caption: string, body: TemplateResult[]): TemplateResult {
  const head = (label: string, classes = "number") =>
    html`<th role="columnheader" scope="col" class=${classes}>${label}</th>`;
  return html`<table class="closer" role="table">
    <caption>${caption}</caption>
    <thead role="rowgroup"><tr role="row">
      ${head("Term", "term")}${head("NIST")}${head("This tab")}${head("Digits")}
    </tr></thead>
    <tbody role="rowgroup">${body}</tbody>
  </table>`;
}

/** Coefficients and standard errors of one set. */
export function closer(set: ReferenceSet, outcome: Outcome): TemplateResult {
  if (outcome === null) return html`<p>The set is being fitted …</p>`;
  if ("failed" in outcome) return html`<p class="error">${outcome.failed}</p>`;
  const { certified } = set;
  return html`<p class="formula"><code>${formulaOf(set)}</code></p>
    <p>Solved by <em>${outcome.solver}</em>: ${outcome.reason}.</p>
    <div class="closers">
      ${table("Coefficients", rows(set, outcome.coefficients, certified.coefficients))}
      ${table("Standard errors", rows(set, outcome.standardErrors, certified.standard_errors))}
    </div>`;
}
