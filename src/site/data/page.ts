// A person's own data: the data panel, and the table of the fit that follows it.

import { defineInTurn } from "#embed/define.ts";
import { Coefficients } from "#widgets/coefficients/element.ts";
import { DataPanel } from "#widgets/data/element.ts";
import { startShell } from "../shell/start.ts";

await defineInTurn([
  ["lw-data", DataPanel],
  ["lw-coefficients", Coefficients],
]);
startShell();
