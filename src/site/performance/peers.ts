// What other programs took, on the machine named in data/performance/peers.json (written by `npm run bench -- --peers`).

import text from "#data/performance/peers.json?raw";

export interface PeerResult {
  id: string;
  label: string;
  cores: number;
  /** Milliseconds. */
  min: number;
  note: string;
}

interface PeerComparison {
  id: string;
  rows: number;
  predictors: number;
  results: PeerResult[];
}

interface PeerReport {
  machine: { cpu: string; cores: number };
  versions: Record<string, string>;
  date: string;
  comparisons: PeerComparison[];
}

const report: PeerReport = JSON.parse(text);

/** The comparison of a name. */
function comparison(id: string): PeerComparison {
  const found = report.comparisons.find((one) => one.id === id);
  if (!found) throw new RangeError(`comparison: must be one that peers.json knows; got ${id}`);
  return found;
}

/** 10-fold × 100-λ lasso cross-validation elsewhere: the fastest way of each other program, the slowest program first. */
export const validation: PeerComparison = comparison("cross-validation");

/** Only what is not ours. */
export const others: PeerResult[] = validation.results
  .filter(({ id }) => !id.startsWith("cv"))
  .sort((a, b) => b.min - a.min);

/** Where and when that was, in words. */
export const whereMeasured: string = (() => {
  const { machine, versions, date } = report;
  const named = ["R", "glmnet", "scikit-learn"].map((name) => `${name} ${versions[name]}`);
  return `${machine.cpu}, ${machine.cores} cores; ${named.join(", ")}; ${date}`;
})();
