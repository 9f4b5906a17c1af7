import assert from 'node:assert/strict';
import test from 'node:test';
import { parseType } from '../describe/type-parser.mjs';
import { DecodeError, MAX_VALUE_DEPTH, Reader } from '../east/reader.mjs';
import { ANY } from '../values/annotation.mjs';
import { compileDecoder } from '../values/decode.mjs';
import { compileEncoder } from '../values/encode.mjs';
import { comparerOf } from '../values/order.mjs';
import { ResultError } from '../values/result.mjs';
import { FormError, shapeOf } from '../values/shape.mjs';
import { SignedZeroMap, SignedZeroSet } from '../values/signed-zero.mjs';
import { OutputLimitError, Writer } from '../values/writer.mjs';
import { Random } from './support/random.mjs';
import { east } from './support/worker.mjs';

const annotation = (text) => (text === undefined ? ANY : parseType(text, new Map()).annotation);

/** The value bytes, in hex, that a result of a type becomes. */
function encode(type, value, returns) {
  const writer = new Writer(Buffer.alloc(0), Infinity, Buffer.alloc(16));
  compileEncoder(shapeOf(east(type), annotation(returns)))(writer, value);
  return Buffer.from(writer.bytes.subarray(0, writer.at)).toString('hex');
}

function decode(type, hex, param) {
  const reader = new Reader(Buffer.from(hex, 'hex'), true);
  const value = compileDecoder(shapeOf(east(type), annotation(param)))(reader);
  assert.equal(reader.at, reader.end, 'all bytes are read');
  return value;
}

const refusal = (type, value, returns) => {
  try {
    encode(type, value, returns);
  } catch (error) {
    if (error instanceof ResultError) return `${error.code} ${error.path}: ${error.what}`;
    throw error;
  }
  return 'accepted';
};

const [MINUS_ONE, MINUS_ZERO, ZERO, NOT_A_NUMBER] = ['000000000000f0bf', '0000000000000080', '0000000000000000', '000000000000f87f'];

