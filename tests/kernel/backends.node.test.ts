// All backends in Node, which runs with --experimental-wasm-relaxed-simd.

import { kernelSuite } from "./suite.ts";

kernelSuite();
