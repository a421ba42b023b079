// The fused pass: sums over all rows, the rows that do most to the fit, by their place in the table, and what is drawn.

import { addGrids } from "#base/grid.ts";
import type { DiagnoseSums, Diagnosis, DrawnRows, TopRows } from "#kernel/backend.ts";
import { tableRowOf } from "../../passes/pick.ts";
import { addCounts, countRows, type RowCount } from "../../passes/row-count.ts";
import type { RowPass } from "../../rows.ts";
import { keptBlock, type RowModel, requestOf } from "../model.ts";

interface DiagnoseArgs {
  model: RowModel;
  nTop: number;
}

/** √w (y − ŷ) of each row, part after part in the order of the rows, and counts. */
interface Drawn extends Omit<DrawnRows, "residuals"> {
  residuals: Float64Array[];
}

interface RowFindings extends Pick<Diagnosis, "sums" | "top"> {
  nTop: number;
  count: RowCount;
  drawn: Drawn;
}

const mergeDrawn = (a: Drawn, b: Drawn): Drawn => ({
  residuals: [...a.residuals, ...b.residuals],
  residualFitted: addGrids(a.residualFitted, b.residualFitted),
  scaleLocation: addGrids(a.scaleLocation, b.scaleLocation),
  residualLeverage: addGrids(a.residualLeverage, b.residualLeverage),
});

/** The best of two lists, the earlier rows' first where values are equal. */
function mergeTop(a: TopRows, b: TopRows, nTop: number): TopRows {
  const length = Math.min(nTop, a.values.length + b.values.length);
  const values = new Float64Array(length);
  const rows = new Float64Array(length);
  let i = 0;
  let j = 0;
  for (let k = 0; k < length; k++) {
    const own = i < a.values.length ? Math.abs(a.values[i] as number) : -1;
    const other = j < b.values.length ? Math.abs(b.values[j] as number) : -1;
    const from = own >= other ? a : b;
    const at = own >= other ? i++ : j++;
    values[k] = from.values[at] as number;
    rows[k] = from.rows[at] as number;
  }
  return { values, rows };
}

/** Sums of two stretches of rows, `a` before `b`; the step from one to the other is added. */
function mergeSums(a: DiagnoseSums, b: DiagnoseSums): DiagnoseSums {
  const between = a.n > 0 && b.n > 0 ? (b.first - a.last) ** 2 : 0;
  const [a1, a2, a3, a4] = a.powers;
  const [b1, b2, b3, b4] = b.powers;
  return {
    n: a.n + b.n,
    powers: [a1 + b1, a2 + b2, a3 + b3, a4 + b4],
    squares: a.squares + b.squares,
    quartics: a.quartics + b.quartics,
    press: a.press + b.press,
    nSaturated: a.nSaturated + b.nSaturated,
    trace: a.trace + b.trace,
    steps: a.steps + b.steps + between,
    first: a.n > 0 ? a.first : b.first,
    last: b.n > 0 ? b.last : a.last,
    minFitted: Math.min(a.minFitted, b.minFitted),
    maxFitted: Math.max(a.maxFitted, b.maxFitted),
    maxResidual: Math.max(a.maxResidual, b.maxResidual),
    maxLeverage: Math.max(a.maxLeverage, b.maxLeverage),
    maxStandardised: Math.max(a.maxStandardised, b.maxStandardised),
    squareGradient: a.squareGradient.map((value, j) => value + (b.squareGradient[j] as number)),
  };
}

export const diagnosePass: RowPass<DiagnoseArgs, RowFindings> = {
  async run(block, { model, nTop }, backend) {
    const request = requestOf(model, { nTop, rows: false, drawn: true });
    const { sums, top, drawn } = await backend.diagnose(keptBlock(block, model), request);
    const { residuals, ...grids } = drawn as DrawnRows;
    const placed = ({ values, rows }: TopRows): TopRows => ({
      values,
      rows: rows.map((i) => tableRowOf(block, i)),
    });
    const { studentised, leverage, cooks, dffits, dfbetas } = top;
    return {
      nTop,
      count: countRows(block),
      drawn: { residuals: [residuals], ...grids },
      sums,
      top: {
        studentised: placed(studentised),
        leverage: placed(leverage),
        cooks: placed(cooks),
        dffits: placed(dffits),
        dfbetas: dfbetas.map(placed),
      },
    };
  },
  merge(a, b) {
    const { nTop } = a;
    const best = (of: (top: RowFindings["top"]) => TopRows) => mergeTop(of(a.top), of(b.top), nTop);
    return {
      nTop,
      count: addCounts(a.count, b.count),
      drawn: mergeDrawn(a.drawn, b.drawn),
      sums: mergeSums(a.sums, b.sums),
      top: {
        studentised: best((top) => top.studentised),
        leverage: best((top) => top.leverage),
        cooks: best((top) => top.cooks),
        dffits: best((top) => top.dffits),
        dfbetas: a.top.dfbetas.map((list, k) => mergeTop(list, b.top.dfbetas[k] as TopRows, nTop)),
      },
    };
  },
};
