// The race with engines of this process: order, one lane at a time, what is missing, what is cancelled, what is hidden.

import { describe, expect, test } from "vitest";
import { createEngine, type EngineOptions } from "#engine/index.ts";
import { csvOf, makeDesign } from "#site/performance/design.ts";
import { lanesOf } from "#site/performance/lanes.ts";
import type { Race } from "#site/performance/outcome.ts";
import { runRace } from "#site/performance/race.ts";
import type { Place } from "#site/performance/run-lane.ts";

const SIZE = { rows: 3000, predictors: 4 };

class Tab extends EventTarget {
  hidden = false;
}

/** A place without workers; `opened` hears of engines that open and close. */
function placeOf(opened: string[] = [], seen = new Tab()): Place & { seen: Tab } {
  return {
    seen,
    async createEngine(options: EngineOptions = {}) {
      const engine = await createEngine({ ...options, workers: 0 });
      const name = options.backend ?? "gauge";
      opened.push(`+${name}`);
      const { close } = engine;
      engine.close = () => {
        opened.push(`-${name}`);
        close.call(engine);
      };
      return engine;
    },
    async makeData(request, _signal, tell) {
      const columns = makeDesign(request, tell) as Record<string, Float64Array<ArrayBuffer>>;
      const csv = request.csvRows > 0 ? new Blob([csvOf(columns, SIZE.rows)]) : null;
      return { columns, milliseconds: 1, csv };
    },
  } as Place & { seen: Tab };
}

function taskOf(choice: Parameters<typeof lanesOf>[0], controller = new AbortController()) {
  const races: Race[] = [];
  const task = {
    size: SIZE,
    lanes: lanesOf(choice, 1),
    workers: 1,
    signal: controller.signal,
    show: (race: Race) => races.push(race),
  };
  return { task, races };
}

describe("runRace(task, place)", () => {
  test("runs lane after lane, closes every engine, and looks closely at the first", async () => {
    const opened: string[] = [];
    const { task, races } = taskOf("all");
    const { outcomes, split, crossValidation, roofs } = await runRace(task, placeOf(opened));
    expect(opened).toEqual([
      "+gauge",
      "+auto",
      "-auto",
      ...["relaxed", "simd", "scalar", "reference"].flatMap((name) => [`+${name}`, `-${name}`]),
      "-gauge",
    ]);
    expect(Object.entries(outcomes).map(([id, { state }]) => `${id} ${state}`)).toEqual([
      "workers done",
      "relaxed done",
      "simd done",
      "webgpu missing",
      "scalar done",
      "reference done",
    ]);
    expect(outcomes.webgpu).toEqual({ state: "missing", reason: expect.stringMatching(/^Not here: /) });
    expect(crossValidation).toBeGreaterThan(0);
    expect(split).toMatchObject({ generate: 1, parseRows: SIZE.rows });
    for (const value of Object.values(split ?? {})) expect(value).toBeGreaterThanOrEqual(0);
    expect(roofs).toMatchObject([{ workers: 1 }]);
    expect(races[0]?.outcomes.workers).toEqual({ state: "waiting" });
  });

  test("rejects where it is cancelled, and leaves no engine open", async () => {
    const opened: string[] = [];
    const controller = new AbortController();
    const { task, races } = taskOf("all", controller);
    const show = (race: Race) => {
      races.push(race);
      if (race.outcomes.simd?.state === "busy") controller.abort(new Error("enough"));
    };
    await expect(runRace({ ...task, show }, placeOf(opened))).rejects.toThrow("enough");
    expect(
      opened
        .filter((name) => name.startsWith("+"))
        .map((name) => name.slice(1))
        .sort(),
    ).toEqual(
      opened
        .filter((name) => name.startsWith("-"))
        .map((name) => name.slice(1))
        .sort(),
    );
    expect(races.at(-1)?.outcomes.relaxed?.state).toBe("done");
  });

  test("throws a run away in which the tab was hidden, and goes on when it is seen", async () => {
    const place = placeOf();
    const { task, races } = taskOf("simd");
    let hides = 0;
    const turn = (hidden: boolean) => {
      place.seen.hidden = hidden;
      place.seen.dispatchEvent(new Event("visibilitychange"));
    };
    const show = (race: Race) => {
      races.push(race);
      const { simd } = race.outcomes;
      if (simd?.state === "busy" && simd.doing === "running" && hides === 0) {
        hides += 1;
        queueMicrotask(() => turn(true));
      }
      if (simd?.state === "hidden") setTimeout(() => turn(false), 5);
    };
    const { outcomes } = await runRace({ ...task, show }, place);
    expect(races.some((race) => race.outcomes.simd?.state === "hidden")).toBe(true);
    expect(outcomes.simd).toMatchObject({ state: "done", repeats: 15 });
  });

  test("tells of a lane whose data cannot be made, and runs the others", async () => {
    const place = placeOf();
    const { makeData } = place;
    let calls = 0;
    place.makeData = (...args) => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error("no memory")) : makeData(...args);
    };
    const { outcomes, split } = await runRace(taskOf("all").task, place);
    expect(outcomes.workers).toEqual({ state: "failed", reason: "no memory" });
    expect(outcomes.simd?.state).toBe("done");
    expect(split).toBeNull();
  });
});
