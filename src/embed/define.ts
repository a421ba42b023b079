// The only place that registers custom elements. Registering twice is harmless; another version warns once and gives way.

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
