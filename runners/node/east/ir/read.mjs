/** Reads programs: East values of IRType, which is what the compiler works on. */
import { ProgramError } from '../errors.mjs';
import { readerOf } from '../formats/beast2/codec.mjs';
import { checkMagic } from '../formats/beast2/file.mjs';
import { Beast2Reader, FormatError } from '../formats/beast2/reader.mjs';
import { linkOf } from '../link.mjs';
import { eastText } from '../print.mjs';
import { DecodeError } from '../reader.mjs';
import { MAGIC, encodeSchema, readSchema } from '../schema.mjs';
import { irType } from './type.mjs';

let header = null;

/** What every beast2 file of a program of this version begins with. */
export function irHeader() {
  return (header ??= Buffer.concat([MAGIC, encodeSchema(irType())]));
}

/**
 * The root of a program: a Function or AsyncFunction without captures.
 * @param {Buffer} file
 * @throws {ProgramError}
 */
export function readProgram(file) {
  const head = irHeader();
  try {
    if (file.length < head.length || head.compare(file, 0, head.length) !== 0) throw new ProgramError(foreign(file));
    const reader = new Beast2Reader(file, head.length);
    const node = readerOf(linkOf(irType()))(reader);
    reader.atEnd();
    return checkRoot(node);
  } catch (error) {
    if (error instanceof FormatError || error instanceof DecodeError) throw new ProgramError(error.message);
    throw error;
  }
}

function checkRoot(node) {
  if (node.case !== 'Function' && node.case !== 'AsyncFunction') throw new ProgramError(`a program is a Function or AsyncFunction, not ${node.case}`);
  if (node.value.captures.items.length > 0) throw new ProgramError('a program has no captures');
  return node;
}

/** Why a file is no program: of another version, or of another type. */
function foreign(file) {
  checkMagic(file, MAGIC);
  const { type } = readSchema(file, MAGIC.length);
  const members = type.fields ?? type.cases ?? [];
  const isIr = (each) => ['Function', 'Builtin'].every((name) => each.cases?.some((member) => member.name === name));
  if (isIr(type) || members.some((member) => isIr(member.type))) return 'unsupported IR version';
  return `not a program: a value of type ${eastText(type)}`;
}
