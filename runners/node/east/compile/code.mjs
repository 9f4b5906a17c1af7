/** Pieces of generated JavaScript. */
import { SAFE } from '../values/integers.mjs';

/**
 * An expression that neither throws nor changes anything. `isStable`: it gives the same whenever it is evaluated from here on, so what comes
 * between does not matter. `low` and `high`: of an Integer that is surely a number, its range; null where it may be a bigint.
 */
export class Code {
  constructor(text, isStable, low = null, high = null) {
    this.text = text;
    this.isStable = isStable;
    this.low = low;
    this.high = high;
    this.literal = undefined; // the value of a literal
  }

  get isNumber() {
    return this.low !== null;
  }

  /** Whether it may be written several times. */
  get isSimple() {
    return /^[\w$.]+$|^\(-[0-9.e+]+\)$/.test(this.text) && !this.text.includes('..');
  }
}

export const stable = (text) => new Code(text, true);
export const passing = (text) => new Code(text, false);
export const NULL = stable('null');

/** An Integer of a known range. */
export const ranged = (text, isStable, low, high) => new Code(text, isStable, low, high);

/** A string as a literal. */
export const quote = (text) => JSON.stringify(text).replace(/[\u2028\u2029]/g, (mark) => (mark === '\u2028' ? '\\u2028' : '\\u2029'));

export function integerLiteral(value) {
  const code = typeof value === 'bigint' ? stable(`${value < 0n ? '(' : ''}${value}n${value < 0n ? ')' : ''}`)
    : ranged(value < 0 ? `(${value})` : String(value), true, value, value);
  code.literal = value;
  return code;
}

export function floatLiteral(value) {
  const text = Object.is(value, -0) ? '(-0)' : String(value);
  const code = stable(text.startsWith('-') ? `(${text})` : text);
  code.literal = value;
  return code;
}

export const isSafe = (low, high) => low >= -SAFE && high <= SAFE;

/** Access to a field. */
export const field = (struct, name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? `${struct}.${name}` : `${struct}[${quote(name)}]`);

/** A member of an object literal; a quoted `__proto__` would be the prototype. */
export const member = (name, value) => `${name === '__proto__' ? '["__proto__"]' : quote(name)}: ${value}`;
