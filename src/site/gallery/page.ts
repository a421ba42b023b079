// Every scene of every figure, and which engine answers for them.

import { defineOnce } from "#embed/define.ts";
import { Coefficients } from "#widgets/coefficients/element.ts";
import { scenes as coefficients } from "#widgets/coefficients/scene.ts";
import { DataPanel } from "#widgets/data/element.ts";
import { scenes as data } from "#widgets/data/scene.ts";
import { FitLine } from "#widgets/fit-line/element.ts";
import { scenes as fitLine } from "#widgets/fit-line/scene.ts";
import type { Scene } from "#widgets/shared/scene.ts";
import { TimeWindow } from "#widgets/window/element.ts";
import { scenes as timeWindow } from "#widgets/window/scene.ts";
import { startShell } from "../shell/start.ts";
import { showEngine } from "./engine.ts";

const WIDGETS: {
  tag: string;
  element: typeof FitLine | typeof Coefficients | typeof DataPanel | typeof TimeWindow;
  scenes: Scene[];
}[] = [
  { tag: "lw-fit-line", element: FitLine, scenes: fitLine },
  { tag: "lw-coefficients", element: Coefficients, scenes: coefficients },
  { tag: "lw-window", element: TimeWindow, scenes: timeWindow },
  { tag: "lw-data", element: DataPanel, scenes: data },
];

function heading(level: "h2" | "h3", words: string): HTMLElement {
  const element = document.createElement(level);
  element.textContent = words;
  return element;
}

const place = document.querySelector("#scenes");
for (const { tag, element, scenes } of WIDGETS) {
  defineOnce(tag, element);
  place?.append(heading("h2", `<${tag}>`));
  for (const scene of scenes) {
    const stage = document.createElement("div");
    stage.className = "scene";
    stage.append(scene.make(document));
    place?.append(heading("h3", scene.title), stage);
  }
}
startShell();
void showEngine(document.querySelector("#engine"));
