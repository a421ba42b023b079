// How fast moves of a hand are answered, measured in the page: from the event to the DOM that shows the engine's answer, and
// to the frame.

/** What was seen of some moves. */
export interface MovesReport {
  moves: number;
  /** Milliseconds from the pointer event to the DOM with the engine's answer. */
  median: number;
  p95: number;
  /** Share of moves whose new DOM was there before the next frame was drawn. */
  paintedNextFrame: number;
}

const ANSWER_MS = 2000;

/** A hand on a surface, in pixels of the window. */
export interface Hand {
  surface: HTMLElement;
  start: { x: number; y: number };
  /** Where the hand is in a move. */
  at(move: number): { x: number; y: number };
}

/**
 * Press, move `moves` times and let go, each move sent after the one before was answered; `changed` resolves once its answer
 * is in the DOM.
 *
 * @throws Error where a move is not answered
 */
export async function measureMoves(moves: number, hand: Hand, changed: () => Promise<void>): Promise<MovesReport> {
  const send = (type: string, { x, y }: { x: number; y: number }) =>
    hand.surface.dispatchEvent(
      new PointerEvent(type, {
        pointerId: 1,
        pointerType: "mouse",
        isPrimary: true,
        button: type === "pointermove" ? -1 : 0,
        buttons: type === "pointerup" ? 0 : 1,
        clientX: x,
        clientY: y,
        bubbles: true,
        composed: true,
        cancelable: true,
      }),
    );
  send("pointerdown", hand.start);
  const times: number[] = [];
  let inTime = 0;
  for (let move = 0; move < moves; move++) {
    await frame();
    await task();
    let framesBefore = 0;
    const counting = frame().then(() => {
      framesBefore = 1;
    });
    const start = performance.now();
    const answered = changed();
    send("pointermove", hand.at(move));
    await answered;
    times.push(performance.now() - start);
    if (framesBefore === 0) inTime++;
    await counting;
  }
  send("pointerup", hand.at(moves - 1));
  times.sort((a, b) => a - b);
  const quantile = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? Number.NaN;
  return { moves, median: quantile(0.5), p95: quantile(0.95), paintedNextFrame: inTime / moves };
}

/** Resolves once what `options` name of an element has changed. @throws Error where it does not for too long */
export function changeOf(element: Element | null, options: MutationObserverInit): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!element) {
      reject(new Error("element: must be there while it is measured; got none"));
      return;
    }
    const timer = setTimeout(() => reject(new Error(`element: no answer after ${ANSWER_MS} ms`)), ANSWER_MS);
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      observer.disconnect();
      resolve();
    });
    observer.observe(element, options);
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
