// One turn of the event loop: messages, input and drawing come between, as a resolved promise would not let them.

/** Resolve in a task of its own, without the 4 ms that nested timers wait in browsers. */
export function nextTurn(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (run: () => void) => void };
  // Node empties a message channel before it looks at timers, and stays alive for an open one.
  if (setImmediate) return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
