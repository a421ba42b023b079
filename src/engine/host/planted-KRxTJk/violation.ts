export type T = typeof document;
export const d = document;
