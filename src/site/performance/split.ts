// Where the time of the first lane goes, stage by stage, on one scale.

import { html, type TemplateResult } from "lit";
import { count, duration } from "./format.ts";
import type { Split } from "./outcome.ts";

/** Stages in the order in which they happen; `draw` is this page's own. */
function stagesOf(split: Split | null, draw: number | null): { name: string; words: string; time: number | null }[] {
  const rows = split ? `${count(split.parseRows)} rows` : "some rows";
  return [
    { name: "Generate", words: "make the columns", time: split?.generate ?? null },
    { name: "Parse", words: `${rows} as CSV`, time: split?.parse ?? null },
    { name: "Pack", words: "copy into the kernel", time: split?.pack ?? null },
    { name: "Gram", words: "all products", time: split?.gram ?? null },
    { name: "Solve", words: "the rest of a fit", time: split?.solve ?? null },
    { name: "Draw", words: "this page’s figures", time: draw },
  ];
}

/** The stages as bars. Packing and products overlap in the Gram: they are told apart as one superblock of this size tells them. */
export function splitTable(split: Split | null, draw: number | null): TemplateResult {
  const stages = stagesOf(split, split ? draw : null);
  const most = Math.max(...stages.map(({ time }) => time ?? 0));
  const share = (time: number | null) => (time && most > 0 ? (100 * time) / most : 0);
  return html`<table class="stages">
    <thead class="unseen"><tr><th scope="col">Stage</th><th scope="col">Share</th><th scope="col">Time</th></tr></thead>
    <tbody>${stages.map(
      ({ name, words, time }) => html`<tr>
        <th scope="row">${name}<span class="lane-words">${words}</span></th>
        <td class="track"><span class="rate ours" style=${`inline-size: ${share(time).toFixed(2)}%`}></span></td>
        <td class="number">${time === null || Number.isNaN(time) ? "" : duration(time)}</td>
      </tr>`,
    )}</tbody>
  </table>`;
}
