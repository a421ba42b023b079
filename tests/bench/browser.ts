// The browser's entry of the benchmarks: loaded through Vite in a page, it hangs the functions where a driver finds them.

import { benchGram } from "./gram.ts";
import { checkGramSpeed } from "./gram-speed.budget.ts";
import { benchModels } from "./models.ts";
import { benchStorefront } from "./storefront.ts";

declare global {
  var leastwiseBench: {
    benchGram: typeof benchGram;
    benchModels: typeof benchModels;
    benchStorefront: typeof benchStorefront;
    checkGramSpeed: typeof checkGramSpeed;
  };
}

globalThis.leastwiseBench = { benchGram, benchModels, benchStorefront, checkGramSpeed };
