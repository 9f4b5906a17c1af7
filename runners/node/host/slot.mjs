/**
 * What the frame thread and the compute thread share: one memory block, so that handing over a request costs a copy and a wake-up,
 * and so that a reply goes from the compute thread straight to the protocol channel.
 *
 * Words: SEQUENCE counts requests handed over; the compute thread waits on it. STATE says who may answer the current request: who
 * moves it away from RUNNING answers, so there is exactly one terminal reply. ANSWERED is the sequence number of the last request
 * whose reply is written. LOCK is held around each write to the channel: the frame thread takes it before it stops the compute
 * thread, so that no frame is cut in half. CAPTURED counts the bytes in the capture area. ID and DEADLINE are those of the current request.
 */
import { receiveMessageOnPort } from 'node:worker_threads';
import { writeFully } from '../protocol/frames.mjs';
import { Turn } from './turn.mjs';

const SEQUENCE = 0;
const STATE = 1;
const ANSWERED = 2;
const LOCK = 3;
const LENGTH = 4;
const CAPTURED = 5;
const MAX_FRAME = 6;
const WORDS = 8;

const ID = 0;
const DEADLINE = 1;
const NUMBERS = 2;

const IDLE = 0;
const RUNNING = 1;
const STOPPING = 2;

/** Bytes of user output kept before they are sent. */
export const CAPTURE_BYTES = 64 * 1024;
const REQUEST_BYTES = 64 * 1024;

/** The shared block; each thread has its own Slot over the same memory. */
export class Slot {
  #words;
  #numbers;
  #request;
  #channel;
  /** @type {import('node:worker_threads').MessagePort | null} to the other thread, for requests that do not fit into the block */
  port = null;

  /**
   * @param {number} channel descriptor of the runner-to-host channel
   * @param {Record<'words' | 'numbers' | 'request' | 'capture' | 'turn', SharedArrayBuffer>} [memory] absent: make it
   */
  constructor(channel, memory = allocate()) {
    this.memory = memory;
    this.#words = new Int32Array(memory.words);
    this.#numbers = new BigUint64Array(memory.numbers);
    this.#request = new Uint8Array(memory.request);
    this.capture = Buffer.from(memory.capture);
    this.turn = new Turn(memory.turn);
    this.#channel = channel;
  }

  get isIdle() {
    return Atomics.load(this.#words, STATE) === IDLE;
  }

  get sequence() {
    return Atomics.load(this.#words, SEQUENCE);
  }

  /** The id of the last request that was begun; 0 when there was none. */
  get id() {
    return this.#numbers[ID];
  }

  /** The deadline of that request in milliseconds; 0 when it has none. */
  get deadline() {
    return this.#numbers[DEADLINE];
  }

  /** Whether the reply to the last request that was handed over has been written. */
  get isAnswered() {
    return Atomics.load(this.#words, ANSWERED) === this.sequence;
  }

  get isLocked() {
    return Atomics.load(this.#words, LOCK) !== 0;
  }

  /** Bytes in the capture area. Written by the compute thread, or by the frame thread once that one has ended. */
  get captured() {
    return Atomics.load(this.#words, CAPTURED);
  }

  set captured(bytes) {
    Atomics.store(this.#words, CAPTURED, bytes);
  }

  /** Frames longer than this are neither read nor written. */
  get maxFrameBytes() {
    return Atomics.load(this.#words, MAX_FRAME);
  }

  set maxFrameBytes(bytes) {
    Atomics.store(this.#words, MAX_FRAME, bytes);
  }

  /** Frame thread: hands a request over. The slot must be idle. */
  offer(id, deadline, payload) {
    if (payload.length <= REQUEST_BYTES) this.#request.set(payload);
    else this.#post(new Uint8Array(payload));
    Atomics.store(this.#words, LENGTH, payload.length);
    this.begin(id, deadline);
    Atomics.notify(this.#words, SEQUENCE);
  }

  /** A request begins: one that is handed over, or that the compute thread has read. */
  begin(id, deadline) {
    this.#numbers[ID] = id;
    this.#numbers[DEADLINE] = deadline;
    Atomics.store(this.#words, STATE, RUNNING);
    Atomics.add(this.#words, SEQUENCE, 1);
  }

  #post(bytes) {
    this.port.postMessage(bytes, [bytes.buffer]);
  }

  /** Compute thread: blocks until there is a request after number `last`. */
  await(last) {
    Atomics.wait(this.#words, SEQUENCE, last);
  }

  /** Compute thread: a copy of the request's payload. */
  take() {
    const length = Atomics.load(this.#words, LENGTH);
    if (length <= REQUEST_BYTES) return Buffer.from(this.#request.subarray(0, length));
    const bytes = receiveMessageOnPort(this.port).message; // it was posted before this thread was woken
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Compute thread: true when it may answer the current request; false when the frame thread has taken it away. */
  claim() {
    return Atomics.compareExchange(this.#words, STATE, RUNNING, IDLE) === RUNNING;
  }

  /** Frame thread: true when it took the running request away, so that it answers and the compute thread does not. */
  stop() {
    return Atomics.compareExchange(this.#words, STATE, RUNNING, STOPPING) === RUNNING;
  }

  /** Frame thread: the request that it took away, or that was lost, is answered. */
  finish() {
    this.answered(this.sequence);
    Atomics.store(this.#words, STATE, IDLE);
  }

  /** The reply to request number `sequence` has been written. */
  answered(sequence) {
    Atomics.store(this.#words, ANSWERED, sequence);
  }

  lock() {
    while (Atomics.compareExchange(this.#words, LOCK, 0, 1) !== 0) Atomics.wait(this.#words, LOCK, 1);
  }

  unlock() {
    Atomics.store(this.#words, LOCK, 0);
    Atomics.notify(this.#words, LOCK, 1);
  }

  /** Writes a whole frame. The caller must not hold the lock. */
  write(frame) {
    this.lock();
    try {
      this.writeLocked(frame);
    } finally {
      this.unlock();
    }
  }

  /** Writes a whole frame; the caller holds the lock. A host that is gone is not an error here: the end of stdin follows. */
  writeLocked(frame) {
    try {
      writeFully(this.#channel, frame);
    } catch (error) {
      if (error.code !== 'EPIPE') throw error;
    }
  }
}

function allocate() {
  return {
    words: new SharedArrayBuffer(WORDS * 4),
    numbers: new SharedArrayBuffer(NUMBERS * 8),
    turn: new Turn().memory,
    request: new SharedArrayBuffer(REQUEST_BYTES),
    capture: new SharedArrayBuffer(CAPTURE_BYTES),
  };
}
