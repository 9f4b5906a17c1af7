/** What Ready says of platform functions. */
import { encodeSchema } from '../east/schema.mjs';
import { SIGNATURES } from './signatures.mjs';

/**
 * @param {import('./signatures.mjs').Signature[]} plugins functions of plugins
 * @returns {object[]} PlatformFunction tables
 */
export function announced(plugins) {
  return [...Object.values(SIGNATURES).flat(), ...plugins].map(({ name, inputs, output, isAsync }) => ({
    name,
    inputs: inputs.map((type) => ({ schema: encodeSchema(type) })),
    output: { schema: encodeSchema(output) },
    is_async: isAsync,
  }));
}
