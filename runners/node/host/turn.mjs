/**
 * Whose turn it is to read what the host sends. A thread that is woken on another processor costs more than the work of a small request, so
 * an idle worker's request is read by the thread that runs it.
 *
 * FRAME: the frame thread reads, and hands requests over. GIVEN: it has handed one over, and with it the turn. NOBODY: the compute thread is at a
 * request, and reads again after it, unless the frame thread has taken over by then. COMPUTE: the compute thread is asleep in a read.
 * WATCHED: the frame thread looks from time to time whether it has to take over.
 */

const READER = 0;
const WATCHED = 1;
const WORDS = 2;

const FRAME = 0;
const GIVEN = 1;
const NOBODY = 2;
const COMPUTE = 3;

/** One per thread, over the same memory. It begins as the frame thread's. */
export class Turn {
  #words;

  /** @param {SharedArrayBuffer} [memory] absent: make it */
  constructor(memory = new SharedArrayBuffer(WORDS * 4)) {
    this.memory = memory;
    this.#words = new Int32Array(memory);
  }

  get isOfCompute() {
    return Atomics.load(this.#words, READER) === COMPUTE;
  }

  /** Whether the frame thread will notice by itself that a request takes long. */
  get isWatched() {
    return Atomics.load(this.#words, WATCHED) === 1;
  }

  set isWatched(watched) {
    Atomics.store(this.#words, WATCHED, watched ? 1 : 0);
  }

  /** Frame thread, whose turn it is: the request that it hands over next takes the turn along. */
  give() {
    Atomics.store(this.#words, READER, GIVEN);
  }

  /** Compute thread: it has a request that was handed over. */
  accept() {
    Atomics.compareExchange(this.#words, READER, GIVEN, NOBODY);
  }

  /** Compute thread, idle: true when it is to read. */
  begin() {
    return Atomics.compareExchange(this.#words, READER, NOBODY, COMPUTE) === NOBODY;
  }

  /** Compute thread: it has read a request, which has begun. */
  pause() {
    Atomics.store(this.#words, READER, NOBODY);
  }

  /** Compute thread: what it has read is for the frame thread. */
  pass() {
    Atomics.store(this.#words, READER, FRAME);
  }

  /** Frame thread: true when it has to read from now on; false when it already had to, or when the compute thread reads. */
  takeOver() {
    return this.#move(GIVEN) || this.#move(NOBODY);
  }

  #move(from) {
    return Atomics.compareExchange(this.#words, READER, from, FRAME) === from;
  }
}
