/** Builtins on Booleans, Integers, Floats and Refs, and comparisons (spec 5). Compiled code does most of them itself. */
import { EastError } from '../errors.mjs';
import * as integers from '../values/integers.mjs';
import { compareOf, equalOf, isOf } from '../values/order.mjs';
import { checkChangeable } from './guards.mjs';

export const TEXT = {
  divisionByZero: 'Division by zero',
  nan: 'Cannot convert NaN to integer',
  tooHigh: 'Float too high to convert to integer',
  tooLow: 'Float too low to convert to integer',
  notWhole: 'Cannot convert non-integer float to integer',
};

export const comparisons = {
  Is: ([link]) => isOf(link),
  Equal: ([link]) => equalOf(link),
  NotEqual: ([link]) => {
    const equal = equalOf(link);
    return (a, b) => !equal(a, b);
  },
  Less: ([link]) => relation(link, (order) => order < 0),
  LessEqual: ([link]) => relation(link, (order) => order <= 0),
  Greater: ([link]) => relation(link, (order) => order > 0),
  GreaterEqual: ([link]) => relation(link, (order) => order >= 0),
};

function relation(link, holds) {
  const compare = compareOf(link);
  return (a, b) => holds(compare(a, b));
}

export const booleans = {
  BooleanNot: () => (a) => !a,
  BooleanOr: () => (a, b) => a || b,
  BooleanAnd: () => (a, b) => a && b,
  BooleanXor: () => (a, b) => a !== b,
};

export function quotient(a, b) {
  if (b === 0 && a !== 0) throw new EastError(TEXT.divisionByZero);
  return integers.quotient(a, b);
}

export function remainder(a, b) {
  if (b === 0 && a !== 0) throw new EastError(TEXT.divisionByZero);
  return integers.remainder(a, b);
}

export function toInteger(value) {
  if (value !== value) throw new EastError(TEXT.nan);
  if (value >= 2 ** 63) throw new EastError(TEXT.tooHigh);
  if (value < -(2 ** 63)) throw new EastError(TEXT.tooLow);
  if (Math.trunc(value) !== value) throw new EastError(TEXT.notWhole);
  return integers.fromNumber(value);
}

export const numbers = {
  IntegerNegate: () => integers.negate,
  IntegerAdd: () => integers.add,
  IntegerSubtract: () => integers.subtract,
  IntegerMultiply: () => integers.multiply,
  IntegerDivide: () => quotient,
  IntegerRemainder: () => remainder,
  IntegerPow: () => integers.power,
  IntegerAbs: () => integers.absolute,
  IntegerSign: () => (a) => (a > 0 ? 1 : a < 0 ? -1 : 0),
  IntegerLog: () => integers.logarithm,
  IntegerToFloat: () => Number,
  FloatNegate: () => (a) => -a,
  FloatAdd: () => (a, b) => a + b,
  FloatSubtract: () => (a, b) => a - b,
  FloatMultiply: () => (a, b) => a * b,
  FloatDivide: () => (a, b) => a / b,
  FloatRemainder: () => (a, b) => a % b,
  FloatPow: () => Math.pow, // JavaScript's own gives NaN where East does
  FloatAbs: () => (a) => (a < 0 ? -a : a),
  FloatSign: () => (a) => (a > 0 ? 1 : a < 0 ? -1 : 0),
  FloatSqrt: () => Math.sqrt,
  FloatExp: () => Math.exp,
  FloatLog: () => Math.log,
  FloatSin: () => Math.sin,
  FloatCos: () => Math.cos,
  FloatTan: () => Math.tan,
  FloatToInteger: () => toInteger,
};

export const refs = {
  RefGet: () => (cell) => cell.value,
  RefUpdate: () => (cell, value) => {
    checkChangeable(cell);
    cell.value = value;
    return null;
  },
  RefMerge: {
    callbacks: [2],
    make: () => (cell, value, f) => {
      checkChangeable(cell);
      cell.value = f(cell.value, value);
      return null;
    },
  },
};
