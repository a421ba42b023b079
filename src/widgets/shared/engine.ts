// One engine for all widgets of a page, shared by every copy of this version of the module.

import { nextTurn } from "#base/turn.ts";
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
    // In a task of its own: the widget that asks is drawing itself for the first time.
    engine = nextTurn().then(() => createEngine());
    shared[KEY] = engine;
    engine.catch(() => {
      delete shared[KEY];
    });
  }
  return engine;
}
