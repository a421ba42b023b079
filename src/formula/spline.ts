// B-splines and their derivatives at one place (Cox and de Boor; Piegl and Tiller, The NURBS Book, 2nd ed., chapter 2).

/** Boundary knots degree + 1 times around the inner ones. */
export function paddedKnots(
  knots: readonly number[],
  [low, high]: readonly [number, number],
  degree: number,
): number[] {
  const times = (knot: number) => Array.from({ length: degree + 1 }, () => knot);
  return [...times(low), ...knots, ...times(high)];
}

/** The interval of the knots in which x lies, the first or last one where it lies outside. */
export function clampedSpan(t: readonly number[], degree: number, x: number): number {
  let low = degree;
  let high = t.length - degree - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((t[middle] as number) <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The degree + 1 B-splines that live on interval `span`, or a derivative of them, at x. Outside the interval they are the
 * same polynomials.
 */
export function splineAt(
  t: readonly number[],
  { degree, span, derivative }: { degree: number; span: number; derivative: number },
  x: number,
): number[] {
  if (derivative > 0) return differentiated(t, { degree, span, derivative }, x);
  const values = [1];
  for (let d = 1; d <= degree; d++) {
    let saved = 0;
    for (let r = 0; r < d; r++) {
      const right = t[span + r + 1] as number;
      const left = t[span + 1 - d + r] as number;
      const share = (values[r] as number) / (right - left);
      values[r] = saved + (right - x) * share;
      saved = (x - left) * share;
    }
    values.push(saved);
  }
  return values;
}

/** B′ = degree·(B₋ᵢ/(tᵢ₊degree − tᵢ) − B₋ᵢ₊₁/(tᵢ₊degree₊₁ − tᵢ₊₁)) of the splines B₋ one degree lower. */
function differentiated(
  t: readonly number[],
  { degree, span, derivative }: { degree: number; span: number; derivative: number },
  x: number,
): number[] {
  const lower = splineAt(t, { degree: degree - 1, span, derivative: derivative - 1 }, x);
  return Array.from({ length: degree + 1 }, (_, r) => {
    const i = span - degree + r;
    const falls = r === 0 ? 0 : (lower[r - 1] as number) / ((t[i + degree] as number) - (t[i] as number));
    const rises = r === degree ? 0 : (lower[r] as number) / ((t[i + degree + 1] as number) - (t[i + 1] as number));
    return degree * (falls - rises);
  });
}
