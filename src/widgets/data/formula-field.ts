// The formula as text, with what is wrong underlined where it stands. A mirror under the text carries the mark, so that it
// keeps its place when the text wraps.

import { html, nothing, type TemplateResult } from "lit";
import { wordAt } from "./formula-text.ts";
import { text } from "./text.ts";

export interface FormulaFieldParts {
  value: string;
  /** Offset of the offending character, where the error has one. */
  errorAt: number | null;
  /** The error in words; null: none. */
  error: string | null;
  onInput(value: string): void;
  /** Enter, or the field is left. */
  onCommit(): void;
}

/** A space that is there to be underlined when the end came too soon. */
const GAP = "\u00a0";

export function formulaField(parts: FormulaFieldParts): TemplateResult {
  const { value, errorAt, error } = parts;
  const input = (event: Event) => {
    const field = event.target as HTMLTextAreaElement;
    const line = field.value.replace(/\s*[\r\n]+\s*/g, " ");
    if (line !== field.value) field.value = line;
    parts.onInput(line);
  };
  const keydown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    parts.onCommit();
  };
  return html`<div class="formula" part="formula">
    <label for="formula">${text.formula()}</label>
    <div class="grow">
      <div class="mirror" aria-hidden="true">${mirrored(value, errorAt)}</div>
      <textarea
        id="formula"
        rows="1"
        spellcheck="false"
        autocomplete="off"
        autocapitalize="off"
        aria-invalid=${error === null ? "false" : "true"}
        aria-describedby=${error === null ? "formula-hint" : "formula-error formula-hint"}
        .value=${value}
        @input=${input}
        @keydown=${keydown}
        @change=${parts.onCommit}
      ></textarea>
    </div>
    ${error === null ? nothing : html`<p class="error" id="formula-error">${error}</p>`}
    <p class="hint" id="formula-hint">${text.formulaHint()}</p>
  </div>`;
}

function mirrored(value: string, errorAt: number | null): TemplateResult {
  if (errorAt === null) return html`${value}${GAP}`;
  const [from, to] = wordAt(value, errorAt);
  return html`${value.slice(0, from)}<mark>${value.slice(from, to) || GAP}</mark>${value.slice(to)}${GAP}`;
}
