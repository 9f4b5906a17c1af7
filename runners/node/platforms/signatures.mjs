/** The functions of the built-in packages with their types: all that a host has to know before a program runs. Cheap to load. */
import { LEAF, arrayType, functionType } from '../east/types.mjs';

const { Blob: B, Float: F, Integer: I, Null: N, String: S } = LEAF;
const Body = functionType([], N, 'AsyncFunction');

/**
 * @typedef {object} Signature
 * @property {string} name
 * @property {import('../east/types.mjs').EastType[]} inputs
 * @property {import('../east/types.mjs').EastType} output
 * @property {boolean} isAsync as programs see it: only an AsyncFunction can call it
 */

const sync = (name, inputs, output) => ({ name, inputs, output, isAsync: false });
const async = (name, inputs, output) => ({ name, inputs, output, isAsync: true });

/** @type {Record<string, Signature[]>} */
export const SIGNATURES = {
  std: [
    sync('console_log', [S], N), sync('console_error', [S], N), sync('console_write', [S], N),
    sync('path_join', [arrayType(S)], S), sync('path_resolve', [S], S), sync('path_dirname', [S], S), sync('path_basename', [S], S), sync('path_extname', [S], S),
    sync('crypto_hash_sha256', [S], S), sync('crypto_hash_sha256_bytes', [B], B),
    sync('random_uniform', [], F), sync('random_normal', [], F), sync('random_range', [I, I], I), sync('random_exponential', [F], F),
    sync('random_weibull', [F], F), sync('random_bernoulli', [F], I), sync('random_binomial', [I, F], I), sync('random_geometric', [F], I),
    sync('random_poisson', [F], I), sync('random_pareto', [F], F), sync('random_log_normal', [F, F], F), sync('random_irwin_hall', [I], F),
    sync('random_bates', [I], F), sync('random_seed', [I], N),
  ],
  time: [sync('time_now', [], I), async('time_sleep', [I], N)],
  testing: [async('describe', [S, Body], N), async('test', [S, Body], N), sync('testPass', [], N), sync('testFail', [S], N)],
};
