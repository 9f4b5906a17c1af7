/**
 * The conversation with the host, on the thread that reads frames and never computes. Requests go to the compute thread, which
 * answers them by itself; this side answers what cannot wait: Ping, Cancel, Shutdown, refusals, and requests whose thread ended.
 */
import { IR_VERSION } from '../east/version.mjs';
import { announced } from '../platforms/announce.mjs';
import { encodeFrame } from '../protocol/encode.mjs';
import { decodeEnvelope } from '../protocol/decode.mjs';
import { DEFAULT_MAX_FRAME_BYTES } from '../protocol/frames.mjs';
import { PROTOCOL_VERSION } from '../protocol/schema.mjs';
import { outputFrames } from '../protocol/output.mjs';
import { ComputeThread } from './compute.mjs';
import { WATCH_MS } from './inlet.mjs';
import { EXIT, TEXT } from './messages.mjs';

const MAX_FRAME_BYTES = 1024 * 1024 * 1024;
const MAX_TIMER_MS = 0x7fffffff;
const PLATFORMS = 'POLYGLOT_PLATFORMS';

/** Raised to end the process: the exit code and the line for stderr. */
export class Ending extends Error {
  constructor(code, text) {
    super(text);
    this.code = code;
  }
}

/** States: before Hello; open. A request is running exactly while the slot is not idle. Another one can begin only while the turn is not this thread's. */
export class Session {
  #slot;
  #inlet;
  #thread;
  #exit;
  #greeted = false;
  /** @type {NodeJS.Timeout | null} the deadline of the current request or of an earlier one */
  #timer = null;
  /** @type {(() => Buffer[]) | null} what to write once the thread that is being stopped has ended */
  #afterStop = null;
  #closing = false;

  /**
   * @param {import('./slot.mjs').Slot} slot
   * @param {number} channel
   * @param {import('./inlet.mjs').Inlet} inlet
   * @param {(code: number) => void} exit ends the process
   */
  constructor(slot, channel, inlet, exit) {
    this.#slot = slot;
    this.#inlet = inlet;
    this.#exit = exit;
    slot.maxFrameBytes = DEFAULT_MAX_FRAME_BYTES;
    this.#thread = new ComputeThread(slot, channel, inlet.direct, (end) => this.#threadEnded(end), (message) => inlet.message(message));
    this.#thread.start();
  }

  get isBusy() {
    return !this.#slot.isIdle;
  }

  /**
   * Handles one payload from the host.
   * @throws {import('../protocol/decode.mjs').FrameError} when it cannot be decoded
   * @throws {Ending} when the process must end
   */
  receive(payload) {
    const { id, type, message } = decodeEnvelope(payload);
    if (!this.#greeted) return this.#hello(type, message);
    switch (type) {
      case 'Execute': return this.#execute(id, message, payload);
      case 'Describe': return this.#handOver(id, payload, 0n);
      case 'Ping': return this.#send(id, 'Completed', {});
      case 'Cancel': return this.#cancel(id, message.reason);
      case 'Shutdown': return this.#shutdown(id);
      case null: return id === 0n ? undefined : this.#reject(id, 'unsupported', TEXT.unknownMessage);
      default: return id === 0n ? undefined : this.#reject(id, 'bad_request', TEXT.unexpectedMessage(type));
    }
  }

  #hello(type, hello) {
    if (type !== 'Hello') throw new Ending(EXIT.badFrame, TEXT.expectedHello(type));
    if (hello.protocol_min > PROTOCOL_VERSION || hello.protocol_max < PROTOCOL_VERSION) {
      throw new Ending(EXIT.noCommonVersion, TEXT.noCommonVersion(hello.protocol_min, hello.protocol_max, PROTOCOL_VERSION));
    }
    this.#slot.maxFrameBytes = Math.min(hello.limits?.max_frame_bytes || DEFAULT_MAX_FRAME_BYTES, MAX_FRAME_BYTES);
    this.#greeted = true;
    const variable = process.env[PLATFORMS];
    if (variable) return this.#plugins(variable);
    return this.#ready([]);
  }

