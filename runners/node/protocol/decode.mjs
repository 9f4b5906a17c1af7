/** Reads the FlatBuffer of a frame. Everything in it is hostile: each offset, length and string is checked against the payload. */
import { isUtf8 } from 'node:buffer';
import { MESSAGES, TABLES } from './schema.mjs';

/** A payload that is not a well-formed Envelope. The message says what and at which byte. */
export class FrameError extends Error {}

const MAX_DEPTH = 24; // Error.cause may nest 16 deep; every other message is shallower than 8.

/**
 * Decodes one payload.
 * @param {Buffer} payload the FlatBuffer alone: no magic, no padding
 * @returns {{id: bigint, type: string | null, message: object | null}} `type` is null for a message that this version does not know
 * @throws {FrameError} whatever else is wrong with it
 */
export function decodeEnvelope(payload) {
  const reader = new PayloadReader(payload);
  if (payload.length < 12) reader.fail('payload is too short', 0);
  if (payload.latin1Slice(4, 8) !== 'PGRE') reader.fail('file identifier is not PGRE', 4);
  const table = reader.table(reader.follow(0), 0);
  const at = (slot, size) => reader.fieldAt(table, 4 + 2 * slot, size);
  const idAt = at(0, 8);
  const id = idAt === 0 ? 0n : payload.readBigUInt64LE(idAt);
  const typeAt = at(1, 1);
  const number = typeAt === 0 ? 0 : payload[typeAt];
  const messageAt = at(2, 4);
  if (number === 0 || messageAt === 0) reader.fail('no message', table);
  const type = MESSAGES[number - 1] ?? null;
  return { id, type, message: type === null ? null : reader.read(TABLES[type], reader.follow(messageAt), 0) };
}

class PayloadReader {
  /** @param {Buffer} payload */
  constructor(payload) {
    this.payload = payload;
    // Tables and strings may be shared, so a small payload could ask for much work: what is read is bounded by a multiple of it.
    this.budget = 4 * payload.length;
  }

  fail(what, at) {
    throw new FrameError(`${what} (byte ${at} of a payload of ${this.payload.length})`);
  }

  need(at, size) {
    if (at < 0 || at + size > this.payload.length) this.fail('an offset or length points outside', at);
  }

  spend(size, at) {
    this.budget -= size;
    if (this.budget < 0) this.fail('content is larger than the payload justifies', at);
  }

  /** The position that the unsigned offset at `at` points to. */
  follow(at) {
    this.need(at, 4);
    const target = at + this.payload.readUInt32LE(at);
    this.need(target, 4);
    return target;
  }

  /** Checks a table's head and its vtable; returns the table's position. */
  table(at, depth) {
    if (depth > MAX_DEPTH) this.fail('nested too deeply', at);
    this.need(at, 4);
    const vtable = at - this.payload.readInt32LE(at);
    this.need(vtable, 4);
    const vtableSize = this.payload.readUInt16LE(vtable);
    if (vtableSize < 4 || vtableSize % 2 !== 0) this.fail('bad vtable size', vtable);
    this.need(vtable, vtableSize);
    const size = this.payload.readUInt16LE(vtable + 2);
    if (size < 4) this.fail('bad table size', vtable + 2);
    this.need(at, size);
    this.spend(size, at);
    return at;
  }

  /** Where a field's bytes are, or 0 when it is absent. The table has been checked. */
  fieldAt(table, slot, size) {
    const vtable = table - this.payload.readInt32LE(table);
    if (slot >= this.payload.readUInt16LE(vtable)) return 0;
    const offset = this.payload.readUInt16LE(vtable + slot);
    if (offset === 0) return 0;
    if (offset < 4 || offset + size > this.payload.readUInt16LE(vtable + 2)) this.fail('a field lies outside its table', vtable + slot);
    return table + offset;
  }

  read(fields, position, depth) {
    const table = this.table(position, depth);
    const message = {};
    for (const field of fields) {
      const at = this.fieldAt(table, field.offset, field.size);
      message[field.name] = at === 0 ? absent(field) : this.value(field, at, depth);
    }
    return message;
  }

  value(field, at, depth) {
    const { payload } = this;
    switch (field.kind) {
      case 'bool': return payload[at] !== 0;
      case 'u8': return payload[at];
      case 'u32': return payload.readUInt32LE(at);
      case 'i32': return payload.readInt32LE(at);
      case 'u64': return payload.readBigUInt64LE(at);
      case 'f64': return payload.readDoubleLE(at);
      case 'enum': return field.names[payload[at]] ?? 'Unknown';
      case 'string': return this.string(this.follow(at));
      case 'bytes': return this.bytes(this.follow(at));
      case 'table': return this.read(field.table, this.follow(at), depth + 1);
      case 'strings': return this.vector(this.follow(at), (item) => this.string(item));
      default: return this.vector(this.follow(at), (item) => this.read(field.table, item, depth + 1));
    }
  }

  bytes(at) {
    this.need(at, 4);
    const length = this.payload.readUInt32LE(at);
    this.need(at + 4, length);
    this.spend(length, at);
    return this.payload.subarray(at + 4, at + 4 + length);
  }

  string(at) {
    const bytes = this.bytes(at);
    const end = at + 4 + bytes.length;
    this.need(end, 1);
    if (this.payload[end] !== 0) this.fail('a string without its closing zero', end);
    const text = bytes.utf8Slice(0, bytes.length);
    if (text.includes('\ufffd') && !isUtf8(bytes)) this.fail('a string that is not UTF-8', at);
    return text;
  }

  vector(at, read) {
    this.need(at, 4);
    const count = this.payload.readUInt32LE(at);
    this.need(at + 4, count * 4);
    this.spend(count * 4, at);
    const items = [];
    for (let i = 0; i < count; i++) items.push(read(this.follow(at + 4 + 4 * i)));
    return items;
  }
}

/** A fresh array each time, so that no message shares one with another. */
function absent(field) {
  return Array.isArray(field.absent) ? [] : field.absent;
}
