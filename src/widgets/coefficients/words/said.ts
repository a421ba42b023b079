// What is said of a coefficient.

/** What is said of a coefficient; `plain` is false where no single sentence can be true and the text says why. */
export interface Said {
  plain: boolean;
  text: string;
}
