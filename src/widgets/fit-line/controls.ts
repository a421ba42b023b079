// The controls under the plot: numbers of my line, points to add, move and delete, undo and redo, and the one filled button.

import { html, nothing, type TemplateResult } from "lit";
import type { Place } from "#charts/scale/plane.ts";
import type { DensePicture } from "./dense/picture.ts";
import { densePrompts, denseTitles } from "./dense/text.ts";
import { readNumber, writeNumber } from "./numbers.ts";
import { capital, pointName, prompts, type Subject, titles } from "./text.ts";
import type { Workbench } from "./workbench.ts";

/** What the controls ask the element to do. */
export interface ControlActions {
  /** A field could not be read; null once one could. */
  refuse(field: string | null): void;
  commit(): void;
  another(): void;
  undo(): void;
  redo(): void;
  remove(index: number): void;
  /** Begin to add a point, or stop. */
  toggleAdding(): void;
  /** Add the point that was begun. */
  add(): void;
  /** Come closer by a factor, go farther below 1; 0 shows all. */
  zoom(factor: number): void;
  /** Take a row (from 1) of many, to be moved; whether there is one. */
  take(row: number): Promise<boolean>;
}

export interface ControlState {
  bench: Workbench;
  subject: Subject;
  locale: string;
  committed: boolean;
  /** Label of the button that draws other rows, where there is one. */
  another: string | null;
  /** The field whose text is no number. */
  refused: string | null;
  /** Where rows are too many to be points. */
  picture: DensePicture | null;
}

export function renderControls(state: ControlState, actions: ControlActions): TemplateResult {
  const { bench, committed, another } = state;
  const primary = committed
    ? another === null
      ? nothing
      : html`<button type="button" class="control primary" @click=${actions.another}>${another}</button>`
    : html`<button
        type="button"
        class="control primary"
        ?disabled=${bench.sheet.points.length === 0 && !state.picture}
        @click=${actions.commit}
      >
        ${titles.commit()}
      </button>`;
  return html`<div class="row">${renderLineFields(state, actions)}</div>
    <div class="row">
      ${state.picture ? renderZoom(state.picture, actions) : renderAdd(state, actions)}
      <button type="button" class="control" ?disabled=${!bench.canUndo} @click=${actions.undo}>${titles.undo()}</button>
      <button type="button" class="control" ?disabled=${!bench.canRedo} @click=${actions.redo}>${titles.redo()}</button>
      ${primary}
    </div>
    <div class="row chosen-row">${renderPoint(state, actions)}</div>
    ${state.refused === null ? nothing : html`<p class="refused" id="refused">${refusal(state)}</p>`}`;
}

function refusal({ refused, picture, subject }: ControlState): string {
  if (picture && refused === denseTitles.row()) return denseTitles.noRow(subject.formats.count(picture.data.nRows));
  return refused === null ? "" : prompts.notNumber(refused);
}

function renderAdd({ bench }: ControlState, actions: ControlActions): TemplateResult {
  return html`<button
    type="button"
    class="control"
    aria-pressed=${bench.ghost !== null}
    @click=${actions.toggleAdding}
  >
    ${titles.add()}
  </button>`;
}

function renderZoom({ isWhole }: DensePicture, actions: ControlActions): TemplateResult {
  const press = (label: string, factor: number, off: boolean) =>
    html`<button type="button" class="control" aria-disabled=${off} @click=${() => actions.zoom(factor)}>${label}</button>`;
  return html`<span class="zooms"
    >${press(denseTitles.closer(), 2, false)}${press(denseTitles.farther(), 0.5, isWhole)}${press(denseTitles.all(), 0, isWhole)}</span
  >`;
}

/** A row by its number, for who knows which. */
function renderTake(state: ControlState, actions: ControlActions): TemplateResult {
  const name = denseTitles.row();
  const bad = state.refused === name;
  const change = async (event: Event) => {
    const input = event.target as HTMLInputElement;
    const row = readNumber(input.value, state.locale);
    if (input.value.trim() === "") return;
    const taken = row !== null && (await actions.take(row));
    actions.refuse(taken ? null : name);
  };
  return html`<label
      >${name}
      <input
        class="number"
        type="text"
        inputmode="numeric"
        autocomplete="off"
        aria-invalid=${bad}
        aria-describedby=${bad ? "refused" : nothing}
        @change=${change}
      />
    </label>
    <span class="hint">${densePrompts.take()}</span>`;
}

function renderLineFields(state: ControlState, actions: ControlActions): TemplateResult {
  const { bench } = state;
  const { line } = bench.sheet;
  return html`${renderField({ name: titles.slope(), value: line.slope }, state, actions, (slope) => bench.setLine({ ...line, slope }))}
  ${renderField({ name: titles.intercept(), value: line.intercept }, state, actions, (intercept) => bench.setLine({ ...line, intercept }))}`;
}

function renderPoint(state: ControlState, actions: ControlActions): TemplateResult {
  const { bench, subject } = state;
  const { ghost, active, sheet } = bench;
  if (ghost) {
    return html`<span class="who">${titles.newPoint()}</span>
      ${renderPlace(ghost, state, actions, (place) => bench.setGhost(place))}
      <button type="button" class="control" @click=${actions.add}>${titles.addHere()}</button>
      <button type="button" class="control" @click=${actions.toggleAdding}>${titles.stopAdding()}</button>
      <span class="hint">${prompts.place()}</span>`;
  }
  const point = active?.kind === "point" ? sheet.points[active.index] : undefined;
  if ((!point || active?.kind !== "point") && state.picture) return renderTake(state, actions);
  if (!point || active?.kind !== "point")
    return html`<span class="hint">${sheet.points.length > 0 ? prompts.choose() : nothing}</span>`;
  const { index } = active;
  return html`<span class="who">${capital(pointName(point, subject))}</span>
    ${renderPlace(point, state, actions, (place) => bench.setPoint(index, place))}
    <button type="button" class="control" @click=${() => actions.remove(index)}>${state.picture ? denseTitles.takeBack() : titles.remove()}</button>`;
}

function renderPlace(
  place: Place,
  state: ControlState,
  actions: ControlActions,
  set: (place: Place) => void,
): TemplateResult {
  const { x, y } = state.subject;
  return html`${renderField({ name: capital(x.label), value: place.x }, state, actions, (value) => set({ ...place, x: value }))}
  ${renderField({ name: capital(y.label), value: place.y }, state, actions, (value) => set({ ...place, y: value }))}`;
}

/** A number field that takes effect on Enter or on leaving it. */
function renderField(
  field: { name: string; value: number },
  { locale, refused }: ControlState,
  actions: ControlActions,
  set: (value: number) => void,
): TemplateResult {
  const bad = refused === field.name;
  const change = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const value = readNumber(input.value, locale);
    actions.refuse(value === null ? field.name : null);
    if (value === null) return;
    if (value !== field.value) set(value);
    input.value = writeNumber(value, locale);
  };
  return html`<label
    >${field.name}
    <input
      class="number"
      type="text"
      inputmode="decimal"
      autocomplete="off"
      aria-invalid=${bad}
      aria-describedby=${bad ? "refused" : nothing}
      .value=${writeNumber(field.value, locale)}
      @change=${change}
    />
  </label>`;
}
