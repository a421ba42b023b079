// The race: the roofs of the machine first, then lane after lane, never two at once, with the gauge read in between.

import type { Engine } from "#engine/index.ts";
import type { DesignSize } from "./design.ts";
import { Gauge } from "./gauge.ts";
import type { Lane } from "./lanes.ts";
import type { Race, Roof } from "./outcome.ts";
import { type Place, runLane } from "./run-lane.ts";

/** What a race is asked. `show` hears of every change; `race` is replaced, never changed. */
export interface RaceTask {
  size: DesignSize;
  lanes: readonly Lane[];
  workers: number;
  signal: AbortSignal;
  show: (race: Race) => void;
}

/** Operations and bytes a second of some engines that run at the same time. */
async function roofOf(engines: readonly Engine[], signal: AbortSignal): Promise<Roof> {
  const roof = { workers: engines.length, flops: 0, bytes: 0 };
  const speeds = await Promise.all(
    engines.map((engine) => engine.measure({ stages: ["multiply-add", "copy"], signal })),
  );
  for (const { stage, milliseconds, flops, bytes } of speeds.flatMap(({ stages }) => stages)) {
    if (stage === "multiply-add") roof.flops += (1000 * flops) / milliseconds;
    else roof.bytes += (1000 * bytes) / milliseconds;
  }
  return roof;
}

/** The roofs of one worker and of all of them; `gauge` is the engine that stays for the calibration. */
async function roofsOf(gauge: Engine, { workers, signal }: RaceTask, place: Place): Promise<Roof[]> {
  const one = await roofOf([gauge], signal);
  if (workers < 2) return [one];
  const others: Engine[] = [];
  try {
    while (others.length < workers - 1) others.push(await place.createEngine({ workers: 1 }));
    return [one, await roofOf([gauge, ...others], signal)];
  } finally {
    for (const engine of others) engine.close();
  }
}

/** Run a race to its end; rejects with the signal's reason, or where no engine starts at all. */
export async function runRace(task: RaceTask, place: Place): Promise<Race> {
  const { size, lanes, signal, show } = task;
  let race: Race = { ...size, outcomes: {}, roofs: [], split: null, crossValidation: null };
  const change = (news: Partial<Race>) => {
    race = { ...race, ...news };
    show(race);
  };
  const tell = (lane: Lane, outcome: Race["outcomes"][Lane["id"]]) =>
    change({ outcomes: { ...race.outcomes, [lane.id]: outcome } });
  for (const lane of lanes) tell(lane, { state: "waiting" });
  const calibration = await place.createEngine({ workers: 1 });
  try {
    change({ roofs: await roofsOf(calibration, task, place) });
    const gauge = new Gauge(calibration);
    await gauge.slowdown(signal);
    for (const [k, lane] of lanes.entries()) {
      const laneTask = { lane, size, closely: k === 0, signal, show: tell.bind(null, lane) };
      const { outcome, split = race.split, crossValidation = race.crossValidation } = await runLane(laneTask, place);
      const slowed = await gauge.slowdown(signal);
      change({ split, crossValidation });
      tell(lane, outcome.state === "done" ? { ...outcome, slowed } : outcome);
    }
    return race;
  } finally {
    calibration.close();
  }
}
