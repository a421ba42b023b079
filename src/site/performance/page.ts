// The performance lab.

import { defineInTurn } from "#embed/define.ts";
import { startShell } from "../shell/start.ts";
import { Lab } from "./element.ts";

await defineInTurn([["lw-lab", Lab]]);
startShell();
