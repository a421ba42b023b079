// A model of rows that come superblock by superblock and are not kept: its plan is made of the first and holds as long as no
// later one has a level, or a type, that it does not know. Where one has, the rows must come once more.

import { LeastwiseError } from "#base/error.ts";
import { TreeSum } from "#base/superblock.ts";
import { closePlan, type OpenPlan, openPlan } from "#formula/plan.ts";
import { mergedSurvey, type Survey } from "#formula/survey.ts";
import type { Plan } from "#formula/types.ts";
import { toMoments } from "#stats/moments/state.ts";
import { momentsPass, type WeighedMoments } from "#stats/passes/moments.ts";
import type { Moments } from "#stats/types.ts";
import { sortLevels } from "#table/levels.ts";
import type { Column, Table } from "#table/types.ts";
import type { PassPlace } from "./model.ts";
import { type SumArgs, type SummedSuperblock, sumSuperblock } from "./sums.ts";

export class StreamedModel {
  readonly #formula: string;
  readonly #place: PassPlace;
  readonly #sum: TreeSum<WeighedMoments>;
  #open: OpenPlan | null = null;
  #plan: Plan | null = null;
  /** Codes of the levels that the plan knows. */
  #known: number[][] = [];
  #survey: Survey = { complete: 0, seen: [] };
  #nRows = 0;
  #nDropped = 0;
  #again = false;

  /** @param of what an earlier pass over the same rows found, so that this one is the last */
  constructor(formula: string, place: PassPlace, of: StreamedModel | null = null) {
    this.#formula = formula;
    this.#place = place;
    this.#sum = new TreeSum((a, b) => momentsPass.merge(a, b, place.backend));
    if (of === null) return;
    this.#open = of.#open;
    this.#plan = of.#plan;
    this.#known = of.#known;
  }

  /** Rows that came so far. */
  get nRows(): number {
    return this.#nRows;
  }

  /** Whether the rows must come once more: what was summed is not by the plan of all of them. */
  get mustRepeat(): boolean {
    return this.#again;
  }

  /** How to sum the next superblock; `table` shows its columns. */
  argsFor(table: Table): SumArgs {
    const open = this.#openOn(table);
    return {
      plan: this.#again ? null : this.#plan,
      used: open.variables.columns,
      factors: open.factors.map(({ column, part }) => ({ column, part })),
      seen: this.#known,
    };
  }

  /** Sum a table of one superblock; codes of its categories are those of all before it. */
  async add(table: Table): Promise<void> {
    let summed = await sumSuperblock(table, this.argsFor(table), this.#place);
    if (!this.#plan && summed.survey.complete > 0) {
      this.#close(summed.survey, table);
      summed = await sumSuperblock(table, this.argsFor(table), this.#place);
    }
    this.take(summed, table);
  }

  /** Take what was summed of the next superblock. */
  take({ nRows, survey, moments, nDropped }: SummedSuperblock, table: Table): void {
    this.#nRows += nRows;
    this.#nDropped += nDropped;
    const before = this.#survey.seen.length === 0 ? [] : [this.#survey];
    this.#survey = mergedSurvey([...before, survey], survey.seen.length);
    if (moments) this.#sum.add(moments);
    else if (survey.complete > 0) {
      this.#again = true;
      this.#close(this.#survey, table);
    }
  }

  /**
   * Moments of the rows so far, by the plan of those that it knows.
   *
   * @throws LeastwiseError `rows-too-few` where no row was complete
   */
  moments(): Moments & { plan: Plan } {
    const total = this.#sum.total();
    const plan = this.#plan;
    if (!total || !plan) {
      const message = `model: must have a row with a value in each of its columns; got 0 of ${this.#nRows} rows`;
      throw new LeastwiseError("rows-too-few", message, { value: 0 });
    }
    const names = [...plan.columns.map(({ name }) => name), plan.response.label];
    return { ...toMoments(total.moments, names, total.sumLogWeight), nDropped: this.#nDropped, plan };
  }

  /** The formula on the columns of a table. Where one has become another type, it had no value in the rows before. */
  #openOn(table: Table): OpenPlan {
    const open = openPlan(this.#formula, table);
    if (open.whole) {
      const rule =
        "must be of what each row tells by itself where rows are not kept: no lag, encoding, spline or scale";
      throw new LeastwiseError("rows-needed", `formula: ${rule}; got ${this.#formula}`, { value: this.#formula });
    }
    const before = this.#open;
    if (before && JSON.stringify(before.terms) === JSON.stringify(open.terms) && sameFactors(before, open))
      return before;
    if (before) this.#survey = { complete: 0, seen: [] };
    if (before && this.#plan) this.#again = true;
    this.#open = open;
    return open;
  }

  /** Plan with the levels that are known by now. */
  #close(survey: Survey, table: Table): void {
    const { columns, seen } = sorted(table, this.#open as OpenPlan, survey);
    this.#plan = closePlan(this.#open as OpenPlan, { complete: survey.complete, seen }, { ...table, columns });
    this.#known = survey.seen.map((codes) => [...codes]);
  }
}

function sameFactors(a: OpenPlan, b: OpenPlan): boolean {
  return a.factors.length === b.factors.length && a.factors.every(({ label }, f) => label === b.factors[f]?.label);
}

/** The columns with their levels sorted, as a plan wants them, and the survey by those. */
function sorted(table: Table, open: OpenPlan, survey: Survey): { columns: Column[]; seen: number[][] } {
  const orders = new Map<string, Int32Array>();
  const columns = table.columns.map((column): Column => {
    if (column.kind !== "category") return column;
    const { levels, code } = sortLevels(column.info.levels ?? []);
    orders.set(column.info.name, code);
    return { ...column, info: { ...column.info, levels } };
  });
  const seen = open.factors.map(({ column }, f) => {
    const order = orders.get(column);
    const codes = survey.seen[f] ?? [];
    return order ? codes.map((code) => order[code] as number).sort((a, b) => a - b) : codes;
  });
  return { columns, seen };
}
