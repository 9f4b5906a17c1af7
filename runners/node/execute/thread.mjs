/**
 * The compute thread. It sleeps until a request comes, runs it and writes the reply itself. Its event loop turns only
 * while a script loads or an async function is awaited.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { format } from 'node:util';
import threads from 'node:worker_threads';
import { descriptionOf } from '../describe/describe.mjs';
import { Slot } from '../host/slot.mjs';
import { encodeFrame } from '../protocol/encode.mjs';
import { STREAMS } from '../protocol/output.mjs';
import { completed } from '../protocol/replies.mjs';
import { current } from '../sdk/current.mjs';
import { Capture } from './capture.mjs';
import { Failure, Refusal, internalError, thrownError } from './failures.mjs';
import { TEXT } from './messages.mjs';
import { Requests } from './requests.mjs';
import { Run } from './run.mjs';
import { Scripts, readSource } from './scripts.mjs';

const STACK_FRAMES = 50;

class ComputeLoop {
  #slot;
  #capture;
  #scripts = new Scripts();
  #east = null;
  #requests;
  /** @type {{id: bigint, sequence: number, run: Run | null, resume: Function | null} | null} the request whose reply is still owed */
  #request = null;
  #cpu = -1; // microseconds that the process had taken when the last request ended

  constructor(slot, capture, requests) {
    this.#slot = slot;
    this.#capture = capture;
    this.#requests = requests;
    current.send = (type, message) => this.#capture.event(type, message);
    current.format = format;
  }

  /** Serves requests until one has to be waited for; then goes on when that is done. */
  serve() {
    for (;;) {
      const promise = this.#begin(this.#requests.next());
      if (promise !== null) {
        promise.then(() => this.serve());
        return;
      }
    }
  }

  /** Runs a request; null when it is answered, else a promise that resolves when it is. */
  #begin({ id, type, message }) {
    const request = { id, sequence: this.#requests.last, run: null, resume: null };
    this.#request = request;
    if (this.#cpu < 0) this.#cpu = microseconds(process.resourceUsage());
    this.#capture.begin(id, message.limits?.max_log_bytes ?? 0n);
    let outcome;
    try {
      outcome = type === 'Describe' ? this.#describe(message) : this.#execute(request, message); // a description, or the size of the output
    } catch (error) {
      this.#fail(request, error);
      return null;
    }
    if (!(outcome instanceof Promise)) {
      this.#complete(request, outcome);
      return null;
    }
    return new Promise((resolve) => {
      request.resume = resolve;
      outcome.then((done) => this.#complete(request, done), (error) => this.#fail(request, error));
    });
  }

  #describe({ script, code_id: codeId, functions }) {
    this.#scripts.find(script, codeId ?? '');
    return { description: descriptionOf(readSource(script), functions) };
  }

  #execute(request, message) {
    if (message.program.kind === 'East') return this.#program(request, message);
    request.run = new Run(message, this.#scripts, process.hrtime.bigint);
    return request.run.start();
  }

  #program(request, message) {
    if (this.#east === null) { // East is loaded when it is asked for
      return import('./program.mjs').then((east) => {
        this.#east = east;
        return this.#program(request, message);
      });
    }
    request.run = new this.#east.ProgramRun(message, process.hrtime.bigint, {
      write: (stream, text) => this.#capture.write(STREAMS[stream], Buffer.from(text)),
      log: (level, text) => this.#capture.event('Log', { level, message: text }),
    });
    return request.run.start();
  }

  #complete(request, outcome) {
    const usage = this.#usage();
    if (typeof outcome === 'number') {
      return this.#reply(request, completed(request.id, BigInt(outcome), request.run.timings, usage.peak_memory_bytes, usage.cpu_ns));
    }
    return this.#reply(request, encodeFrame(request.id, 'Completed', { ...outcome, ...usage }));
  }

  #fail(request, thrown) {
    if (thrown instanceof Refusal) return this.#reply(request, encodeFrame(request.id, 'Rejected', { code: thrown.code, reason: thrown.message }));
    const error = thrown instanceof Failure ? thrown.error : internalError(thrown);
    return this.#reply(request, encodeFrame(request.id, 'Failed', { error, timings: request.run?.timings ?? null, ...this.#usage() }));
  }

  /** What the process took since the reply before this one. */
  #usage() {
    const now = process.resourceUsage();
    const before = this.#cpu;
    this.#cpu = microseconds(now);
    return { peak_memory_bytes: BigInt(now.maxRSS) * 1024n, cpu_ns: BigInt(this.#cpu - before) * 1000n };
  }

  /** Answers a request once, unless the frame thread has taken it away. */
  #reply(request, frame) {
    if (this.#request !== request) return;
    this.#request = null;
    if (!this.#slot.claim()) return;
    this.#capture.end();
    this.#slot.write(frame);
    this.#slot.answered(request.sequence);
    request.resume?.();
  }

  /** An error outside of any call that could catch it: a timer's, or a rejection that nobody handles. */
  uncaught(error) {
    if (this.#request === null) return fs.writeSync(2, `${error?.stack ?? error}\n`);
    return this.#fail(this.#request, new Failure('Task', 'user_error', '', thrownError(error)));
  }

  /** The event loop has nothing left to do, and a promise is still awaited. */
  idle() {
    if (this.#request !== null) this.#fail(this.#request, new Failure('Task', 'user_error', TEXT.neverSettles, { error_type: 'Promise' }));
  }
}

const microseconds = ({ userCPUTime, systemCPUTime }) => userCPUTime + systemCPUTime;

const { channel, memory, port, direct, answered } = threads.workerData;
threads.workerData = null; // user code is not the one that started this thread
syncBuiltinESMExports();
Error.stackTraceLimit = STACK_FRAMES;
const slot = new Slot(channel, memory);
slot.port = port;
const capture = new Capture(slot, (bytes) => fs.writeSync(2, bytes));
capture.install();
const loop = new ComputeLoop(slot, capture, new Requests(slot, direct, answered));
process.on('uncaughtException', (error) => loop.uncaught(error));
process.on('beforeExit', () => loop.idle());
loop.serve();
