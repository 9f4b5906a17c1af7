import assert from 'node:assert/strict';
import test from 'node:test';
import { eastText } from '../east/print.mjs';
import { DecodeError, Reader } from '../east/reader.mjs';
import { MAGIC, decodeSchema, encodeSchema, readSchema } from '../east/schema.mjs';
import { isData } from '../east/types.mjs';
import { compileDecoder } from '../values/decode.mjs';
import { compileEncoder } from '../values/encode.mjs';
import { comparerOf } from '../values/order.mjs';
import { ResultError } from '../values/result.mjs';
import { shapeOf } from '../values/shape.mjs';
import { SignedZeroMap, SignedZeroSet } from '../values/signed-zero.mjs';
import { Writer } from '../values/writer.mjs';
import { vectors } from './support/paths.mjs';

function codec(hex) {
  const type = decodeSchema(Buffer.from(hex, 'hex'));
  if (!isData(type)) return null;
  const shape = shapeOf(type);
  const [decode, encode] = [compileDecoder(shape), compileEncoder(shape)];
  return {
    decode(bytes) {
      const reader = new Reader(Buffer.from(bytes, 'hex'), true);
      const value = decode(reader);
      if (reader.at !== reader.end) reader.fail('trailing bytes');
      return value;
    },
    encode(value) {
      const writer = new Writer(Buffer.alloc(0), Infinity);
      encode(writer, value);
      return Buffer.from(writer.finish()).toString('hex');
    },
  };
}

test('vectors: every type reads, prints as East text and writes the same bytes', (t) => {
  const data = vectors(t, 'values.json');
  for (const { text, b2 } of data?.types ?? []) {
    const type = decodeSchema(Buffer.from(b2, 'hex'));
    assert.equal(eastText(type), text);
    assert.equal(encodeSchema(type).toString('hex'), b2);
  }
});

test('vectors: every value of a data type survives decoding and encoding', (t) => {
  const data = vectors(t, 'values.json');
  if (data === null) return;
  const counts = { same: 0, shared: 0, cyclic: 0, refused: 0, functions: 0 };
  const codecs = data.types.map((type) => codec(type.b2));
  for (const { t: index, b2, text, tag } of data.cases) {
    const what = `${data.types[index].text}: ${text.slice(0, 100)} (${tag})`;
    if (codecs[index] === null) {
      counts.functions++;
    } else if (/\\ud[89a-f]/.test(text)) {
      assert.throws(() => codecs[index].decode(b2), DecodeError, what); // unpaired surrogates
      counts.refused++;
    } else if (tag === 'cycle') {
      assert.throws(() => codecs[index].encode(codecs[index].decode(b2)), (error) => error instanceof ResultError && error.code === 'cyclic_value', what);
      counts.cyclic++;
    } else if (tag?.startsWith('alias')) { // shared containers are written as trees
      const tree = codecs[index].encode(codecs[index].decode(b2));
      assert.equal(codecs[index].encode(codecs[index].decode(tree)), tree, what);
      assert.ok(tree.length > b2.length, what);
      counts.shared++;
    } else {
      assert.equal(codecs[index].encode(codecs[index].decode(b2)), b2, what);
      counts.same++;
    }
  }
  t.diagnostic(JSON.stringify(counts));
  assert.ok(counts.same >= 400 && counts.refused <= 3, JSON.stringify(counts));
});

test('vectors: malformed and unusual beast2 files', (t) => {
  const data = vectors(t, 'binary_decode.json');
  for (const { fmt, hex, err, type, out } of data?.cases ?? []) {
    if (fmt !== 'beast2') continue;
    const read = () => {
      const bytes = Buffer.from(hex, 'hex');
      if (!MAGIC.equals(bytes.subarray(0, 8))) throw new DecodeError('magic');
      const schema = readSchema(bytes, 8);
      const reader = new Reader(bytes, true);
      reader.at = schema.end;
      const value = compileDecoder(shapeOf(schema.type))(reader);
      if (reader.at !== reader.end) reader.fail('trailing bytes');
      return { text: eastText(schema.type), value };
    };
    // A file with unsorted keys is refused here: encoders of Polyglot never write one.
    if (err !== undefined || out === '{"b":1,"a":2}') assert.throws(read, DecodeError, `${hex}: ${err}`);
    else assert.equal(read().text, type, hex);
  }
});

/** A value of compare.json, which is the JSON mapping, as its default form. `outer`: the types around it, outermost first. */
function fromJson(type, json, outer = []) {
  const inner = [...outer, type];
  const part = (of, value) => fromJson(of, value, inner);
  switch (type.type) {
    case 'Null': case 'Boolean': case 'String': return json;
    case 'Integer': return BigInt(json);
    case 'Float': return typeof json === 'string' ? { NaN, Infinity, '-Infinity': -Infinity, '-0.0': -0 }[json] : json;
    case 'DateTime': return new Date(json.replace('+00:00', 'Z'));
    case 'Blob': return new Uint8Array(Buffer.from(json.slice(2), 'hex'));
    case 'Array': return json.map((item) => part(type.value, item));
    case 'Set': return new SignedZeroSet(json.map((item) => part(type.value, item)));
    case 'Ref': return { value: part(type.value, json[0]) };
    case 'Dict': return new SignedZeroMap(json.map(({ key, value }) => [part(type.value.key, key), part(type.value.value, value)]));
    case 'Struct': return Object.fromEntries(type.value.map((field) => [field.name, part(field.type, json[field.name])]));
    case 'Recursive': {
      const depth = Number(type.value);
      return fromJson(outer.at(-depth), json, outer.slice(0, -depth));
    }
    default: {
      const payload = part(type.value.find((each) => each.name === json.type).type, json.value);
      const isOption = type.value.map((each) => each.name).join() === 'none,some';
      return isOption ? payload : { type: json.type, value: payload };
    }
  }
}

const typeNode = (json) => {
  const members = (list) => list.map((each) => ({ name: each.name, type: typeNode(each.type) }));
  switch (json.type) {
    case 'Array': case 'Ref': return { tag: json.type, item: typeNode(json.value) };
    case 'Set': return { tag: 'Set', key: typeNode(json.value) };
    case 'Dict': return { tag: 'Dict', key: typeNode(json.value.key), value: typeNode(json.value.value) };
    case 'Struct': return { tag: 'Struct', fields: members(json.value) };
    case 'Variant': return { tag: 'Variant', cases: members(json.value) };
    case 'Recursive': return { tag: 'Recursive', depth: Number(json.value) };
    default: return { tag: json.type };
  }
};

test('vectors: the total order', (t) => {
  const data = vectors(t, 'compare.json');
  const skipped = [];
  for (const { type, typeText, values, cmp } of data?.groups ?? []) {
    if (typeText.includes('Function')) {
      skipped.push(typeText);
      continue;
    }
    const compare = comparerOf(shapeOf(typeNode(type)));
    const native = values.map((value) => fromJson(type, value));
    native.forEach((a, i) => native.forEach((b, k) => {
      const order = compare(a, b);
      assert.equal(order < 0 ? '<' : order > 0 ? '>' : '=', cmp[i][k], `${typeText}: ${values[i]} and ${values[k]}`);
    }));
  }
  t.diagnostic(`not compared: ${skipped.length} groups of function types`);
});
