// The roofs that were measured before the race, and how near the lanes came.

import { html, type TemplateResult } from "lit";
import { ROOFLINE_HEIGHT, rooflineMark } from "#charts/mark/roofline.ts";
import { three } from "./format.ts";
import type { Lane } from "./lanes.ts";
import { gflopsOf, intensityOf, type Race } from "./outcome.ts";

/** Draw the roofs and the lanes that are done. */
export function roofline(lanes: readonly Lane[], race: Race): TemplateResult {
  const points = lanes.flatMap(({ id, label }) => {
    const outcome = race.outcomes[id];
    if (outcome?.state !== "done") return [];
    const reached = gflopsOf(race, outcome);
    return [{ key: id, name: label, intensity: intensityOf(race), reached, filled: id === "workers" }];
  });
  const roofs = race.roofs.map(({ workers, flops, bytes }) => ({
    name: workers === 1 ? "roof of one worker" : `roof of ${workers} workers`,
    peak: flops / 1e9,
    bandwidth: bytes / 1e9,
    dashed: workers > 1,
  }));
  const titles = { xTitle: "operations a byte of the columns", yTitle: "GFLOP/s" };
  return html`<svg class="roofline" height=${ROOFLINE_HEIGHT} role="img" aria-label=${`Roofline. ${roofWords(race)}`}>
    ${rooflineMark({ roofs, points, ...titles })}
  </svg>`;
}

/** The roofs in sentences. */
export function roofWords({ roofs }: Pick<Race, "roofs">): string {
  if (roofs.length === 0) return "The roofs come with the race, which begins by measuring them.";
  const each = roofs.map(({ workers, flops, bytes }) => {
    const who = workers === 1 ? "One worker" : `${workers} workers together`;
    return `${who}: at most ${three(flops / 1e9)} GFLOP/s in registers, and ${three(bytes / 1e9)} GB/s copied`;
  });
  return `${each.join(". ")}.`;
}