const SAME = [ // type, bytes, value, annotation of the parameter
  ['Null', '', null],
  ['Boolean', '01', true],
  ['Integer', '00', 0n],
  ['Integer', '03', -2n],
  ['Integer', 'feffffffffffff1f', 2n ** 53n - 1n],
  ['Integer', 'ffffffffffffffffff01', -(2n ** 63n)],
  ['Integer', 'feffffffffffffffff01', 2n ** 63n - 1n],
  ['Float', '0000000000000080', -0],
  ['Float', '000000000000f87f', NaN],
  ['String', '0568c3a97e21', 'hé~!'],
  ['String', '04f09f9880', '😀'],
  ['DateTime', '01', new Date(-1)],
  ['DateTime', '8080e0ad9882d91e', new Date(8.64e15)],
  ['DateTime', 'fdffdfad9882d91e', new Date(-8.64e15 + 1)],
  ['Blob', '020102', Uint8Array.of(1, 2)],
  ['Blob', '020102', Buffer.of(1, 2), 'Buffer'],
  ['Array<Integer>', '00020203', [1n, -2n]],
  ['Array<Integer>', '00020203', BigInt64Array.of(1n, -2n), 'BigInt64Array'],
  ['Array<Float>', '0001000000000000f03f', [1]],
  ['Array<Float>', '0001000000000000f03f', Float64Array.of(1), 'Float64Array'],
  ['Array<Null>', '0003', [null, null, null]],
  ['Set<String>', '000201610162', new Set(['a', 'b'])],
  ['Dict<String, Integer>', '00020161020162 04'.replace(' ', ''), new Map([['a', 1n], ['b', 2n]])],
  ['Dict<String, Integer>', '00020161020162 04'.replace(' ', ''), Object.assign(Object.create(null), { a: 1n, b: 2n }), 'Record<string, bigint>'],
  ['Struct<a: Integer, b: String>', '020178', { a: 1n, b: 'x' }],
  ['Struct<>', '', {}],
  ['Variant<a, b: Integer>', '0102', { type: 'b', value: 1n }],
  ['Variant<a, b: Integer>', '00', { type: 'a', value: null }],
  ['Option<Integer>', '00', null],
  ['Option<Integer>', '0106', 3n],
  ['Option<Integer>', '0106', { type: 'some', value: 3n }, "{type:'none'}|{type:'some', value: bigint}"],
  ['Option<Null>', '01', { type: 'some', value: null }],
  ['Option<Option<Integer>>', '0100', { type: 'some', value: null }],
  ['Option<Option<Integer>>', '010106', { type: 'some', value: 3n }],
  ['Ref<Integer>', '0002', { value: 1n }],
  ['Recursive<L = Struct<head: Integer, tail: Option<L>>>', '02010400', { head: 1n, tail: { head: 2n, tail: null } }],
  ['Recursive<L = Variant<cons: Struct<head: Integer, tail: L>, nil>>', '000201', { type: 'cons', value: { head: 1n, tail: { type: 'nil', value: null } } }],
  ['Set<Option<Integer>>', '0002000102', new Set([null, 1n])],
  ['Dict<Struct<a: Integer>, Null>', '000102', new Map([[{ a: 1n }, null]])],
  ['Set<Float>', `0003${MINUS_ONE}${ZERO}${NOT_A_NUMBER}`, new Set([-1, 0, NaN])],
  ['Set<Float>', `0003${MINUS_ONE}${MINUS_ZERO}${NOT_A_NUMBER}`, new SignedZeroSet([-1, -0, NaN])],
  ['Set<Float>', `0004${MINUS_ONE}${MINUS_ZERO}${ZERO}${NOT_A_NUMBER}`, new SignedZeroSet([-1, -0, 0, NaN])],
  ['Dict<Float, Integer>', `0001${ZERO}02`, new Map([[0, 1n]])],
  ['Dict<Float, Integer>', `0002${MINUS_ZERO}02${ZERO}04`, new SignedZeroMap([[-0, 1n], [0, 2n]])],
  ['Dict<Float, Integer>', `0001${MINUS_ZERO}02`, new SignedZeroMap([[-0, 1n]]), 'Map<number, bigint>'],
  ['Set<Option<Float>>', `00030001${MINUS_ZERO}01${ZERO}`, new SignedZeroSet([null, -0, 0])],
  ['Dict<Option<Float>, Null>', `000201${MINUS_ZERO}01${ZERO}`, new SignedZeroMap([[-0, null], [0, null]])],
  ['Set<Struct<a: Float>>', `0002${MINUS_ZERO}${ZERO}`, new Set([{ a: -0 }, { a: 0 }])],
  ['Set<Variant<a: Float, b>>', `000300${MINUS_ZERO}00${ZERO}01`, new Set([{ type: 'a', value: -0 }, { type: 'a', value: 0 }, { type: 'b', value: null }])],
  ['Set<Option<Option<Float>>>', `00020101${MINUS_ZERO}0101${ZERO}`, new Set([{ type: 'some', value: -0 }, { type: 'some', value: 0 }])],
  ['Set<Blob>', '00020001ff', new Set([Uint8Array.of(), Uint8Array.of(255)])],
  ['Dict<DateTime, Float>', `000101${MINUS_ZERO}`, new Map([[new Date(-1), -0]])],
];

for (const [type, hex, value, param] of SAME) {
  test(`${type} ${hex || '(no bytes)'}${param ? ` as ${param}` : ''} is decoded and encoded`, () => {
    assert.deepEqual(decode(type, hex, param), value);
    assert.equal(encode(type, value), hex);
  });
}

