/** Builtins on Strings (spec 5). Lengths and places count code points. */
import { EastError } from '../errors.mjs';
import { parseJson, jsonPrinterOf } from '../formats/json/builtins.mjs';
import { parseText } from '../formats/text/builtins.mjs';
import { printerOf } from '../formats/text/printer.mjs';
import { EastArray } from '../values/containers.mjs';

export const MAX_LENGTH = 536_870_888;

export const TEXT = { tooLong: (length) => `String too long: ${length} units, at most ${MAX_LENGTH} are possible` };

const SURROGATE = /[\ud800-\udfff]/;
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;

/** The number of code points in text; an unpaired surrogate counts one. */
export function countCodePoints(text) {
  if (!SURROGATE.test(text)) return text.length;
  return text.length - (text.match(PAIR)?.length ?? 0);
}

/** Where the code point of an index begins, in units; the length where there are fewer. */
function offsetOf(text, index, from) {
  let at = from;
  for (let left = index; left > 0 && at < text.length; left--) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

function substring(text, from, to) {
  const first = from < 0 ? 0 : from;
  if (first >= to || first >= text.length) return '';
  const last = to > text.length ? text.length : to;
  if (!SURROGATE.test(text)) return text.slice(first, last);
  const start = offsetOf(text, first, 0);
  return text.slice(start, offsetOf(text, last - first, start));
}

export function checkLength(length) {
  if (length > MAX_LENGTH) throw new EastError(TEXT.tooLong(length));
}

const MAX_64 = 2n ** 63n - 1n;
const most64 = (big) => (big < MAX_64 ? big : MAX_64);

function replaceAll(text, search, replacement) {
  if (search === '') {
    let result = '';
    let at = 0;
    for (const point of text) {
      result += expand(replacement, text, at, 0) + point;
      checkLength(result.length);
      at += point.length;
    }
    return result + expand(replacement, text, at, 0);
  }
  if (!replacement.includes('$')) return text.split(search).join(replacement);
  const pieces = text.split(search);
  let result = pieces[0];
  for (let i = 1, at = pieces[0].length; i < pieces.length; i++) {
    result += expand(replacement, text, at, search.length) + pieces[i];
    checkLength(result.length);
    at += search.length + pieces[i].length;
  }
  return result;
}

/** A replacement with its `$$`, `$&`, `` $` `` and `$'`. */
function expand(replacement, text, at, length) {
  return replacement.replace(/\$([$&`'])/g, (_, what) =>
    ({ $: '$', '&': text.slice(at, at + length), '`': text.slice(0, at), '\'': text.slice(at + length) })[what]);
}

export const strings = {
  StringConcat: () => (a, b) => {
    checkLength(a.length + b.length);
    return a + b;
  },
  StringRepeat: () => (text, count) => {
    if (count <= 0 || text === '') return '';
    if (count > MAX_LENGTH / text.length) checkLength(most64(BigInt(text.length) * BigInt(count)));
    return text.repeat(count);
  },
  StringLength: () => countCodePoints,
  StringSubstring: () => substring,
  StringUpperCase: () => (text) => text.toUpperCase(),
  StringLowerCase: () => (text) => text.toLowerCase(),
  StringSplit: () => (text, delimiter) => new EastArray(delimiter === '' ? (text === '' ? [''] : [...text]) : text.split(delimiter)),
  StringTrim: () => (text) => text.trim(),
  StringTrimStart: () => (text) => text.trimStart(),
  StringTrimEnd: () => (text) => text.trimEnd(),
  StringStartsWith: () => (text, prefix) => text.startsWith(prefix),
  StringEndsWith: () => (text, suffix) => text.endsWith(suffix),
  StringContains: () => (text, part) => text.includes(part),
  StringIndexOf: () => (text, part) => {
    const offset = text.indexOf(part);
    return offset < 0 ? -1 : countCodePoints(text.slice(0, offset));
  },
  StringReplace: () => replaceAll,
  StringEncodeUtf8: () => (text) => new Uint8Array(Buffer.from(text, 'utf8')),
  StringEncodeUtf16: () => (text) => new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])),
  ArrayStringJoin: () => (array, separator) => {
    let length = Math.max(0, array.items.length - 1) * separator.length;
    for (const item of array.items) length += item.length;
    checkLength(length);
    return array.items.join(separator);
  },
  Print: ([link]) => printerOf(link),
  Parse: ([link]) => parseText(link),
  StringPrintJSON: ([link]) => jsonPrinterOf(link),
  StringParseJSON: ([link]) => parseJson(link),
};
