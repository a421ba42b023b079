// axe on one element, in a scheme: what every widget's first test asks for.

import axe from "axe-core";
import { expect } from "vitest";

/** Rules about whole pages do not apply to a figure alone. */
const PAGE_RULES = ["region", "page-has-heading-one", "landmark-one-main"];

/** axe finds nothing in `element`, in light and in dark. */
export async function expectNoViolations(element: HTMLElement): Promise<void> {
  for (const scheme of ["light", "dark"]) {
    document.documentElement.style.colorScheme = scheme;
    document.body.style.background = scheme === "light" ? "#fdfcf9" : "#15171a";
    const rules = Object.fromEntries(PAGE_RULES.map((id) => [id, { enabled: false }]));
    const { violations } = await axe.run(element, { rules });
    const found = violations.map(({ id, nodes }) => `${scheme} ${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
    expect(found).toEqual([]);
  }
}
