/** What one function needs for inputs and an output of given types: found out once, used for every request that is alike. */
import { friendlyText } from '../east/print.mjs';
import { DecodeError } from '../east/reader.mjs';
import { MAGIC, decodeSchema } from '../east/schema.mjs';
import { isData } from '../east/types.mjs';
import { ANY } from '../values/annotation.mjs';
import { compileDecoder } from '../values/decode.mjs';
import { compileEncoder } from '../values/encode.mjs';
import { isPlainData, wrapPlain } from '../values/plain.mjs';
import { FormError, shapeOf } from '../values/shape.mjs';
import { Failure, Refusal } from './failures.mjs';
import { TEXT } from './messages.mjs';
import { nearNames } from './names.mjs';

/**
 * @typedef {object} Plan
 * @property {Function} call the user's function
 * @property {{head: Buffer, type: import('../east/types.mjs').EastType, decode: (reader: any) => any}[]} inputs
 *   `head` is what the input's file should begin with
 * @property {Buffer} head what the output begins with
 * @property {(writer: any, value: any) => void} encode
 */

/**
 * The plan of a request; kept with the script.
 * @param {import('./scripts.mjs').Script} script
 * @param {object} execute the Execute message
 * @returns {Plan}
 * @throws {Failure}
 * @throws {Refusal} `bad_request` when a type in the request cannot be read
 */
export function planOf(script, execute) {
  const key = keyOf(execute);
  let plan = script.plans.get(key);
  if (plan === undefined) {
    plan = makePlan(script, execute);
    script.plans.set(key, plan);
  }
  return plan;
}

function keyOf({ program, inputs, output }) {
  let key = program.function;
  for (const { schema } of inputs) key += `\0${bytesOf(schema).latin1Slice()}`; // not names: a plan holds for inputs of any name
  return `${key}\0\0${bytesOf(output?.schema).latin1Slice()}`;
}

const NO_BYTES = Buffer.alloc(0);
const bytesOf = (schema) => schema ?? NO_BYTES;

function makePlan(script, { program, inputs, output }) {
  const call = functionOf(script, program.function);
  const signature = script.signatures.find((each) => each.name === program.function) ?? null;
  checkArity(program.function, call, signature, inputs.length);
  const result = typeFrom(output?.schema, 'the output', -1);
  return {
    call,
    inputs: inputs.map((input, i) => inputPlan(input, i, parameterOf(signature, i))),
    head: headOf(output.schema),
    encode: encoderOf(result, signature),
  };
}

function functionOf({ namespace, path }, name) {
  const value = Object.hasOwn(namespace, name) ? namespace[name] : ofCommonJs(namespace, name);
  if (typeof value === 'function') return value;
  if (value !== undefined) throw new Failure('Task', 'function_not_found', TEXT.notAFunction(name, path, `a ${typeof value}`));
  const names = [...new Set([...Object.keys(namespace), ...Object.keys(namespace.default ?? {})])];
  const functions = names.filter((each) => typeof (namespace[each] ?? namespace.default?.[each]) === 'function');
  throw new Failure('Task', 'function_not_found', TEXT.noFunction(name, path, nearNames(name, functions)));
}

/** Node does not see every export of a CommonJS module by name, but they are all on its default export. */
function ofCommonJs({ default: exports }, name) {
  return exports !== null && typeof exports === 'object' && Object.hasOwn(exports, name) ? exports[name] : undefined;
}

function checkArity(name, call, signature, given) {
  const isKnown = signature !== null && signature.isKnown;
  const parameters = isKnown ? signature.parameters : [];
  const least = isKnown ? parameters.filter((each) => !each.optional && !each.rest).length : call.length;
  const most = !isKnown || parameters.some((each) => each.rest) ? Infinity : parameters.length;
  if (given >= least && given <= most) return;
  const range = least === most ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
  throw new Failure('Task', 'arity', TEXT.arity(name, `${range} argument${range === '1' ? '' : 's'}`, given));
}

/** The annotation of the i-th argument; a rest parameter takes all that follow, one by one, unannotated. */
function parameterOf(signature, i) {
  const parameter = signature?.parameters[i];
  return parameter === undefined || parameter.rest ? { name: `${i}`, annotation: ANY } : parameter;
}

function typeFrom(schema, what, argument) {
  let type;
  try {
    type = decodeSchema(bytesOf(schema));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new Refusal('bad_request', TEXT.badSchema(what, error.message));
  }
  if (isData(type)) return type;
  throw new Failure('Task', 'unsupported_annotation', TEXT.functionsInside(friendlyText(type)), { argument });
}

function inputPlan(input, argument, parameter) {
  const type = typeFrom(input.schema, `input ${input.name ?? argument}`, argument);
  try {
    const decode = compileDecoder(shapeOf(type, parameter.annotation));
    return { head: headOf(input.schema), type, decode };
  } catch (error) {
    if (!(error instanceof FormError)) throw error;
    throw new Failure('Task', 'unsupported_annotation', TEXT.badAnnotation(parameter.name, error.message), { argument, path: error.path });
  }
}

function encoderOf(type, signature) {
  if (!isPlainData(type)) return compileEncoder(outputShape(type, signature));
  const encode = compileEncoder(shapeOf(type, ANY));
  return (writer, value) => encode(writer, wrapPlain(value));
}

/** The declared type rules; the function's own annotation only says which of several forms a result is written in. */
function outputShape(type, signature) {
  try {
    return shapeOf(type, signature?.output ?? ANY);
  } catch (error) {
    if (!(error instanceof FormError)) throw error;
    return shapeOf(type);
  }
}

const headOf = (schema) => Buffer.concat([MAGIC, schema]);
