// What the live region says after each thing a person did. Nothing of the best line is said here before commitment.

import type { Fit } from "#engine/index.ts";
import type { KeyNews } from "./keys.ts";
import { errorOf } from "./model.ts";
import { type Subject, spoken } from "./text.ts";
import type { Item, Sheet, Workbench } from "./workbench.ts";

/** An item in words: what it is and where. */
function itemWords(item: Item, bench: Workbench, subject: Subject): string {
  const { points, line } = bench.sheet;
  if (item.kind === "line") return spoken.line(line, subject);
  if (item.kind === "handle") return spoken.handle(item.index, bench.placeOf(item), subject);
  const point = points[item.index];
  return point ? spoken.point(point, errorOf(point, line), subject) : "";
}

/** What the newest change did to my line or to a point, and to the squares. */
export function changeWords(bench: Workbench, subject: Subject, sse: (sheet: Sheet) => number): string {
  const { before, sheet, active, held } = bench;
  const item = held ?? active;
  const removed = sheet.points.length < before.points.length && before.points.find((p) => !sheet.points.includes(p));
  if (removed) return spoken.removed(removed, sheet.points.length, subject);
  const what = item?.kind === "point" ? itemWords(item, bench, subject) : spoken.line(sheet.line, subject);
  return `${what} ${spoken.change(sse(sheet), sse(before), subject.formats)}`;
}

/** What the fit became, to follow what moved a point. */
export function fitWords(fit: Fit, subject: Subject): string {
  const slope = fit.coefficients[1];
  return slope === null || slope === undefined ? "" : spoken.best(slope, fit.rSquared, subject.formats);
}

/** The sentence after a key or a button; empty where moving has said it. */
export function keyWords(news: KeyNews, bench: Workbench, subject: Subject): string {
  const active = bench.active ? itemWords(bench.active, bench, subject) : "";
  switch (news) {
    case "entered":
    case "chosen":
      return active;
    case "held":
      return spoken.held();
    case "restored":
      return `${spoken.putBack()} ${active}`;
    case "left":
    case "adding-stopped":
      return spoken.left();
    case "ghost-moved":
      return bench.ghost ? spoken.ghost(bench.ghost, subject) : "";
    case "added":
    case "moved":
    case "released":
    case "removed":
      return "";
    default:
      return news satisfies never;
  }
}
