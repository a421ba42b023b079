// The choices of a race, as native selects.

import { html, type TemplateResult } from "lit";
import { count } from "./format.ts";
import { lanesOf } from "./lanes.ts";
import { PREDICTORS, ROWS, type Settings, workerChoices } from "./settings.ts";

interface Choosing {
  disabled: boolean;
  choose: (name: string, value: string) => void;
}

interface Choice {
  value: string;
  words: string;
}

/** Rows, predictors, lanes and workers. */
export function controls(settings: Settings, { disabled, choose }: Choosing): TemplateResult {
  const select = (name: keyof Settings, label: string, choices: readonly Choice[]) => html`<label>${label}
    <select ?disabled=${disabled} @change=${(event: Event) => choose(name, (event.target as HTMLSelectElement).value)}>
      ${choices.map(({ value, words }) => html`<option value=${value} ?selected=${value === String(settings[name])}>${words}</option>`)}
    </select></label>`;
  const numbers = (values: readonly number[]) => values.map((value) => ({ value: String(value), words: count(value) }));
  const lanes = lanesOf("all", settings.workers).map(({ id, label }) => ({ value: id, words: label }));
  return html`<p class="choices">
    ${select("rows", "Rows", numbers(ROWS))} ${select("predictors", "Predictors", numbers(PREDICTORS))}
    ${select("backend", "Lanes", [{ value: "all", words: "All six" }, ...lanes])}
    ${select("workers", "Workers", numbers(workerChoices(navigator.hardwareConcurrency)))}
  </p>`;
}
