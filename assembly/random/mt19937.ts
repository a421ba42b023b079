// MT19937 (Matsumoto and Nishimura, 1998): 32-bit words and 53-bit doubles in [0, 1), as numpy's legacy stream takes them.

const N: usize = 624;
const M: usize = 397;

/** A stream's state: 624 words, the position, whether a normal is cached, and that normal. */
const POSITION_AT: usize = 2496;
export const CACHED_AT: usize = 2500;
export const NORMAL_AT: usize = 2504;
export const STREAM_BYTES: usize = 2512;

/** Start a stream from a 32-bit seed. */
export function seedStream(stream: usize, seed: u32): void {
  let word = seed;
  for (let i: u32 = 0; i < <u32>N; i++) {
    store<u32>(stream + <usize>i * 4, word);
    word = 1812433253 * (word ^ (word >> 30)) + i + 1;
  }
  store<u32>(stream, <u32>N, POSITION_AT);
  store<u32>(stream, 0, CACHED_AT);
}

function twist(stream: usize, i: usize, next: usize, far: usize): void {
  const y = (load<u32>(stream + i * 4) & 0x80000000) | (load<u32>(stream + next * 4) & 0x7fffffff);
  store<u32>(stream + i * 4, load<u32>(stream + far * 4) ^ (y >> 1) ^ (y & 1 ? 0x9908b0df : 0));
}

function refill(stream: usize): void {
  for (let i: usize = 0; i < N - M; i++) twist(stream, i, i + 1, i + M);
  for (let i = N - M; i < N - 1; i++) twist(stream, i, i + 1, i + M - N);
  twist(stream, N - 1, 0, M - 1);
}

/** The next 32-bit word. */
export function nextWord(stream: usize): u32 {
  let position = load<u32>(stream, POSITION_AT);
  if (position === <u32>N) {
    refill(stream);
    position = 0;
  }
  store<u32>(stream, position + 1, POSITION_AT);
  let y = load<u32>(stream + <usize>position * 4);
  y ^= y >> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return y ^ (y >> 18);
}

/** The next double: 27 and 26 bits of two words. */
export function nextDouble(stream: usize): f64 {
  const a = nextWord(stream) >> 5;
  const b = nextWord(stream) >> 6;
  return (<f64>a * 67108864 + <f64>b) / 9007199254740992;
}
