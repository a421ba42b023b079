// What a course page loads: one module that registers the widgets as `lw-*`, and can register them under another prefix.

import { Coefficients } from "#widgets/coefficients/element.ts";
import { DataPanel } from "#widgets/data/element.ts";
import { FitLine } from "#widgets/fit-line/element.ts";
import { TimeWindow } from "#widgets/window/element.ts";
import { defineInTurn, type ElementClass } from "./define.ts";

export { Coefficients, DataPanel, FitLine, TimeWindow };

/** Every widget by the part of its tag after the prefix. */
const WIDGETS: readonly { name: string; element: ElementClass }[] = [
  { name: "fit-line", element: FitLine },
  { name: "coefficients", element: Coefficients },
  { name: "data", element: DataPanel },
  { name: "window", element: TimeWindow },
];

/**
 * Register every widget as `<prefix>-name`, so that a page which already holds other tags of these names can choose its own.
 * A tag that is taken stays as it is. Resolves when all are registered.
 */
export function defineWidgets(prefix: string): Promise<void> {
  // A class can be registered once only, so another prefix gets classes of its own.
  return defineInTurn(
    WIDGETS.map(({ name, element }) => [`${prefix}-${name}`, prefix === "lw" ? element : class extends element {}]),
  );
}

void defineWidgets("lw");
