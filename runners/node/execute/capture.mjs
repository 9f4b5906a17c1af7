/** Takes what user code prints through console, process.stdout and process.stderr, and sends it with the request that printed it. */
import { encodeFrame } from '../protocol/encode.mjs';
import { RECORD_HEAD, STREAMS, outputFrames } from '../protocol/output.mjs';
import { CAPTURE_BYTES } from '../host/slot.mjs';

const FLUSH_MS = 50;

export const CUT = (bytes) => `\n[output cut after ${bytes} bytes]\n`;

/** One per compute thread. Between requests, output goes to the worker's log (descriptor 2). */
export class Capture {
  #slot;
  #request = null; // {id, remaining, limit}
  #flushed = -Infinity;
  #timer = null;
  #fallback;

  /**
   * @param {import('../host/slot.mjs').Slot} slot
   * @param {(bytes: Buffer) => void} fallback takes what is printed while no request runs
   */
  constructor(slot, fallback) {
    this.#slot = slot;
    this.#fallback = fallback;
  }

  /** Makes the thread's streams write here. */
  install() {
    this.#redirect(process.stdout, STREAMS.Stdout);
    this.#redirect(process.stderr, STREAMS.Stderr);
  }

  #redirect(stream, number) {
    stream.write = (chunk, encoding, callback) => {
      const done = typeof encoding === 'function' ? encoding : callback;
      this.write(number, typeof chunk === 'string' ? Buffer.from(chunk, typeof encoding === 'string' ? encoding : 'utf8') : Buffer.from(chunk));
      if (typeof done === 'function') process.nextTick(done);
      return true;
    };
    stream.end = (chunk, encoding, callback) => {
      if (chunk !== undefined && chunk !== null && typeof chunk !== 'function') stream.write(chunk, encoding, callback);
      return stream;
    };
  }

  /** @param {bigint} id @param {bigint} limit most bytes of output; 0 for no limit */
  begin(id, limit) {
    this.#request = { id, limit, remaining: limit === 0n ? Infinity : Number(limit) };
    this.#flushed = -Infinity;
    this.#slot.captured = 0;
  }

  write(stream, bytes) {
    const request = this.#request;
    if (request === null) return this.#fallback(bytes);
    if (bytes.length <= request.remaining) {
      request.remaining -= bytes.length;
      return this.#add(stream, bytes);
    }
    if (request.remaining < 0) return undefined;
    this.#add(stream, bytes.subarray(0, request.remaining));
    request.remaining = -1;
    return this.#add(STREAMS.Stderr, Buffer.from(CUT(request.limit)));
  }

  #add(stream, bytes) {
    const { capture } = this.#slot;
    for (let at = 0; at < bytes.length;) {
      let used = this.#slot.captured;
      if (CAPTURE_BYTES - used <= RECORD_HEAD) {
        this.flush();
        used = 0;
      }
      const size = Math.min(bytes.length - at, CAPTURE_BYTES - used - RECORD_HEAD);
      capture[used] = stream;
      capture.writeUInt32LE(size, used + 1);
      bytes.copy(capture, used + RECORD_HEAD, at, at + size);
      this.#slot.captured = used + RECORD_HEAD + size;
      at += size;
    }
    this.#flushSoon();
  }

  /** At once when nothing was sent for a while; else by a timer, which only helps code that awaits. The reply flushes in any case. */
  #flushSoon() {
    if (performance.now() - this.#flushed >= FLUSH_MS) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS).unref();
  }

  /** Sends what has been printed so far. */
  flush() {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
    if (this.#request === null || this.#slot.captured === 0) return;
    for (const frame of outputFrames(this.#request.id, this.#slot)) this.#slot.write(frame);
    this.#flushed = performance.now();
  }

  /** Sends an event of the running request after what was printed before it; does nothing between requests. */
  event(type, message) {
    if (this.#request === null) return;
    this.flush();
    this.#slot.write(encodeFrame(this.#request.id, type, message));
  }

  /** Ends the request's output; what comes later is not its own. */
  end() {
    this.flush();
    this.#request = null;
  }
}
