import assert from 'node:assert/strict';
import test from 'node:test';
import { BUILTINS } from '../east/builtins/table.mjs';
import { EastError } from '../east/errors.mjs';
import { decode as decodeBeast1, encoderOf as beast1EncoderOf } from '../east/formats/beast1/codec.mjs';
import { readerOf, writerOf } from '../east/formats/beast2/codec.mjs';
import { readAny } from '../east/formats/beast2/file.mjs';
import { Beast2Reader, FormatError } from '../east/formats/beast2/reader.mjs';
import { Beast2Writer } from '../east/formats/beast2/writer.mjs';
import { printerOf as jsonPrinterOf } from '../east/formats/json/printer.mjs';
import { readJson } from '../east/formats/json/reader.mjs';
import { printerOf } from '../east/formats/text/printer.mjs';
import { readText } from '../east/formats/text/reader.mjs';
import { typeOfTypes } from '../east/ir/type.mjs';
import { linkOfValue } from '../east/ir/types-of-values.mjs';
import { linkOf } from '../east/link.mjs';
import { eastText } from '../east/print.mjs';
import { decodeSchema } from '../east/schema.mjs';
import { isSubtype } from '../east/subtype.mjs';
import { LEAF, arrayType, dictType, isData, optionType, structType } from '../east/types.mjs';
import { compareOf, equalOf, isOf } from '../east/values/order.mjs';
import { vectors } from './support/paths.mjs';

const types = linkOf(typeOfTypes());
const typeOfText = (text) => linkOfValue(readText(types, text).value);
const typeOfJson = (json) => linkOfValue(readJson(types, JSON.stringify(json)).value);
const typeOf = (given) => (typeof given === 'string' ? typeOfText(given) : typeOfJson(given));

/** What a builtin gives as East text, or the message of its error. */
function call(name, links, output, ...args) {
  try {
    return printerOf(output)(BUILTINS.get(name).make(links, { functions: null })(...args));
  } catch (error) {
    if (error instanceof EastError) return error.message;
    throw error;
  }
}

/** Where a case is not as in the vectors because the reference is wrong there, or because its text has what no text can have. */
const isLossy = (text) => /\\ud[89a-f]/.test(text);

/** The reference does not pad years (spec 9, quirk 11). */
const padded = (json) => json.replace(/"(-?)(\d{1,3})(-\d\d-\d\dT[\d:.]+\+00:00")/g, (_, sign, year, rest) => `"${sign}${year.padStart(4, '0')}${rest}`);

test('vectors: values are the same in every format', (t) => {
  const data = vectors(t, 'values.json');
  if (data === null) return;
  const links = data.types.map((type) => linkOf(decodeSchema(Buffer.from(type.b2, 'hex'))));
  let count = 0;
  for (const each of data.cases) {
    const link = links[each.t];
    const what = `${eastText(link.type)}: ${each.text.slice(0, 80)} (${each.tag})`;
    if (isLossy(each.text)) continue;
    assert.equal(eastText(link.type), data.types[each.t].text);
    const bytes = Buffer.from(each.b2, 'hex');
    const reader = new Beast2Reader(bytes, 0, { functions: (node) => ({ node, call: null }) });
    const value = readerOf(link)(reader);
    reader.atEnd();
    const writer = new Beast2Writer();
    writerOf(link)(writer, value);
    assert.equal(writer.finish().toString('hex'), each.b2, what);
    assert.equal(printerOf(link)(value), each.text, what);
    count++;
    if (!isData(link.type)) continue;
    const json = jsonPrinterOf(link)(value);
    assert.deepEqual(JSON.parse(json), JSON.parse(padded(JSON.stringify(each.json))), what);
    if (each.jsonErr === undefined) assert.equal(printerOf(link)(readJson(link, json).value), each.text, what);
    if (each.textErr === undefined) assert.equal(printerOf(link)(readText(link, each.text).value), each.text, what);
    if (each.b1 === null || each.b1 === undefined || data.types[each.t].b1 === null) continue;
    const file = data.magic1 + data.types[each.t].b1 + each.b1;
    assert.equal(Buffer.from(beast1EncoderOf(link)(value)).toString('hex'), file, what);
    if (each.b1Err === undefined && each.b1Back === undefined) {
      assert.equal(printerOf(link)(decodeBeast1(link.type, Buffer.from(file, 'hex')).value), each.text, what);
    }
  }
  assert.ok(count > 440, `${count}`);
});

