// The window by keyboard.

import { type Brush, moved, type Part } from "./model.ts";

export interface KeyState {
  brush: Brush | null;
  part: Part;
  /** Steps of time, and how many an arrow moves. */
  n: number;
  stride: number;
}

/** What a key makes of the state; null where it is none of the plot's. */
export function pressWindow(
  event: Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">,
  state: KeyState,
): Pick<KeyState, "brush" | "part"> | null {
  if (event.ctrlKey || event.metaKey) return null;
  const { part, n, stride } = state;
  if (event.key === "0") return { brush: null, part: "whole" };
  // The first key on all rows makes a window of a quarter in the middle.
  const first = Math.floor(n * 0.375);
  const brush = state.brush ?? { first, last: Math.max(first + 1, Math.ceil(n * 0.625)) };
  const step = event.altKey ? 1 : event.shiftKey ? 10 * stride : stride;
  switch (event.key) {
    case "ArrowLeft":
      return { brush: state.brush ? moved(brush, part, -step, n) : brush, part };
    case "ArrowRight":
      return { brush: state.brush ? moved(brush, part, step, n) : brush, part };
    case "Home":
      return { brush: moved(brush, part, -n, n), part };
    case "End":
      return { brush: moved(brush, part, n, n), part };
    case "+":
    case "=":
      return { brush: moved(moved(brush, "start", -step, n), "end", step, n), part };
    case "-":
    case "_":
      return {
        brush: brush.last - brush.first > 2 * step ? moved(moved(brush, "start", step, n), "end", -step, n) : brush,
        part,
      };
    case "Enter":
    case " ":
      return { brush, part: state.brush ? NEXT[part] : part };
    case "Escape":
      return part === "whole" ? null : { brush, part: "whole" };
    default:
      return null;
  }
}

const NEXT: Record<Part, Part> = { whole: "start", start: "end", end: "whole" };
