import "#kernel/choose.ts";
