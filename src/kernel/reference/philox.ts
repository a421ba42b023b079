// Philox4x32-10 (Salmon, Moraes, Dror and Shaw, 2011, "Parallel random numbers: as easy as 1, 2, 3"), word by word.

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;
const ROUNDS = 10;

type Words = [number, number, number, number];

/** High 32 bits of a product of unsigned 32-bit words. */
function highProduct(a: number, b: number): number {
  return Number((BigInt(a) * BigInt(b)) >> 32n);
}

/** The four unsigned words of a counter of four words under a key of two. */
export function philox(counter: Words, key: [number, number]): Words {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const next: Words = [
      (highProduct(M1, c2) ^ c1 ^ k0) >>> 0,
      Math.imul(M1, c2) >>> 0,
      (highProduct(M0, c0) ^ c3 ^ k1) >>> 0,
      Math.imul(M0, c0) >>> 0,
    ];
    [c0, c1, c2, c3] = next;
    k0 = (k0 + W0) >>> 0;
    k1 = (k1 + W1) >>> 0;
  }
  return [c0, c1, c2, c3];
}
