import "../../kernel/choose.ts";
