// Contrasts of a factor as R has them (`contr.sum`, `contr.helmert`): for each column a value a level.

/** The k − 1 contrast columns of k levels. */
export function contrastsOf(kind: "sum" | "helmert", k: number): number[][] {
  const levels = Array.from({ length: k }, (_, code) => code);
  return levels.slice(1).map((j) => levels.map((code) => (kind === "sum" ? sum(j - 1, code, k) : helmert(j, code))));
}

/** Each level but the last against the mean of all. */
function sum(j: number, code: number, k: number): number {
  if (code === k - 1) return -1;
  return code === j ? 1 : 0;
}

/** Level j (from 0) against the mean of those before it. */
function helmert(j: number, code: number): number {
  if (code > j) return 0;
  return code === j ? j : -1;
}
