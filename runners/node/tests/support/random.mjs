/** Seeded randomness for tests: the same mutations every time. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** An integer from 0 to below `limit` (mulberry32). */
  below(limit) {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  }

  /** A copy of `bytes` with a few bytes changed, removed, inserted, or numbers replaced by extreme ones. */
  mutate(bytes) {
    let copy = Buffer.from(bytes);
    for (let count = 1 + this.below(3); count > 0 && copy.length > 0; count--) {
      const at = this.below(copy.length);
      switch (this.below(5)) {
        case 0: copy[at] = this.below(256); break;
        case 1: copy[at] ^= 1 << this.below(8); break;
        case 2: copy = copy.subarray(0, at); break;
        case 3: copy = Buffer.concat([copy.subarray(0, at), Buffer.from([0xff, 0xff, 0xff, 0x7f].slice(this.below(4))), copy.subarray(at)]); break;
        default: copy = Buffer.concat([copy.subarray(0, at), copy.subarray(Math.min(copy.length, at + 1 + this.below(4)))]);
      }
    }
    return copy;
  }
}
