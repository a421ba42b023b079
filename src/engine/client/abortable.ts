// A Promise that an AbortSignal can leave.

/**
 * What `start` resolves to, unless `signal` aborts first: then `signal.reason`, after `onAbort`. Nothing is started where
 * the signal is aborted already.
 */
export async function abortable<T>(
  signal: AbortSignal | undefined,
  start: () => Promise<T>,
  onAbort: () => void = () => {},
): Promise<T> {
  if (!signal) return start();
  signal.throwIfAborted();
  return new Promise<T>((resolve, reject) => {
    const leave = () => {
      onAbort();
      reject(signal.reason);
    };
    signal.addEventListener("abort", leave, { once: true });
    start()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", leave));
  });
}