  /** Plugins are loaded here only for the types of their functions; what cannot be loaded is not announced. */
  async #plugins(variable) {
    const { readPlugins } = await import('../platforms/plugin-modules.mjs');
    let functions = [];
    try {
      functions = (await readPlugins(variable)).flatMap((each) => each.functions);
    } catch (error) {
      process.stderr.write(`${TEXT.plugins(error.message)}\n`);
    }
    this.#ready(functions);
  }

  #ready(plugins) {
    this.#send(0n, 'Ready', {
      protocol: PROTOCOL_VERSION,
      runner: 'node',
      runner_version: '1',
      language: 'javascript',
      language_version: process.versions.node,
      features: ['describe', 'cancel'],
      ir_versions: [IR_VERSION],
      platform_functions: announced(plugins),
      max_concurrency: 1,
    });
  }

  #execute(id, message, payload) {
    const kind = message.program?.kind;
    if (kind !== 'Function' && kind !== 'East') return this.#reject(id, 'bad_request', TEXT.noProgram);
    if (message.isolation === 'Fork') return this.#reject(id, 'unsupported', TEXT.noFork);
    if (!this.isBusy) enter(message.work_dir);
    return this.#handOver(id, payload, message.deadline_ms);
  }

  #handOver(id, payload, deadline) {
    if (id === 0n) return;
    if (this.isBusy) return this.#reject(id, 'busy', TEXT.busy);
    this.#setTimer(id, deadline, 0);
    this.#inlet.giveBack();
    this.#slot.offer(id, deadline, payload);
  }

  /** A request runs that the compute thread read, for one or two looks of the inlet; nobody reads but this thread now. */
  adopt() {
    this.#setTimer(this.#slot.id, this.#slot.deadline, WATCH_MS);
  }

  #setTimer(id, deadline, passed) {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const isSet = deadline > 0n && deadline <= MAX_TIMER_MS;
    this.#timer = isSet ? setTimeout(() => this.#deadline(id, deadline), Number(deadline) - passed) : null;
  }

  #cancel(id, reason) {
    if (this.#slot.id === id) this.#stop(() => [encodeFrame(id, 'Cancelled', { reason })]);
  }

  #deadline(id, ms) {
    if (!this.#inlet.takeOver()) return; // it is over; and while this thread reads, no other request begins
    if (this.#slot.id === id) this.#stop(() => [failure(id, { side: 'Task', code: 'deadline', summary: TEXT.deadline(ms) })]);
  }

  #shutdown(id) {
    const bye = id === 0n ? [] : [encodeFrame(id, 'Completed', {})];
    const running = this.#slot.id;
    this.#closing = true;
    if (this.#stop(() => [encodeFrame(running, 'Cancelled', { reason: TEXT.shuttingDown }), ...bye])) return;
    for (const frame of bye) this.#slot.write(frame);
    this.#exit(0);
  }

  /** Takes the running request away from its thread and stops that; false when there is nothing to take away. */
  #stop(frames) {
    if (!this.#slot.stop()) return false;
    this.#slot.lock(); // held until the thread has ended: it cannot be inside a frame
    this.#afterStop = frames;
    this.#thread.stop();
    return true;
  }

  #threadEnded({ code, fault }) {
    const frames = this.#afterStop;
    const { id } = this.#slot;
    const isOwed = !this.#slot.isAnswered;
    if (frames === null) {
      if (this.#slot.isLocked) throw new Ending(EXIT.threadLost, TEXT.channelLost);
      if (!isOwed) throw new Ending(EXIT.threadLost, TEXT.threadLost(fault?.stack ?? `code ${code}`)); // a fresh one would do the same
      this.#slot.lock();
    }
    this.#afterStop = null;
    if (isOwed) {
      for (const frame of outputFrames(id, this.#slot)) this.#slot.writeLocked(frame);
      const replies = frames?.() ?? [lost(id, code, fault)];
      this.#slot.finish();
      for (const frame of replies) this.#slot.writeLocked(frame);
    }
    if (this.#closing) return this.#exit(0);
    this.#slot.unlock();
    this.#inlet.takeBack();
    this.#thread.start();
  }

  #reject(id, code, reason) {
    this.#send(id, 'Rejected', { code, reason });
  }

  /** Writes a frame of this thread's own; while a thread is being stopped the lock is already held here. */
  #send(id, type, message) {
    const frame = encodeFrame(id, type, message);
    if (this.#afterStop !== null) this.#slot.writeLocked(frame);
    else this.#slot.write(frame);
  }
}

/** The reply to a request whose thread ended by itself. */
function lost(id, code, fault) {
  if (fault?.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return failure(id, { side: 'Task', code: 'out_of_memory', summary: TEXT.outOfMemory, error_type: 'RangeError' });
  }
  if (fault === null) return failure(id, { side: 'Task', code: 'user_error', summary: TEXT.exitCalled(code), error_type: 'process.exit' });
  return failure(id, { side: 'Runner', code: 'internal', summary: String(fault?.message ?? fault), details: String(fault?.stack ?? '') });
}

function failure(id, error) {
  return encodeFrame(id, 'Failed', { error });
}

/** Makes `directory` the current one; threads cannot, so it is done here, before the request is handed over. */
function enter(directory) {
  if (!directory || directory === process.cwd()) return;
  try {
    process.chdir(directory);
  } catch {
    // A directory that does not exist is not entered: user code sees the one that was current before.
  }
}
