// The workbench by hand and by keys, without a page.

import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { PlotKeys } from "#widgets/fit-line/keys.ts";
import { type ChangeKind, type Point, Workbench } from "#widgets/fit-line/workbench.ts";

const POINTS: Point[] = [
  { x: 10, y: 30, row: 1 },
  { x: 50, y: 20, row: 2 },
  { x: 30, y: 60, row: 3 },
];

let kinds: ChangeKind[];
let bench: Workbench;
let keys: PlotKeys;

beforeEach(() => {
  kinds = [];
  bench = new Workbench((kind) => kinds.push(kind));
  keys = new PlotKeys(bench);
  bench.load(POINTS, {});
  bench.resolution = { x: 0.1, y: 0.1 };
});

const press = (key: string, more: { shiftKey?: boolean; altKey?: boolean; ctrlKey?: boolean } = {}) =>
  keys.press({ key, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, ...more });

test("load starts my line flat, at a round place that does not depend on the data's direction", () => {
  const mirrored = new Workbench(() => {});
  mirrored.load(
    POINTS.map(({ x, y, row }) => ({ x: 60 - x, y, row })),
    {},
  );
  expect(bench.sheet.line.slope).toBe(0);
  expect(mirrored.sheet.line).toEqual(bench.sheet.line);
});

test("a handle goes where it is put while the other stays", () => {
  const [left] = bench.handles();
  bench.hold({ kind: "handle", index: 1 });
  for (const y of [20, 35, 50]) bench.moveHeld({ x: 45, y });
  bench.release();
  const [stays, moved] = bench.handles();
  expect(Math.abs(stays.y - left.y)).toBeLessThan(0.1);
  expect(stays.x).toBeCloseTo(left.x, 9);
  expect([moved.x, Math.abs(moved.y - 50) < 0.1]).toEqual([45, true]);
});

test("handles never change sides nor meet", () => {
  bench.hold({ kind: "handle", index: 1 });
  bench.moveHeld({ x: bench.xDomain[0], y: 30 });
  const [left, right] = bench.handles();
  expect(right.x).toBeGreaterThan(left.x);
  expect(Number.isFinite(bench.sheet.line.slope)).toBe(true);
});

test("handles stay in the picture, whatever the line", () => {
  const any = fc.double({ min: -1e5, max: 1e5, noNaN: true });
  fc.assert(
    fc.property(any, any, (slope, intercept) => {
      bench.adoptLine({ slope, intercept });
      for (const { x } of bench.handles()) {
        expect(x).toBeGreaterThanOrEqual(bench.xDomain[0]);
        expect(x).toBeLessThanOrEqual(bench.xDomain[1]);
      }
    }),
  );
});

test("the line itself is lifted and keeps its slope", () => {
  bench.setLine({ slope: 0.5, intercept: 10 });
  bench.hold({ kind: "line" });
  const { x, y } = bench.placeOf({ kind: "line" });
  bench.moveHeld({ x, y: y + 5 });
  bench.release();
  expect(bench.sheet.line).toEqual({ slope: 0.5, intercept: 15 });
});

describe("undo and redo", () => {
  test("walk through every change and back, to the same objects", () => {
    const states = [bench.sheet];
    bench.setLine({ slope: 1, intercept: 2 });
    states.push(bench.sheet);
    bench.setPoint(0, { x: 11, y: 31 });
    states.push(bench.sheet);
    bench.add({ x: 20, y: 20 });
    states.push(bench.sheet);
    bench.remove(1);
    states.push(bench.sheet);
    for (let i = states.length - 2; i >= 0; i--) {
      expect(bench.undo()).toBe(true);
      expect(bench.sheet).toBe(states[i]);
    }
    expect(bench.undo()).toBe(false);
    for (let i = 1; i < states.length; i++) {
      expect(bench.redo()).toBe(true);
      expect(bench.sheet).toBe(states[i]);
    }
    expect(bench.redo()).toBe(false);
  });

  test("take one drag as one change", () => {
    const before = bench.sheet;
    bench.hold({ kind: "point", index: 0 });
    for (let i = 0; i < 20; i++) bench.moveHeld({ x: 10 + i / 10, y: 30 });
    bench.release();
    bench.undo();
    expect(bench.sheet).toBe(before);
  });

  test("a press without a move is no change", () => {
    bench.hold({ kind: "point", index: 0 });
    expect(bench.release()).toBe(false);
    expect(bench.canUndo).toBe(false);
    expect(kinds).not.toContain("done");
  });

  test("a new change ends what could be redone", () => {
    bench.setLine({ slope: 1, intercept: 2 });
    bench.undo();
    bench.setLine({ slope: 2, intercept: 2 });
    expect(bench.canRedo).toBe(false);
  });
});

