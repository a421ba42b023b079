// All backends in Chromium.

import { kernelSuite } from "./suite.ts";

kernelSuite();
