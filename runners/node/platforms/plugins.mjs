/** The packages of plugins for running programs: arguments and results are what user functions have (README, "Values"). */
import { EastError } from '../east/errors.mjs';
import { linkOf } from '../east/link.mjs';
import { readerOf, writerOf } from '../east/formats/beast2/codec.mjs';
import { Beast2Reader } from '../east/formats/beast2/reader.mjs';
import { Beast2Writer } from '../east/formats/beast2/writer.mjs';
import { Reader } from '../east/reader.mjs';
import { nativeFailure } from '../east/run/environment.mjs';
import { invoke } from '../east/run/program.mjs';
import { compileDecoder } from '../values/decode.mjs';
import { compileEncoder } from '../values/encode.mjs';
import { ResultError } from '../values/result.mjs';
import { shapeOf } from '../values/shape.mjs';
import { Writer } from '../values/writer.mjs';
import { current } from './current.mjs';
import { VARIABLE, readPlugins } from './plugin-modules.mjs';

let packages = null;

/** The packages, once they are loaded; null before. */
export function loadedPlugins() {
  if (!process.env[VARIABLE]) packages ??= new Map();
  return packages;
}

/** @returns {Promise<Map<string, import('./packages.mjs').Declaration[]>>} */
export async function loadPlugins() {
  packages ??= new Map((await readPlugins(process.env[VARIABLE])).map(({ id, functions }) => [id, functions.map(declaration)]));
  return packages;
}

function declaration(each) {
  const toNative = each.inputs.map(nativeOf);
  const fromNative = eastOf(each.output, 'result');
  const call = (...args) => {
    const failed = (thrown) => failure(thrown, args);
    try {
      const result = each.run(...args.map((arg, i) => toNative[i](arg)));
      return each.isAsync ? Promise.resolve(result).then(fromNative).catch((thrown) => { throw failed(thrown); }) : fromNative(result);
    } catch (thrown) {
      throw failed(thrown);
    }
  };
  return { ...each, call, givesPromise: each.isAsync };
}

/** The library's own error with the program's input that the failing call was given, where that is known: it is the same container. */
function failure(thrown, args) {
  if (thrown instanceof EastError) return thrown;
  const error = nativeFailure(thrown);
  error.input = current.inputs.findIndex((input) => typeof input === 'object' && input !== null && args.includes(input));
  return error;
}

/** From a value of a running program to the language's own. */
function nativeOf(type) {
  const link = linkOf(type);
  if (type.tag === 'Function' || type.tag === 'AsyncFunction') {
    const inputs = type.inputs.map((input, i) => eastOf(input, `argument ${i + 1}`));
    const output = nativeOf(type.output);
    return (value) => (...args) => {
      const result = invoke(value, ...inputs.map((convert, i) => convert(args[i])));
      return result instanceof Promise ? result.then(output) : output(result);
    };
  }
  const write = writerOf(link);
  const decode = compileDecoder(shapeOf(type));
  return (value) => {
    const writer = new Beast2Writer();
    write(writer, value);
    return decode(new Reader(Buffer.from(writer.finish()), true));
  };
}

/** From the language's own value to one of a running program; what does not fit is a TypeError with a path. */
function eastOf(type, what) {
  const encode = compileEncoder(shapeOf(type));
  const read = readerOf(linkOf(type));
  return (value) => {
    const writer = new Writer(Buffer.alloc(0), Infinity);
    try {
      encode(writer, value);
    } catch (error) {
      if (error instanceof ResultError) throw new TypeError(`${error.path.replace(/^result/, what)}: ${error.what}`);
      throw error;
    }
    return read(new Beast2Reader(Buffer.from(writer.finish()), 0));
  };
}
