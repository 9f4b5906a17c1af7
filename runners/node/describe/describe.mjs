/** Describes a script without running it: its functions with their East types, and the files it loads. */
import fs from 'node:fs';
import { encodeSchema } from '../east/schema.mjs';
import { typeOf } from '../values/annotation.mjs';
import { loadedFiles } from './dependencies.mjs';
import { readModule } from './module.mjs';
import { signaturesOf } from './signatures.mjs';

export const REST = 'a rest parameter gives no East type: take an array instead';

/**
 * Reads a script.
 * @param {string} script absolute path
 * @returns {{module: import('./module.mjs').ModuleSource, signatures: import('./signatures.mjs').Signature[],
 *   loads: import('./dependencies.mjs').LoadedFiles}}
 * @throws {import('./tokens.mjs').SourceError} when it cannot be cut into tokens; also what fs throws
 */
export function readScript(script) {
  const module = readModule(fs.readFileSync(script, 'utf8'));
  return { module, signatures: signaturesOf(module), loads: loadedFiles(script, module) };
}

/**
 * The Description message of a script that {@link readScript} read.
 * @param {ReturnType<typeof readScript>} source
 * @param {string[]} only the functions that are asked for; empty for all whose name does not begin with `_`
 */
export function descriptionOf(source, only) {
  const wanted = source.signatures.filter(({ name }) => (only.length > 0 ? only.includes(name) : !name.startsWith('_')));
  return { functions: wanted.map(describeFunction), dependencies: source.loads.files };
}

function describeFunction({ name, line, summary, parameters, output }) {
  const { type, problem } = typeOf(output);
  return {
    name,
    line,
    summary: summary === '' ? null : summary,
    parameters: parameters.map(describeParameter),
    output: type === null ? null : encodeSchema(type),
    problem,
  };
}

function describeParameter({ name, annotation, optional, rest }) {
  const { type, problem } = rest ? { type: null, problem: REST } : typeOf(annotation);
  return { name, optional: optional || rest, schema: type === null ? null : encodeSchema(type), problem };
}
