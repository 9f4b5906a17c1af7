/** All builtins by name. */
import * as arrays from './arrays.mjs';
import { folds, keyed, maps } from './array-folds.mjs';
import { blobs } from './blobs.mjs';
import { datetimes } from './datetimes.mjs';
import * as dicts from './dicts.mjs';
import { regexes } from './regexes.mjs';
import { booleans, comparisons, numbers, refs } from './scalars.mjs';
import * as sets from './sets.mjs';
import { strings } from './strings.mjs';

/**
 * @typedef {(types: import('../link.mjs').Link[], environment: object) => Function} Make makes the builtin for its type parameters
 * @typedef {{make: Make, callbacks: number[]}} Builtin `callbacks`: the arguments that are functions which it calls
 */

/** @type {Map<string, Builtin>} */
export const BUILTINS = new Map([
  comparisons, booleans, numbers, refs, strings, regexes, datetimes, blobs,
  arrays.elements, arrays.resizing, arrays.making, arrays.sorting, folds, maps, keyed,
  sets.elements, sets.algebra, sets.maps, sets.folds, dicts.entries, dicts.algebra, dicts.maps, dicts.folds,
].flatMap(Object.entries).map(([name, each]) => [name, typeof each === 'function' ? { make: each, callbacks: [] } : each]));
