// Which predictors a forecast may use: what will be known when it is made, and what only earlier rows tell.

import { LeastwiseError } from "#base/error.ts";
import { expressionsOf } from "#formula/expand.ts";
import { columnsOf, shiftsOf } from "#formula/leaves.ts";
import { shiftText } from "#formula/shift.ts";
import type { ColumnRef, Plan, ShiftExpr } from "#formula/types.ts";
import type { Future, RollingOriginOptions } from "./types.ts";

type Wanted = Pick<RollingOriginOptions, "order" | "by" | "horizon" | "futures">;

/**
 * Horizons that can be forecast: `horizon`, or less where a "lagged" column has a shorter lag.
 *
 * @throws LeastwiseError `bad-argument` naming the column and the rule it breaks
 */
export function reachOf(plan: Plan, wanted: Wanted, tableColumns: readonly string[]): number {
  for (const name of Object.keys(wanted.futures ?? {})) {
    if (!tableColumns.includes(name)) {
      const message = `futures: must name columns of the table; got ${name}`;
      throw new LeastwiseError("column-unknown", message, { at: { column: name }, value: name });
    }
  }
  for (const used of ownColumns(plan)) requireKnown(plan, used, wanted);
  let reach = wanted.horizon;
  for (const shift of expressionsOf(plan).flatMap(shiftsOf)) reach = Math.min(reach, reachOfShift(plan, shift, wanted));
  return reach;
}

/** Columns that a design reads in the row itself, and the term where it does. */
function ownColumns(plan: Plan): { ref: ColumnRef | { name: string }; label: string }[] {
  const numeric = plan.columns.flatMap(({ factors }) =>
    factors.flatMap((factor) =>
      factor.kind === "numeric" ? columnsOf(factor.expr).map((ref) => ({ ref, label: factor.label })) : [],
    ),
  );
  return [...numeric, ...plan.levels.map(({ column, variable }) => ({ ref: { name: column }, label: variable }))];
}

function futureOf(plan: Plan, name: string, { order, by, futures = {} }: Wanted): Future {
  if (name === order || name === by) return "known";
  const own = Object.hasOwn(futures, name) ? futures[name] : undefined;
  const isResponse = columnsOf(plan.response.expr).some((ref) => ref.name === name);
  const future = own ?? (isResponse ? "unknown" : undefined);
  if (future === "known" || future === "unknown" || future === "lagged") return future;
  const got = future === undefined ? "nothing" : String(future);
  const message = `futures: must say of ${name} whether its future is "known", "unknown" or "lagged"; got ${got}`;
  throw new LeastwiseError("bad-argument", message, { at: { column: name }, value: got });
}

function requireKnown(plan: Plan, { ref, label }: ReturnType<typeof ownColumns>[number], wanted: Wanted): void {
  const { name } = ref;
  const future = futureOf(plan, name, wanted);
  if (future === "known") return;
  throw refused({ name, future, wanted, got: label, at: "at" in ref ? ref.at : undefined });
}

function reachOfShift(plan: Plan, shift: ShiftExpr, wanted: Wanted): number {
  const { source, fn, k, at } = shift;
  const { name } = source;
  const future = futureOf(plan, name, wanted);
  if (future === "known") return wanted.horizon;
  // The youngest row of a rolling mean is the one before.
  const reach = fn === "lag" ? k : 1;
  if (future === "lagged" || reach >= wanted.horizon) return reach;
  throw refused({ name, future, wanted, got: shiftText(shift), at });
}

function refused(fault: {
  name: string;
  future: Future;
  wanted: Wanted;
  got: string;
  at: number | undefined;
}): LeastwiseError {
  const { name, future, wanted, got, at } = fault;
  const rule =
    future === "lagged"
      ? `${name} is known up to the origin only, so it may enter only as lag(${name}, k)`
      : `the future of ${name} is unknown, so up to horizon ${wanted.horizon} it may enter only as lag(${name}, k) with k >= ${wanted.horizon}`;
  const place = at === undefined ? { column: name } : { column: name, char: at };
  return new LeastwiseError("bad-argument", `futures: ${rule}; got ${got}`, { at: place, value: got });
}

/**
 * Lags count rows: check that a row is a period, so that k rows back are k periods or more.
 *
 * @param series period and series of every row of the table, −1 where missing
 * @throws LeastwiseError `bad-argument`
 */
export function requireRowsArePeriods(
  plan: Plan,
  { order, by = null }: { order: string; by?: string | null },
  series: { periods: Int32Array; groups: Int32Array; nPeriods: number },
): void {
  const [shift] = expressionsOf(plan).flatMap(shiftsOf);
  if (shift === undefined) return;
  for (const each of expressionsOf(plan).flatMap(shiftsOf)) {
    if ((each.by?.name ?? null) !== by || (each.order !== null && each.order.name !== order)) {
      const rule = `a lag must follow ${order}${by === null ? "" : ` by ${by}`}, as the forecasts do`;
      throw new LeastwiseError("bad-argument", `lag: ${rule}; got ${shiftText(each)}`, { value: shiftText(each) });
    }
  }
  const inRowOrder = expressionsOf(plan)
    .flatMap(shiftsOf)
    .some((each) => each.order === null);
  const { periods, groups, nPeriods } = series;
  const seen = new Set<number>();
  const last = new Map<number, number>();
  for (const [row, period] of periods.entries()) {
    const group = groups[row] as number;
    if (period < 0 || group < 0) continue;
    const key = group * nPeriods + period;
    const rule = seen.has(key)
      ? `there must be one row a period${by === null ? "" : ` in each ${by}`}`
      : inRowOrder && period < (last.get(group) ?? 0)
        ? `rows must follow ${order}, or the lag must name it`
        : null;
    if (rule !== null) {
      const message = `lag: ${rule}; got another in row ${row + 1}`;
      throw new LeastwiseError("bad-argument", message, { at: { row: row + 1 } });
    }
    seen.add(key);
    last.set(group, period);
  }
}
