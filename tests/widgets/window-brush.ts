// How fast a window of time is brushed, measured in the page.

import { changeOf, type MovesReport, measureMoves } from "./moves.ts";

/**
 * Move the window of a `<lw-window>` by `moves` pointer events, each sent after the fit of the one before was shown.
 *
 * @throws Error where the element shows no window with its fit, or where a move is not answered
 */
export async function measureBrush(element: HTMLElement, moves = 200): Promise<MovesReport> {
  const root = element.shadowRoot;
  const surface = root?.querySelector<HTMLElement>(".stage");
  const sides = root?.querySelector(".brush-side");
  if (!root || !surface || !sides || !root.querySelector(".numbers .model")) {
    throw new Error("lw-window: must show a window and its fit before it is measured");
  }
  const box = sides.getBoundingClientRect();
  const start = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  // To and fro by 3 pixels a move: every one of them is a window of other rows.
  const at = (move: number) => ({ x: start.x + 3 + 3 * Math.abs(30 - (move % 60)), y: start.y });
  return measureMoves(moves, { surface, start, at }, () =>
    changeOf(root.querySelector(".numbers"), { childList: true, characterData: true, subtree: true }),
  );
}
