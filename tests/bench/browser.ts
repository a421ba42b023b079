// The browser's entry of the benchmarks: loaded through Vite in a page, it hangs the functions where a driver finds them.

import { benchGram } from "./gram.ts";
import { checkGramSpeed } from "./gram-speed.budget.ts";
import { benchModels } from "./models.ts";
import {
  closePeers,
  openPeerCsv,
  openPeerKernel,
  openPeerTable,
  readPeerCsv,
  runPeerKernel,
  runPeerTask,
} from "./peers/in-page.ts";
import { benchStorefront } from "./storefront.ts";

const functions = {
  benchGram,
  benchModels,
  benchStorefront,
  checkGramSpeed,
  closePeers,
  openPeerCsv,
  openPeerKernel,
  openPeerTable,
  readPeerCsv,
  runPeerKernel,
  runPeerTask,
};

declare global {
  var leastwiseBench: typeof functions;
}

globalThis.leastwiseBench = functions;