const ACCEPTED = [ // type, result, what it is written as
  ['Null', undefined, null],
  ['Integer', 5, 5n],
  ['Integer', Number.MAX_SAFE_INTEGER, BigInt(Number.MAX_SAFE_INTEGER)],
  ['Array<Float>', Int32Array.of(1, 2), [1, 2]],
  ['Array<Float>', Float32Array.of(0.5), [0.5]],
  ['Array<Integer>', [1, 2n], [1n, 2n]],
  ['Array<Integer>', Uint8Array.of(7), [7n]],
  ['Blob', Uint8Array.of(1).buffer, Uint8Array.of(1)],
  ['Dict<String, Integer>', { b: 2n, a: 1n }, new Map([['a', 1n], ['b', 2n]])],
  ['Dict<Integer, Null>', new Map([[2, null], [1n, null]]), new Map([[1n, null], [2n, null]])],
  ['Set<Float>', new Set([NaN, 1, -Infinity]), new Set([-Infinity, 1, NaN])],
  ['Set<String>', new Set(['\uffff', '😀', 'B', 'a']), new Set(['B', 'a', '😀', '\uffff'])],
  ['Set<DateTime>', new Set([new Date(5), new Date(-5)]), new Set([new Date(-5), new Date(5)])],
  ['Struct<a: Option<Integer>, b: Null>', { extra: 1 }, { a: null, b: null }],
  ['Option<Integer>', undefined, null],
  ['Option<Integer>', { type: 'some', value: 1n }, 1n],
  ['Option<Integer>', { type: 'none' }, null],
  ['Option<Option<Integer>>', null, { type: 'none', value: null }],
  ['Variant<a, b: Integer>', { type: 'a' }, { type: 'a', value: null }],
  ['Option<Struct<type: String>>', { type: 'some' }, { type: 'some' }],
  ['Set<Struct<a: Option<Integer>>>', new Set([{ a: { type: 'some', value: 2 } }, { a: 1n }, {}]), new Set([{ a: null }, { a: 1n }, { a: 2n }])],
];

for (const [type, value, canonical] of ACCEPTED) {
  test(`a result of another form is accepted for ${type}: ${typeof value} ${value?.constructor?.name ?? ''}`, () => {
    assert.equal(encode(type, value), encode(type, canonical));
    assert.deepEqual(decode(type, encode(type, value)), canonical);
  });
}

const REFUSED = [
  ['Null', 0, 'type_mismatch result: expected Null, got Float 0'],
  ['Boolean', 1, 'type_mismatch result: expected Boolean, got Float 1'],
  ['Integer', 1.5, 'type_mismatch result: expected Integer, got Float 1.5'],
  ['Integer', 2 ** 53, 'type_mismatch result: expected Integer, got Float 9007199254740992'],
  ['Integer', 2n ** 63n, 'type_mismatch result: expected Integer, got Integer 9223372036854775808n (it has more than 64 bits)'],
  ['Float', 1n, 'type_mismatch result: expected Float, got Integer 1n'],
  ['Float', '1', 'type_mismatch result: expected Float, got String "1"'],
  ['String', 'a\ud800', 'type_mismatch result: expected String, got String "a\\ud800" (it has an unpaired surrogate)'],
  ['DateTime', new Date(NaN), 'type_mismatch result: expected DateTime, got an invalid Date'],
  ['DateTime', 0, 'type_mismatch result: expected DateTime, got Float 0 (use new Date(ms))'],
  ['Blob', 'x', 'type_mismatch result: expected Blob, got String "x" (use Buffer.from(text))'],
  ['Array<Integer>', new Set([1n]), 'type_mismatch result: expected Array, got a Set of 1'],
  ['Array<Integer>', [1n, 'x'], 'type_mismatch result[1]: expected Integer, got String "x"'],
  ['Array<Float>', [1, , 3], 'type_mismatch result[1]: expected Float, got undefined'], // eslint-disable-line no-sparse-arrays
  ['Array<String>', { length: 1 }, 'type_mismatch result: expected Array, got an object {length}'],
  ['Set<Integer>', [1n], 'type_mismatch result: expected Set, got an array of 1'],
  ['Set<Integer>', new Set([1n, 'x']), 'type_mismatch result[1]: expected Integer, got String "x"'],
  ['Set<Integer>', new Set([1n, 2n ** 64n]), 'type_mismatch result[18446744073709551616n]: expected Integer, got Integer 18446744073709551616n (it has more than 64 bits)'],
  ['Dict<String, Integer>', new Map([['a', null]]), 'type_mismatch result["a"]: expected Integer, got null'],
  ['Dict<Integer, Null>', { 1: null }, 'type_mismatch result: expected Dict (a Map), got an object {1}'],
  ['Dict<String, Null>', [], 'type_mismatch result: expected Dict (a Map or a plain object), got an array of 0'],
  ['Set<Struct<a: Integer>>', new Set([{ a: 1n }, { a: 1 }]), 'duplicate_key result[an object {a}]: two keys are equal: an object {a}'],
  ['Set<Integer>', new Set([1n, 1]), 'duplicate_key result[1]: two keys are equal: Float 1'],
  ['Struct<a: Integer>', {}, 'type_mismatch result.a: expected Integer, got undefined'],
  ['Struct<a: Integer>', [1n], 'type_mismatch result: expected Struct, got an array of 1'],
  ['Struct<`odd name`: Struct<b: Float>>', { 'odd name': { b: true } }, 'type_mismatch result.`odd name`.b: expected Float, got Boolean true'],
  ['Variant<a, b: Integer>', { type: 'c' }, 'type_mismatch result: expected Variant {type, value} of a, b, got an object {type} (its type is "c")'],
  ['Variant<a, b: Integer>', { type: 'b', value: '' }, 'type_mismatch result.b: expected Integer, got String ""'],
  ['Option<Option<Integer>>', 5n, 'type_mismatch result: expected Variant {type, value} of none, some, got Integer 5n'],
  ['Ref<Integer>', 5n, 'type_mismatch result: expected Ref ({value}), got Integer 5n'],
  ['Array<Integer>', Promise.resolve([]), 'type_mismatch result: expected Array, got a Promise (await it)'],
  ['Array<Never>', [1], 'type_mismatch result[0]: expected Never, got Float 1'],
];

