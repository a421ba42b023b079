// Tells a machine that slows down, as a laptop that is hot or on battery does, from a backend that is slow: the same short
// calculation between the lanes, compared with its fastest so far.

import type { Engine } from "#engine/index.ts";

/** A machine counts as slowed when it takes this much longer. */
const SLOWED = 0.15;
/** A slow answer is asked for again: something else may have had the processor for a moment. */
const TRIES = 3;

/** Milliseconds for a million operations, by one loop in the engine's worker. */
async function sample(engine: Pick<Engine, "measure">, signal: AbortSignal): Promise<number> {
  const { stages } = await engine.measure({ stages: ["multiply-add"], signal });
  const [stage] = stages;
  return stage ? (1e6 * stage.milliseconds) / stage.flops : Number.NaN;
}

/** The calibration of one race. */
export class Gauge {
  readonly #engine: Pick<Engine, "measure">;
  #fastest = Number.POSITIVE_INFINITY;

  constructor(engine: Pick<Engine, "measure">) {
    this.#engine = engine;
  }

  /** How much slower the machine is than at its best in this race, 0.2 for a fifth; 0 where that is within 15 %. */
  async slowdown(signal: AbortSignal): Promise<number> {
    let best = Number.POSITIVE_INFINITY;
    for (let k = 0; k < TRIES; k++) {
      best = Math.min(best, await sample(this.#engine, signal));
      if (best <= this.#fastest * (1 + SLOWED)) break;
    }
    this.#fastest = Math.min(this.#fastest, best);
    const slower = best / this.#fastest - 1;
    return slower > SLOWED ? slower : 0;
  }
}
