// What the client needs of the place where it runs, passed in so that tests can refuse any of it.

/** A worker as the client uses it. */
export type WorkerLike = Pick<Worker, "postMessage" | "addEventListener" | "removeEventListener" | "terminate">;

export interface Environment {
  /** Processors that workers can run on at once, as far as this place tells. */
  cores: number;
  /** Start a classic worker from the text of a script. May throw; null where there are no workers. */
  startWorker: ((script: string) => WorkerLike) | null;
  /** Web Locks, by which a worker's death is noticed at once; null where there are none. */
  locks: Pick<LockManager, "request"> | null;
  /** Run something after some milliseconds; the result ends the wait. */
  after(ms: number, run: () => void): () => void;
  /** A name that no other engine of this origin has. */
  uniqueName(): string;
  /** Where locks are refused: how often a worker is asked whether it lives, and how long it may stay silent. */
  ping: { everyMs: number; limitMs: number };
}

interface ScriptPolicy {
  createScriptURL(url: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptPolicy;
}

let policy: ScriptPolicy | null = null;

/** The address as `new Worker` takes it where a page asks for trusted types. The policy's name is for the page's header. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
  if (!trustedTypes) return url;
  policy ??= trustedTypes.createPolicy("leastwise", { createScriptURL: (own) => own });
  return policy.createScriptURL(url);
}

/** The script of the last worker as a blob: all workers have the same, and to make one takes the page milliseconds. */
let made: { script: string; blob: Blob } | null = null;

function blobOf(script: string): Blob {
  if (made?.script !== script) made = { script, blob: new Blob([script], { type: "text/javascript" }) };
  return made.blob;
}

/** A classic worker of a blob: the one way that works on plain pages, under `worker-src blob:`, in sandboxes and under COEP. */
function startBlobWorker(script: string): Worker {
  const url = URL.createObjectURL(blobOf(script));
  try {
    return new Worker(trusted(url), { name: "leastwise" });
  } finally {
    // Some engines fetch the script late.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }
}

/** This page, or this Node process. */
export function environmentHere(): Environment {
  const { Worker: workers, navigator: page } = globalThis as {
    Worker?: typeof Worker;
    navigator?: Partial<NavigatorLocks & NavigatorConcurrentHardware>;
  };
  return {
    cores: page?.hardwareConcurrency ?? 1,
    startWorker: workers ? startBlobWorker : null,
    locks: page?.locks ?? null,
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    uniqueName: () =>
      `leastwise-${Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("-")}`,
    ping: { everyMs: 1000, limitMs: 10_000 },
  };
}