test('vectors: the total order, equality and identity of running values', (t) => {
  const data = vectors(t, 'compare.json');
  for (const { type, typeText, values, cmp } of data?.groups ?? []) {
    const link = typeOf(type);
    if (!isData(link.type)) continue;
    const made = values.map((value) => readJson(link, JSON.stringify(value)).value);
    made.forEach((a, i) => made.forEach((b, k) => {
      const order = compareOf(link)(a, b);
      assert.equal(order < 0 ? '<' : order > 0 ? '>' : '=', cmp[i][k], `${typeText}: ${JSON.stringify(values[i])} and ${JSON.stringify(values[k])}`);
      assert.equal(equalOf(link)(a, b), cmp[i][k] === '=');
    }));
  }
  if (data === null) return;
  const float = linkOf(LEAF.Float);
  assert.deepEqual([isOf(float)(-0, 0), equalOf(float)(-0, 0), isOf(float)(NaN, NaN)], [true, false, true]);
  const list = linkOf(arrayType(LEAF.Integer));
  const [a, b] = ['["1"]', '["1"]'].map((json) => readJson(list, json).value);
  assert.deepEqual([isOf(list)(a, b), isOf(list)(a, a), equalOf(list)(a, b)], [false, true, true]);
  const tree = typeOf(data.special.find((each) => each.a.startsWith('cycle')).type);
  const cyclic = (text) => readText(tree, text).value;
  assert.equal(equalOf(tree)(cyclic('(v=1, kids=[(v=1, kids=2#)])'), cyclic('(v=1, kids=[(v=1, kids=[(v=1, kids=4#)])])')), true);
});

test('vectors: East text is read as in the reference', (t) => {
  const data = vectors(t, 'parse.json');
  for (const each of data?.cases ?? []) {
    const link = typeOf(each.type);
    const expected = each.err === undefined ? each.out : `Failed to parse ${eastText(link.type)} at ${each.pos}: ${each.err}`;
    assert.equal(call('Parse', [link], link, each.in), expected, each.in);
  }
});

test('vectors: JSON is read as in the reference', (t) => {
  const data = vectors(t, 'json_decode.json');
  for (const each of data?.cases ?? []) {
    const link = typeOf(each.type);
    const actual = call('StringParseJSON', [link], link, each.in);
    const syntax = 'Failed to parse JSON: '; // what follows is the host's own
    if (each.err?.startsWith(syntax)) assert.ok(actual.startsWith(syntax), actual);
    else assert.equal(actual, each.err ?? each.out, each.in);
  }
});

test('vectors: binary files are read as in the reference', (t) => {
  const data = vectors(t, 'binary_decode.json');
  for (const { fmt, hex, err, out } of data?.cases ?? []) {
    const bytes = Buffer.from(hex, 'hex');
    const read = () => {
      if (fmt === 'beast2') return readAny(bytes, { anyKeyOrder: true });
      const { type, value } = decodeBeast1(null, bytes);
      return { link: linkOf(type), value };
    };
    if (err !== undefined) {
      // Where the reference fails in its own way, there is a message here.
      const message = err.startsWith('Cannot read properties') ? 'Buffer underflow reading type byte at offset 8' : err;
      assert.throws(read, (error) => error instanceof FormatError && error.message === message, `${hex}: ${message}`);
    } else {
      const { link, value } = read();
      assert.equal(printerOf(link)(value), printerOf(link)(readText(link, out).value), hex);
    }
  }
});

/** A configuration struct with the members of a vector. */
function config(options) {
  const typeOfOption = (value) => (typeof value === 'string' ? LEAF.String : Array.isArray(value) ? arrayType(LEAF.String)
    : typeof value === 'object' ? dictType(LEAF.String, LEAF.String) : LEAF.Boolean);
  const asJson = (value) => (typeof value === 'object' && !Array.isArray(value) ? Object.entries(value).map(([key, each]) => ({ key, value: each })) : value);
  const link = linkOf(structType(Object.entries(options).map(([name, value]) => ({ name, type: optionType(typeOfOption(value)) }))));
  const json = Object.fromEntries(Object.entries(options).map(([name, value]) => [name, { type: 'some', value: asJson(value) }]));
  return { link, value: readJson(link, JSON.stringify(json)).value };
}

test('vectors: CSV is read and written as in the reference', (t) => {
  const data = vectors(t, 'csv.json');
  for (const each of data?.cases ?? []) {
    const row = typeOf(each.type);
    const table = linkOf(arrayType(row.type));
    const options = config(each.opt);
    if (each.op === 'decode') {
      const blob = new Uint8Array(Buffer.from(each.in));
      assert.equal(call('BlobDecodeCsv', [row, options.link], table, blob, options.value), each.out ?? each.err, each.in);
    } else {
      // East text prints control characters as escapes that its reader refuses.
      const rows = readText(table, each.rows.replaceAll('\\n', '\n').replaceAll('\\r', '\r')).value;
      const blob = BUILTINS.get('ArrayEncodeCsv').make([row, options.link], {})(rows, options.value);
      assert.equal(Buffer.from(blob).toString(), each.out, each.rows);
    }
  }
});

test('vectors: subtypes', (t) => {
  const data = vectors(t, 'subtype.json');
  const links = data?.types.map(typeOf) ?? [];
  data?.rows.forEach((row, i) => assert.equal(links.map((wide) => (isSubtype(links[i], wide) ? '1' : '0')).join(''), row, data.types[i]));
});
