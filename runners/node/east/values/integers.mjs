/**
 * Integers of 64 bits. An Integer is a `number` where that is exact (53 bits) and a `bigint` everywhere else, never the other way round, so that
 * `===` is equality, `<` is order, and ordinary programs never meet a bigint. Compiled code does the small cases itself and calls these for the rest.
 *
 * @typedef {number | bigint} Integer
 */

export const SAFE = Number.MAX_SAFE_INTEGER;
const BIG_SAFE = BigInt(SAFE);
const MIN = -(2n ** 63n);

/** The Integer of a bigint of any size, wrapped to 64 bits. */
export function wrap(big) {
  const value = BigInt.asIntN(64, big);
  return value <= BIG_SAFE && value >= -BIG_SAFE ? Number(value) : value;
}

/** The Integer of a number without a fraction, of less than 64 bits. */
export function fromNumber(value) {
  return value <= SAFE && value >= -SAFE ? value + 0 : wrap(BigInt(value));
}

export function add(a, b) {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (sum <= SAFE && sum >= -SAFE) return sum;
  }
  return wrap(BigInt(a) + BigInt(b));
}

export function subtract(a, b) {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (difference <= SAFE && difference >= -SAFE) return difference;
  }
  return wrap(BigInt(a) - BigInt(b));
}

export function multiply(a, b) {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (product <= SAFE && product >= -SAFE) return product + 0;
  }
  return wrap(BigInt(a) * BigInt(b));
}

export function negate(a) {
  return typeof a === 'number' ? 0 - a : wrap(-a);
}

export function absolute(a) {
  return a < 0 ? negate(a) : a;
}

/** `a / b` towards zero; `b` is not 0, or `a` is. */
export function quotient(a, b) {
  if (a === 0) return 0;
  if (typeof a === 'number' && typeof b === 'number') return Math.trunc(a / b) + 0; // exact for 53 bits
  return wrap(BigInt(a) / BigInt(b));
}

/** What is left of {@link quotient}, with the sign of `a`. */
export function remainder(a, b) {
  if (a === 0) return 0;
  if (typeof a === 'number' && typeof b === 'number') return a % b + 0;
  return wrap(BigInt(a) % BigInt(b));
}

/** Modulo 2^64; 0 for negative exponents. */
export function power(base, exponent) {
  if (exponent < 0) return 0;
  let result = 1n;
  let factor = BigInt(base);
  for (let rest = BigInt(exponent); rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = BigInt.asIntN(64, result * factor);
    factor = BigInt.asIntN(64, factor * factor);
  }
  return wrap(result);
}

/** How often `|value|` can be divided by `base` before it drops below it. */
export function logarithm(value, base) {
  if (value === 0 || base <= 1) return 0;
  let rest = value < 0 ? -BigInt(value) : BigInt(value);
  const by = BigInt(base);
  let count = 0;
  for (; rest >= by; rest /= by) count++;
  return count;
}

/** The Integer of decimal digits with an optional sign, or null where it has more than 64 bits. */
export function parseInteger(digits) {
  const number = Number(digits);
  if (number <= SAFE && number >= -SAFE) return number + 0;
  const big = BigInt(digits);
  return big > -MIN - 1n || big < MIN ? null : wrap(big);
}
