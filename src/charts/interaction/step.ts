// How far an arrow key moves a thing, in data units: a hundredth of the axis, ten times that with Shift, a tenth with Alt.

import type { Domain } from "../scale/domain.ts";

/** A round step (1, 2 or 5 times a power of ten) near a hundredth of the domain. */
export function keyStep(domain: Domain): number {
  const raw = (domain[1] - domain[0]) / 100;
  const power = 10 ** Math.floor(Math.log10(raw));
  const lead = raw / power;
  return (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10) * power;
}

/** Steps right and up that an arrow key asks for, or null for any other key. */
export function arrowSteps(event: Pick<KeyboardEvent, "key" | "shiftKey" | "altKey">): { x: number; y: number } | null {
  const size = event.shiftKey ? 10 : event.altKey ? 0.1 : 1;
  switch (event.key) {
    case "ArrowLeft":
      return { x: -size, y: 0 };
    case "ArrowRight":
      return { x: size, y: 0 };
    case "ArrowUp":
      return { x: 0, y: size };
    case "ArrowDown":
      return { x: 0, y: -size };
    default:
      return null;
  }
}
