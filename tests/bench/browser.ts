// The browser's entry of the benchmarks: loaded through Vite in a page, it hangs the functions where a driver finds them.

import { benchDiagnose } from "./diagnose.ts";
import { benchGram } from "./gram.ts";
import { checkGramSpeed } from "./gram-speed.budget.ts";
import { benchPath } from "./path.ts";

declare global {
  var leastwiseBench: {
    benchGram: typeof benchGram;
    benchDiagnose: typeof benchDiagnose;
    benchPath: typeof benchPath;
    checkGramSpeed: typeof checkGramSpeed;
  };
}

globalThis.leastwiseBench = { benchGram, benchDiagnose, benchPath, checkGramSpeed };
