/** What a program may call outside of itself. */
import { EastError, ProgramError } from '../errors.mjs';

/**
 * @typedef {object} PlatformFunction
 * @property {string} name
 * @property {import('../link.mjs').Link[]} inputs
 * @property {import('../link.mjs').Link} output
 * @property {boolean} isAsync as programs see it
 * @property {boolean} givesPromise its result has to be awaited
 * @property {(...args: any[]) => any} call takes and gives values of running programs
 */

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

  /** The function that Platform nodes of a name call; the program has been checked. */
  bind(name) {
    const found = this.platform.get(name);
    if (!this.#bound.has(name)) this.#bound.set(name, guarded(found));
    return { call: this.#bound.get(name), isAsync: found.isAsync };
  }
}

/** What a platform function throws becomes an error of East, which gets the place of the call. */
function guarded(platform) {
  const failure = (thrown) => {
    if (thrown instanceof EastError || thrown instanceof ProgramError) return thrown;
    return nativeFailure(thrown);
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

/** The East error of what native code threw: it has no place yet, so that it gets that of the call. */
export function nativeFailure(thrown) {
  const error = new EastError(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown));
  error.cause = thrown;
  return error;
}
