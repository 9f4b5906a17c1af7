/** Reads inputs and writes outputs: one open, one read or write, one close. */
import fs from 'node:fs';
import { friendlyText } from '../east/print.mjs';
import { DecodeError, Reader } from '../east/reader.mjs';
import { MAGIC, readSchema } from '../east/schema.mjs';
import { sameType } from '../east/types.mjs';
import { Failure } from './failures.mjs';
import { TEXT } from './messages.mjs';

const SMALL = 64 * 1024;
const scratch = Buffer.allocUnsafeSlow(SMALL);
const scratchView = new DataView(scratch.buffer);

/**
 * The value in an input's file.
 * @param {{name: string | null, path: string}} input of the Execute message
 * @param {import('./plan.mjs').Plan['inputs'][0]} plan
 * @param {number} argument
 * @throws {Failure} `bad_input`
 */
export function readInput(input, plan, argument) {
  const name = input.name ?? `${argument}`;
  const reader = openReader(input.path, name, argument);
  try {
    reader.at = valueStart(reader, plan, name);
    const value = plan.decode(reader);
    if (reader.at !== reader.end) reader.fail(TEXT.trailing(reader.end - reader.at));
    return value;
  } catch (error) {
    throw inputFailure(error, name, argument);
  }
}

/** A reader of the file; a small file is read into a buffer that the next input uses again. */
function openReader(path, name, argument) {
  try {
    const file = fs.openSync(path, 'r');
    try {
      const size = fs.readSync(file, scratch, 0, SMALL, null);
      return size < SMALL ? new Reader(scratch, false, size, scratchView) : new Reader(readLarge(file, size), true);
    } finally {
      fs.closeSync(file);
    }
  } catch (error) {
    throw new Failure('Host', 'bad_input', TEXT.inputMissing(name, path, error.message), { argument });
  }
}

function readLarge(file, have) {
  const bytes = Buffer.allocUnsafeSlow(fs.fstatSync(file).size);
  scratch.copy(bytes, 0, 0, have);
  let at = have;
  while (at < bytes.length) {
    const size = fs.readSync(file, bytes, at, bytes.length - at, null);
    if (size === 0) break;
    at += size;
  }
  return bytes.subarray(0, at);
}

/** Where the value begins: after a head that is the expected one, byte by byte or in another form of the same type. */
function valueStart({ bytes, end }, { head, type }, name) {
  if (end >= head.length && startsWith(bytes, head)) return head.length;
  if (!startsWith(bytes.subarray(0, end), MAGIC)) throw new DecodeError(TEXT.notBeast);
  const found = readSchema(bytes.subarray(0, end), MAGIC.length);
  if (sameType(found.type, type)) return found.end;
  throw new Failure('Host', 'bad_input', TEXT.inputType(name, friendlyText(type), friendlyText(found.type)));
}

/** A loop: most heads are a few bytes, for which a call out of JavaScript takes longer. */
function startsWith(bytes, head) {
  for (let i = 0; i < head.length; i++) if (bytes[i] !== head[i]) return false;
  return true;
}

function inputFailure(error, name, argument) {
  if (error instanceof Failure) return new Failure(error.error.side, error.error.code, error.error.summary, { argument });
  if (error instanceof DecodeError) return new Failure('Host', 'bad_input', TEXT.inputDamaged(name, error.message), { argument });
  if (isStackOverflow(error)) return new Failure('Host', 'bad_input', TEXT.inputDamaged(name, TEXT.tooDeep), { argument });
  if (isOutOfMemory(error)) return new Failure('Task', 'out_of_memory', TEXT.outOfMemory, { argument, details: error.message });
  return error;
}

export const isStackOverflow = (error) => error instanceof RangeError && /call stack/i.test(error.message);
export const isOutOfMemory = (error) =>
  error instanceof RangeError && /allocation failed|invalid (array|string|typed array) length/i.test(error.message);

/**
 * Writes an output file.
 * @throws {Failure} `output_failed`
 */
export function writeOutput(path, bytes) {
  try {
    const file = fs.openSync(path, 'w');
    try {
      for (let at = 0; at < bytes.length;) at += fs.writeSync(file, bytes, at, bytes.length - at);
    } finally {
      fs.closeSync(file);
    }
  } catch (error) {
    throw new Failure('Host', 'output_failed', TEXT.outputFailed(path, error.message));
  }
}
