// A person's own data: the data panel, and the table of the fit that follows it.

import { defineOnce } from "#embed/define.ts";
import { Coefficients } from "#widgets/coefficients/element.ts";
import { DataPanel } from "#widgets/data/element.ts";
import { startShell } from "../shell/start.ts";

defineOnce("lw-data", DataPanel);
defineOnce("lw-coefficients", Coefficients);
startShell();
