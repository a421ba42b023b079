import { describe, expect, it } from "vitest";
import { countSuperblocks, mergeTree, SUPERBLOCK_ROWS } from "#base/superblock.ts";

describe("mergeTree", () => {
  it("merges neighbours first and carries an odd one up", () => {
    const merged = mergeTree(["a", "b", "c", "d", "e"], (x, y) => `(${x}${y})`);
    expect(merged).toBe("(((ab)(cd))e)");
  });

  it("gives back a single leaf", () => {
    expect(mergeTree([7], () => 0)).toBe(7);
  });

  it("refuses an empty list", () => {
    expect(() => mergeTree([], () => 0)).toThrow(RangeError);
  });
});

describe("countSuperblocks", () => {
  it("counts a part as a whole one", () => {
    expect([0, 1, SUPERBLOCK_ROWS, SUPERBLOCK_ROWS + 1].map(countSuperblocks)).toEqual([0, 1, 1, 2]);
  });
});
