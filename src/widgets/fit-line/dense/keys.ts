// The picture of counts by keyboard. Handles and taken points are the business of PlotKeys, once M has gone to them.

import { arrowSteps } from "#charts/interaction/step.ts";
import type { PlotKeys } from "../keys.ts";
import type { Workbench } from "../workbench.ts";
import type { DensePicture } from "./picture.ts";

/** What happened; "taken": the point at the cursor is to be taken. Null: none of the picture's keys. */
export type DenseNews = "viewed" | "pointed" | "taken" | "gone" | null;

type Press = Pick<KeyboardEvent, "key" | "shiftKey" | "altKey" | "ctrlKey" | "metaKey">;

const CLOSER = 2;
const DIG = 4;

export function pressDense(event: Press, picture: DensePicture, bench: Workbench, keys: PlotKeys): DenseNews {
  if (event.ctrlKey || event.metaKey || bench.held) return null;
  if (zoomKey(event.key, picture)) return "viewed";
  if (!keys.entered) {
    if (event.key !== "Enter" && event.key !== " ") return null;
    keys.entered = true;
    bench.choose(null);
    picture.step({ x: 0, y: 0 });
    return "pointed";
  }
  if (bench.active) {
    if (event.key !== "Escape") return null;
    bench.choose(null);
    picture.step({ x: 0, y: 0 });
    return "pointed";
  }
  return look(event, picture, bench, keys);
}

function zoomKey(key: string, picture: DensePicture): boolean {
  if (key === "+" || key === "=") picture.zoom(CLOSER);
  else if (key === "-" || key === "_") picture.zoom(1 / CLOSER);
  else if (key === "0") picture.all();
  else return false;
  return true;
}

function look(event: Press, picture: DensePicture, bench: Workbench, keys: PlotKeys): DenseNews {
  const steps = arrowSteps(event);
  if (steps) {
    picture.step(steps);
    return "pointed";
  }
  switch (event.key) {
    case "m":
    case "M":
      bench.choose({ kind: "handle", index: 0 });
      return "gone";
    case "Escape":
      keys.entered = false;
      picture.point(null);
      return "gone";
    case "Enter":
    case " ":
      if (picture.seen?.dots) return "taken";
      picture.zoom(DIG);
      return "viewed";
    default:
      return null;
  }
}