for (const [type, value, message] of REFUSED) {
  test(`refused: ${message}`, () => assert.equal(refusal(type, value), message));
}

test('@returns decides between an Option and a tagged union that looks like its payload', () => {
  const type = 'Option<Struct<type: String, value: Integer>>';
  assert.equal(encode(type, { type: 'some', value: 1n }), '0104736f6d6502');
  const tagged = "{type:'none'}|{type:'some', value: {type: string, value: bigint}}";
  assert.equal(encode(type, { type: 'some', value: { type: 'x', value: 1n } }, tagged), '01017802');
  assert.equal(encode(type, null, tagged), '00');
});

test('fields named like parts of Object are fields', () => {
  const type = 'Struct<`__proto__`: Integer, constructor: Integer, toString: Integer>';
  const value = decode(type, '020406');
  assert.deepEqual(Object.keys(value), ['__proto__', 'constructor', 'toString']);
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
  assert.equal(encode(type, value), '020406');
  const dict = decode('Dict<String, Integer>', `0001095f5f70726f746f5f5f02`, 'Record<string, bigint>');
  assert.deepEqual([Object.getPrototypeOf(dict), Object.keys(dict)], [null, ['__proto__']]);
  assert.equal(encode('Dict<String, Integer>', dict), '0001095f5f70726f746f5f5f02');
});

test('names of types cannot become code', () => {
  const type = { tag: 'Struct', fields: [{ name: '"]; throw new Error("code"); //\u2028', type: { tag: 'Integer' } }] };
  const shape = shapeOf(type);
  const value = compileDecoder(shape)(new Reader(Buffer.from('02', 'hex'), true));
  assert.deepEqual(Object.values(value), [1n]);
  const writer = new Writer(Buffer.alloc(0), Infinity, Buffer.alloc(16));
  compileEncoder(shape)(writer, value);
  assert.equal(writer.at, 1);
});

test('cyclic results name the place where the value is met again', () => {
  const list = [];
  list.push(list);
  assert.equal(refusal('Array<Array<Integer>>', list), 'cyclic_value result[0]: the value contains itself');
  assert.equal(refusal('Recursive<A = Array<A>>', list), 'cyclic_value result[0]: the value contains itself');
  const node = { v: 1n, kids: [{ v: 2n, kids: [] }] };
  node.kids[0].kids.push({ v: 3n, kids: [] }, node.kids[0]);
  assert.equal(refusal('Recursive<T = Struct<v: Integer, kids: Array<T>>>', node), 'cyclic_value result.kids[0].kids[1]: the value contains itself');
  const map = new Map();
  map.set('self', map);
  assert.match(refusal('Dict<String, Dict<String, Integer>>', map), /^cyclic_value result\["self"\]:/);
});

test('a container that is reached twice is written twice', () => {
  const shared = [1n];
  assert.equal(encode('Array<Array<Integer>>', [shared, shared]), '00020001020001' + '02');
  assert.equal(encode('Recursive<A = Array<A>>', [[], []]), encode('Recursive<A = Array<A>>', Array(2).fill([])));
});

