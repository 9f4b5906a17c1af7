/** Cuts the byte stream from the host into payloads, and writes whole frames to a descriptor. */
import fs from 'node:fs';
import { FrameError } from './decode.mjs';

const HEADER = 8;
const MAGIC = 0x31524750; // "PGR1" read as a little-endian number
export const DEFAULT_MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** Collects chunks and hands out payloads in order. */
export class FrameSplitter {
  /** Frames longer than this are refused before anything is allocated for them. */
  maxFrameBytes = DEFAULT_MAX_FRAME_BYTES;
  #chunks = [];
  #have = 0;
  #need = HEADER;
  #isAtEnd = true;

  /**
   * @param {Buffer} chunk bytes as they came; kept only while a frame is incomplete, and then as a copy
   * @param {(payload: Buffer) => void} deliver called once per whole frame; the payload is valid during the call only
   * @throws {FrameError} at a bad magic or a length over the limit
   */
  push(chunk, deliver) {
    if (this.#have + chunk.length < this.#need) return this.#keep(chunk);
    let rest = this.#have === 0 ? chunk : Buffer.concat([...this.#chunks, chunk]);
    this.#chunks = [];
    this.#have = 0;
    while (rest.length >= HEADER) {
      const length = this.#payloadLength(rest);
      this.#need = sizeOf(length);
      if (rest.length < this.#need) break;
      const payload = rest.subarray(HEADER, HEADER + length);
      rest = rest.subarray(this.#need);
      this.#need = HEADER;
      this.#isAtEnd = rest.length === 0;
      deliver(payload);
    }
    this.#keep(rest);
  }

  /** Whether the stream stopped inside a frame. */
  get hasPartialFrame() {
    return this.#have > 0;
  }

  /** While a payload is delivered: whether nothing has come after it. */
  get isAtEnd() {
    return this.#isAtEnd;
  }

  #keep(bytes) {
    if (bytes.length === 0) return;
    this.#chunks.push(Buffer.from(bytes));
    this.#have += bytes.length;
  }

  #payloadLength(bytes) {
    if (bytes.readUInt32LE(0) !== MAGIC) {
      throw new FrameError(`bad magic: the host wrote ${JSON.stringify(bytes.subarray(0, 80).toString('latin1'))}`);
    }
    const length = bytes.readUInt32LE(4);
    if (length > this.maxFrameBytes) throw new FrameError(`a frame of ${length} bytes is over the limit of ${this.maxFrameBytes}`);
    return length;
  }
}

/**
 * The payload in bytes that are exactly one whole frame; null for anything else.
 * @param {Buffer} bytes
 * @param {number} maxFrameBytes
 */
export function payloadIn(bytes, maxFrameBytes) {
  if (bytes.length < HEADER || bytes.readUInt32LE(0) !== MAGIC) return null;
  const length = bytes.readUInt32LE(4);
  return length <= maxFrameBytes && bytes.length === sizeOf(length) ? bytes.subarray(HEADER, HEADER + length) : null;
}

/** Bytes of a frame with a payload of `length` bytes. */
const sizeOf = (length) => Math.ceil((HEADER + length) / 8) * 8;

const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes all of `bytes`, waiting where the descriptor does not block by itself and its pipe is full.
 * @param {number} fd
 * @param {Uint8Array} bytes
 */
export function writeFully(fd, bytes) {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += fs.writeSync(fd, bytes, written, bytes.length - written);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}
