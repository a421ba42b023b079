// Where data come from: a bundled data set, a file, pasted text; and how far a read is.

import { html, nothing, type TemplateResult } from "lit";
import type { NumberFormats } from "#base/format.ts";
import type { DataSet } from "#engine/index.ts";
import { ACCEPTED } from "../shared/read-named.ts";
import type { ReadState } from "./reading.ts";
import { progressWords, text } from "./text.ts";

export interface SourceControlsParts {
  dataSets: readonly DataSet[];
  /** Name of a person's own table, where one is open. */
  ownName: string | null;
  pasting: boolean;
  onDataSet(id: string): void;
  onFiles(files: FileList): void;
  onPasting(isOpen: boolean): void;
  onText(csv: string): void;
}

export function sourceControls(parts: SourceControlsParts): TemplateResult {
  const { dataSets, ownName, pasting } = parts;
  const choose = (event: Event) => {
    const id = (event.target as HTMLSelectElement).value;
    if (id !== "") parts.onDataSet(id);
  };
  const pick = (event: Event) => {
    const input = event.target as HTMLInputElement;
    if (input.files?.length) parts.onFiles(input.files);
    input.value = "";
  };
  return html`<div class="source" part="source">
      <span class="pair">
        <label for="data-set">${text.dataSet()}</label>
        <select id="data-set" @change=${choose}>
          <option value="">${ownName === null ? text.chooseDataSet() : text.ownFile(ownName)}</option>
          ${dataSets.map(({ id, title }) => html`<option value=${id}>${title}</option>`)}
        </select>
      </span>
      <label class="control"
        >${text.file()}<input
          class="hidden-visually"
          type="file"
          accept=${ACCEPTED}
          @change=${pick}
      /></label>
      <button class="control" type="button" aria-expanded=${pasting} @click=${() => parts.onPasting(!pasting)}>
        ${text.paste()}
      </button>
    </div>
    <p class="private">${text.private()}</p>
    ${pasting ? pasteArea(parts) : nothing}`;
}

function pasteArea({ onText, onPasting }: SourceControlsParts): TemplateResult {
  const read = (event: Event) => {
    const area = (event.currentTarget as HTMLElement).closest(".paste")?.querySelector("textarea");
    onText(area?.value ?? "");
  };
  return html`<div class="paste">
    <label for="paste">${text.pasteLabel()}</label>
    <textarea id="paste" spellcheck="false" autocomplete="off" autocapitalize="off"></textarea>
    <div class="buttons">
      <button class="control primary" type="button" @click=${read}>${text.readPasted()}</button>
      <button class="control" type="button" @click=${() => onPasting(false)}>${text.cancel()}</button>
    </div>
  </div>`;
}

/** A thin line with rows, share, time left and a way out. */
export function progressBar(state: ReadState, formats: NumberFormats, onCancel: () => void): TemplateResult {
  const { name, share } = state;
  return html`<div class="bar">
    ${
      share === null
        ? html`<progress aria-label=${`${text.reading()} ${name}`}></progress>`
        : html`<progress max="1" value=${share} aria-label=${`${text.reading()} ${name}`}></progress>`
    }
    <p>
      <span>${progressWords(state, formats)}</span>
      <button class="control" type="button" @click=${onCancel}>${text.cancel()}</button>
    </p>
  </div>`;
}