test('values are written and read as deep as the limit and no deeper', () => {
  const type = 'Recursive<A = Array<A>>';
  const nested = (levels) => { let value = []; for (let i = 1; i < levels; i++) value = [value]; return value; };
  const hex = encode(type, nested(MAX_VALUE_DEPTH));
  assert.equal(encode(type, decode(type, hex)), hex);
  assert.match(refusal(type, nested(MAX_VALUE_DEPTH + 1)), /nested more than 2000 levels/);
  assert.throws(() => decode(type, '0001' + hex), /nested more than 2000 levels/);
});

test('shared containers are one object, in each form that is asked for', () => {
  const one = decode('Array<Array<Integer>>', '000200020204' + '03');
  assert.equal(one[0], one[1]);
  const both = decode('Struct<a: Array<Float>, b: Array<Float>, c: Array<Float>>', '0001000000000000f03f' + '09' + '0a', '{a: number[], b: Float64Array, c: Float64Array}');
  assert.deepEqual(both, { a: [1], b: Float64Array.of(1), c: Float64Array.of(1) });
  assert.equal(both.b, both.c);
  const cyclic = decode('Recursive<A = Array<A>>', '000101');
  assert.equal(cyclic[0], cyclic);
});

test('a Dict that comes to keep -0 apart is still the one that its values refer to', () => {
  const dict = decode('Recursive<T = Dict<Float, T>>', `0002${MINUS_ONE}09${MINUS_ZERO}12`);
  assert.ok(dict instanceof SignedZeroMap);
  assert.deepEqual([...dict.keys()], [-1, -0]);
  assert.ok(dict.get(-1) === dict && dict.get(-0) === dict);
});

test('Sets and Dicts are ordered with -0 before 0', () => {
  const compare = (type, a, b) => comparerOf(shapeOf(east(type)))(a, b);
  assert.ok(compare('Set<Float>', new SignedZeroSet([0, -0]), new Set([0, 1])) < 0);
  assert.ok(compare('Dict<Float, Integer>', new SignedZeroMap([[-0, 5n]]), new Map([[0, 1n]])) < 0);
});

const DAMAGED = [
  ['Integer', '', /ends inside/],
  ['Integer', 'ffffffffffffffffff02', /more than 64 bits/],
  ['Integer', 'ffffffffffffffffff8100', /more than 64 bits/],
  ['String', '0561', /ends inside a String/],
  ['String', '01ff', /not UTF-8/],
  ['String', '03eda080', /not UTF-8/],
  ['Blob', 'ffffffff7f00', /ends inside a Blob/],
  ['Float', '010000000000f07f', /NaN that is not canonical/],
  ['Array<Float>', '0001010000000000f07f', /NaN that is not canonical/],
  ['Array<Float>', '00ffffffff0f', /larger than the file justifies/],
  ['Array<String>', '00ffffffffffff07', /larger than the file justifies/],
  ['Array<Null>', '00ffffffff7f', /larger than the file justifies/],
  ['Array<Integer>', '00808080808080808080808000', /more than 10 bytes/],
  ['Array<Integer>', '00ffffffffffffff7f', /over 2\^53/],
  ['Array<Array<Integer>>', '000105', /where no container starts/],
  ['Struct<a: Array<Integer>, b: Array<String>>', '000001', /container of another type/],
  ['Variant<a>', '01', /no case number 1/],
  ['Set<Integer>', '00020402', /not in ascending order/],
  ['Set<Integer>', '00020202', /not in ascending order/],
  ['Dict<String, Null>', '000201620161', /not in ascending order/],
  ['Set<Float>', `0002${ZERO}${MINUS_ZERO}`, /not in ascending order/],
  ['Set<Float>', `0002${MINUS_ZERO}${MINUS_ZERO}`, /not in ascending order/],
  ['DateTime', '8280e0ad9882d91e', /outside the range of Date/],
  ['Never', '', /type Never/],
];

for (const [type, hex, message] of DAMAGED) {
  test(`damaged ${type} ${hex}: ${message.source}`, () => {
    assert.throws(() => decode(type, hex), (error) => error instanceof DecodeError && message.test(error.message));
  });
}

