// What a call returns where it can end in more than one way.

export const OK: i32 = 0;

/** The conversion lost more than three digits: accumulate again about the mean that was written. */
export const REPACK: i32 = 1;
