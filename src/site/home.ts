// Home: what this is, and a figure that can be used at once.

import { defineInTurn } from "#embed/define.ts";
import { FitLine } from "#widgets/fit-line/element.ts";
import { startShell } from "./shell/start.ts";

await defineInTurn([["lw-fit-line", FitLine]]);
startShell();
