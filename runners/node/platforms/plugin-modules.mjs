/**
 * Reads the platform packages of plugins: modules that export
 *
 *     export const platform = {
 *       smooth: { type: '(Array<Float>, Integer) -> Array<Float>', run(values, width) { … } },
 *       fetch_rows: { type: 'async (String) -> Array<Struct<id: Integer>>', async run(name) { … } },
 *     };
 *
 * The modules are named by POLYGLOT_PLATFORMS, a JSON array of `{id, path}`. They are loaded when the runtime starts, to know their types: what
 * takes long to load belongs into the functions.
 */
import { pathToFileURL } from 'node:url';
import { TypeSyntaxError } from '../describe/type-lexer.mjs';
import { parseType } from '../describe/type-parser.mjs';
import { isData } from '../east/types.mjs';
import { typeOf } from '../values/annotation.mjs';

export const VARIABLE = 'POLYGLOT_PLATFORMS';

export const TEXT = {
  badVariable: `${VARIABLE} is not a JSON array of {"id", "path"}`,
  noTable: (path) => `${path} exports no object named 'platform'`,
  noRun: (path, name) => `${path}: '${name}' needs a 'type' and a function 'run'`,
  badType: (path, name, problem) => `${path}: the type of '${name}': ${problem}`,
  notAFunction: 'it is not a function type, such as (Integer) -> Integer',
  functionInside: 'functions can be parameters, but not be inside of other values or be results',
  failed: (path, problem) => `the platform package ${path} cannot be loaded: ${problem}`,
};

/** A plugin's package that cannot be used. */
export class PluginError extends Error {}

const isFunction = (type) => type.tag === 'Function' || type.tag === 'AsyncFunction';

/**
 * @param {string | undefined} variable the value of POLYGLOT_PLATFORMS
 * @returns {Promise<{id: string, functions: (import('./signatures.mjs').Signature & {run: Function})[]}[]>}
 * @throws {PluginError} as a rejection
 */
export async function readPlugins(variable) {
  if (!variable) return [];
  return Promise.all(entriesOf(variable).map(async ({ id, path }) => ({ id, functions: functionsOf(path, await load(path)) })));
}

function entriesOf(variable) {
  let entries;
  try {
    entries = JSON.parse(variable);
  } catch {
    throw new PluginError(TEXT.badVariable);
  }
  const isEntry = (each) => typeof each?.id === 'string' && typeof each.path === 'string';
  if (!Array.isArray(entries) || !entries.every(isEntry)) throw new PluginError(TEXT.badVariable);
  return entries;
}

async function load(path) {
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    throw new PluginError(TEXT.failed(path, error?.message ?? String(error)));
  }
}

function functionsOf(path, module) {
  const table = module.platform ?? module.default?.platform;
  if (typeof table !== 'object' || table === null) throw new PluginError(TEXT.noTable(path));
  return Object.entries(table).map(([name, entry]) => {
    if (typeof entry?.type !== 'string' || typeof entry.run !== 'function') throw new PluginError(TEXT.noRun(path, name));
    const type = functionType(entry.type, (problem) => new PluginError(TEXT.badType(path, name, problem)));
    return { name, inputs: type.inputs, output: type.output, isAsync: type.tag === 'AsyncFunction', run: entry.run.bind(entry) };
  });
}

function functionType(text, failure) {
  const { type, problem } = typeOf(annotationOf(text, failure));
  if (type === null) throw failure(problem);
  if (!isFunction(type)) throw failure(TEXT.notAFunction);
  const isFlat = (each) => isData(each) || (isFunction(each) && [...each.inputs, each.output].every(isData));
  if (!isData(type.output) || !type.inputs.every(isFlat)) throw failure(TEXT.functionInside);
  return type;
}

function annotationOf(text, failure) {
  try {
    return parseType(text.replaceAll('->', '=>'), new Map()).annotation;
  } catch (error) {
    if (error instanceof TypeSyntaxError) throw failure(error.message);
    throw error;
  }
}
