// The wall: a row a set, the correct digits of four programs on one scale, and the same as numbers. Drawn from what was run.

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import { PRINTED } from "./digits.ts";
import { modelWords, type PeerName, peerDigits, peerVersions, type ReferenceSet } from "./sets.ts";

/** What this tab's run of one set gave. */
export interface Run {
  digits: number;
  coefficients: (number | null)[];
  standardErrors: (number | null)[];
  solver: string;
  reason: string;
}

/** A run, why there is none, or null while it is awaited. */
export type Outcome = Run | { failed: string } | null;

interface Peer {
  name: PeerName;
  label: string;
  mark: (x: string) => SVGTemplateResult;
}

/** Where a mark stands in its row, in pixels from the top. */
const MIDDLE = 20;
const TICKS = [0, 3, 6, 9, 12, PRINTED];

const shape = (x: string, path: string) =>
  svg`<svg x=${x} y=${MIDDLE} overflow="visible"><path class="peer" d=${path}></path></svg>`;

const PEERS: Peer[] = [
  { name: "r", label: "R", mark: (x) => svg`<circle class="peer" cx=${x} cy=${MIDDLE} r="4.500"></circle>` },
  { name: "scikit-learn", label: "scikit-learn", mark: (x) => shape(x, "M-4 -4h8v8h-8z") },
  { name: "statsmodels", label: "statsmodels", mark: (x) => shape(x, "M0 -5 5 4h-10z") },
];

/** Positions are percentages, so that nothing has to be measured. */
function position(digits: number): string {
  return `${3 + (94 * digits) / PRINTED}%`;
}

function one(digits: number | null): string {
  return digits === null ? "none" : digits.toFixed(1);
}

function drawing(set: ReferenceSet, outcome: Outcome): TemplateResult {
  const digits = peerDigits(set);
  const ours = outcome && "digits" in outcome ? outcome.digits : null;
  return html`<svg class="digits" aria-hidden="true">
    ${TICKS.map((tick) => svg`<line class="grid" x1=${position(tick)} x2=${position(tick)} y1="0" y2="100%"></line>`)}
    ${PEERS.map(({ name, mark }) => mark(position(digits[name] ?? 0)))}
    ${ours === null ? nothing : svg`<circle class="ours" cx=${position(ours)} cy=${MIDDLE} r="6"></circle>`}
  </svg>`;
}

function axis(): TemplateResult {
  return html`<svg class="axis" aria-hidden="true">
    ${TICKS.map((tick) => svg`<text class="tick" x=${position(tick)} y="12" text-anchor="middle">${tick}</text>`)}
  </svg>`;
}

function oursCell(outcome: Outcome): TemplateResult {
  if (outcome === null) return html`…`;
  return "failed" in outcome ? html`<span title=${outcome.failed}>failed</span>` : html`${one(outcome.digits)}`;
}

function row(set: ReferenceSet, outcome: Outcome): TemplateResult {
  const digits = peerDigits(set);
  return html`<tr role="row">
    <th role="rowheader" scope="row" class="set">${set.name}<span class="model-words">${modelWords(set)}</span></th>
    <td role="cell" class="plot">${drawing(set, outcome)}</td>
    <td role="cell" class="number ours-number" data-label="This tab">${oursCell(outcome)}</td>
    ${PEERS.map(({ name, label }) => html`<td role="cell" class="number" data-label=${label}>${one(digits[name])}</td>`)}
  </tr>`;
}

/** What the marks are, each beside its mark. */
export function legend(): TemplateResult {
  const key = (mark: SVGTemplateResult | TemplateResult, words: string) =>
    html`<span class="key"><svg width="14" height="40" viewBox="0 0 14 40" aria-hidden="true">${mark}</svg>${words}</span>`;
  const ours = svg`<circle class="ours" cx="7" cy=${MIDDLE} r="6"></circle>`;
  return html`<p class="legend">
    ${key(ours, "Leastwise, in this tab, now")}
    ${PEERS.map(({ name, label, mark }) => key(mark("7"), `${label} ${peerVersions[name].replace(/\+.*/, "")}`))}
  </p>`;
}

/** Roles are spelt out because on narrow screens rows are laid out as blocks, which takes a table's own roles away. */
export function wall(sets: readonly ReferenceSet[], outcomes: readonly Outcome[]): TemplateResult {
  const head = (label: string, classes = "number") =>
    html`<th role="columnheader" scope="col" class=${classes}>${label}</th>`;
  return html`<table class="wall" role="table" aria-label="Correct digits of the worst coefficient">
    <thead role="rowgroup"><tr role="row">
      ${head("Set", "set")}
      <th role="columnheader" scope="col" class="plot">Correct digits of the worst coefficient${axis()}</th>
      ${head("This tab", "number ours-number")}${PEERS.map(({ label }) => head(label))}
    </tr></thead>
    <tbody role="rowgroup">${sets.map((set, k) => row(set, outcomes[k] ?? null))}</tbody>
  </table>`;
}
