// Home: what this is, and a figure that can be used at once.

import { defineOnce } from "#embed/define.ts";
import { FitLine } from "#widgets/fit-line/element.ts";
import { startShell } from "./shell/start.ts";

defineOnce("lw-fit-line", FitLine);
startShell();
