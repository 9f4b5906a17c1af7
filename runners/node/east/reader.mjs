/** Reads the primitives of beast2 (spec 3.1) from bytes that are not trusted. */
import { isUtf8 } from 'node:buffer';

/** Bytes that are not the value they should be. The message says what is wrong and at which byte. */
export class DecodeError extends Error {}

/** Nested levels of recursive types in one value. */
export const MAX_VALUE_DEPTH = 2000;
/** Elements of a container whose elements have no bytes: they cannot be checked against what remains. */
export const MAX_EMPTY_ELEMENTS = 2 ** 24;

const TWO_32 = 4294967296n;
const VIEW_BYTES = 64 * 1024;
const NONE = [];

/** A cursor over one buffer. Methods move it and throw {@link DecodeError}; nothing is read beyond `end`. */
export class Reader {
  /**
   * @param {Buffer} bytes
   * @param {boolean} owned the bytes belong to this value alone, so that a large Blob may be a view of them
   * @param {number} [end] how many of the bytes there are to read; absent: all
   * @param {DataView} [view] of all the bytes, where there is one
   */
  constructor(bytes, owned, end = bytes.length, view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)) {
    this.bytes = bytes;
    this.view = view;
    this.end = end;
    this.at = 0;
    this.owned = owned;
    this.depth = 0;
    this.positions = NONE; // containers read so far, ascending: where each is, what it is read as, and itself
    this.shapes = NONE;
    this.containers = NONE;
    this.again = null;
  }

  fail(what, at = this.at) {
    throw new DecodeError(`${what} (byte ${at} of ${this.end})`);
  }

  short(what) {
    this.fail(`the file ends inside ${what}`);
  }

  /** Unsigned LEB128 up to 2^53 - 1. */
  varint() {
    if (this.at >= this.end) this.short('a length');
    let byte = this.bytes[this.at++];
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    let scale = 128;
    for (let count = 2; ; count++) {
      if (count > 10) this.fail('a length of more than 10 bytes');
      if (this.at >= this.end) this.short('a length');
      byte = this.bytes[this.at++];
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale *= 128;
    }
    if (value > Number.MAX_SAFE_INTEGER) this.fail('a length over 2^53 - 1');
    return value;
  }

  /** Zigzag LEB128 of 64 bits, as a number where that is exact and as a bigint where it is not. */
  #zigzag() {
    if (this.at >= this.end) this.short('an Integer');
    let byte = this.bytes[this.at++];
    if (byte < 0x80) return (byte & 1) === 0 ? byte >>> 1 : -(byte >>> 1) - 1;
    let value = byte & 0x7f;
    let scale = 128;
    for (let count = 2; count <= 7; count++) { // 49 bits: exact
      if (this.at >= this.end) this.short('an Integer');
      byte = this.bytes[this.at++];
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value - 1) / 2 - 1;
      scale *= 128;
    }
    let large = BigInt(value);
    for (let shift = 49n; ; shift += 7n) {
      if (this.at >= this.end) this.short('an Integer');
      byte = this.bytes[this.at++];
      if (shift === 63n && byte > 1) this.fail('an Integer of more than 64 bits');
      large |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return (large & 1n) === 0n ? large >> 1n : ~(large >> 1n);
    }
  }

  integer() {
    return BigInt(this.#zigzag());
  }

  date() {
    const start = this.at;
    const milliseconds = this.#zigzag();
    if (milliseconds > 8.64e15 || milliseconds < -8.64e15) {
      this.fail(`a DateTime of ${milliseconds} ms is outside the range of Date (8.64e15 ms around 1970)`, start);
    }
    return new Date(Number(milliseconds));
  }

  boolean() {
    if (this.at >= this.end) this.short('a Boolean');
    return this.bytes[this.at++] !== 0;
  }

  float() {
    if (this.at + 8 > this.end) this.short('a Float');
    const value = this.view.getFloat64(this.at, true);
    if (value !== value) this.nan(this.at);
    this.at += 8;
    return value;
  }

  /** Checks that the NaN at `at` is one of the two canonical ones. */
  nan(at) {
    const high = this.view.getUint32(at + 4, true);
    if ((high & 0x7fffffff) !== 0x7ff80000 || this.view.getUint32(at, true) !== 0) this.fail('a NaN that is not canonical', at);
  }

  string() {
    const length = this.varint();
    const start = this.at;
    if (length > this.end - start) this.short('a String');
    this.at = start + length;
    if (length === 0) return '';
    const text = this.bytes.utf8Slice(start, this.at);
    if (text.includes('\ufffd') && !isUtf8(this.bytes.subarray(start, this.at))) this.fail('a String that is not UTF-8', start);
    return text;
  }

  /** The bytes of a Blob: a copy, or a view where they are many and belong to this value alone. */
  blob() {
    const length = this.varint();
    const start = this.at;
    if (length > this.end - start) this.short('a Blob');
    this.at = start + length;
    if (this.owned && length >= VIEW_BYTES) return new Uint8Array(this.bytes.buffer, this.bytes.byteOffset + start, length);
    return new Uint8Array(this.bytes.subarray(start, this.at));
  }

  buffer() {
    const blob = this.blob();
    return Buffer.from(blob.buffer, blob.byteOffset, blob.length);
  }

  /** A case's index. */
  tag(cases) {
    const start = this.at;
    const tag = this.varint();
    if (tag >= cases) this.fail(`a Variant has no case number ${tag}`, start);
    return tag;
  }

  /** The count of a container whose elements take at least `least` bytes each. */
  count(least) {
    const start = this.at;
    const count = this.varint();
    if (least === 0 ? count > MAX_EMPTY_ELEMENTS : count > (this.end - this.at) / least) {
      this.fail(`a container of ${count} elements is larger than the file justifies`, start);
    }
    return count;
  }

  float64Array() {
    const count = this.count(8);
    const items = new Float64Array(count);
    const start = this.at;
    this.at += 8 * count;
    new Uint8Array(items.buffer).set(this.bytes.subarray(start, this.at));
    for (let i = 0; i < count; i++) if (items[i] !== items[i]) this.nan(start + 8 * i);
    return items;
  }

  floatArray() {
    const count = this.count(8);
    const { view } = this;
    const items = listOf(count);
    for (let i = 0, at = this.at; i < count; i++, at += 8) {
      const value = view.getFloat64(at, true);
      if (value !== value) this.nan(at);
      items[i] = value;
    }
    this.at += 8 * count;
    return items;
  }

  bigInt64Array() {
    const count = this.count(1);
    const items = new BigInt64Array(count);
    for (let i = 0; i < count; i++) items[i] = this.integer();
    return items;
  }

  /** Enters a level of a recursive type; {@link leave} ends it. */
  enter() {
    if (++this.depth > MAX_VALUE_DEPTH) this.fail(`a value nested more than ${MAX_VALUE_DEPTH} levels deep`);
  }

  leave() {
    this.depth--;
  }

  /** Remembers a container whose contents start at `position`, before they are read: they may refer to it. */
  keep(position, shape, container) {
    if (this.positions === NONE) this.#first(position, shape, container);
    else {
      this.positions.push(position);
      this.shapes.push(shape);
      this.containers.push(container);
    }
    return container;
  }

  #first(position, shape, container) {
    this.positions = [position];
    this.shapes = [shape];
    this.containers = [container];
  }

  /**
   * The earlier container that a marker of `distance`, which started at `start`, points to.
   * @param {number} distance
   * @param {number} start
   * @param {{id: number, contents: (reader: Reader) => any}} shape what it must be read as
   * @param {(shape: any) => {type: string, form: string}} keysOf tells shapes of one type and one form from others
   */
  earlier(distance, start, shape, keysOf) {
    const target = start - distance;
    const index = find(this.positions, target);
    if (index < 0) this.fail(`a reference to byte ${target}, where no container starts`, start);
    const found = this.shapes[index];
    if (found.id === shape.id) return this.containers[index];
    const [kept, wanted] = [keysOf(found), keysOf(shape)];
    if (kept.type !== wanted.type) this.fail('a reference to a container of another type', start);
    return kept.form === wanted.form ? this.containers[index] : this.#otherForm(target, shape, wanted.form);
  }

  /** The same container in another form (an array here, a Float64Array there): read once more per form, and kept. */
  #otherForm(target, shape, form) {
    this.again ??= new Map();
    const key = `${target} ${form}`;
    if (this.again.has(key)) return this.again.get(key);
    const { at, positions, shapes, containers } = this;
    this.at = target;
    this.positions = positions.slice(0, find(positions, target));
    this.shapes = shapes.slice(0, this.positions.length);
    this.containers = containers.slice(0, this.positions.length);
    this.enter();
    const container = shape.contents(this);
    this.leave();
    Object.assign(this, { at, positions, shapes, containers });
    this.again.set(key, container);
    return container;
  }
}

/** An array for `count` items that are about to be set in order; preallocated while that keeps it a fast one. */
export function listOf(count) {
  return count <= 16_000_000 ? new Array(count) : [];
}

function find(ascending, value) {
  let low = 0;
  let high = ascending.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] === value) return middle;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
