// The distribution of a quadratic form in normal variables (Imhof 1961).

/** Step of the trapezoidal rule in log u, where the integrand is analytic: its error is below rounding. */
const STEP = 0.1;

/** Decades of e below the scale of the form that still count, and above it by the number of factors. */
const BELOW = 40;

/**
 * P(Σ μᵢ zᵢ² < 0) for independent standard normal zᵢ, to some 1e-15 absolute.
 *
 * @param weights the μᵢ
 */
export function quadraticFormBelow(weights: readonly number[]): number {
  if (weights.every((mu) => mu >= 0)) return 0;
  if (weights.every((mu) => mu <= 0)) return 1;
  const scale = Math.max(...weights.map(Math.abs));
  const mus = weights.map((mu) => mu / scale);
  const above = 2 * BELOW + mus.reduce((most, mu) => (mu === 0 ? most : Math.max(most, -Math.log(Math.abs(mu)))), 0);
  let sum = 0;
  for (let t = -BELOW; t < above; t += STEP) {
    const u = Math.exp(t);
    let theta = 0;
    let logRho = 0;
    for (const mu of mus) {
      theta += 0.5 * Math.atan(mu * u);
      logRho += 0.25 * Math.log1p(mu * mu * u * u);
    }
    const term = Math.sin(theta) * Math.exp(-logRho);
    sum += term;
    // Past the scale of every factor the integrand only falls.
    if (t > 0 && logRho > BELOW) break;
  }
  return Math.min(1, Math.max(0, 0.5 - (sum * STEP) / Math.PI));
}
