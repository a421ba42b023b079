// Zooming and panning as arithmetic on domains: a view never leaves the whole, nor becomes wider than it.

import type { Domain } from "../scale/domain.ts";

/** What is shown of two axes. */
export interface View {
  x: Domain;
  y: Domain;
}

/** Each axis shows at least this share of its whole: doubles tell much smaller steps, people do not. */
const LEAST_SHARE = 1e-6;

const span = (domain: Domain) => domain[1] - domain[0];

/** A domain of `width` as near to `from` as the whole allows. */
function within(from: number, width: number, whole: Domain): Domain {
  if (width >= span(whole)) return whole;
  const start = Math.min(Math.max(from, whole[0]), whole[1] - width);
  return [start, Math.min(whole[1], start + width)];
}

function zoomDomain(domain: Domain, whole: Domain, factor: number, at: number): Domain {
  const width = Math.max(span(domain) / factor, span(whole) * LEAST_SHARE);
  const share = (at - domain[0]) / span(domain);
  return within(at - share * width, width, whole);
}

/** Show `factor` times as fine about a place, which stays where it is. */
export function zoomed(view: View, whole: View, factor: number, at: { x: number; y: number }): View {
  return { x: zoomDomain(view.x, whole.x, factor, at.x), y: zoomDomain(view.y, whole.y, factor, at.y) };
}

/** Move what is shown by data units. */
export function panned(view: View, whole: View, by: { x: number; y: number }): View {
  return {
    x: within(view.x[0] + by.x, span(view.x), whole.x),
    y: within(view.y[0] + by.y, span(view.y), whole.y),
  };
}

export function middleOf(view: View): { x: number; y: number } {
  return { x: (view.x[0] + view.x[1]) / 2, y: (view.y[0] + view.y[1]) / 2 };
}

export function isWhole(view: View, whole: View): boolean {
  return span(view.x) >= span(whole.x) && span(view.y) >= span(whole.y);
}
