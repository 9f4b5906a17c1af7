/** The frame thread's reading of what the host sends, in turns with the compute thread. */
import fs from 'node:fs';
import net from 'node:net';
import { FrameSplitter } from '../protocol/frames.mjs';

/** A request that runs for one to two of these is noticed, and read beside. */
export const WATCH_MS = 20;
const READ_BYTES = 256 * 1024;
const IDLE_LOOKS = 50;
const STDIN = '/proc/self/fd/0';

/** @typedef {{deliver: (payload: Buffer) => void, tookOver: () => void, ended: (isTruncated: boolean) => void}} Receiver */

export class Inlet {
  #splitter = new FrameSplitter();
  #slot;
  #turn;
  #receiver;
  #input;
  #reads = true;
  #watch = null;
  #seen = 0;
  #idle = 0;

  /**
   * @param {import('./slot.mjs').Slot} slot
   * @param {Receiver} receiver `deliver` gets one whole payload, valid during the call; `tookOver` follows when a request runs that the compute
   *   thread read; `ended` the end of the stream
   */
  constructor(slot, receiver) {
    this.#slot = slot;
    this.#turn = slot.turn;
    this.#receiver = receiver;
    /** A descriptor from which the compute thread can read; -1 where there is none, and the frame thread reads everything. */
    this.direct = openDirect();
    this.#input = this.#open();
    const ended = () => receiver.ended(this.#splitter.hasPartialFrame);
    this.#input.on('end', ended).on('close', ended).on('error', ended);
  }

  /** Descriptor 0 as a stream. Pipes and sockets are read into one buffer that is used again; a file or a terminal as node likes. */
  #open() {
    try {
      const buffer = Buffer.allocUnsafe(READ_BYTES);
      const onread = { buffer, callback: (size) => { this.#receive(buffer.subarray(0, size)); return true; } };
      return new net.Socket({ fd: 0, readable: true, writable: false, onread }).resume();
    } catch {
      return process.stdin.on('data', (chunk) => this.#receive(chunk));
    }
  }

  #receive(chunk) {
    this.#splitter.push(chunk, (payload) => {
      this.#receiver.deliver(payload);
      this.#splitter.maxFrameBytes = this.#slot.maxFrameBytes;
    });
  }

  /** The request that is being delivered is about to be handed over: the compute thread reads the next one, if nothing of that is here. */
  giveBack() {
    if (this.direct < 0 || !this.#splitter.isAtEnd) return;
    this.#reads = false;
    this.#input.pause(); // before the other thread can read: what it passes on comes first
    this.#turn.give();
    this.#look();
  }

  /** Reads from now on, unless the compute thread is idle and reads; whether it is this thread that reads. */
  takeOver() {
    if (this.#reads) return true;
    if (!this.#turn.takeOver()) return false;
    this.#readOn();
    this.#receiver.tookOver();
    return true;
  }

  /** The compute thread has ended: nobody else will read. */
  takeBack() {
    this.#turn.pass();
    this.#readOn();
  }

  /** From the compute thread: bytes that it read and that are not for it, or null when it has begun a request and is not watched. */
  message(bytes) {
    if (bytes === null) return this.#look();
    this.#reads = true;
    this.#stopLooking();
    if (bytes.length > 0) this.#receive(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    if (this.#reads) this.#input.resume();
    return undefined;
  }

  #readOn() {
    this.#reads = true;
    this.#stopLooking();
    this.#input.resume();
  }

  #look() {
    if (this.#reads || this.#watch !== null) return;
    this.#turn.isWatched = true;
    this.#idle = 0;
    this.#seen = this.#slot.sequence;
    this.#watch = setInterval(() => this.#tick(), WATCH_MS);
  }

  #stopLooking() {
    if (this.#watch === null) return;
    clearInterval(this.#watch);
    this.#watch = null;
    this.#turn.isWatched = false;
  }

  #tick() {
    const { sequence } = this.#slot;
    const isSame = sequence === this.#seen;
    this.#seen = sequence;
    if (!isSame) this.#idle = 0;
    else if (!this.takeOver() && ++this.#idle >= IDLE_LOOKS) this.#rest();
  }

  /** Nothing has happened for a while. A request that begins from here on finds that it is not watched; one that has begun just before is still seen. */
  #rest() {
    this.#stopLooking();
    if (!this.#turn.isOfCompute) this.#look();
  }
}

/**
 * The same pipe once more, with a mode of its own: reads of this descriptor wait, while those of the stream do not. Only Linux can open a pipe again.
 * @returns {number}
 */
function openDirect() {
  let both;
  try {
    if (!fs.fstatSync(0).isFIFO()) return -1;
    both = fs.openSync(STDIN, 'r+'); // a pipe whose writer is gone could not be opened for reading alone
    return fs.openSync(STDIN, 'r');
  } catch {
    return -1;
  } finally {
    if (both !== undefined) fs.closeSync(both);
  }
}
