// Fits of the rows that have come so far, while a file is read.

import type { Fit } from "#stats/types.ts";
import type { Table } from "#table/types.ts";
import type { PassPlace } from "../pool/model.ts";
import { NO_OTHERS } from "../pool/pool.ts";
import { StreamedModel } from "../pool/streamed-model.ts";
import { fit as fitOf } from "./calls/fit.ts";
import { KeptTable } from "./kept/kept-table.ts";

/** Milliseconds between two of them: more often nobody could read. */
const PERIOD_MS = 100;

/**
 * Takes superblocks and gives fits of their rows, marked so. A formula that does not fit the file gives none: what is wrong
 * with it is told by the fit of the whole.
 */
export function provisionalFits(
  formula: string,
  place: PassPlace,
  send: (fit: Fit) => void,
  now: () => number = () => performance.now(),
): (table: Table) => Promise<void> {
  let model: StreamedModel | null = new StreamedModel(formula, place);
  let sent = Number.NEGATIVE_INFINITY;
  return async (table) => {
    if (!model) return;
    try {
      await model.add(table);
      // A level came that the rows before it lack: begin anew, with it.
      if (model.mustRepeat) model = new StreamedModel(formula, place, model);
      if (now() - sent < PERIOD_MS) return;
      const moments = model.moments();
      const { n } = moments;
      const context = {
        ...place,
        moments,
        others: NO_OTHERS,
        edges: [0],
        kept: new KeptTable(),
        whole: noRows,
        get table() {
          return noTable();
        },
      };
      send({ ...(await fitOf(context, formula, {})), provisional: { nRows: n } });
      sent = now();
    } catch {
      place.pace.signal.throwIfAborted();
      model = null;
    }
  };
}

const noTable = (): never => {
  throw new RangeError("table: must not be asked for; got moments");
};
const noRows = async (): Promise<never> => noTable();
