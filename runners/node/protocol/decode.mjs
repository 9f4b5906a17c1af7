/**
 * Reads the FlatBuffer of a frame. Everything in it is hostile: each offset, length and string is checked against the payload. A table is read by
 * generated code, one object literal, so that all messages of a type have the same hidden class.
 */
import { isUtf8 } from 'node:buffer';
import { MESSAGES, TABLES } from './schema.mjs';

/** A payload that is not a well-formed Envelope. The message says what and at which byte. */
export class FrameError extends Error {}

const IDENTIFIER = 0x45524750; // "PGRE" read as a little-endian number
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
  if (reader.view.getUint32(4, true) !== IDENTIFIER) reader.fail('file identifier is not PGRE', 4);
  const table = reader.table(reader.follow(0), 0);
  const idAt = reader.fieldAt(table, 4, 8);
  const id = idAt === 0 ? 0n : reader.view.getBigUint64(idAt, true);
  const typeAt = reader.fieldAt(table, 6, 1);
  const number = typeAt === 0 ? 0 : payload[typeAt];
  const messageAt = reader.fieldAt(table, 8, 4);
  if (number === 0 || messageAt === 0) reader.fail('no message', table);
  const type = MESSAGES[number - 1] ?? null;
  return { id, type, message: type === null ? null : reader.read(TABLES[type], reader.follow(messageAt), 0) };
}

class PayloadReader {
  /** @param {Buffer} payload */
  constructor(payload) {
    this.payload = payload;
    this.view = new DataView(payload.buffer, payload.byteOffset, payload.length);
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
    const target = at + this.view.getUint32(at, true);
    this.need(target, 4);
    return target;
  }

  /** Checks a table's head and its vtable; returns the table's position. */
  table(at, depth) {
    if (depth > MAX_DEPTH) this.fail('nested too deeply', at);
    this.need(at, 4);
    const vtable = at - this.view.getInt32(at, true);
    this.need(vtable, 4);
    const vtableSize = this.view.getUint16(vtable, true);
    if (vtableSize < 4 || vtableSize % 2 !== 0) this.fail('bad vtable size', vtable);
    this.need(vtable, vtableSize);
    const size = this.view.getUint16(vtable + 2, true);
    if (size < 4) this.fail('bad table size', vtable + 2);
    this.need(at, size);
    this.spend(size, at);
    return at;
  }

  /** Where a field's bytes are, or 0 when it is absent. The table has been checked. */
  fieldAt(table, slot, size) {
    const vtable = table - this.view.getInt32(table, true);
    if (slot >= this.view.getUint16(vtable, true)) return 0;
    const offset = this.view.getUint16(vtable + slot, true);
    if (offset === 0) return 0;
    if (offset < 4 || offset + size > this.view.getUint16(vtable + 2, true)) this.fail('a field lies outside its table', vtable + slot);
    return table + offset;
  }

  /** The table at a position as an object. */
  read(fields, position, depth) {
    let code = COMPILED.get(fields);
    if (code === undefined) COMPILED.set(fields, code = compileTable(fields));
    return code(this, this.table(position, depth), depth, fields);
  }

  bytes(at) {
    this.need(at, 4);
    const length = this.view.getUint32(at, true);
    this.need(at + 4, length);
    this.spend(length, at);
    return this.payload.subarray(at + 4, at + 4 + length);
  }

  string(at) {
    this.need(at, 4);
    const length = this.view.getUint32(at, true);
    const start = at + 4;
    const end = start + length;
    this.need(start, length);
    this.spend(length, at);
    this.need(end, 1);
    if (this.payload[end] !== 0) this.fail('a string without its closing zero', end);
    const text = this.payload.utf8Slice(start, end);
    if (text.includes('\ufffd') && !isUtf8(this.payload.subarray(start, end))) this.fail('a string that is not UTF-8', at);
    return text;
  }

  strings(at) {
    const items = [];
    for (let i = 0, count = this.count(at); i < count; i++) items.push(this.string(this.follow(at + 4 + 4 * i)));
    return items;
  }

  tables(fields, at, depth) {
    const items = [];
    for (let i = 0, count = this.count(at); i < count; i++) items.push(this.read(fields, this.follow(at + 4 + 4 * i), depth));
    return items;
  }

  /** The length of a vector of offsets. */
  count(at) {
    this.need(at, 4);
    const count = this.view.getUint32(at, true);
    this.need(at + 4, count * 4);
    this.spend(count * 4, at);
    return count;
  }
}

/** Code for each kind of field: `r` reads, `at` is where the field's bytes are, `f` the expression for the field. */
const VALUES = {
  bool: () => 'r.payload[at] !== 0',
  u8: () => 'r.payload[at]',
  u32: () => 'r.view.getUint32(at, true)',
  i32: () => 'r.view.getInt32(at, true)',
  u64: () => 'r.view.getBigUint64(at, true)',
  f64: () => 'r.view.getFloat64(at, true)',
  enum: (f) => `${f}.names[r.payload[at]] ?? "Unknown"`,
  string: () => 'r.string(r.follow(at))',
  bytes: () => 'r.bytes(r.follow(at))',
  table: (f) => `r.read(${f}.table, r.follow(at), depth + 1)`,
  strings: () => 'r.strings(r.follow(at))',
  tables: (f) => `r.tables(${f}.table, r.follow(at), depth + 1)`,
};

/** Generated readers of tables by their fields; made when one is first needed. */
const COMPILED = new Map();

function compileTable(fields) {
  const members = fields.map(({ name, kind, offset, size, absent }, i) => {
    const missing = Array.isArray(absent) ? '[]' : `fields[${i}].absent`; // a fresh list each time, so that no message shares one with another
    return `${name}: (at = r.fieldAt(table, ${offset}, ${size})) === 0 ? ${missing} : ${VALUES[kind](`fields[${i}]`)},`;
  });
  return new Function('r', 'table', 'depth', 'fields', `"use strict"; let at; return { ${members.join(' ')} };`);
}