test("restore puts back what was held, and leaves nothing to undo", () => {
  const before = bench.sheet;
  bench.hold({ kind: "point", index: 1 });
  bench.moveHeld({ x: 1, y: 1 });
  bench.restore();
  expect(bench.sheet).toBe(before);
  expect(bench.canUndo).toBe(false);
});

test("the picture stays while a point moves inside it, and grows for one typed outside", () => {
  const { xDomain } = bench;
  bench.setPoint(0, { x: 12, y: 33 });
  expect(bench.xDomain).toBe(xDomain);
  bench.setPoint(0, { x: 500, y: 33 });
  expect(bench.xDomain[1]).toBeGreaterThan(500);
});

describe("keys", () => {
  test("leave the page alone until the plot is entered", () => {
    expect(press("ArrowRight")).toBeNull();
    expect(press("Enter")).toBe("entered");
    expect(bench.active).toEqual({ kind: "handle", index: 0 });
  });

  test("arrows go through the handles, then the points by x", () => {
    press("Enter");
    const seen = Array.from({ length: 5 }, () => {
      press("ArrowRight");
      return bench.active;
    });
    expect(seen).toEqual([
      { kind: "handle", index: 1 },
      { kind: "point", index: 0 },
      { kind: "point", index: 2 },
      { kind: "point", index: 1 },
      { kind: "point", index: 1 },
    ]);
    press("Home");
    expect(bench.active).toEqual({ kind: "handle", index: 0 });
  });

  test("Enter holds, arrows move by a hundredth, Shift by ten, Alt by a tenth, Enter puts down", () => {
    press("Enter");
    press("End");
    press("Enter");
    const step = 0.5;
    press("ArrowUp");
    expect(bench.sheet.points[1]?.y).toBeCloseTo(20 + step, 9);
    press("ArrowUp", { shiftKey: true });
    expect(bench.sheet.points[1]?.y).toBeCloseTo(20 + 11 * step, 9);
    press("ArrowDown", { altKey: true });
    expect(bench.sheet.points[1]?.y).toBeCloseTo(20 + 10.9 * step, 9);
    expect(press("Enter")).toBe("released");
    expect(bench.canUndo).toBe(true);
  });

  test("Escape puts back what is held, then leaves", () => {
    const before = bench.sheet;
    press("Enter");
    press(" ");
    press("ArrowUp");
    expect(bench.sheet).not.toBe(before);
    expect(press("Escape")).toBe("restored");
    expect(bench.sheet).toBe(before);
    expect(press("Escape")).toBe("left");
    expect(press("ArrowUp")).toBeNull();
  });

  test("Delete removes a chosen point and no handle", () => {
    press("Enter");
    expect(press("Delete")).toBeNull();
    press("End");
    expect(press("Delete")).toBe("removed");
    expect(bench.sheet.points.map(({ row }) => row)).toEqual([1, 3]);
  });

  test("a new point is moved and put down", () => {
    bench.setGhost({ x: 20, y: 30 });
    press("ArrowRight");
    expect(press("Enter")).toBe("added");
    expect(bench.sheet.points).toHaveLength(4);
    expect(bench.sheet.points[3]).toMatchObject({ y: 30, row: null });
  });

  test("letters and control keys do nothing", () => {
    press("Enter");
    for (const key of ["a", "d", "z", "1", "F1", "constructor"]) expect(press(key)).toBeNull();
    expect(press("ArrowRight", { ctrlKey: true })).toBeNull();
  });
});
