/** What is wrong with a result: the error that encoders throw, and how values are named in it. */
import { printName } from '../east/print.mjs';

/** A result that does not fit its declared type. `path` is complete once the error has left the outermost encoder. */
export class ResultError extends Error {
  #steps = []; // innermost first
  #boundary = 0; // how many of them lie below the last place where the value at fault was met

  /**
   * @param {string} code `type_mismatch`, `cyclic_value` or `duplicate_key`
   * @param {string} what without the path
   * @param {any} [value] the value at fault
   */
  constructor(code, what, value) {
    super(what);
    this.code = code;
    this.what = what;
    this.value = value;
  }

  /**
   * Adds the step from a container to the part at fault. A container that is the value at fault makes it a cycle, whose path is that of the
   * place where it is met for the second time.
   */
  within(container, step) {
    this.#steps.push(step);
    if (this.value === container && typeof container === 'object' && container !== null) {
      this.code = 'cyclic_value';
      this.what = CYCLE;
      this.#steps.splice(0, this.#boundary);
      this.#boundary = this.#steps.length;
    }
    return this;
  }

  get path() {
    return 'result' + [...this.#steps].reverse().join('');
  }
}

export const CYCLE = 'the value contains itself';
export const TOO_DEEP = (levels) => `the value is nested more than ${levels} levels deep`;
export const DUPLICATE = (key) => `two keys are equal: ${describeValue(key)}`;

export const MISMATCH = (expected, value, more) => `expected ${expected}, got ${describeValue(value)}${more ? ` (${more})` : ''}`;

export function mismatch(expected, value, more) {
  return new ResultError('type_mismatch', MISMATCH(expected, value, more), value);
}

export const fieldStep = (name) => `.${printName(name)}`;
export const indexStep = (index) => `[${index}]`;
export const keyStep = (key) => `[${typeof key === 'string' ? JSON.stringify(shorten(key)) : shorten(describeScalar(key))}]`;

/** A value as a person would name it: its East type where it has one, and the value itself where it is short. */
export function describeValue(value) {
  switch (typeof value) {
    case 'string': return `String ${JSON.stringify(shorten(value))}`;
    case 'bigint': return `Integer ${shorten(String(value))}n`;
    case 'number': return `Float ${Object.is(value, -0) ? '-0' : value}`;
    case 'boolean': return `Boolean ${value}`;
    case 'undefined': return 'undefined';
    case 'function': return `function ${value.name || '(anonymous)'}`;
    case 'symbol': return String(value);
    default: return describeObject(value);
  }
}

function describeObject(value) {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : `DateTime ${value.toISOString()}`;
  if (value instanceof Map || value instanceof Set) return `a ${value instanceof Map ? 'Map' : 'Set'} of ${value.size}`;
  if (value instanceof Promise) return 'a Promise (await it)';
  const name = value.constructor?.name;
  if (ArrayBuffer.isView(value)) return `a ${name} of ${value.byteLength} bytes`;
  if (name && name !== 'Object') return `an object of class ${shorten(name)}`;
  return `an object {${shorten(Object.keys(value).join(', '))}}`;
}

const describeScalar = (value) => describeValue(value).replace(/^[A-Z][A-Za-z]* (?=.)/, '');

function shorten(text) {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
