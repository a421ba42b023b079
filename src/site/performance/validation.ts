// Ten-fold cross-validation of a hundred lassos: this tab beside what other programs took on the machine that is named.

import { html, type TemplateResult } from "lit";
import { count, duration, three } from "./format.ts";
import type { Race } from "./outcome.ts";
import { others, validation, whereMeasured } from "./peers.ts";

/** Whether the tab's race is of the size that the others were measured at. */
function sameSize({ rows, predictors }: Race): boolean {
  return rows === validation.rows && predictors === validation.predictors;
}

function sentence(race: Race): string {
  const { crossValidation } = race;
  const size = `${count(validation.rows)} rows and ${validation.predictors} predictors`;
  if (crossValidation === null) return `The others were measured at ${size}. This tab’s bar comes with the race.`;
  const here = duration(crossValidation);
  if (!sameSize(race)) {
    return `This tab took ${here} for ${count(race.rows)} rows and ${race.predictors} predictors; the others were measured at ${size}, so the bars do not compare.`;
  }
  const each = others.map(({ label, min }) => `${label}: ${three(min / crossValidation)} times as long`);
  return `This tab took ${here}. On their machine, ${each.join("; ")}.`;
}

interface Bar {
  label: string;
  words: string;
  /** Milliseconds. */
  time: number | null;
  kind: string;
}

function row({ label, words, time, kind }: Bar, most: number): TemplateResult {
  const share = time === null ? 0 : (100 * time) / most;
  return html`<tr>
    <th scope="row">${label}<span class="lane-words">${words}</span></th>
    <td class="track"><span class="rate ${kind}" style=${`inline-size: ${share.toFixed(2)}%`}></span></td>
    <td class="number">${time === null ? "" : duration(time)}</td>
  </tr>`;
}

/** The figure, without its head. */
export function validationFigure(race: Race): TemplateResult {
  const most = Math.max(...others.map(({ min }) => min), race.crossValidation ?? 0);
  const size = `${count(race.rows)} × ${race.predictors}`;
  return html`<table class="stages">
      <thead class="unseen"><tr><th scope="col">Program</th><th scope="col">Share</th><th scope="col">Time</th></tr></thead>
      <tbody>
        ${others.map(({ label, min, note }) => row({ label, words: note, time: min, kind: "peer-bar" }, most))}
        ${row({ label: "Leastwise", words: `this tab, now, ${size}`, time: race.crossValidation, kind: "ours" }, most)}
      </tbody>
    </table>
    <p>${sentence(race)}</p>
    <p class="where">The others: ${whereMeasured}. Printed by <code>npm run bench -- --peers</code>.</p>`;
}
