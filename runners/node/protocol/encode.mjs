/** Writes a message as a frame: magic, length, FlatBuffer Envelope, zero padding to 8 bytes. */
import { MESSAGES, TABLES } from './schema.mjs';

const HEADER = 8; // "PGR1" and the length; a multiple of 8, so positions in the frame and in the payload are aligned alike
const WHOLE = 0xffffffff;

/**
 * @param {bigint} id the request's id; 0 for the handshake
 * @param {string} type the message's name
 * @param {object} message its fields; absent, null and default values are left out
 * @returns {Buffer} one whole frame
 */
export function encodeFrame(id, type, message) {
  const builder = new FrameBuilder();
  builder.envelope(id, MESSAGES.indexOf(type) + 1, TABLES[type], message);
  return builder.frame();
}

class FrameBuilder {
  constructor() {
    this.buffer = Buffer.alloc(512);
    this.end = HEADER;
  }

  frame() {
    const length = this.end - HEADER;
    this.align(8, 0);
    this.buffer.latin1Write('PGR1', 0);
    this.buffer.writeUInt32LE(length, 4);
    return this.buffer.subarray(0, this.end);
  }

  /** Makes room for `size` zero bytes and returns where they are. */
  room(size) {
    const at = this.end;
    this.end += size;
    if (this.end > this.buffer.length) {
      const larger = Buffer.alloc(Math.max(this.end, 2 * this.buffer.length));
      this.buffer.copy(larger, 0, 0, at);
      this.buffer = larger;
    }
    return at;
  }

  align(to, remainder) {
    const gap = (((remainder - this.end) % to) + to) % to;
    if (gap > 0) this.room(gap);
  }

  /** Makes the offset at `at` point to the place where the next thing will be written. */
  point(at, target) {
    this.buffer.writeUInt32LE(target - at, at);
  }

  envelope(id, number, fields, message) {
    const root = this.room(8);
    this.buffer.latin1Write('PGRE', root + 4);
    const present = [
      { slot: 4, size: 8, write: (at) => this.buffer.writeBigUInt64LE(id, at) },
      { slot: 8, size: 4, child: (at) => this.point(at, this.table(fields, message)) },
      { slot: 6, size: 1, write: (at) => { this.buffer[at] = number; } },
    ];
    this.point(root, this.layout(id === 0n ? present.slice(1) : present));
  }

  table(fields, message) {
    const present = [];
    for (const field of fields) {
      const value = message[field.name];
      if (value === undefined || value === null || value === field.absent) continue;
      present.push(this.entry(field, value));
    }
    return this.layout(present);
  }

  /** How a field is laid out: scalars are written in place, everything else follows the table as a child. */
  entry(field, value) {
    const entry = { slot: field.offset, size: field.size, write: null, child: null };
    switch (field.kind) {
      case 'bool': entry.write = (at) => { this.buffer[at] = 1; }; break;
      case 'u8': entry.write = (at) => { this.buffer[at] = value; }; break;
      case 'u32': entry.write = (at) => this.buffer.writeUInt32LE(Math.min(value, WHOLE), at); break;
      case 'i32': entry.write = (at) => this.buffer.writeInt32LE(value, at); break;
      case 'u64': entry.write = (at) => this.buffer.writeBigUInt64LE(value, at); break;
      case 'f64': entry.write = (at) => this.buffer.writeDoubleLE(value, at); break;
      case 'enum': entry.write = (at) => { this.buffer[at] = Math.max(0, field.names.indexOf(value)); }; break;
      case 'string': entry.child = (at) => this.string(at, value); break;
      case 'bytes': entry.child = (at) => this.bytes(at, value); break;
      case 'table': entry.child = (at) => this.point(at, this.table(field.table, value)); break;
      case 'strings': entry.child = (at) => this.vector(at, value, (slot, item) => this.string(slot, item)); break;
      default: entry.child = (at) => this.vector(at, value, (slot, item) => this.point(slot, this.table(field.table, item)));
    }
    return entry;
  }

  /** Writes vtable, table and children; returns the table's position. Larger fields come first, so that each is aligned. */
  layout(present) {
    const ordered = [...present].sort((a, b) => b.size - a.size);
    const slots = present.reduce((most, entry) => Math.max(most, entry.slot + 2), 4);
    this.align(2, 0);
    const vtable = this.room(slots);
    this.align(8, 4); // the 4-byte head then puts the first field on a multiple of 8
    const size = present.reduce((sum, entry) => sum + entry.size, 4);
    const table = this.room(size);
    this.buffer.writeUInt16LE(slots, vtable);
    this.buffer.writeUInt16LE(size, vtable + 2);
    this.buffer.writeInt32LE(table - vtable, table);
    let at = table + 4;
    for (const entry of ordered) {
      this.buffer.writeUInt16LE(at - table, vtable + entry.slot);
      entry.at = at;
      at += entry.size;
    }
    for (const entry of ordered) entry.write ? entry.write(entry.at) : entry.child(entry.at);
    return table;
  }

  string(at, text) {
    const size = Buffer.byteLength(text);
    const start = this.sized(at, size, size + 1);
    this.buffer.utf8Write(text, start, size);
  }

  bytes(at, data) {
    const start = this.sized(at, data.length, data.length);
    this.buffer.set(data, start);
  }

  vector(at, items, write) {
    const start = this.sized(at, items.length, 4 * items.length);
    items.forEach((item, i) => write(start + 4 * i, item));
  }

  /** A length and `size` bytes of room, pointed at from `at`; returns where the bytes start. */
  sized(at, length, size) {
    this.align(4, 0);
    const start = this.room(4 + size);
    this.buffer.writeUInt32LE(length, start);
    this.point(at, start);
    return start + 4;
  }
}
