/** Runs one Execute request of an East program. Loaded when the first one comes. */
import fs from 'node:fs';
import { EastError, ProgramError, displayOf } from '../east/errors.mjs';
import { readFile, writeFile } from '../east/formats/beast2/file.mjs';
import { FormatError } from '../east/formats/beast2/reader.mjs';
import { TooLargeError, UnwritableError } from '../east/formats/beast2/writer.mjs';
import { linkOf } from '../east/link.mjs';
import { friendlyText } from '../east/print.mjs';
import { DecodeError } from '../east/reader.mjs';
import { loadProgram } from '../east/run/program.mjs';
import { decodeSchema } from '../east/schema.mjs';
import { fits } from '../east/subtype.mjs';
import { current } from '../platforms/current.mjs';
import { Generator } from '../platforms/generator.mjs';
import { BUILT_IN, platformOf } from '../platforms/packages.mjs';
import { PluginError } from '../platforms/plugin-modules.mjs';
import { loadPlugins, loadedPlugins } from '../platforms/plugins.mjs';
import { reset } from '../platforms/testing.mjs';
import { Failure, Refusal, thrownError } from './failures.mjs';
import { isOutOfMemory, isStackOverflow, writeOutput } from './files.mjs';
import { TEXT } from './messages.mjs';
import { setEnvironment } from './variables.mjs';

const MAX_KEPT = 256;
const MAX_LINE = 2 ** 31 - 1;

/** Compiled programs by their ids and packages. */
const kept = new Map();

/** One execution; `timings` fill up as it goes. */
export class ProgramRun {
  #execute;
  #clock;
  timings = { load_ns: 0n, decode_ns: 0n, call_ns: 0n, encode_ns: 0n };

  /**
   * @param {object} execute the Execute message
   * @param {() => bigint} clock nanoseconds
   * @param {{write: (stream: string, text: string) => void, log: (level: string, message: string) => void}} events what the program says
   */
  constructor(execute, clock, events) {
    this.#execute = execute;
    this.#clock = clock;
    current.write = events.write;
    current.log = events.log;
  }

  /**
   * @returns {number | Promise<number>} the size of the output; a promise only where something has to be waited for
   * @throws {Failure} also as a rejection
   * @throws {Refusal} also as a rejection
   */
  start() {
    const began = this.#clock();
    const known = kept.get(this.#key);
    if (known !== undefined) return this.#withProgram(known, began);
    const plugins = loadedPlugins();
    if (plugins !== null) return this.#withProgram(this.#load(plugins), began);
    return loadPlugins().then((loaded) => this.#withProgram(this.#load(loaded), began), (error) => { throw loadFailure(error); });
  }

  get #key() {
    const { ir_id: id, platforms } = this.#execute.program;
    return [id, ...platforms].join('\0');
  }

  #load(plugins) {
    const { ir_path: path, ir_id: id, platforms } = this.#execute.program;
    try {
      const program = loadProgram(fs.readFileSync(path), platformOf(platforms, new Map([...BUILT_IN, ...plugins])));
      if (kept.size >= MAX_KEPT) kept.clear();
      if (id) kept.set(this.#key, program);
      return program;
    } catch (error) {
      throw loadFailure(error);
    }
  }

  #withProgram(program, began) {
    const types = this.#types(program);
    const loaded = this.#clock();
    this.timings.load_ns = loaded - began;
    const args = this.#execute.inputs.map((input, i) => readArgument(input, types.inputs[i], i));
    const decoded = this.#clock();
    this.timings.decode_ns = decoded - loaded;
    const result = this.#call(program, args, decoded);
    return result instanceof Promise ? result.then((value) => this.#withResult(types.output, value)) : this.#withResult(types.output, result);
  }

  #withResult(type, value) {
    const called = this.#clock();
    const bytes = this.#encode(type, value);
    writeOutput(this.#execute.output.path, bytes);
    this.timings.encode_ns = this.#clock() - called;
    return bytes.length;
  }

  /** The types of the request; they have to fit the program. */
  #types(program) {
    const { inputs, output } = this.#execute;
    const types = { inputs: inputs.map((input, i) => typeOf(input.schema, `input ${input.name ?? i}`)), output: typeOf(output?.schema, 'the output') };
    if (inputs.length !== program.inputs.length) throw new Failure('Task', 'arity', TEXT.programArity(program.inputs.length, inputs.length));
    types.inputs.forEach((type, i) => {
      if (!fits(linkOf(type), program.inputs[i])) {
        throw new Failure('Task', 'type_mismatch', TEXT.programInput(i, friendlyText(program.inputs[i].type), friendlyText(type)), { argument: i });
      }
    });
    if (fits(program.output, linkOf(types.output))) return types;
    throw new Failure('Task', 'type_mismatch', TEXT.programOutput(friendlyText(types.output), friendlyText(program.output.type)));
  }

