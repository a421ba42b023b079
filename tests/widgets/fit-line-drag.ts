// How fast a drag is, measured in the page: from the event to the DOM that shows the engine's answer, and to the frame.

/** What `measureDrag` saw. */
export interface DragReport {
  moves: number;
  /** Milliseconds from the pointer event to the DOM with the new best line. */
  median: number;
  p95: number;
  /** Share of moves whose new DOM was there before the next frame was drawn. */
  paintedNextFrame: number;
}

const ANSWER_MS = 2000;

/**
 * Drag one point of a declared `<lw-fit-line>` by `moves` pointer events, each sent after the one before was answered.
 *
 * @throws Error where the element shows no best line, or where a move is not answered
 */
export async function measureDrag(element: HTMLElement, moves = 200): Promise<DragReport> {
  const root = element.shadowRoot;
  const stage = root?.querySelector<HTMLElement>(".stage");
  const best = root?.querySelector(".best-line");
  if (!root || !stage || !best) throw new Error("lw-fit-line: must show a best line before it is measured");
  const at = lonelyPoint(root, stage);
  const send = (type: string, y: number) =>
    stage.dispatchEvent(
      new PointerEvent(type, {
        pointerId: 1,
        pointerType: "mouse",
        isPrimary: true,
        button: type === "pointermove" ? -1 : 0,
        buttons: type === "pointerup" ? 0 : 1,
        clientX: at.x,
        clientY: y,
        bubbles: true,
        composed: true,
        cancelable: true,
      }),
    );
  send("pointerdown", at.y);
  const times: number[] = [];
  let inTime = 0;
  for (let move = 0; move < moves; move++) {
    await frame();
    await task();
    let framesBefore = 0;
    const counting = frame().then(() => {
      framesBefore = 1;
    });
    // Down and up again by 3 pixels a move: every one of them moves the best line.
    const y = at.y + 6 + 3 * Math.abs(30 - (move % 60));
    const start = performance.now();
    const answered = changeOf(root);
    send("pointermove", y);
    await answered;
    times.push(performance.now() - start);
    if (framesBefore === 0) inTime++;
    await counting;
  }
  send("pointerup", at.y);
  times.sort((a, b) => a - b);
  const quantile = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? Number.NaN;
  return { moves, median: quantile(0.5), p95: quantile(0.95), paintedNextFrame: inTime / moves };
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

/** Resolves once the best line's place in the DOM has changed. */
function changeOf(root: ShadowRoot): Promise<void> {
  return new Promise((resolve, reject) => {
    const best = root.querySelector(".best-line");
    if (!best) {
      reject(new Error("lw-fit-line: the best line went away"));
      return;
    }
    const timer = setTimeout(() => reject(new Error(`lw-fit-line: no answer after ${ANSWER_MS} ms`)), ANSWER_MS);
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      observer.disconnect();
      resolve();
    });
    observer.observe(best, { attributes: true, attributeFilter: ["y1", "y2"] });
  });
}

const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));

/** A task after the present one: in the frame that has begun, but out of its callbacks. */
function task(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(null);
  });
}
