import "#kernel/backend.ts";
