// The race with other programs, with contenders of this test: turns, ratios, what is not installed, answers that differ.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
// @ts-expect-error a plain module of the benchmarks, without types
import { measure } from "./measure.mjs";

interface Fake {
  label: string;
  cores: number;
  run: ((predictors: number) => Promise<{ milliseconds: number; check: number | null; note: string }>) | null;
}

/** A contender that takes the times given, and says in `turns` when it ran. */
function fake(id: string, times: number[], turns: string[], check: number | null = 2): Fake {
  const run = async () => {
    turns.push(id);
    return { milliseconds: times.shift() ?? Number.NaN, check, note: "" };
  };
  return { label: id, cores: 1, run };
}

const comparison = {
  id: "fits",
  title: "Fits",
  note: "",
  rows: 10,
  predictors: 1,
  repeats: 2,
  slow: ["slow"],
  slowRepeats: 1,
  contenders: ["ours", "slow", "absent"],
  ratios: [
    ["slow over ours", "slow", "ours", 4],
    ["absent over ours", "absent", "ours", 1],
  ],
};

describe("measure(comparison, contenders)", () => {
  it("takes turns, warms up who is quick, and divides the fastest by the fastest", async () => {
    const turns: string[] = [];
    const contenders = {
      ours: fake("ours", [900, 300, 200], turns),
      slow: fake("slow", [900], turns),
      absent: { ...fake("absent", [], turns), run: null },
    };
    const { results, ratios } = await measure(comparison, contenders);
    expect(turns).toEqual(["ours", "ours", "slow", "ours"]);
    expect(results).toMatchObject([
      { id: "ours", min: 200, median: 250, repeats: 2 },
      { id: "slow", min: 900, median: 900, repeats: 1 },
    ]);
    expect(ratios).toEqual([{ label: "slow over ours", ratio: 4.5, promise: 4 }]);
  });

  it("gives each a tenth of a second a turn", async () => {
    const turns: string[] = [];
    const contenders = { ours: fake("ours", [60, 40, 60, 50, 60], turns), slow: fake("slow", [150], turns) };
    const { results } = await measure({ ...comparison, contenders: ["ours", "slow"] }, contenders);
    expect(turns).toEqual(["ours", "ours", "ours", "slow", "ours", "ours"]);
    expect(results[0]).toMatchObject({ min: 40, repeats: 4 });
  });

  it("refuses to compare programs that found different answers", async () => {
    const contenders = { ours: fake("ours", [100, 100, 100], []), slow: fake("slow", [900], [], 2.001) };
    await expect(measure({ ...comparison, contenders: ["ours", "slow"] }, contenders)).rejects.toThrow(
      "Fits, fit: answers must agree; got 2.001 by slow, 2 by ours",
    );
  });
});

it("RESULTS.md and the figures of the performance lab are of one run", () => {
  const text = readFileSync("tests/bench/RESULTS.md", "utf8");
  const { machine, date, comparisons } = JSON.parse(readFileSync("data/performance/peers.json", "utf8"));
  expect(text).toContain(`on ${date}.`);
  expect(text).toContain(`${machine.cpu}, ${machine.cores} cores`);
  const ratios = comparisons.flatMap((one: { ratios: { label: string; ratio: number }[] }) => one.ratios);
  expect(ratios.length).toBeGreaterThan(5);
  for (const { label, ratio } of ratios) expect(text).toContain(`| ${label} | ${Number(ratio.toPrecision(3))} × |`);
});
