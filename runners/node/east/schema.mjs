/** A type's own bytes: the headerless beast2 form of EastTypeType (spec 2.1 and 3.1). */
import { DecodeError, Reader } from './reader.mjs';
import { LEAF, MAX_TYPE_DEPTH, arrayType, functionType, refType, recursiveType, setType, dictType, structType, typeProblem } from './types.mjs';

const TAGS = ['Array', 'AsyncFunction', 'Blob', 'Boolean', 'DateTime', 'Dict', 'Float', 'Function', 'Integer', 'Never', 'Null',
  'Recursive', 'Ref', 'Set', 'String', 'Struct', 'Variant'];
const MAX_NODES = 200_000; // A list of types may be referred to again, so few bytes could ask for very many types.

export const MAGIC = Buffer.from('89456173740d0a01', 'hex');

/**
 * Reads a type from the start of `bytes`.
 * @param {Buffer} bytes
 * @param {number} [start]
 * @returns {{type: import('./types.mjs').EastType, end: number}} the type, and where it ends
 * @throws {DecodeError} when the bytes are no type, or the type breaks a rule of the language
 */
export function readSchema(bytes, start = 0) {
  const reader = new SchemaReader(bytes, start);
  const type = reader.type(0);
  const problem = typeProblem(type);
  if (problem !== null) throw new DecodeError(problem);
  return { type, end: reader.at };
}

/** Reads a type that is all of `bytes`. Throws {@link DecodeError}. */
export function decodeSchema(bytes) {
  const { type, end } = readSchema(bytes);
  if (end !== bytes.length) throw new DecodeError(`${bytes.length - end} bytes follow the type`);
  return type;
}

class SchemaReader extends Reader {
  constructor(bytes, start) {
    super(bytes, false);
    this.at = start;
    this.start = start;
    this.lists = new Map();
    this.nodes = 0;
  }

  type(depth) {
    if (depth > MAX_TYPE_DEPTH) this.fail(`a type nested more than ${MAX_TYPE_DEPTH} deep`);
    if (++this.nodes > MAX_NODES) this.fail(`a type of more than ${MAX_NODES} parts`);
    const tag = TAGS[this.tag(TAGS.length)];
    switch (tag) {
      case 'Array': return arrayType(this.type(depth + 1));
      case 'Ref': return refType(this.type(depth + 1));
      case 'Set': return setType(this.type(depth + 1));
      case 'Dict': {
        const key = this.type(depth + 1);
        return dictType(key, this.type(depth + 1));
      }
      case 'Struct': return structType(this.list('members', () => this.member(depth + 1)));
      case 'Variant': return { tag, cases: this.list('members', () => this.member(depth + 1)) };
      case 'Function': case 'AsyncFunction': {
        const inputs = this.list('types', () => this.type(depth + 1));
        return functionType(inputs, this.type(depth + 1), tag);
      }
      case 'Recursive': return recursiveType(Number(this.integer()));
      default: return LEAF[tag];
    }
  }

  member(depth) {
    return { name: this.string(), type: this.type(depth) };
  }

  /** A list, written in full or as a reference to an earlier one, which is then read again: types are trees here. */
  list(kind, read) {
    const start = this.at;
    const distance = this.varint();
    if (distance === 0) {
      this.lists.set(this.at, kind);
      return this.items(read);
    }
    const target = start - distance;
    if (this.lists.get(target) !== kind) this.fail(`a reference to byte ${target}, where no such list starts`, start);
    const after = this.at;
    this.at = target;
    const items = this.items(read);
    this.at = after;
    return items;
  }

  items(read) {
    const items = [];
    for (let count = this.count(1); count > 0; count--) items.push(read());
    return items;
  }
}

/**
 * The bytes of a type; the canonical form without references, which is what Polyglot compares and hashes.
 * @param {import('./types.mjs').EastType} type
 * @returns {Buffer}
 */
export function encodeSchema(type) {
  const out = [];
  writeType(out, type);
  return Buffer.from(out);
}

function writeType(out, type) {
  out.push(TAGS.indexOf(type.tag));
  switch (type.tag) {
    case 'Array': case 'Ref': return writeType(out, type.item);
    case 'Set': return writeType(out, type.key);
    case 'Dict': writeType(out, type.key); return writeType(out, type.value);
    case 'Struct': return writeMembers(out, type.fields);
    case 'Variant': return writeMembers(out, type.cases);
    case 'Function': case 'AsyncFunction':
      writeCount(out, type.inputs.length);
      for (const input of type.inputs) writeType(out, input);
      return writeType(out, type.output);
    case 'Recursive': return writeVarint(out, 2 * type.depth);
    default: return undefined;
  }
}

function writeMembers(out, members) {
  writeCount(out, members.length);
  for (const { name, type } of members) {
    const bytes = Buffer.from(name);
    writeVarint(out, bytes.length);
    out.push(...bytes);
    writeType(out, type);
  }
}

function writeCount(out, count) {
  out.push(0); // the marker of a container that follows
  writeVarint(out, count);
}

function writeVarint(out, value) {
  for (; value >= 128; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  out.push(value);
}
