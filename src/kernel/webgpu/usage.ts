// Flags of buffers and of mapping, by their numbers in the specification: they are globals only where WebGPU is.

export const MAP_READ = 0x1;
export const MAP_WRITE = 0x2;
export const COPY_SRC = 0x4;
export const COPY_DST = 0x8;
export const UNIFORM = 0x40;
export const STORAGE = 0x80;
export const QUERY_RESOLVE = 0x200;

/** Modes of `mapAsync`. */
export const READ = 1;
export const WRITE = 2;
