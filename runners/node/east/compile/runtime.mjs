/** What generated code calls. */
import { outOfBounds } from '../builtins/arrays.mjs';
import { checkResizable, checkRoom } from '../builtins/guards.mjs';
import { quotient, remainder, toInteger } from '../builtins/scalars.mjs';
import { checkLength } from '../builtins/strings.mjs';
import { EastError, MAX_CALL_DEPTH, TOO_DEEP, eastErrorOf } from '../errors.mjs';
import { EastArray, EastDict, EastFunction, EastRef, EastSet, EastVariant, NONE } from '../values/containers.mjs';
import { absolute, add, multiply, negate, subtract } from '../values/integers.mjs';
import { compareFloats } from '../values/order.mjs';

/**
 * Where in a function an error may come from.
 * @typedef {object} Point
 * @property {'call' | 'builtin' | 'platform' | 'error'} kind
 * @property {import('../errors.mjs').Location} location
 * @property {Point | null} outer the call whose function or arguments this is in
 * @property {(import('../errors.mjs').Location | null)[]} literals of a builtin: where its arguments are that are literals
 */

/**
 * An error that leaves a function, or is caught in it, with the places that it came through there.
 * @param {any} thrown
 * @param {Point | null} point where the function was
 * @returns {EastError}
 * @throws what is no error of the program
 */
function passed(thrown, point) {
  const error = eastErrorOf(thrown);
  if (error === null) throw thrown;
  if (point === null) return error;
  const isNew = error.locations.length === 0;
  if (isNew && point.literals?.[error.argument]) error.locations.push(point.literals[error.argument]);
  else if (isNew || point.kind !== 'platform') error.locations.push(point.location);
  for (let { outer } = point; outer !== null; outer = outer.outer) error.locations.push(outer.location);
  return error;
}

/** The locations of a caught error as a value. */
function stackOf(error) {
  return new EastArray(error.locations.map(({ filename, line, column }) => ({ filename, line, column })));
}

function tooDeep() {
  throw new EastError(TOO_DEEP);
}

function raise(message) {
  throw new EastError(message);
}

function concat(a, b) {
  checkLength(a.length + b.length);
  return a + b;
}

function update(array, index, value) {
  if (array.isFrozen) checkResizable(array);
  if (!(index >= 0 && index < array.items.length)) outOfBounds(index);
  array.items[index] = value;
}

const less = (a, b) => compareFloats(a, b) < 0;

export const RUNTIME = {
  EastArray, EastDict, EastFunction, EastRef, EastSet, EastVariant, NONE,
  MAX_CALL_DEPTH, absolute, add, checkResizable, checkRoom, concat, less, multiply, negate, outOfBounds, passed, quotient, raise, remainder, stackOf, subtract,
  toInteger, tooDeep, update,
};
