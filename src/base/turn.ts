// One turn of the event loop: messages, input and drawing come between, as a resolved promise would not let them.

/** Those who wait for their turn in a browser, and the channel that gives it: making one takes longer than a turn. */
const waiting: (() => void)[] = [];
let channel: MessageChannel | null = null;

function openChannel(): MessageChannel {
  const opened = new MessageChannel();
  opened.port1.onmessage = () => waiting.shift()?.();
  return opened;
}

/** Resolve in a task of its own, without the 4 ms that nested timers wait in browsers. */
export function nextTurn(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (run: () => void) => void };
  // Node empties a message channel before it looks at timers, and stays alive for an open one.
  if (setImmediate) return new Promise((resolve) => setImmediate(resolve));
  channel ??= openChannel();
  const { port2 } = channel;
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}
