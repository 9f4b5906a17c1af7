/** Writes beast2, sharing by identity (spec 3.1). */
import { TEXT } from './messages.mjs';

const NAN = Buffer.from([0, 0, 0, 0, 0, 0, 0xf8, 0x7f]);
const EXACT = 2 ** 52;

/** A value that has no bytes. */
export class UnwritableError extends Error {}

/** The bytes would be more than they may. */
export class TooLargeError extends Error {}

export class Beast2Writer {
  /** @param {number} [limit] the most bytes */
  constructor(limit = Infinity) {
    this.limit = limit;
    this.#use(Buffer.allocUnsafe(256));
    this.at = 0;
    this.depth = 0;
    this.places = new Map(); // container: the offset of its contents, counted from where values start
    this.origin = 0;
  }

  #use(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  #room(size) {
    if (this.at + size <= this.bytes.length) return;
    if (this.at + size > this.limit + 64) throw new TooLargeError();
    const larger = Buffer.allocUnsafe(Math.max(2 * this.bytes.length, this.at + size));
    this.bytes.copy(larger, 0, 0, this.at);
    this.#use(larger);
  }

  finish() {
    if (this.at > this.limit) throw new TooLargeError();
    return this.bytes.subarray(0, this.at);
  }

  raw(bytes) {
    this.#room(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  varint(value) {
    this.#room(10);
    let { at } = this;
    for (; value >= 0x80000000; value = Math.floor(value / 128)) this.bytes[at++] = (value % 128) | 128;
    for (; value >= 128; value >>>= 7) this.bytes[at++] = (value & 127) | 128;
    this.bytes[at++] = value;
    this.at = at;
  }

  boolean(value) {
    this.#room(1);
    this.bytes[this.at++] = value ? 1 : 0;
  }

  integer(value) {
    if (value < EXACT && value > -EXACT) return this.varint(value >= 0 ? value * 2 : -value * 2 - 1);
    this.#room(10);
    const big = BigInt(value);
    let rest = BigInt.asUintN(64, (big << 1n) ^ (big >> 63n));
    for (; rest >= 128n; rest >>= 7n) this.bytes[this.at++] = Number(rest & 127n) | 128;
    this.bytes[this.at++] = Number(rest);
    return undefined;
  }

  float(value) {
    this.#room(8);
    if (value === value) this.view.setFloat64(this.at, value, true);
    else this.bytes.set(NAN, this.at);
    this.at += 8;
  }

  floats(items) {
    this.#room(8 * items.length);
    const { view } = this;
    let { at } = this;
    for (let i = 0; i < items.length; i++, at += 8) {
      const value = items[i];
      if (value === value) view.setFloat64(at, value, true);
      else this.bytes.set(NAN, at);
    }
    this.at = at;
  }

  string(value) {
    const size = Buffer.byteLength(value);
    this.varint(size);
    this.#room(size);
    this.at += size === value.length ? this.bytes.latin1Write(value, this.at, size) : this.bytes.utf8Write(value, this.at, size);
  }

  blob(value) {
    this.varint(value.length);
    this.raw(value);
  }

  /** Writes the marker of a container; false when it was a reference to an earlier one and nothing follows. */
  container(container) {
    const place = this.places.get(container);
    if (place === undefined) {
      this.varint(0);
      this.places.set(container, this.at);
      return true;
    }
    if (place === this.at) throw new UnwritableError(TEXT.selfReference);
    this.varint(this.at - place);
    return false;
  }

  tooDeep() {
    throw new UnwritableError(TEXT.tooDeepToWrite);
  }

  never() {
    throw new UnwritableError(TEXT.neverValue);
  }

  function(type, value, write) {
    const isAsync = type.tag === 'AsyncFunction';
    if (value.node === null) throw new UnwritableError(TEXT.hostFunction(isAsync));
    const captured = value.node.value.captures.items;
    if (captured.length > 0) throw new UnwritableError(TEXT.closure(isAsync, captured.map((each) => each.value.name)));
    write(this, value.node);
  }
}
