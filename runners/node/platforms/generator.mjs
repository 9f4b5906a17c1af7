/**
 * The random generator of programs, the same in every runtime: xoshiro256** (Blackman and Vigna), its state made of the seed by splitmix64.
 * Words of 64 bits are held as two of 32.
 */

const MASK = (1n << 64n) - 1n;
const TWO_64 = 1n << 64n;

export class Generator {
  #state = new Uint32Array(8); // low, high of each word
  #low = 0; // what next() gave
  #high = 0;

  /** @param {bigint} seed */
  constructor(seed) {
    this.seed(seed);
  }

  /** Starts again. */
  seed(seed) {
    let state = BigInt.asUintN(64, seed);
    for (let i = 0; i < 4; i++) {
      state = (state + 0x9e3779b97f4a7c15n) & MASK;
      let word = state;
      word = ((word ^ (word >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
      word = ((word ^ (word >> 27n)) * 0x94d049bb133111ebn) & MASK;
      word ^= word >> 31n;
      this.#state[2 * i] = Number(word & 0xffffffffn);
      this.#state[2 * i + 1] = Number(word >> 32n);
    }
  }

  #next() {
    const s = this.#state;
    const [aLow, aHigh, bLow, bHigh, cLow, cHigh, dLow, dHigh] = s;
    // rotl(b * 5, 7) * 9
    const five = bLow * 5;
    const fiveLow = five >>> 0;
    const fiveHigh = (bHigh * 5 + Math.floor(five / 2 ** 32)) >>> 0;
    const low7 = ((fiveLow << 7) | (fiveHigh >>> 25)) >>> 0;
    const high7 = ((fiveHigh << 7) | (fiveLow >>> 25)) >>> 0;
    const nine = low7 * 9;
    this.#low = nine >>> 0;
    this.#high = (high7 * 9 + Math.floor(nine / 2 ** 32)) >>> 0;
    // The words of the next state: b is shifted as it was before.
    const [c2Low, c2High, d2Low, d2High] = [cLow ^ aLow, cHigh ^ aHigh, dLow ^ bLow, dHigh ^ bHigh];
    s[2] = bLow ^ c2Low;
    s[3] = bHigh ^ c2High;
    s[0] = aLow ^ d2Low;
    s[1] = aHigh ^ d2High;
    s[4] = c2Low ^ (bLow << 17);
    s[5] = c2High ^ ((bHigh << 17) | (bLow >>> 15));
    s[6] = (d2High << 13) | (d2Low >>> 19); // rotl by 45
    s[7] = (d2Low << 13) | (d2High >>> 19);
  }

  /** 64 bits. */
  next() {
    this.#next();
    return (BigInt(this.#high) << 32n) | BigInt(this.#low);
  }

  /** In [0, 1): the upper 53 bits. */
  uniform() {
    this.#next();
    return (this.#high * 2 ** 21 + (this.#low >>> 11)) * 2 ** -53;
  }

  /** From `least` to `most`, both included, all equally likely. */
  range(least, most) {
    const count = BigInt.asUintN(64, most - least + 1n);
    if (count === 0n) return BigInt.asIntN(64, this.next());
    const limit = TWO_64 - (TWO_64 % count);
    for (;;) {
      const word = this.next();
      if (word < limit) return BigInt.asIntN(64, least + (word % count));
    }
  }
}
