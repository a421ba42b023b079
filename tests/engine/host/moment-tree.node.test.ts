// The tree of moments: any run of superblocks from few nodes, the root that of the fixed tree, and changes along one path.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeTree } from "#base/superblock.ts";
import { type CountedMoments, MomentTree } from "#engine/host/kept/moment-tree.ts";

/** Moments that tell how they were merged: `sumLogWeight` is unused, n lists the leaves. */
type Told = CountedMoments & { text: string };

let merges = 0;

const leaf = (text: string) => ({ text, nDropped: 0 }) as unknown as Told;
const merge = (a: CountedMoments, b: CountedMoments): Told => {
  merges += 1;
  return leaf(`(${(a as Told).text} ${(b as Told).text})`);
};
const texts = (nodes: CountedMoments[]) => nodes.map((node) => (node as Told).text);

function treeOf(size: number): MomentTree {
  const tree = new MomentTree(size, merge);
  for (let i = 0; i < size; i++) tree.set(i, leaf(String(i)));
  return tree;
}

const fixed = (size: number) =>
  mergeTree(
    Array.from({ length: size }, (_, i) => String(i)),
    (a, b) => `(${a} ${b})`,
  );

describe("MomentTree", () => {
  it("nodes(0, size) is the root, merged as mergeTree merges", () => {
    for (let size = 1; size <= 70; size++) expect(texts(treeOf(size).nodes(0, size))).toEqual([fixed(size)]);
  });

  it("nodes(from, to) covers each leaf once, in order, with no more than two nodes a level", () => {
    const sizes = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(sizes, sizes, sizes, (size, a, b) => {
        const [from, to] = [Math.min(a, b) % size, Math.max(Math.min(a, b) % size, Math.max(a, b) % (size + 1))];
        const nodes = texts(treeOf(size).nodes(from, to));
        const leaves = nodes.flatMap((text) => (text.match(/\d+/g) ?? []).map(Number));
        expect(leaves).toEqual(Array.from({ length: to - from }, (_, i) => from + i));
        expect(nodes.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(size + 1)));
      }),
    );
  });

  it("set(i, leaf) merges its path anew and nothing else", () => {
    const tree = treeOf(128);
    tree.nodes(0, 128);
    merges = 0;
    tree.set(77, leaf("new"));
    expect(texts(tree.nodes(0, 128))[0]).toBe(fixed(128).replace(/\b77\b/, "new"));
    expect(merges).toBe(7);
  });

  it("without(changed, size) knows all other leaves, and misses those", () => {
    const tree = treeOf(9).without([3], 11);
    expect(tree.missing(0, 11)).toEqual([3, 9, 10]);
    expect(texts(tree.nodes(4, 8))).toEqual(["((4 5) (6 7))"]);
  });
});