  #call(program, args, began) {
    const restore = setEnvironment(this.#execute.environment);
    current.random = new Generator(this.#execute.seed);
    current.inputs = args;
    reset();
    const ended = () => {
      restore();
      this.timings.call_ns = this.#clock() - began;
    };
    try {
      const result = program.run(args);
      if (program.compiled.awaits && result instanceof Promise) {
        return result.catch((error) => { throw programFailure(error); }).finally(ended);
      }
      ended();
      return result;
    } catch (error) {
      ended();
      throw programFailure(error);
    }
  }

  #encode(type, value) {
    const limit = Number(this.#execute.limits?.max_output_bytes ?? 0n) || Infinity;
    try {
      return writeFile(type, value, limit);
    } catch (error) {
      if (error instanceof UnwritableError) throw new Failure('Task', 'type_mismatch', error.message, { path: 'result' });
      if (error instanceof TooLargeError) throw new Failure('Task', 'output_limit', TEXT.outputLimit(limit));
      if (isStackOverflow(error)) throw new Failure('Task', 'type_mismatch', `result: ${TEXT.tooDeep}`, { path: 'result' });
      throw programFailure(error);
    }
  }
}

function loadFailure(error) {
  const isExpected = error instanceof ProgramError || error instanceof PluginError || error.code !== undefined;
  return isExpected ? new Failure('Task', 'load_failed', error.message) : error;
}

function typeOf(schema, what) {
  try {
    return decodeSchema(schema ?? Buffer.alloc(0));
  } catch (error) {
    if (error instanceof DecodeError) throw new Refusal('bad_request', TEXT.badSchema(what, error.message));
    throw error;
  }
}

function readArgument({ name, path }, type, argument) {
  let bytes;
  try {
    bytes = fs.readFileSync(path);
  } catch (error) {
    throw new Failure('Host', 'bad_input', TEXT.inputMissing(name, path, error.message), { argument });
  }
  try {
    return readFile(bytes, type);
  } catch (error) {
    if (error instanceof FormatError) throw new Failure('Host', 'bad_input', TEXT.inputDamaged(name, error.message), { argument });
    if (isStackOverflow(error)) throw new Failure('Host', 'bad_input', TEXT.inputDamaged(name, TEXT.tooDeep), { argument });
    throw error;
  }
}

/** What a program did wrong: the East places are where it came from. */
function programFailure(error) {
  if (error instanceof EastError) {
    return new Failure('Task', 'user_error', error.message.split('\n')[0], {
      error_type: 'EastError',
      location: error.locations.map((at) => ({ file: at.filename, line: place(at.line), column: place(at.column), function: '', is_user: true })),
      argument: error.input,
      details: displayOf(error),
      cause: error.cause instanceof Error ? thrownError(error.cause) : null,
    });
  }
  if (isOutOfMemory(error)) return new Failure('Task', 'out_of_memory', TEXT.outOfMemory, { details: error.message });
  return error;
}

const place = (number) => Math.min(Math.max(Number(number), 0), MAX_LINE);
