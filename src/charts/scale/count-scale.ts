// Which step of a ramp a count gets: logarithmic, as counts of neighbouring cells differ by factors; one row alone is seen.

/** Where a cell of one row begins, as a share of the ramp: an empty one has the paper's colour. */
const LEAST = 0.13;

/** Above this share of the ramp a label would meet that of the greatest count, which ends at the right. */
const LAST_FREE = 0.78;

/** The share of a ramp for counts up to `most`; 0 for none. */
export function countScale(most: number): (count: number) => number {
  const whole = Math.log(Math.max(most, 2));
  return (count) => (count <= 0 ? 0 : LEAST + (1 - LEAST) * Math.min(1, Math.log(count) / whole));
}

/** A few round counts from 1 to at most `most`, the greatest among them, for a legend. */
export function countTicks(most: number): number[] {
  if (most < 1) return [];
  if (most <= 4) return Array.from({ length: most }, (_, i) => i + 1);
  const share = countScale(most);
  const decades = Math.floor(Math.log10(most));
  const step = Math.max(1, Math.ceil(decades / 3));
  const ticks = [1];
  for (let power = step; share(10 ** power) <= LAST_FREE; power += step) ticks.push(10 ** power);
  return [...ticks, most];
}
