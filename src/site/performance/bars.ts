// The race as a table with bars: a row a lane, how many rows a second it sums, and how often that is the slowest one's speed.

import { html, nothing, type TemplateResult } from "lit";
import { count, duration, three } from "./format.ts";
import type { Lane, LaneId } from "./lanes.ts";
import { type Done, gflopsOf, type Outcome, type Race } from "./outcome.ts";

/** What the table is drawn from. `shared` are the times of a link somebody followed. */
export interface Bars {
  lanes: readonly Lane[];
  race: Race;
  shared: Partial<Record<LaneId, number>>;
}

/** Milliseconds that a bar stands for, or null where there are none yet. */
function timeOf(outcome: Outcome | undefined): number | null {
  if (outcome?.state === "done") return outcome.milliseconds;
  return outcome?.state === "busy" ? outcome.best : null;
}

/** What stands in the place of a bar. */
function words(outcome: Outcome | undefined): string {
  switch (outcome?.state) {
    case "waiting":
      return "waits for its turn";
    case "hidden":
      return "The tab was hidden: the run is taken again when you look.";
    case "missing":
    case "failed":
      return outcome.reason;
    default:
      return "";
  }
}

function progress(outcome: Outcome | undefined): TemplateResult | typeof nothing {
  if (outcome?.state !== "busy") return nothing;
  const left = outcome.left === null ? "" : `, ${Math.ceil(outcome.left)} s left`;
  return html`<span class="doing">${outcome.doing}${left}
    <progress max="1" .value=${outcome.share} aria-label=${`Share of ${outcome.doing}`}></progress></span>`;
}

/** Milliseconds of the fastest lane, which has the longest bar: of this race and of the one that was shared. */
function leader({ race, shared }: Bars): number {
  const times = [...Object.values(race.outcomes).map(timeOf), ...Object.values(shared)];
  return Math.min(...times.filter((time) => time !== null && time !== undefined));
}

/** Milliseconds of the slowest lane, with which the others are compared; 0 while some are still to come. */
function slowest({ outcomes }: Race): number {
  if (Object.values(outcomes).some(({ state }) => ["waiting", "busy", "hidden"].includes(state))) return 0;
  const done = Object.values(outcomes).filter((outcome): outcome is Done => outcome.state === "done");
  return Math.max(0, ...done.map(({ milliseconds }) => milliseconds));
}

function bar(time: number | null | undefined, lead: number, kind: string) {
  if (!time || !Number.isFinite(lead)) return nothing;
  const share = (100 * lead) / time;
  return html`<span class="rate ${kind}" style=${`inline-size: ${share.toFixed(2)}%`}></span>`;
}

function numbers(bars: Bars, outcome: Outcome | undefined): TemplateResult {
  const { race } = bars;
  const time = timeOf(outcome);
  const cell = (label: string, text: string) =>
    time === null
      ? html`<td role="cell" class="number"></td>`
      : html`<td role="cell" class="number" data-label=${label}>${text}</td>`;
  const ms = time ?? Number.NaN;
  return html`${cell("time", duration(ms))}
    ${cell("rows/s", `${three(race.rows / ms / 1000)} M`)}
    ${cell("GFLOP/s", three(gflopsOf(race, { milliseconds: ms })))}
    ${cell("to slowest", slowest(race) > 0 ? `${three(slowest(race) / ms)} ×` : "")}`;
}

function row(bars: Bars, lane: Lane): TemplateResult {
  const outcome = bars.race.outcomes[lane.id];
  const lead = leader(bars);
  const theirs = bars.shared[lane.id];
  const slowed = outcome?.state === "done" && outcome.slowed > 0;
  const fewer = outcome?.state === "done" && outcome.workers < lane.workers;
  return html`<tr role="row">
    <th role="rowheader" scope="row" class="lane">${lane.label}<span class="lane-words">${lane.words}</span></th>
    <td role="cell" class="track">
      ${bar(timeOf(outcome), lead, "ours")} ${theirs ? bar(theirs, lead, "theirs") : nothing}
      <span class="state">${words(outcome)}${progress(outcome)}
        ${slowed ? html`the machine had slowed by ${Math.round(100 * outcome.slowed)} %` : nothing}
        ${fewer ? html`${outcome.workers} of ${lane.workers} workers started` : nothing}
        ${theirs ? html`<span class="theirs-words">shared: ${duration(theirs)}</span>` : nothing}</span>
    </td>
    ${numbers(bars, outcome)}
  </tr>`;
}

/** Roles are spelt out because on narrow screens rows are laid out as blocks, which takes a table's own roles away. */
export function raceTable(bars: Bars): TemplateResult {
  const head = (label: string, classes = "number") =>
    html`<th role="columnheader" scope="col" class=${classes}>${label}</th>`;
  const { rows, predictors } = bars.race;
  return html`<table class="race" role="table" aria-label=${`Gram of ${count(rows)} rows and ${predictors + 1} columns`}>
    <thead role="rowgroup"><tr role="row">
      ${head("Lane", "lane")}${head("Speed", "track")}${head("Time")}${head("Rows/s")}${head("GFLOP/s")}${head("To slowest")}
    </tr></thead>
    <tbody role="rowgroup">${bars.lanes.map((lane) => row(bars, lane))}</tbody>
  </table>`;
}
