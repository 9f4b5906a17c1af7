/** Reads programs: East values of IRType, which is what the compiler works on. */
import { ProgramError } from '../errors.mjs';
import { readerOf } from '../formats/beast2/codec.mjs';
import { checkMagic } from '../formats/beast2/file.mjs';
import { Beast2Reader, FormatError } from '../formats/beast2/reader.mjs';
import { linkOf } from '../link.mjs';
import { friendlyText } from '../print.mjs';
import { DecodeError } from '../reader.mjs';
import { MAGIC, encodeSchema, readSchema } from '../schema.mjs';
import { IR_VERSION } from '../version.mjs';
import { irType } from './type.mjs';

export const TEXT = {
  unsupportedVersion: `unsupported IR version: this program was made for another version of East (here: ${IR_VERSION}); export it with that version`,
  notAProgram: (type) => `not a program: the file holds a value of type ${type}`,
  notAFunction: (kind) => `not a program: the outermost node is ${kind}, and a program is a Function or an AsyncFunction`,
  hasCaptures: 'not a program: the outermost function captures variables, and there is nothing around it to take them from',
};

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
  if (node.case !== 'Function' && node.case !== 'AsyncFunction') throw new ProgramError(TEXT.notAFunction(node.case));
  if (node.value.captures.items.length > 0) throw new ProgramError(TEXT.hasCaptures);
  return node;
}

/** Why a file is no program: of another version, or of another type. */
function foreign(file) {
  checkMagic(file, MAGIC);
  const { type } = readSchema(file, MAGIC.length);
  const members = type.fields ?? type.cases ?? [];
  const isIr = (each) => ['Function', 'Builtin'].every((name) => each.cases?.some((member) => member.name === name));
  if (isIr(type) || members.some((member) => isIr(member.type))) return TEXT.unsupportedVersion;
  return TEXT.notAProgram(friendlyText(type));
}
