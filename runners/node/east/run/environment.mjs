/** What a program may call outside of itself. */
import { EastError, ProgramError } from '../errors.mjs';
import { fits } from '../subtype.mjs';
import { eastText } from '../print.mjs';

/**
 * @typedef {object} PlatformFunction
 * @property {string} name
 * @property {import('../link.mjs').Link[]} inputs
 * @property {import('../link.mjs').Link} output
 * @property {boolean} isAsync as programs see it
 * @property {boolean} givesPromise its result has to be awaited
 * @property {(...args: any[]) => any} call takes and gives values of running programs
 */

export const TEXT = {
  unknown: (name) => `there is no platform function '${name}'`,
  count: (name, takes, given) => `${name} takes ${takes} arguments, got ${given}`,
  argument: (name, i, expected, found) => `argument ${i + 1} of ${name}: expected ${expected}, got ${found}`,
  result: (name, expected, found) => `the result of ${name} is ${found}, not ${expected}`,
  async: (name) => `the platform function '${name}' is asynchronous: only an AsyncFunction can call it`,
};

/** The depth of the call of a platform function, for functions that it calls. */
export const depths = { current: 0 };

export class Environment {
  #bound = new Map();

  /**
   * @param {Map<string, PlatformFunction>} platform
   * @param {(environment: Environment) => ((node: any, link: any) => any)} functionMaker makes functions that come inside of values
   */
  constructor(platform, functionMaker) {
    this.platform = platform;
    this.hasPromises = [...platform.values()].some((each) => each.givesPromise);
    this.functions = functionMaker(this);
  }

  /**
   * The function that a Platform node calls.
   * @throws {ProgramError} where there is none of that name with those types
   */
  bind({ name, type, arguments: { items } }, isInAsync, linkOf) {
    const found = this.platform.get(name);
    if (found === undefined) throw new ProgramError(TEXT.unknown(name));
    if (found.inputs.length !== items.length) throw new ProgramError(TEXT.count(name, found.inputs.length, items.length));
    items.forEach((argument, i) => {
      const link = linkOf(argument.value.type);
      if (!fits(link, found.inputs[i])) throw new ProgramError(TEXT.argument(name, i, eastText(found.inputs[i].type), eastText(link.type)));
    });
    if (found.isAsync && !isInAsync) throw new ProgramError(TEXT.async(name));
    const result = linkOf(type);
    if (!fits(found.output, result)) throw new ProgramError(TEXT.result(name, eastText(result.type), eastText(found.output.type)));
    if (!this.#bound.has(name)) this.#bound.set(name, guarded(found));
    return { call: this.#bound.get(name), isAsync: found.isAsync };
  }
}

/** What a platform function throws becomes an error of East that is located at its name. */
function guarded(platform) {
  const failure = (thrown) => {
    if (thrown instanceof EastError || thrown instanceof ProgramError) return thrown;
    return nativeFailure(platform.name, thrown);
  };
  if (platform.givesPromise) {
    return async (depth, ...args) => {
      depths.current = depth;
      try {
        return await platform.call(...args);
      } catch (thrown) {
        throw failure(thrown);
      }
    };
  }
  return (depth, ...args) => {
    const before = depths.current;
    depths.current = depth;
    try {
      return platform.call(...args);
    } catch (thrown) {
      throw failure(thrown);
    } finally {
      depths.current = before;
    }
  };
}

function nativeFailure(name, thrown) {
  const isError = thrown instanceof Error;
  const text = isError ? `${thrown.name}: ${thrown.message}` : String(thrown);
  const error = new EastError(text, [{ filename: name, line: 0, column: 0 }]);
  error.cause = thrown;
  error.input = thrown?.input ?? -1;
  return error;
}
