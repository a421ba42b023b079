// Response and predictors as native controls: a select, a list of terms that can be removed, a select to add one.

import { html, nothing, type TemplateResult } from "lit";
import type { ColumnInfo } from "#engine/index.ts";
import { type Choice, quoteName } from "./formula-text.ts";
import { text } from "./text.ts";

export interface ModelControlsParts {
  columns: readonly ColumnInfo[];
  choice: Choice;
  onChoice(choice: Choice): void;
}

export function modelControls({ columns, choice, onChoice }: ModelControlsParts): TemplateResult {
  const numeric = columns.filter(({ type }) => type === "number").map(({ name }) => name);
  const isOwn = choice.response !== "" && !numeric.some((name) => quoteName(name) === choice.response);
  const taken = new Set([choice.response, ...choice.terms]);
  const free = columns.filter(({ name }) => !taken.has(quoteName(name)));
  const respond = (event: Event) => {
    const response = (event.target as HTMLSelectElement).value;
    onChoice({ response, terms: choice.terms.filter((term) => term !== response) });
  };
  const add = (event: Event) => {
    const select = (event.currentTarget as HTMLElement).parentElement?.querySelector("select");
    if (select?.value) onChoice({ ...choice, terms: [...choice.terms, select.value] });
  };
  return html`<div class="chooser" part="model">
    <span class="pair">
      <label for="response">${text.response()}</label>
      <select id="response" @change=${respond}>
        ${choice.response === "" ? html`<option value="">${text.chooseResponse()}</option>` : nothing}
        ${isOwn ? html`<option value=${choice.response}>${choice.response}</option>` : nothing}
        ${numeric.map((name) => html`<option value=${quoteName(name)}>${name}</option>`)}
      </select>
    </span>
    <span class="label" id="predictors">${text.predictors()}</span>
    <ul class="terms" aria-labelledby="predictors">
      ${choice.terms.length === 0 ? html`<li class="label">${text.noPredictors()}</li>` : nothing}
      ${choice.terms.map((term, i) => termItem(term, () => onChoice({ ...choice, terms: without(choice.terms, i) })))}
    </ul>
    <span class="pair">
      <select id="add" aria-label=${text.addWhat()} ?disabled=${free.length === 0}>
        ${free.map(({ name }) => html`<option value=${quoteName(name)}>${name}</option>`)}
      </select>
      <button class="control" type="button" ?disabled=${free.length === 0} @click=${add}>${text.add()}</button>
    </span>
  </div>`;
}

function without(terms: readonly string[], i: number): string[] {
  return terms.filter((_, k) => k !== i);
}

function termItem(term: string, onRemove: () => void): TemplateResult {
  return html`<li>
    ${term}<button type="button" aria-label=${text.remove(term)} @click=${onRemove}>×</button>
  </li>`;
}
