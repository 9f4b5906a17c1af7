/** The packages of platform functions that programs may ask for. */
import { ProgramError } from '../east/errors.mjs';
import { linkOf } from '../east/link.mjs';
import { SIGNATURES } from './signatures.mjs';
import { std } from './std.mjs';
import { testing } from './testing.mjs';
import { time } from './time.mjs';

/** The package that programs have which ask for none. */
const DEFAULT_PACKAGE = 'std';

export const TEXT = {
  unknown: (name, names) => `there is no platform package '${name}'; there are ${names.join(', ')}`,
  twice: (name, packages) => `the platform function '${name}' is in more than one of the packages ${packages.join(', ')}`,
};

/**
 * A function of a package: a signature with what it does. `call` takes and gives values of running programs; where `givesPromise`, a promise.
 * @typedef {import('./signatures.mjs').Signature & {call: (...args: any[]) => any, givesPromise: boolean}} Declaration
 */

const implementations = { std, time, testing };

/** @type {Map<string, Declaration[]>} */
export const BUILT_IN = new Map(Object.entries(SIGNATURES).map(([name, functions]) =>
  [name, functions.map((each) => ({ ...each, call: implementations[name][each.name], givesPromise: false }))]));

/**
 * The functions of packages, ready to be called by programs.
 * @param {string[]} names of packages; empty for the default one
 * @param {Map<string, Declaration[]>} packages all that there are
 * @returns {Map<string, import('../east/run/environment.mjs').PlatformFunction>}
 * @throws {ProgramError} for a package that is not there, or one function in two of them
 */
export function platformOf(names, packages) {
  const platform = new Map();
  const asked = names.length === 0 ? [DEFAULT_PACKAGE] : [...new Set(names)];
  for (const name of asked) {
    const functions = packages.get(name);
    if (functions === undefined) throw new ProgramError(TEXT.unknown(name, [...packages.keys()]));
    for (const each of functions) {
      if (platform.has(each.name)) throw new ProgramError(TEXT.twice(each.name, asked));
      platform.set(each.name, { ...each, inputs: each.inputs.map(linkOf), output: linkOf(each.output) });
    }
  }
  return platform;
}
