// The one sentence that says how the race stands.

import { count, duration, three } from "./format.ts";
import type { Lane } from "./lanes.ts";
import type { Done, Race } from "./outcome.ts";

/** Said once a lane: a sentence that changed with every run would never be read to its end. */
export function sentenceOf(lanes: readonly Lane[], race: Race): string {
  const of = (lane: Lane) => race.outcomes[lane.id];
  const running = lanes.find((lane) => ["busy", "hidden"].includes(of(lane)?.state ?? ""));
  const done = lanes.flatMap((lane) => {
    const outcome = of(lane);
    return outcome?.state === "done" ? [{ lane, outcome }] : [];
  });
  if (running) return `Running: ${running.label}. ${done.length} of ${lanes.length} lanes are done.`;
  const [first, ...others] = done.sort((a, b) => a.outcome.milliseconds - b.outcome.milliseconds);
  const isWaiting = lanes.some((lane) => of(lane)?.state === "waiting");
  if (isWaiting) return "The machine’s own limits are measured first.";
  if (!first) return Object.keys(race.outcomes).length > 0 ? "No lane ran here." : "";
  const slowed = done.some(({ outcome }) => outcome.slowed > 0)
    ? ` ${slowedWords(done.map(({ outcome }) => outcome))}`
    : "";
  const last = others.at(-1);
  const times = last
    ? `, ${three(last.outcome.milliseconds / first.outcome.milliseconds)} times as fast as ${last.lane.label}`
    : "";
  return `${first.lane.label}: ${count(race.rows)} rows in ${duration(first.outcome.milliseconds)}${times}.${slowed}`;
}

function slowedWords(done: readonly Done[]): string {
  const worst = Math.max(...done.map(({ slowed }) => slowed));
  return `This machine slowed down by up to ${Math.round(100 * worst)} % during the race, as laptops do that are hot or on battery, and machines that have other work: let it rest, and run again.`;
}
