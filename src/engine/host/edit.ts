// Edits of tables of more than one superblock: those that an edit names are edited by the workers that hold them, and the
// others are the same chunks in the table before and after.

import { checkEdit } from "#table/edit-check.ts";
import { described, editedInfos, editPart, localEdit } from "#table/edit-part.ts";
import type { Column, TableEdit } from "#table/types.ts";
import type { CallId, TableId } from "../contract.ts";
import type { DealtTable } from "../pool/dealt.ts";
import { Others } from "../pool/pool.ts";
import type { KeptTable } from "./kept/kept-table.ts";

/** A table with rows, and what is kept beside them. */
export type HeldRows = DealtTable & { kept: KeptTable };

/**
 * The table after an edit, under the id `as` on every worker; null where all rows must be seen for it. What is kept of the
 * superblocks that stay is kept.
 *
 * @throws LeastwiseError as `editTable`, and `worker-crashed`
 */
export async function editHeld(
  from: HeldRows,
  edit: TableEdit,
  { id, as, call }: { id: TableId; as: TableId; call: CallId },
): Promise<HeldRows | null> {
  const { here, parts, kept } = from;
  const local = localEdit(here.columns, from.edges, checkEdit(here, edit));
  if (local === null) return null;
  const { edits, edges } = local;
  const release = () => {
    for (const { follower } of parts) follower.release(as);
  };
  const others = new Others(from, { id, call });
  const made = new Others({ parts, edges }, { id: as, call });
  try {
    const theirs = others.run("edit", () => ({ edits, as }));
    const own = editPart(
      here,
      edits.filter(({ superblock }) => here.superblocks.includes(superblock)),
    );
    const told = editedInfos(here.columns, [...own.changed, ...(await theirs).flat()]);
    if (told === null) {
      release();
      return null;
    }
    const whole = { edges, infos: told.map(({ info }) => info) };
    await made.run("describe", () => ({ ...whole, as }));
    const part = described(own.table, whole);
    const columns = part.columns.map((column, j) => ({ ...column, ...told[j] })) as Column[];
    const changed = edits.map(({ superblock }) => superblock);
    return { here: { ...part, columns }, parts, edges, kept: kept.without(changed, edges.length - 1) };
  } catch (error) {
    release();
    throw error;
  } finally {
    others.end();
  }
}
