/** Runs one Execute request: load, decode, call, encode. Everything is synchronous but loading and what user code awaits. */
import { current } from '../sdk/current.mjs';
import { ResultError } from '../values/result.mjs';
import { OutputLimitError, Writer } from '../values/writer.mjs';
import { Failure, thrownError } from './failures.mjs';
import { isOutOfMemory, isStackOverflow, readInput, writeOutput } from './files.mjs';
import { TEXT } from './messages.mjs';
import { planOf } from './plan.mjs';
import { seedRandom } from './random.mjs';
import { setEnvironment } from './variables.mjs';

/** One execution; `timings` fill up as it goes. */
export class Run {
  #execute;
  #scripts;
  #clock;
  timings = { load_ns: 0n, decode_ns: 0n, call_ns: 0n, encode_ns: 0n };

  /**
   * @param {object} execute the Execute message
   * @param {import('./scripts.mjs').Scripts} scripts
   * @param {() => bigint} clock nanoseconds
   */
  constructor(execute, scripts, clock) {
    this.#execute = execute;
    this.#scripts = scripts;
    this.#clock = clock;
  }

  /**
   * @returns {number | Promise<number>} the size of the output; a promise only where something has to be waited for
   * @throws {Failure} also as a rejection
   * @throws {import('./failures.mjs').Refusal} also as a rejection
   */
  start() {
    const began = this.#clock();
    const { script, code_id: codeId } = this.#execute.program;
    const loaded = this.#scripts.find(script, codeId ?? '');
    if (loaded !== null) return this.#withScript(loaded, began);
    return this.#scripts.load(script, codeId ?? '').then((fresh) => this.#withScript(fresh, began));
  }

  #withScript(script, began) {
    const execute = this.#execute;
    const plan = planOf(script, execute);
    const loaded = this.#clock();
    this.timings.load_ns = loaded - began;
    const values = [];
    for (let i = 0; i < plan.inputs.length; i++) values.push(readInput(execute.inputs[i], plan.inputs[i], i));
    const decoded = this.#clock();
    this.timings.decode_ns = decoded - loaded;
    const restore = setEnvironment(execute.environment);
    let result;
    try {
      current.seed = execute.seed;
      seedRandom(execute.seed);
      const { call } = plan; // so that `this` is undefined in user code
      result = call(...values);
    } catch (error) {
      restore();
      this.timings.call_ns = this.#clock() - decoded;
      throw userFailure(error);
    }
    if (isThenable(result)) return this.#awaited(plan, result, restore, decoded);
    restore();
    return this.#withResult(plan, result, decoded);
  }

  async #awaited(plan, promise, restore, began) {
    let result;
    try {
      result = await promise;
    } catch (error) {
      this.timings.call_ns = this.#clock() - began;
      throw userFailure(error);
    } finally {
      restore();
    }
    return this.#withResult(plan, result, began);
  }

  #withResult(plan, result, began) {
    const called = this.#clock();
    this.timings.call_ns = called - began;
    const { limits, output } = this.#execute;
    const limit = limits?.max_output_bytes ? Number(limits.max_output_bytes) : Infinity;
    const bytes = encode(plan, result, limit);
    writeOutput(output.path, bytes);
    this.timings.encode_ns = this.#clock() - called;
    return bytes.length;
  }
}

const isThenable = (value) => typeof value === 'object' && value !== null && typeof value.then === 'function';

function userFailure(error) {
  return new Failure('Task', 'user_error', '', thrownError(error));
}

function encode(plan, result, limit) {
  try {
    const writer = new Writer(plan.head, limit);
    plan.encode(writer, result);
    return writer.finish();
  } catch (error) {
    if (error instanceof ResultError) throw new Failure('Task', error.code, `${error.path}: ${error.what}`, { path: error.path });
    if (error instanceof OutputLimitError) throw new Failure('Task', 'output_limit', TEXT.outputLimit(limit));
    if (isStackOverflow(error)) throw new Failure('Task', 'type_mismatch', `result: ${TEXT.tooDeep}`, { path: 'result' });
    if (isOutOfMemory(error)) throw new Failure('Task', 'out_of_memory', TEXT.outOfMemory, { details: error.message });
    throw userFailure(error); // a getter or a proxy of the result
  }
}
