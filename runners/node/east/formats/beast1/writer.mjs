/** Writes beast v1. */
import { EastError } from '../../errors.mjs';

export const CODES = { Array: 0, Blob: 1, Boolean: 2, DateTime: 3, Dict: 4, Float: 5, Integer: 6, Null: 8, Set: 9, String: 10, Struct: 11, Variant: 13 };

const TOP = 1n << 63n;

export class Beast1Writer {
  #bytes = Buffer.allocUnsafe(256);
  #at = 0;

  #room(size) {
    if (this.#at + size <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#at + size));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }

  finish() {
    return new Uint8Array(this.#bytes.subarray(0, this.#at));
  }

  byte(value) {
    this.#room(1);
    this.#bytes[this.#at++] = value;
  }

  bytes(bytes) {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  bits(value) {
    this.#room(8);
    this.#bytes.writeBigUInt64BE(BigInt.asUintN(64, value), this.#at);
    this.#at += 8;
  }

  text(value) {
    this.bytes(Buffer.from(value, 'utf8'));
    this.byte(0);
  }

  float(value) {
    const bits = value === value ? floatBits(value) : 0x7ff8000000000000n;
    this.bits((bits & TOP) === 0n ? bits ^ TOP : ~bits);
  }

  /** @param {import('../../link.mjs').Link} link */
  value(link, value) {
    const [first, second] = link.parts;
    switch (link.tag) {
      case 'Null': return undefined;
      case 'Boolean': return this.byte(value ? 1 : 0);
      case 'Integer': case 'DateTime': return this.bits(BigInt(value) ^ TOP);
      case 'Float': return this.float(value);
      case 'String': return this.text(value);
      case 'Blob':
        this.bits(BigInt(value.length));
        return this.bytes(value);
      case 'Struct': return link.names.forEach((name, i) => this.value(link.parts[i], value[name]));
      case 'Variant': {
        const index = link.names.indexOf(value.case);
        this.byte(index);
        return this.value(link.parts[index], value.value);
      }
      case 'Array':
        for (const item of value.items) {
          this.byte(1);
          this.value(first, item);
        }
        return this.byte(0);
      case 'Set': case 'Dict':
        for (const entry of value.entries()) {
          this.byte(1);
          this.value(first, entry.key);
          if (second !== undefined) this.value(second, entry.value);
        }
        return this.byte(0);
      default: throw new EastError(`no beast v1 form of ${link.tag}`);
    }
  }
}

const view = new DataView(new ArrayBuffer(8));

function floatBits(value) {
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}

export function writeType(writer, type) {
  writer.byte(CODES[type.tag]);
  switch (type.tag) {
    case 'Array': return writeType(writer, type.item);
    case 'Set': return writeType(writer, type.key);
    case 'Dict':
      writeType(writer, type.key);
      return writeType(writer, type.value);
    case 'Struct': case 'Variant':
      for (const member of type.fields ?? type.cases) {
        writer.byte(1);
        writer.text(member.name);
        writeType(writer, member.type);
      }
      return writer.byte(0);
    default: return undefined;
  }
}
