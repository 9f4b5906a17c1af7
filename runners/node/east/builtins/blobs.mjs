/** Builtins on Blobs, and the formats that are blobs (spec 5). */
import { isUtf8 } from 'node:buffer';
import { EastError } from '../errors.mjs';
import { decode as decodeBeast, encoderOf as beastEncoderOf, unsupported } from '../formats/beast1/codec.mjs';
import { readFile, writeFile } from '../formats/beast2/file.mjs';
import { FormatError } from '../formats/beast2/reader.mjs';
import { UnwritableError } from '../formats/beast2/writer.mjs';
import { decodeCsv } from '../formats/csv/decoder.mjs';
import { encodeCsv } from '../formats/csv/encoder.mjs';

export const TEXT = {
  outOfBounds: (index) => `Blob index ${index} out of bounds`,
  notUtf8: 'Blob is not valid UTF-8',
  notUtf16: 'Blob is not valid UTF-16',
  decodeBeast: (problem) => `Failed to decode Beast data: ${problem}`,
  decodeBeast2: (problem) => `Failed to decode Beast2 data: ${problem}`,
  decodeCsv: (problem) => `Failed to decode CSV data: ${problem}`,
  encodeCsv: (problem) => `Failed to encode CSV data: ${problem}`,
};

const MARK = '\ufeff';
const bufferOf = (blob) => Buffer.from(blob.buffer, blob.byteOffset, blob.length);
const withoutMark = (text) => (text.startsWith(MARK) ? text.slice(1) : text);

function decodeUtf16(blob) {
  const isBig = blob.length >= 2 && blob[0] === 0xfe && blob[1] === 0xff;
  const hasMark = isBig || (blob.length >= 2 && blob[0] === 0xff && blob[1] === 0xfe);
  const bytes = Buffer.from(hasMark ? blob.subarray(2) : blob);
  if (bytes.length % 2 !== 0) throw new EastError(TEXT.notUtf16);
  const text = (isBig ? bytes.swap16() : bytes).toString('utf16le');
  if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text)) throw new EastError(TEXT.notUtf16);
  return withoutMark(text);
}

/** Runs a decoder whose failures become East errors. */
function failing(describe, run) {
  try {
    return run();
  } catch (error) {
    if (error instanceof FormatError || error instanceof UnwritableError) throw new EastError(describe(error.message));
    throw error;
  }
}

/** Beast v1 of a type that has none fails when it is used. */
function checked(link, make) {
  const problem = unsupported(link.type);
  if (problem === null) return make();
  return () => { throw new EastError(problem); };
}

export const blobs = {
  BlobSize: () => (blob) => blob.length,
  BlobGetUint8: () => (blob, index) => {
    if (!(index >= 0 && index < blob.length)) throw new EastError(TEXT.outOfBounds(index));
    return blob[index];
  },
  BlobDecodeUtf8: () => (blob) => {
    if (!isUtf8(blob)) throw new EastError(TEXT.notUtf8);
    return withoutMark(bufferOf(blob).utf8Slice());
  },
  BlobDecodeUtf16: () => decodeUtf16,
  BlobEncodeBeast: ([link]) => checked(link, () => beastEncoderOf(link)),
  BlobDecodeBeast: ([link]) => checked(link, () => (blob) => failing(TEXT.decodeBeast, () => decodeBeast(link.type, bufferOf(blob)).value)),
  BlobEncodeBeast2: ([link]) => (value) => failing((problem) => problem, () => new Uint8Array(writeFile(link.type, value))),
  BlobDecodeBeast2: ([link], environment) => (blob) => failing(TEXT.decodeBeast2,
    () => readFile(bufferOf(blob), link.type, { anyKeyOrder: true, functions: environment.functions })),
  BlobDecodeCsv: ([link]) => (blob, config) => failing(TEXT.decodeCsv, () => decodeCsv(link, blob, config)),
  ArrayEncodeCsv: ([link]) => (rows, config) => failing(TEXT.encodeCsv, () => encodeCsv(link, rows, config)),
};
