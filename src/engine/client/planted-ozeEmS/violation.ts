import "#stats/models/ols.ts";
