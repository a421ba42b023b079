// Where the polynomial through a few points of a smooth curve is greatest, and where it crosses a level.

interface Point {
  x: number;
  y: number;
}

/** Halvings of an interval: to the rounding of its ends. */
const HALVINGS = 60;
/** Golden section. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The polynomial through the points, at x (Neville). */
function polynomialAt(points: readonly Point[], x: number): number {
  const values = points.map(({ y }) => y);
  for (let d = 1; d < points.length; d++) {
    for (let i = 0; i + d < points.length; i++) {
      const [a, b] = [points[i] as Point, points[i + d] as Point];
      values[i] = ((x - b.x) * (values[i] as number) - (x - a.x) * (values[i + 1] as number)) / (a.x - b.x);
    }
  }
  return values[0] as number;
}

/** The greatest value within the range of three points or more, by golden section on the polynomial. */
export function maximum(points: readonly Point[]): Point {
  const at = points.reduce((most, { y }, i) => (y > (points[most] as Point).y ? i : most), 0);
  let low = (points[Math.max(0, at - 1)] as Point).x;
  let high = (points[Math.min(points.length - 1, at + 1)] as Point).x;
  // Neighbouring points left and right of the highest one hold the maximum of a curve with one peak.
  for (let i = 0; i < HALVINGS; i++) {
    const a = high - GOLDEN * (high - low);
    const b = low + GOLDEN * (high - low);
    if (polynomialAt(points, a) < polynomialAt(points, b)) low = a;
    else high = b;
  }
  const x = (low + high) / 2;
  return { x, y: polynomialAt(points, x) };
}

/** Where the curve falls through `level`, going in direction `by`; the nearest point where it does not within the range. */
export function root(points: readonly Point[], level: number, by: number): number {
  const ordered = by > 0 ? points : [...points].reverse();
  const last = ordered.at(-1) as Point;
  const at = ordered.findIndex((point, i) => i > 0 && point.y <= level && (ordered[i - 1] as Point).y > level);
  if (at < 0) return ((ordered[0] as Point).y <= level ? (ordered[0] as Point) : last).x;
  let above = (ordered[at - 1] as Point).x;
  let below = (ordered[at] as Point).x;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (above + below) / 2;
    if (polynomialAt(points, middle) > level) above = middle;
    else below = middle;
  }
  return (above + below) / 2;
}