test('annotations that ask for something else are refused with the place', () => {
  const cases = [
    ['Integer', 'number', /asks for Float, the value is Integer/],
    ['Array<Struct<a: Integer>>', 'Array<{a: number}>', /at \[\]\.a asks for Float/],
    ['Struct<a: Integer>', '{b: bigint}', /asks for Struct<b>, the value is Struct<a: Integer>/],
    ['Option<Integer>', 'bigint', /asks for Integer, the value is Option<Integer>/],
    ['Integer', '?bigint', /asks for an Option/],
    ['Dict<String, Integer>', 'Map<string, number>', /at \{\} asks for Float/],
    ['Array<Integer>', 'Float64Array', /asks for Float, the value is Integer/],
    ['Variant<a, b>', "{type:'a'}", /asks for Variant<a>/],
  ];
  for (const [type, text, message] of cases) {
    assert.throws(() => shapeOf(east(type), annotation(text)), (error) => error instanceof FormError && message.test(error.message), `${type} as ${text}`);
  }
  assert.doesNotThrow(() => shapeOf(east('Struct<b: Integer, a: Array<String>>'), annotation('{a: any[], b: bigint}')), 'fields in any order, any inside');
});

test('an output over the limit is refused, also when it fits the buffer', () => {
  const write = (limit, size) => {
    const writer = new Writer(Buffer.alloc(0), limit, Buffer.alloc(64));
    compileEncoder(shapeOf(east('Blob')))(writer, new Uint8Array(size));
    return writer.finish().length;
  };
  assert.equal(write(41, 40), 41);
  assert.throws(() => write(40, 40), OutputLimitError);
  assert.throws(() => write(1000, 5000), OutputLimitError);
});

test('what getters of a result throw is not mistaken for a mismatch', () => {
  const value = { get a() { throw new TypeError('mine'); } };
  assert.throws(() => encode('Struct<a: Integer>', value), (error) => error instanceof TypeError && error.message === 'mine');
});

test('the order of floats and of strings is that of East', () => {
  const floats = [-Infinity, -1, -0, 0, 5e-324, 1, Infinity, NaN];
  assert.deepEqual([...floats].reverse().sort(comparerOf(shapeOf(east('Float')))), floats);
  const strings = ['', 'A', 'a', '😀', '\ue000', '\uffff'];
  assert.deepEqual([...strings].reverse().sort(comparerOf(shapeOf(east('String')))), strings);
});

test('damaged values are refused with a DecodeError, quickly', () => {
  const random = new Random(5);
  const samples = SAME.filter(([, hex]) => hex !== '').map(([type, hex, , param]) =>
    ({ decode: compileDecoder(shapeOf(east(type), annotation(param))), bytes: Buffer.from(hex, 'hex') }));
  let refused = 0;
  for (let i = 0; i < 30_000; i++) {
    const { decode: read, bytes } = samples[i % samples.length];
    const reader = new Reader(random.mutate(bytes), true);
    try {
      read(reader);
      assert.ok(reader.at <= reader.end);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      refused++;
    }
  }
  assert.ok(refused > 5_000, `${refused} refused`);
});

test('random values survive decoding and encoding, whatever buffer they grow in', () => {
  const random = new Random(9);
  const type = 'Dict<String, Array<Struct<i: Integer, f: Option<Float>, d: DateTime, v: Variant<a: Blob, b: Set<Integer>>>>>';
  const some = (make) => Array.from({ length: random.below(6) }, make);
  for (let round = 0; round < 300; round++) {
    const value = new Map(some(() => [`k${random.below(100)}é`.repeat(1 + random.below(9)), some(() => ({
      i: BigInt.asIntN(64, BigInt(random.below(2 ** 32)) << BigInt(random.below(34))),
      f: random.below(2) ? null : (random.below(2000) - 1000) / 7,
      d: new Date(random.below(2 ** 32) * 1000 - 1e12),
      v: random.below(2) ? { type: 'a', value: Uint8Array.from(some(() => random.below(256))) } : { type: 'b', value: new Set([1n, 5n]) },
    }))]));
    const sorted = new Map([...value].sort(([a], [b]) => (a < b ? -1 : 1)));
    assert.deepEqual(decode(type, encode(type, value)), sorted);
  }
});
