/** Writes the primitives of beast2 (spec 3.1) in their one canonical form, checking each JavaScript value. */
import { mismatch, indexStep, ResultError } from './result.mjs';

/** A result that is larger than the request allows. */
export class OutputLimitError extends Error {}

const FIRST_BYTES = 64 * 1024;
const KEPT_BYTES = 4 * 1024 * 1024;
const EXACT = 2 ** 52;
const NAN = Buffer.from('000000000000f87f', 'hex');

let kept = Buffer.allocUnsafeSlow(FIRST_BYTES);
let keptView = viewOf(kept);

function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** A growing buffer. `bytes` may be replaced by any write. */
export class Writer {
  /**
   * @param {Buffer} head what the output starts with
   * @param {number} limit most bytes in all
   * @param {Buffer} [scratch] what to write to first; absent: a buffer that outputs share one after the other
   */
  constructor(head, limit, scratch = kept) {
    this.limit = limit;
    this.#use(scratch);
    this.at = 0;
    this.around = null;
    this.raw(head);
  }

  /** The values of recursive types that are being written, outermost first. */
  get ancestors() {
    return (this.around ??= new Set());
  }

  /** The output, valid until the next Writer is made. */
  finish() {
    if (this.at > this.limit) throw new OutputLimitError(`more than ${this.limit} bytes`);
    if (this.bytes.length <= KEPT_BYTES) {
      kept = this.bytes;
      keptView = this.view;
    }
    return this.bytes.subarray(0, this.at);
  }

  #use(bytes) {
    this.bytes = bytes;
    this.view = bytes === kept ? keptView : viewOf(bytes);
  }

  #grow(size) {
    if (this.at + size > this.limit) throw new OutputLimitError(`more than ${this.limit} bytes`);
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.bytes.length, this.at + size));
    this.bytes.copy(larger, 0, 0, this.at);
    this.#use(larger);
  }

  raw(bytes) {
    if (this.at + bytes.length > this.bytes.length) this.#grow(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  varint(value) {
    if (this.at + 10 > this.bytes.length) this.#grow(10);
    let { at } = this;
    for (; value >= 0x80000000; value = Math.floor(value / 128)) this.bytes[at++] = (value % 128) | 128;
    for (; value >= 128; value >>>= 7) this.bytes[at++] = (value & 127) | 128;
    this.bytes[at++] = value;
    this.at = at;
  }

  boolean(value) {
    if (typeof value !== 'boolean') throw mismatch('Boolean', value);
    if (this.at + 1 > this.bytes.length) this.#grow(1);
    this.bytes[this.at++] = value ? 1 : 0;
  }

  nothing(value) {
    if (value !== null && value !== undefined) throw mismatch('Null', value);
  }

  never(value) {
    throw mismatch('Never', value);
  }

  /** An Integer: a bigint, or a number that is one exactly. */
  integer(value) {
    if (typeof value === 'bigint') {
      const number = Number(value);
      if (number >= -EXACT && number <= EXACT) return this.#zigzag(number);
      if (BigInt.asIntN(64, value) !== value) throw mismatch('Integer', value, 'it has more than 64 bits');
      return this.#large(value);
    }
    if (!Number.isSafeInteger(value)) throw mismatch('Integer', value);
    return value >= -EXACT && value <= EXACT ? this.#zigzag(value) : this.#large(BigInt(value));
  }

  #zigzag(number) {
    this.varint(number >= 0 ? number * 2 : -number * 2 - 1);
  }

  #large(value) {
    if (this.at + 10 > this.bytes.length) this.#grow(10);
    let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    for (; rest >= 128n; rest >>= 7n) this.bytes[this.at++] = Number(rest & 127n) | 128;
    this.bytes[this.at++] = Number(rest);
  }

  float(value) {
    if (typeof value !== 'number') throw mismatch('Float', value);
    if (this.at + 8 > this.bytes.length) this.#grow(8);
    if (value === value) this.view.setFloat64(this.at, value, true);
    else this.bytes.set(NAN, this.at);
    this.at += 8;
  }

  date(value) {
    const milliseconds = value instanceof Date ? value.getTime() : NaN;
    if (milliseconds !== milliseconds) throw mismatch('DateTime', value, typeof value === 'number' ? 'use new Date(ms)' : '');
    this.integer(milliseconds);
  }

  string(value) {
    if (typeof value !== 'string') throw mismatch('String', value);
    const size = Buffer.byteLength(value);
    if (size !== value.length && !isWellFormed(value)) throw mismatch('String', value, 'it has an unpaired surrogate');
    this.varint(size);
    if (this.at + size > this.bytes.length) this.#grow(size);
    this.at += size === value.length ? this.bytes.latin1Write(value, this.at, size) : this.bytes.utf8Write(value, this.at, size);
  }

  blob(value) {
    const bytes = value instanceof Uint8Array ? value : value instanceof ArrayBuffer ? new Uint8Array(value) : null;
    if (bytes === null) throw mismatch('Blob', value, typeof value === 'string' ? 'use Buffer.from(text)' : '');
    this.varint(bytes.length);
    this.raw(bytes);
  }

  /** An Array of Float, marker included. */
  floatArray(value) {
    if (value instanceof Float64Array) return this.#float64Array(value);
    const numbers = isNumberArray(value);
    if (!numbers && !Array.isArray(value)) throw mismatch('Array', value);
    const count = value.length;
    this.#list(count);
    if (this.at + 8 * count > this.bytes.length) this.#grow(8 * count);
    for (let i = 0; i < count; i++) {
      const item = value[i];
      if (typeof item !== 'number') throw mismatch('Float', item).within(value, indexStep(i));
      this.view.setFloat64(this.at, item, true);
      if (item !== item) this.bytes.set(NAN, this.at);
      this.at += 8;
    }
    return undefined;
  }

  #float64Array(items) {
    this.#list(items.length);
    const start = this.at;
    this.raw(new Uint8Array(items.buffer, items.byteOffset, items.byteLength));
    for (let i = 0; i < items.length; i++) if (items[i] !== items[i]) this.bytes.set(NAN, start + 8 * i);
  }

  /** An Array of Integer, marker included. */
  integerArray(value) {
    const numbers = value instanceof BigInt64Array || value instanceof BigUint64Array || isNumberArray(value);
    if (!numbers && !Array.isArray(value)) throw mismatch('Array', value);
    this.#list(value.length);
    let i = 0;
    try {
      for (; i < value.length; i++) this.integer(value[i]);
    } catch (error) {
      throw error instanceof ResultError ? error.within(value, indexStep(i)) : error;
    }
  }

  #list(count) {
    this.varint(0);
    this.varint(count);
  }
}

/** Node 18 has no such method. */
const isWellFormed = 'isWellFormed' in String.prototype ? (text) => text.isWellFormed() : (text) => !/\p{Surrogate}/u.test(text);

const NUMBER_ARRAYS = [Float32Array, Float64Array, Int8Array, Int16Array, Int32Array, Uint8Array, Uint8ClampedArray, Uint16Array, Uint32Array];

function isNumberArray(value) {
  return ArrayBuffer.isView(value) && NUMBER_ARRAYS.some((kind) => value instanceof kind);
}
