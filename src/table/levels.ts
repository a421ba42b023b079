// Levels of a category in the order of their code points, which is the order of their UTF-8 bytes and of R in the C locale.

/** Compare by code point; JavaScript's `<` compares UTF-16 units and puts U+10000 before U+E000. */
export function compareCodePoints(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const difference = rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Move the surrogates above the rest of the basic plane. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Sort distinct levels; `code[i]` is the place in `levels` that `words[i]` got. */
export function sortLevels(words: readonly string[]): { levels: string[]; code: Int32Array } {
  const order = Array.from(words, (_, i) => i);
  const text = (i: number): string => words[i] as string;
  if (words.some((word) => /[\ud800-\udfff]/.test(word))) order.sort((a, b) => compareCodePoints(text(a), text(b)));
  else order.sort((a, b) => (text(a) < text(b) ? -1 : 1));
  const code = new Int32Array(words.length);
  order.forEach((from, to) => {
    code[from] = to;
  });
  return { levels: order.map(text), code };
}
