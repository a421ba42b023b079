// Puts numbers into the places that a lesson's words leave open.

import type { Values } from "#lessons/lesson.ts";

/** Write every known value into its `data-value` place under `root`; the others keep what they say. */
export function fill(root: ParentNode, values: Values): void {
  for (const place of root.querySelectorAll("[data-value]")) {
    const text = values[place.getAttribute("data-value") ?? ""];
    if (text !== undefined && place.textContent !== text) place.textContent = text;
  }
}
