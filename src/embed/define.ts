// The only place that registers custom elements. Registering twice is harmless; another version warns once and gives way.

import { numberFormats } from "#base/format.ts";
import { nextTurn } from "#base/turn.ts";

/** A class that may be registered; `version` tells copies apart. */
export type ElementClass = CustomElementConstructor & { readonly version?: string };

/** Register `tag`, unless it is taken. */
export function defineOnce(tag: string, element: ElementClass): void {
  const taken = customElements.get(tag) as ElementClass | undefined;
  if (!taken) {
    customElements.define(tag, element);
    return;
  }
  if (taken !== element && taken.version !== element.version) {
    console.warn(
      `<${tag}>: version ${taken.version} is already in this page; version ${element.version} was not registered.`,
    );
  }
}

/** Register several, each in a task of its own, because an element that is in the page starts and draws at once. */
export async function defineInTurn(
  elements: readonly (readonly [tag: string, element: ElementClass])[],
): Promise<void> {
  await nextTurn();
  // The first number that a page formats makes the browser load its locales, which takes some 20 ms.
  numberFormats(document.documentElement.lang || "en-US").count(0);
  for (const [tag, element] of elements) {
    await nextTurn();
    defineOnce(tag, element);
  }
}
