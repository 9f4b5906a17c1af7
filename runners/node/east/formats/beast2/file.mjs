/** Whole beast2 files: magic, type, value. */
import { ProgramError } from '../../errors.mjs';
import { typeOfTypes } from '../../ir/type.mjs';
import { linkOfValue } from '../../ir/types-of-values.mjs';
import { linkOf } from '../../link.mjs';
import { eastText } from '../../print.mjs';
import { MAGIC, encodeSchema } from '../../schema.mjs';
import { readerOf, writerOf } from './codec.mjs';
import { TEXT } from './messages.mjs';
import { Beast2Reader, FormatError } from './reader.mjs';
import { Beast2Writer } from './writer.mjs';

/**
 * Reads a file.
 * @param {Buffer} bytes
 * @param {import('../../types.mjs').EastType} type what it must be of
 * @param {object} [options] as Beast2Reader takes
 * @throws {FormatError}
 */
export function readFile(bytes, type, options) {
  const link = linkOf(type);
  const head = headOf(link);
  let at = head.length;
  if (bytes.length < at || head.compare(bytes, 0, at) !== 0) {
    const found = readHeader(bytes);
    if (found.link.text !== link.text) throw new FormatError(TEXT.mismatch(eastText(type), eastText(found.link.type)));
    at = found.at;
  }
  const reader = new Beast2Reader(bytes, at, options);
  const value = readerOf(link)(reader);
  reader.atEnd();
  return value;
}

/**
 * The bytes of a file.
 * @throws {import('./writer.mjs').UnwritableError}
 * @throws {import('./writer.mjs').TooLargeError}
 */
export function writeFile(type, value, limit) {
  const link = linkOf(type);
  const writer = new Beast2Writer(limit);
  writer.raw(headOf(link));
  writerOf(link)(writer, value);
  return writer.finish();
}

function headOf(link) {
  return (link.routines.beast2Head ??= Buffer.concat([MAGIC, encodeSchema(link.type)]));
}

export function checkMagic(bytes, magic) {
  if (bytes.length < magic.length) throw new FormatError(TEXT.tooShort(bytes.length));
  for (let i = 0; i < magic.length; i++) if (bytes[i] !== magic[i]) throw new FormatError(TEXT.badMagic(i, magic[i], bytes[i]));
}

/**
 * The type of a file, and where its value begins.
 * @throws {FormatError}
 */
function readHeader(bytes) {
  checkMagic(bytes, MAGIC);
  const reader = new Beast2Reader(bytes, MAGIC.length);
  const value = readerOf(linkOf(typeOfTypes()))(reader);
  try {
    return { link: linkOfValue(value), at: reader.at };
  } catch (error) {
    if (error instanceof ProgramError) throw new FormatError(TEXT.badType(error.message, MAGIC.length));
    throw error;
  }
}

/** Reads a file of any type. @throws {FormatError} */
export function readAny(bytes, options) {
  const { link, at } = readHeader(bytes);
  const reader = new Beast2Reader(bytes, at, options);
  const value = readerOf(link)(reader);
  reader.atEnd();
  return { link, value };
}
