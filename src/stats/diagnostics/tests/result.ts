// What a test gives out, and what it is run with.

import type { Backend, DiagnoseSums } from "#kernel/backend.ts";
import type { Rows } from "../../rows.ts";
import type { Fit, Moments } from "../../types.ts";
import type { RowModel } from "../model.ts";
import type { OrderedRows } from "../order.ts";
import type { RowKey } from "../passes/stretch.ts";
import type { Assumption, DiagnosticTest, RowOrder, TestName } from "../types.ts";

/** Everything a test may look at. */
export interface TestContext {
  fit: Fit;
  rows: Rows;
  model: RowModel;
  /** Of the block's columns; read when first asked for. */
  moments(): Promise<Moments>;
  sums: DiagnoseSums;
  backend: Pick<Backend, "merge" | "dense">;
  /** √w (y − ŷ) in parts. */
  residuals: readonly Float64Array[];
  lag: number;
  /** Rows in an order, which several tests may ask for. */
  ordered(key: RowKey): Promise<OrderedRows>;
  order: RowOrder;
  split: number | null;
}

/** What a test is, whatever it finds. */
export interface TestHead {
  name: TestName;
  method: string;
  against: Assumption;
}

export type Test = (context: TestContext) => DiagnosticTest | Promise<DiagnosticTest>;

/** A result, or the reason for none where a number is not finite. */
export function found(head: TestHead, statistic: number, df: number[], p: number): DiagnosticTest {
  if (!Number.isFinite(statistic)) return refused(head, "the statistic is not finite: what it divides by is 0");
  return { ...head, statistic, df, p };
}

/** No result, and why. */
export function refused(head: TestHead, reason: string): DiagnosticTest {
  return { ...head, statistic: null, df: [], p: null, reason };
}
