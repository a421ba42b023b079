// The data of the race: counter-based, so that value i of a column is the same however many are made at once. Uniform columns
// about different means, and a response that every second one moves.

/** How large a design is. */
export interface DesignSize {
  rows: number;
  predictors: number;
}

/** Spread of what no predictor explains. */
const NOISE = 2;

/** Murmur3's finaliser: 32 bits that look like chance, each of which depends on every bit of `x`. */
function mixed(x: number): number {
  let h = x | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Uniform values of a stream, in [low, low + width). */
export function fillUniform(out: Float64Array, stream: number, low: number, width: number): void {
  const key = mixed(stream + 0x9e3779b9);
  const scale = width / 2 ** 32;
  for (let i = 0; i < out.length; i++) out[i] = low + (mixed(i ^ key) >>> 0) * scale;
}

/** What predictor j, from 1, adds to the response for each unit. */
export function slopeOf(j: number): number {
  return j % 2 === 0 ? 0 : 1 / j;
}

/** The columns `x1`, `x2`, … and `y`, one after another; `tell` hears the share that is done. */
export function makeDesign(
  { rows, predictors }: DesignSize,
  tell: (share: number) => void,
): Record<string, Float64Array> {
  const y = new Float64Array(rows);
  fillUniform(y, 0, -NOISE / 2, NOISE);
  const columns: Record<string, Float64Array> = {};
  for (let j = 1; j <= predictors; j++) {
    const x = new Float64Array(rows);
    fillUniform(x, j, j, 1 + j / 8);
    const slope = slopeOf(j);
    if (slope !== 0) for (let i = 0; i < rows; i++) y[i] = (y[i] as number) + slope * (x[i] as number);
    columns[`x${j}`] = x;
    tell(j / predictors);
  }
  return { ...columns, y };
}

/** The first rows as CSV text. */
export function csvOf(columns: Record<string, Float64Array>, rows: number): string {
  const all = Object.values(columns);
  const lines = [Object.keys(columns).join(",")];
  for (let i = 0; i < rows; i++) lines.push(all.map((column) => column[i]).join(","));
  return `${lines.join("\n")}\n`;
}

/** The model of a design. */
export function formulaOf(predictors: number): string {
  return `y ~ ${Array.from({ length: predictors }, (_, j) => `x${j + 1}`).join(" + ")}`;
}
