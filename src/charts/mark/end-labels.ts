// Names of lines at their right ends, in a margin of their own: they cannot meet marks or handles, and are kept apart here.

import type { Frame } from "../scale/plane.ts";
import type { Segment } from "./line.ts";

/** A name that wants to stand at the end of a segment. */
export interface EndLabel {
  key: string;
  text: string;
  segment: Segment;
}

/** Where a name stands: `y` is the middle of its text. `leader` is true where it had to leave its line's end. */
export interface PlacedLabel {
  key: string;
  text: string;
  x: number;
  y: number;
  from: { x: number; y: number };
  leader: boolean;
}

/** Pixels between the middles of two names. */
const PITCH = 16;
/** Pixels between the frame and the names. */
const GAP = 8;
/** A name that stands this far from its line's end needs a leader. */
const NEAR = 7;

/** Pixels of a letter of the 12 px names, and of what a short name of wide letters takes more; on the wide side. */
const LETTER = 6.6;
const WIDE_LETTERS = 8;

/** Pixels of room for names of lines. */
export function labelRoom(texts: readonly string[]): number {
  return GAP + WIDE_LETTERS + LETTER * Math.max(0, ...texts.map((text) => text.length));
}

/** Place names in the right margin, each as near to its line's end as the others allow. */
export function placeEndLabels(labels: readonly EndLabel[], frame: Frame): PlacedLabel[] {
  const wanted = labels
    .map((label) => ({ label, y: label.segment.y2 }))
    .sort((a, b) => a.y - b.y || a.label.key.localeCompare(b.label.key));
  const ys = spread(
    wanted.map(({ y }) => y),
    frame.top + PITCH / 2,
    frame.bottom - PITCH / 2,
  );
  return wanted.map(({ label }, i) => {
    const { x2, y2 } = label.segment;
    const y = ys[i] ?? y2;
    const leader = Math.abs(y - y2) > NEAR || frame.right - x2 > NEAR;
    return { key: label.key, text: label.text, x: frame.right + GAP, y, from: { x: x2, y: y2 }, leader };
  });
}

/** Ascending places at least PITCH apart within [low, high], moved as little as that takes. */
function spread(ys: readonly number[], low: number, high: number): number[] {
  const groups: { sum: number; size: number }[] = [];
  const start = ({ sum, size }: { sum: number; size: number }) =>
    Math.min(Math.max(sum / size - ((size - 1) * PITCH) / 2, low), high - (size - 1) * PITCH);
  for (const y of ys) {
    groups.push({ sum: y, size: 1 });
    for (;;) {
      const last = groups.at(-1);
      const before = groups.at(-2);
      if (!last || !before || start(before) + before.size * PITCH <= start(last)) break;
      groups.splice(-2, 2, { sum: before.sum + last.sum, size: before.size + last.size });
    }
  }
  return groups.flatMap((group) => Array.from({ length: group.size }, (_, i) => start(group) + i * PITCH));
}
