// Which backend this tab computes with, why, and how fast a fit comes back: measured here and now, not promised.

import { html, render } from "lit";
import { numberFormats } from "#base/format.ts";
import type { Capabilities, Engine } from "#engine/index.ts";
import { sharedEngine } from "#widgets/shared/engine.ts";
import { errorWords } from "#widgets/shared/error-words.ts";

const RUNS = 30;

/** Milliseconds of one fit of 1,000 days by five predictors, question to answer; the median of some runs after warming up. */
async function fitTime(engine: Engine): Promise<{ n: number; milliseconds: number }> {
  const table = await engine.generate("sales-fundamentals");
  const numbers = table.columns.filter(({ name, type }) => type === "number" && name !== "revenue");
  const formula = `revenue ~ ${numbers.map(({ name }) => name).join(" + ")}`;
  const times: number[] = [];
  for (let run = 0; run < 2 * RUNS; run++) {
    const began = performance.now();
    await table.fit(formula);
    if (run >= RUNS) times.push(performance.now() - began);
  }
  const n = table.nRows;
  table.close();
  times.sort((a, b) => a - b);
  return { n, milliseconds: times[RUNS / 2] ?? Number.NaN };
}

function row(name: string, words: string) {
  return html`<dt>${name}</dt><dd>${words}</dd>`;
}

function backend({ backend, reason, where, whereReason }: Capabilities) {
  return [
    row("Backend", `${backend}: ${reason}`),
    row("Runs", where === "worker" ? "in a worker, off the page’s thread" : `on the page’s own thread: ${whereReason}`),
  ];
}

/** Fill `place`, a description list. */
export async function showEngine(place: HTMLElement | null): Promise<void> {
  if (!place) return;
  try {
    const engine = await sharedEngine();
    const rows = backend(engine.capabilities);
    render([...rows, row("Fit", "being measured …")], place);
    const { n, milliseconds } = await fitTime(engine);
    const { count, coefficient } = numberFormats(document.documentElement.lang);
    const words = `${count(n)} rows in ${coefficient(milliseconds)} ms, question to answer (median of ${RUNS})`;
    render([...rows, row("Fit", words)], place);
  } catch (error) {
    render(row("Backend", errorWords(error)), place);
  }
}
