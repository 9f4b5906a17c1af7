/** Beast v1, the older binary format (spec 3.2). Trees only: no Refs, no recursion, no functions. */
import { routine } from '../../link.mjs';
import { eastText } from '../../print.mjs';
import { sameType, typeProblem, variantType } from '../../types.mjs';
import { TEXT as BEAST2_TEXT } from '../beast2/messages.mjs';
import { checkMagic } from '../beast2/file.mjs';
import { Beast1Reader } from './reader.mjs';
import { Beast1Writer, writeType } from './writer.mjs';
import { FormatError } from '../beast2/reader.mjs';

export const MAGIC = Buffer.from('4561737400ea57ff', 'hex');

const TEXT = {
  unsupported: (what) => `Beast v1 format does not support ${what} types`,
  manyCases: 'Beast v1 format does not support variants of more than 256 cases',
  nul: (name) => `Beast v1 format does not support names with U+0000, such as ${JSON.stringify(name)}`,
};

/** Why a type has no such form, or null. */
export function unsupported(type) {
  const words = { Ref: 'ref', Recursive: 'recursive', Function: 'function', AsyncFunction: 'function', Never: 'never' };
  if (type.tag in words) return TEXT.unsupported(words[type.tag]);
  const members = type.fields ?? type.cases ?? [];
  if (type.tag === 'Variant' && members.length > 256) return TEXT.manyCases;
  const nul = members.find(({ name }) => name.includes('\0'));
  if (nul !== undefined) return TEXT.nul(nul.name);
  for (const part of [type.item, type.key, type.value, ...members.map((member) => member.type)]) {
    const problem = part === undefined ? null : unsupported(part);
    if (problem !== null) return problem;
  }
  return null;
}

/** @returns {(value: any) => Uint8Array} */
export function encoderOf(link) {
  return routine(link, 'beast1', () => (value) => {
    const writer = new Beast1Writer();
    writer.bytes(MAGIC);
    writeType(writer, link.type);
    writer.value(link, value);
    return writer.finish();
  });
}

/**
 * Reads a file of an expected type, or (null) of any.
 * @returns {{type: import('../../types.mjs').EastType, value: any}}
 * @throws {FormatError}
 */
export function decode(expected, bytes) {
  checkMagic(bytes, MAGIC);
  const reader = new Beast1Reader(bytes, MAGIC.length);
  const found = reader.type();
  const type = sort(found);
  const problem = typeProblem(type);
  if (problem !== null) throw new FormatError(BEAST2_TEXT.badType(problem, MAGIC.length));
  if (expected !== null && !sameType(type, expected)) throw new FormatError(BEAST2_TEXT.mismatch(eastText(expected), eastText(type)));
  const value = reader.value(found);
  if (reader.at < bytes.length) throw new FormatError(BEAST2_TEXT.trailing(reader.at, bytes.length - reader.at));
  return { type, value };
}

/** The type with its cases in order; a file may have them otherwise, and its tags count as it has them. */
function sort(type) {
  switch (type.tag) {
    case 'Array': return { ...type, item: sort(type.item) };
    case 'Set': return { ...type, key: sort(type.key) };
    case 'Dict': return { ...type, key: sort(type.key), value: sort(type.value) };
    case 'Struct': return { ...type, fields: type.fields.map((field) => ({ ...field, type: sort(field.type) })) };
    case 'Variant': return variantType(type.cases.map((each) => ({ ...each, type: sort(each.type) })));
    default: return type;
  }
}
