// Readings for the sentence tests: a real plan of a formula on a small table, with coefficients that the test chooses.

import type { DataSet, Fit } from "#engine/contract.ts";
import { planFormula } from "#formula/plan.ts";
import { fromColumns } from "#table/from-columns.ts";
import type { ColumnInput } from "#table/types.ts";
import type { Reading } from "#widgets/coefficients/words/names.ts";

/** Eight days of a store: ranges and levels that the sentences speak of. */
export const days: { name: string; values: ColumnInput }[] = [
  { name: "revenue", values: [110, 125, 149, 161, 178, 122, 153, 130].map((k) => 1000 * k) },
  { name: "spend", values: [10_000, 30_000, 50_000, 70_000, 90_000, 20_000, 60_000, 40_000] },
  { name: "traffic", values: [51_000, 90_000, 70_000, 120_000, 199_000, 60_000, 130_000, 80_000] },
  { name: "price", values: [20, 50, 80, 110, 140, 170, 200, 60] },
  { name: "stock", values: [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] },
  { name: "promo", values: [0, 1, 0, 1, 1, 0, 1, 0] },
  { name: "region", values: ["east", "west", "north", "east", "west", "north", "east", "west"] },
  { name: "banner", values: ["blue", "red", "blue", "red", "red", "blue", "blue", "red"] },
  { name: "season", values: [-2, -1, 0, 1, 2, 1, -1, 0] },
];

const column = (name: string, label: string, unit: string, assigned: "random" | "observed" = "observed") => ({
  name,
  label,
  unit,
  assigned,
  description: "",
});

export const store: DataSet = {
  id: "store",
  title: "Store",
  description: "",
  row: "day",
  nRows: 8,
  generated: true,
  file: "",
  sha256: "",
  licence: "",
  source: "",
  columns: [
    column("revenue", "revenue", "$"),
    column("spend", "marketing spend", "$"),
    column("traffic", "website traffic", "visits"),
    column("price", "average price", "$"),
    column("stock", "inventory level", ""),
    column("promo", "promotion", "", "random"),
    column("region", "region", ""),
    column("banner", "banner", "", "random"),
    column("season", "season", ""),
  ],
};

export interface Made {
  formula: string;
  /** In the order of the fit's terms; null is aliased. */
  coefficients: (number | null)[];
  /** Half-widths of the intervals, likewise; absent: a tenth of the coefficient. */
  halves?: (number | null)[];
  dataSet?: DataSet | null;
  columns?: { name: string; values: ColumnInput }[];
  locale?: string;
}

/** A reading with the plan of `formula` and made-up estimates. */
export function readingOf({ formula, coefficients, halves, dataSet = store, columns = days, locale }: Made): Reading {
  const table = fromColumns(columns);
  const plan = planFormula(formula, table);
  const terms = [...(plan.intercept ? ["(Intercept)"] : []), ...plan.columns.map(({ name }) => name)];
  if (terms.length !== coefficients.length) throw new RangeError(`${terms.join(", ")}: ${coefficients.length} given`);
  const half = (i: number) => (halves ? (halves[i] ?? null) : Math.abs(coefficients[i] ?? 0) / 10);
  const fit: Fit = {
    method: "ols",
    objective: "Σ(y − ŷ)²",
    formula,
    plan,
    backend: "reference",
    solver: { name: "cholesky", reason: "", condition: 1, rss: "rows" },
    n: 1000,
    nDropped: 0,
    weighted: false,
    terms,
    coefficients,
    standardErrors: coefficients.map((value, i) => (value === null ? null : (half(i) ?? 0) / 2)),
    t: coefficients.map((value) => (value === null ? null : 20)),
    p: coefficients.map((value) => (value === null ? null : 1e-60)),
    ci95: coefficients.map((value, i) => {
      const h = half(i);
      return value === null || h === null ? null : [value - h, value + h];
    }),
    digits: coefficients.map((value) => (value === null ? null : 14)),
    rSquared: 0.598,
    adjRSquared: 0.5976,
    sigma: 17_280,
    f: { value: 1237.5, df1: 1, df2: 998, p: 1e-180 },
    logLik: -1,
    aic: 1,
    bic: 1,
    rss: 1,
    tss: 2,
    dfResidual: 998,
    rank: terms.length,
    aliased: terms.filter((_, i) => coefficients[i] === null),
    reasons: [],
    covariance: { weight: 1000, centre: plan.columns.map(() => 0), R: [] },
  };
  return { fit, dataSet, columns: table.columns.map(({ info }) => info), locale: locale ?? "en-US" };
}
