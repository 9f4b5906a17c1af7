/** The compute thread's side of reading: the next request, read by this thread itself or handed over by the frame thread. */
import fs from 'node:fs';
import { WATCH_MS } from '../host/inlet.mjs';
import { FrameError, decodeEnvelope } from '../protocol/decode.mjs';
import { payloadIn } from '../protocol/frames.mjs';

const READ_BYTES = 64 * 1024;

/** A deadline below this would be noticed late. */
const SOONEST_DEADLINE_MS = BigInt(5 * WATCH_MS);

export class Requests {
  #slot;
  #direct;
  #last;
  #bytes;
  #directory = null;

  /**
   * @param {import('../host/slot.mjs').Slot} slot
   * @param {number} direct a descriptor to read from; -1 where the frame thread reads everything
   * @param {number} answered the number of the request before the first
   */
  constructor(slot, direct, answered) {
    this.#slot = slot;
    this.#direct = direct;
    this.#last = answered;
    this.#bytes = Buffer.allocUnsafeSlow(direct < 0 ? 0 : READ_BYTES);
  }

  /** The number of the request that came last. */
  get last() {
    return this.#last;
  }

  /**
   * Waits for a request. Nothing else of this thread runs meanwhile.
   * @returns {{id: bigint, type: string, message: object}} its bytes are valid until the next one is asked for
   */
  next() {
    const slot = this.#slot;
    const read = slot.turn.begin() ? this.#read() : null;
    if (read !== null) return read;
    slot.await(this.#last);
    this.#last = slot.sequence;
    slot.turn.accept();
    const envelope = decodeEnvelope(slot.take());
    this.#directory = envelope.message.work_dir ?? null;
    return envelope;
  }

  /** A request from the pipe; null when something else came, which the frame thread has now. */
  #read() {
    const size = fs.readSync(this.#direct, this.#bytes, 0, READ_BYTES, null);
    const envelope = this.#whole(this.#bytes.subarray(0, size));
    if (envelope === null) return this.#pass(size);
    const { turn } = this.#slot;
    this.#slot.begin(envelope.id, envelope.message.deadline_ms ?? 0n);
    this.#last = this.#slot.sequence;
    turn.pause();
    if (!turn.isWatched) this.#slot.port.postMessage(null);
    return envelope;
  }

  #pass(size) {
    this.#slot.turn.pass();
    this.#slot.port.postMessage(Uint8Array.prototype.slice.call(this.#bytes, 0, size));
    return null;
  }

  /** The message in `bytes`, if they are exactly one frame and it is a request that the frame thread would hand over as it is. */
  #whole(bytes) {
    const payload = payloadIn(bytes, this.#slot.maxFrameBytes);
    if (payload === null) return null;
    try {
      const envelope = decodeEnvelope(payload);
      return envelope.id !== 0n && this.#isForThis(envelope) ? envelope : null;
    } catch (error) {
      if (error instanceof FrameError) return null;
      throw error;
    }
  }

  #isForThis({ type, message }) {
    if (type === 'Describe') return true;
    if (type !== 'Execute' || message.isolation === 'Fork') return false;
    if (message.deadline_ms !== 0n && message.deadline_ms < SOONEST_DEADLINE_MS) return false;
    const kind = message.program?.kind;
    return (kind === 'Function' || kind === 'East') && (!message.work_dir || message.work_dir === this.#directory);
  }
}
