import "#engine/index.ts";
