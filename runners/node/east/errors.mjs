/** What East programs raise and catch (spec 4.4). */

/**
 * An East error on its way: a message and the places it came through, innermost first. It is no JavaScript Error, because programs raise and
 * catch it in loops and a stack trace of generated code says nothing.
 */
export class EastError {
  /**
   * @param {string} message
   * @param {Location[]} [locations] where it was raised; without one, the node that it leaves first adds its own
   * @param {number} [argument] the argument at fault of a builtin, whose place is the error's where it is a literal
   */
  constructor(message, locations = [], argument = -1) {
    this.message = message;
    this.locations = locations;
    this.argument = argument;
    this.cause = null; // what a native function of a plugin threw
    this.input = -1; // the program input that was at fault, where that is known
  }

  toString() {
    return displayOf(this);
  }
}

/** `file:line:col: message`, then, from the outermost, the places it came through. */
export function displayOf({ message, locations }) {
  const [first, ...rest] = locations.map((at) => `${at.filename}:${at.line}:${at.column}`);
  if (first === undefined) return message;
  if (rest.length === 0) return `${first}: ${message}`;
  return `${first}: ${message}\nStack trace:${rest.reverse().map((at) => `\n  at ${at}`).join('')}`;
}

export const TOO_DEEP = 'Maximum call depth exceeded';

/** How deep calls may be nested, in every runtime. */
export const MAX_CALL_DEPTH = 10_000;

/** The East error of a failure of the host, or null when it is a defect of the runtime and none of the program's business. */
export function eastErrorOf(thrown) {
  if (thrown instanceof EastError) return thrown;
  if (!(thrown instanceof RangeError)) return null;
  return new EastError(thrown.message.includes('call stack') ? TOO_DEEP : thrown.message);
}

/**
 * A program that cannot be run: not one, of another version, or one that asks for what is not there. The message is one line.
 */
export class ProgramError extends Error {}

/** @typedef {{filename: string, line: number, column: number}} Location */
