/** A cursor over beast2 bytes that are not trusted. */
import { isUtf8 } from 'node:buffer';
import { sameValues } from '../../subtype.mjs';
import { wrap } from '../../values/integers.mjs';
import { MAX_DEPTH, MAX_EMPTY_ELEMENTS, TEXT } from './messages.mjs';

/** Bytes that are not what they should be. */
export class FormatError extends Error {}

export class Beast2Reader {
  /**
   * @param {Buffer} bytes
   * @param {number} at
   * @param {{anyKeyOrder?: boolean, functions?: ((node: any, type: any) => any) | null}} [options] `anyKeyOrder`: keys may come in any order, and repeated;
   *   `functions` makes a function of its node of IR, or throws a ProgramError
   */
  constructor(bytes, at, { anyKeyOrder = false, functions = null } = {}) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.end = bytes.length;
    this.at = at;
    this.depth = 0;
    this.emptyElements = 0;
    this.anyKeyOrder = anyKeyOrder;
    this.functions = functions;
    this.containers = new Map(); // where each starts: what it is read as, and itself
  }

  fail(message) {
    throw new FormatError(message);
  }

  enter() {
    if (++this.depth > MAX_DEPTH) this.fail(TEXT.tooDeep(this.at));
  }

  varint() {
    if (this.at < this.end && this.bytes[this.at] < 0x80) return this.bytes[this.at++];
    const value = this.#long('varint');
    if (value > Number.MAX_SAFE_INTEGER) this.fail(TEXT.varintTooLarge(value));
    return Number(value);
  }

  integer() {
    const { bytes, end } = this;
    let { at } = this;
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 7 && at < end; count++) { // 49 bits: exact
      const byte = bytes[at++];
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        this.at = at;
        return value % 2 === 0 ? value / 2 : -(value - 1) / 2 - 1;
      }
      scale *= 128;
    }
    const large = this.#long('zigzag');
    return wrap((large & 1n) === 0n ? large >> 1n : ~(large >> 1n));
  }

  #long(what) {
    const start = this.at;
    let value = 0n;
    for (let i = 0; i < 10; i++) {
      if (start + i >= this.end) this.fail(TEXT.underflow(what, start + i));
      const byte = this.bytes[start + i];
      if (i === 9 && byte > 1) break;
      value |= BigInt(byte & 0x7f) << BigInt(7 * i);
      if (byte >= 0x80) continue;
      this.at = start + i + 1;
      return value;
    }
    return this.fail(TEXT.varintTooLong(start));
  }

  boolean() {
    if (this.at >= this.end) this.fail(TEXT.underflow('boolean', this.at));
    return this.bytes[this.at++] !== 0;
  }

  float() {
    if (this.at + 8 > this.end) this.fail(TEXT.underflow('float64', this.at));
    const value = this.view.getFloat64(this.at, true);
    if (value !== value) this.#nan(this.at);
    this.at += 8;
    return value;
  }

  #nan(at) {
    const bits = this.view.getBigUint64(at, true);
    if (bits !== 0x7ff8000000000000n && bits !== 0xfff8000000000000n) this.fail(TEXT.nan(at, bits));
  }

  #length(what) {
    const start = this.at;
    const length = this.varint();
    if (length > this.end - this.at) this.fail(TEXT.underflowOf(what, start, length));
    return length;
  }

  string() {
    const start = this.at;
    const length = this.#length('string');
    const from = this.at;
    this.at = from + length;
    if (length === 0) return '';
    const text = this.bytes.utf8Slice(from, this.at);
    if (text.includes('\ufffd') && !isUtf8(this.bytes.subarray(from, this.at))) this.fail(TEXT.utf8(start));
    return text;
  }

  blob() {
    const length = this.#length('blob');
    const blob = new Uint8Array(length);
    blob.set(this.bytes.subarray(this.at, this.at + length));
    this.at += length;
    return blob;
  }

  tag(cases) {
    const start = this.at;
    const tag = this.varint();
    if (tag >= cases) this.fail(TEXT.badTag(tag, start));
    return tag;
  }

  /** The count of a container whose elements take at least `least` bytes each. */
  count(least) {
    const start = this.at;
    const count = this.varint();
    if (least > 0) {
      if (count > (this.end - this.at) / least) this.fail(TEXT.count(count, start, this.end - this.at));
    } else {
      this.emptyElements += count;
      if (this.emptyElements > MAX_EMPTY_ELEMENTS) this.fail(TEXT.emptyElements(start));
    }
    return count;
  }

  floats(count) {
    const items = [];
    const { view } = this;
    for (let i = 0, { at } = this; i < count; i++, at += 8) {
      const value = view.getFloat64(at, true);
      if (value !== value) this.#nan(at);
      items.push(value);
    }
    this.at += 8 * count;
    return items;
  }

  keep(link, container) {
    this.containers.set(this.at, { link, container });
    return container;
  }

  /** The container that a marker of `distance`, which started at `start`, refers to. */
  earlier(start, distance, link) {
    const found = this.containers.get(start - distance);
    if (found === undefined || (found.link !== link && !sameValues(found.link, link))) this.fail(TEXT.undefinedReference(start, start - distance));
    return found.container;
  }

  /** Adds a key that has just been read from `start` to a Set or Dict. */
  key(into, key, value, isFirst, start) {
    if (this.anyKeyOrder) return into.put(key, value);
    if (!isFirst && into.keys.compare(into.last, key) >= 0) this.fail(TEXT.keyOrder(start));
    return into.append(key, value);
  }

  never() {
    this.fail(TEXT.never(this.at));
  }

  /** A function, of the node that is read by `read`. */
  function(type, read) {
    const start = this.at;
    if (this.functions === null) this.fail(TEXT.functionValue(start));
    const node = read(this);
    if (node.case !== type.tag) this.fail(TEXT.expectedFunction(type.tag, node.case, start));
    try {
      return this.functions(node, type);
    } catch (error) {
      if (error?.isProgramProblem) return this.fail(error.isMismatch ? error.message : TEXT.notCompiled(error.message));
      throw error;
    }
  }

  atEnd() {
    if (this.at < this.end) this.fail(TEXT.trailing(this.at, this.end - this.at));
  }
}
