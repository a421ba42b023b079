// One engine for all widgets of a page, shared by every copy of this version of the module.

import { createEngine, type Engine } from "#engine/index.ts";

/** The version of the widgets; two versions in one page keep apart. */
export const VERSION = "0.1.0";

const KEY = Symbol.for(`leastwise.engine.${VERSION}`);

type Shared = typeof globalThis & { [KEY]?: Promise<Engine> };

/** The page's engine, started by the first widget that asks. A start that failed is tried anew by the next. */
export function sharedEngine(): Promise<Engine> {
  const shared = globalThis as Shared;
  let engine = shared[KEY];
  if (!engine) {
    engine = createEngine();
    shared[KEY] = engine;
    engine.catch(() => {
      delete shared[KEY];
    });
  }
  return engine;
}
