import "#stats/types.ts";
