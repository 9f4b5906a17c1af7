/**
 * What user scripts may import: `import { progress, log, seed } from 'polyglot'`. Outside of a running task the functions do nothing.
 */
import { current } from './current.mjs';

/**
 * Reports how far the task is.
 * @param {number} fraction from 0 to 1; anything else counts as unknown
 * @param {string} [message]
 */
export function progress(fraction, message) {
  const known = typeof fraction === 'number' && fraction >= 0 && fraction <= 1;
  current.send?.('Progress', { fraction: known ? fraction : -1, message: message === undefined ? null : String(message) });
}

/**
 * Writes a line to the task's log. `log.debug`, `log.info` (the same as `log`), `log.warn` and `log.error` set the level.
 * @param {...any} parts joined like the arguments of console.log
 */
export const log = Object.assign(write('Info'), {
  debug: write('Debug'), info: write('Info'), warn: write('Warning'), warning: write('Warning'), error: write('Error'),
});

/** The seed of the running task, 64 bits as a bigint. Math.random has been started from it. */
export function seed() {
  return current.seed;
}

function write(level) {
  return (...parts) => current.send?.('Log', { level, message: current.format(...parts) });
}
