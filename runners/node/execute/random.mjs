/** Math.random from a seed: sfc32, seeded by SplitMix64, so that a task which does not seed anything itself is still repeatable. */

const MASK = (1n << 64n) - 1n;

let a = 0;
let b = 0;
let c = 0;
let counter = 1;
let pending = null; // a seed from which nothing has been drawn yet

/** 32 bits. */
function next() {
  const result = (((a + b) | 0) + counter) | 0;
  counter = (counter + 1) | 0;
  a = b ^ (b >>> 9);
  b = (c + (c << 3)) | 0;
  c = (((c << 21) | (c >>> 11)) + result) | 0;
  return result;
}

/** A number of 53 random bits, at least 0 and below 1. */
function random() {
  if (pending !== null) start(pending);
  const high = next() >>> 5;
  return (high * 67108864 + (next() >>> 6)) / 9007199254740992;
}

/**
 * Starts the sequence of Math.random that belongs to a seed.
 * @param {bigint} value 64 bits
 */
export function seedRandom(value) {
  pending = value;
  Math.random = random;
}

function start(value) {
  pending = null;
  const first = splitMix(value);
  const second = splitMix(first.state);
  a = Number(first.bits & 0xffffffffn) | 0;
  b = Number(first.bits >> 32n) | 0;
  c = Number(second.bits & 0xffffffffn) | 0;
  counter = 1;
  for (let i = 0; i < 12; i++) next();
}

function splitMix(value) {
  const state = (value + 0x9e3779b97f4a7c15n) & MASK;
  let bits = state;
  bits = ((bits ^ (bits >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  bits = ((bits ^ (bits >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return { state, bits: bits ^ (bits >> 31n) };
}
