/** Reads beast v1 from bytes that are not trusted. */
import { isUtf8 } from 'node:buffer';
import { linkOf } from '../../link.mjs';
import { LEAF, MAX_TYPE_DEPTH, arrayType, dictType, setType, structType } from '../../types.mjs';
import { EastArray, EastDict, EastSet, EastVariant } from '../../values/containers.mjs';
import { wrap } from '../../values/integers.mjs';
import { keysOf } from '../../values/keys.mjs';
import { TEXT as BEAST2_TEXT } from '../beast2/messages.mjs';
import { FormatError } from '../beast2/reader.mjs';
import { CODES } from './writer.mjs';

export const TEXT = {
  badTypeByte: (code, offset) => `Invalid type byte 0x${code.toString(16).padStart(2, '0')} at offset ${offset}`,
  badContinuation: (found, offset) => `Invalid continuation byte ${found} at offset ${offset}`,
  noTerminator: (offset) => `No null terminator found for string at offset ${offset}`,
};

const TAGS = new Map(Object.entries(CODES).map(([tag, code]) => [code, tag]));
const NULLABLE = 0x80;
const TOP = 1n << 63n;
/** Values without bytes that one file may ask for. */
const MAX_EMPTY = 2 ** 24;

export class Beast1Reader {
  #depth = 0;
  #empty = 0;

  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }

  fail(message) {
    throw new FormatError(message);
  }

  #byte(what) {
    if (this.at >= this.bytes.length) this.fail(BEAST2_TEXT.underflow(what, this.at));
    return this.bytes[this.at++];
  }

  #bits(what) {
    if (this.at + 8 > this.bytes.length) this.fail(BEAST2_TEXT.underflow(what, this.at));
    const bits = this.bytes.readBigUInt64BE(this.at);
    this.at += 8;
    return bits;
  }

  #more(what) {
    const start = this.at;
    const found = this.#byte(what);
    if (found > 1) this.fail(TEXT.badContinuation(found, start));
    return found === 1;
  }

  #text() {
    const start = this.at;
    const end = this.bytes.indexOf(0, start);
    if (end < 0) this.fail(TEXT.noTerminator(start));
    const bytes = this.bytes.subarray(start, end);
    if (!isUtf8(bytes)) this.fail(BEAST2_TEXT.utf8(start));
    this.at = end + 1;
    return bytes.utf8Slice();
  }

  /** A type as the file has it: the cases of a Variant may be in any order. */
  type() {
    const start = this.at;
    if (++this.#depth > MAX_TYPE_DEPTH) this.fail(BEAST2_TEXT.tooDeep(start));
    const found = this.#byte('type byte');
    const tag = TAGS.get(found & ~NULLABLE);
    if (tag === undefined) this.fail(TEXT.badTypeByte(found, start));
    const type = this.#typeOf(tag);
    this.#depth--;
    if ((found & NULLABLE) === 0) return type;
    return { tag: 'Variant', cases: [{ name: 'some', type }, { name: 'none', type: LEAF.Null }] };
  }

  #typeOf(tag) {
    switch (tag) {
      case 'Array': return arrayType(this.type());
      case 'Set': return setType(this.type());
      case 'Dict': {
        const key = this.type();
        return dictType(key, this.type());
      }
      case 'Struct': return structType(this.#members());
      case 'Variant': return { tag, cases: this.#members() };
      default: return LEAF[tag];
    }
  }

  #members() {
    const members = [];
    while (this.#more('field continuation byte')) {
      const name = this.#text();
      members.push({ name, type: this.type() });
    }
    return members;
  }

  /** A value of a type as the file has it. */
  value(type) {
    switch (type.tag) {
      case 'Null': return this.#nothing(null);
      case 'Boolean': return this.#byte('boolean') !== 0;
      case 'Integer': case 'DateTime': return wrap(this.#bits('int64') ^ TOP);
      case 'Float': return this.#float();
      case 'String': return this.#text();
      case 'Blob': return this.#blob();
      case 'Struct': {
        if (type.fields.length === 0) return this.#nothing({});
        return Object.fromEntries(type.fields.map((field) => [field.name, this.value(field.type)]));
      }
      case 'Variant': {
        const start = this.at;
        const tag = this.#byte('variant tag');
        if (tag >= type.cases.length) this.fail(BEAST2_TEXT.badTag(tag, start));
        return new EastVariant(type.cases[tag].name, this.value(type.cases[tag].type));
      }
      case 'Array': {
        const items = [];
        while (this.#more('array continuation byte')) items.push(this.value(type.item));
        return new EastArray(items);
      }
      case 'Set': {
        const set = new EastSet(keysOf(keyLink(type.key)));
        while (this.#more('set continuation byte')) set.add(this.value(type.key));
        return set;
      }
      default: {
        const dict = new EastDict(keysOf(keyLink(type.key)));
        while (this.#more('dict continuation byte')) {
          const key = this.value(type.key);
          dict.put(key, this.value(type.value));
        }
        return dict;
      }
    }
  }

  #nothing(value) {
    if (++this.#empty > MAX_EMPTY) this.fail(BEAST2_TEXT.emptyElements(this.at));
    return value;
  }

  #float() {
    const bits = this.#bits('float64');
    return floatOf((bits & TOP) === 0n ? BigInt.asUintN(64, ~bits) : bits ^ TOP);
  }

  #blob() {
    const length = this.#bits('blob length');
    if (length > BigInt(this.bytes.length - this.at)) this.fail(BEAST2_TEXT.underflowOf('blob data', this.at, length));
    const blob = new Uint8Array(this.bytes.subarray(this.at, this.at + Number(length)));
    this.at += blob.length;
    return blob;
  }
}

const view = new DataView(new ArrayBuffer(8));

function floatOf(bits) {
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

const keyLinks = new WeakMap();

function keyLink(type) {
  let link = keyLinks.get(type);
  if (link === undefined) {
    link = linkOf(type);
    keyLinks.set(type, link);
  }
  return link;
}
