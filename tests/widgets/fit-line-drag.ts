// How fast a drag of one point is, measured in the page.

import { changeOf, type MovesReport, measureMoves } from "./moves.ts";

/**
 * Drag one point of a declared `<lw-fit-line>` by `moves` pointer events, each sent after the one before was answered.
 *
 * @throws Error where the element shows no best line, or where a move is not answered
 */
export async function measureDrag(element: HTMLElement, moves = 200): Promise<MovesReport> {
  const root = element.shadowRoot;
  const surface = root?.querySelector<HTMLElement>(".stage");
  if (!root || !surface || !root.querySelector(".best-line")) {
    throw new Error("lw-fit-line: must show a best line before it is measured");
  }
  const start = lonelyPoint(root, surface);
  // Down and up again by 3 pixels a move: every one of them moves the best line.
  const at = (move: number) => ({ x: start.x, y: start.y + 6 + 3 * Math.abs(30 - (move % 60)) });
  return measureMoves(moves, { surface, start, at }, () =>
    changeOf(root.querySelector(".best-line"), { attributes: true, attributeFilter: ["y1", "y2"] }),
  );
}

/** A point of the upper left, away from lines and handles, in pixels of the window. */
function lonelyPoint(root: ShadowRoot, stage: HTMLElement): { x: number; y: number } {
  const box = stage.getBoundingClientRect();
  const points = [...root.querySelectorAll(".points circle")].map((circle) => ({
    x: Number(circle.getAttribute("cx")),
    y: Number(circle.getAttribute("cy")),
  }));
  const [first] = points.sort((a, b) => a.y - b.y);
  if (!first) throw new Error("lw-fit-line: must have points before it is measured");
  return { x: box.left + first.x, y: box.top + first.y };
}
