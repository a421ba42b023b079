// The NIST wall: fits the eleven reference sets in this tab and shows how many digits are right, beside other programs.

import { html, render } from "lit";
import type { Engine } from "#engine/index.ts";
import { sharedEngine } from "#widgets/shared/engine.ts";
import { errorWords } from "#widgets/shared/error-words.ts";
import { startShell } from "../shell/start.ts";
import { closer } from "./closer.ts";
import { worstDigits } from "./digits.ts";
import { columnsOf, formulaOf, type ReferenceSet, sets } from "./sets.ts";
import { legend, type Outcome, type Run, wall } from "./wall.ts";

/** The set that tells programs apart best. */
const HARDEST = "Filip";

const outcomes: Outcome[] = sets.map(() => null);
let chosen = HARDEST;
let sentence = "";
let running = false;

async function fitSet(engine: Engine, set: ReferenceSet): Promise<Run> {
  const table = await engine.fromColumns(columnsOf(set));
  try {
    const { coefficients, standardErrors, solver } = await table.fit(formulaOf(set));
    const digits = worstDigits(coefficients, set.certified.coefficients);
    return { digits, coefficients, standardErrors, solver: solver.name, reason: solver.reason };
  } finally {
    table.close();
  }
}

function said(backend: string): string {
  const runs = outcomes.filter((outcome): outcome is Run => outcome !== null && "digits" in outcome);
  if (runs.length === 0) return `None of the ${sets.length} sets could be fitted by the ${backend} kernel.`;
  const worst = Math.min(...runs.map(({ digits }) => digits));
  const missing = runs.length === sets.length ? "" : `, ${sets.length - runs.length} of them failed`;
  return `${sets.length} sets fitted in this tab by the ${backend} kernel${missing}: at least ${worst.toFixed(1)} correct digits in every coefficient.`;
}

async function run(): Promise<void> {
  if (running) return;
  running = true;
  sentence = "";
  draw();
  try {
    const engine = await sharedEngine();
    for (const [k, set] of sets.entries()) {
      outcomes[k] = await fitSet(engine, set).catch((error: unknown) => ({ failed: errorWords(error) }));
      draw();
    }
    sentence = said(engine.capabilities.backend);
  } catch (error) {
    sentence = errorWords(error);
  } finally {
    running = false;
    draw();
  }
}

function choose(event: Event): void {
  chosen = (event.target as HTMLSelectElement).value;
  draw();
}

function draw(): void {
  const place = document.querySelector<HTMLElement>("#wall");
  if (!place) return;
  const at = sets.findIndex(({ name }) => name === chosen);
  const set = sets[at];
  render(
    html`<figure class="nist" aria-label="The NIST wall">
      <div class="head"><div class="title">Eleven sets, one scale</div></div>
      ${legend()} ${wall(sets, outcomes)}
      <p class="live" role="status">${sentence}</p>
      <p class="controls">
        <button type="button" ?disabled=${running} @click=${run}>Run again</button>
        <label>Look closer at <select @change=${choose}>
          ${sets.map(({ name }) => html`<option ?selected=${name === chosen}>${name}</option>`)}
        </select></label>
      </p>
      ${set ? closer(set, outcomes[at] ?? null) : null}
    </figure>`,
    place,
  );
}

startShell();
void run();
