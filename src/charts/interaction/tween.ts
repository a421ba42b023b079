// One thing moves from where it was to where it is; a newer call takes over from wherever the older had come.

import { easeCubicInOut } from "d3-ease";
import { type Timer, timer } from "d3-timer";

/** Milliseconds of every motion. */
const MOTION_MS = 200;

/** Whether the person asked for less motion. */
function reducedMotion(): boolean {
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
}

/** Runs one motion at a time. */
export class Tween {
  #timer: Timer | null = null;

  /** Call `step` with 0 to 1 over MOTION_MS, at once with 1 under reduced motion. */
  run(step: (share: number) => void): void {
    this.stop();
    if (reducedMotion()) {
      step(1);
      return;
    }
    step(0);
    const moving = timer((elapsed) => {
      const share = Math.min(1, elapsed / MOTION_MS);
      if (share === 1) this.stop();
      step(easeCubicInOut(share));
    });
    this.#timer = moving;
  }

  /** Leave things where they are. */
  stop(): void {
    this.#timer?.stop();
    this.#timer = null;
  }
}
