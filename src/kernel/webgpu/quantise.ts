// Columns as whole numbers: about their origin, in units of their own, so that the largest value uses all 24 bits.

import type { Block } from "../backend.ts";
import { MAX_VALUE, type WholeColumns } from "./gram.ts";
import type { Survey } from "./survey.ts";

/** Adding and taking away this rounds a number below 2⁵¹ to a whole one. */
const ROUND = 3 * 2 ** 51;

/** Units of the whole numbers of each column; 0 where the column is constant. */
export function unitsOf({ reach }: Survey): Float64Array {
  return reach.map((most) => most / MAX_VALUE);
}

/** √w (x − origin) of a block in units of each column, to the nearest whole number. */
export function quantised({ n, columns }: Block, { origin, reach, rootWeight }: Survey): WholeColumns {
  return {
    n,
    q: columns.length,
    fill(target, from, count, stride) {
      for (const [j, column] of columns.entries()) {
        const most = reach[j] as number;
        const perUnit = most === 0 ? 0 : MAX_VALUE / most;
        const centre = origin[j] as number;
        const at = j * stride;
        for (let i = 0; i < count; i++) {
          const z = (column[from + i] as number) - centre;
          const value = rootWeight ? (rootWeight[from + i] as number) * z : z;
          target[at + i] = value * perUnit + ROUND - ROUND;
        }
        target.fill(0, at + count, at + stride);
      }
    },
  };
}
