import assert from 'node:assert/strict';
import test from 'node:test';
import { parseType } from '../describe/type-parser.mjs';
import { TypeSyntaxError } from '../describe/type-lexer.mjs';
import { eastText, friendlyText } from '../east/print.mjs';
import { DecodeError } from '../east/reader.mjs';
import { decodeSchema, encodeSchema } from '../east/schema.mjs';
import { sameType, typeProblem } from '../east/types.mjs';
import { typeOf } from '../values/annotation.mjs';
import { Random } from './support/random.mjs';
import { east } from './support/worker.mjs';

/** The friendly text of the type that an annotation gives, or `! problem`. */
function read(text) {
  const { type, problem } = typeOf(parseType(text, new Map()).annotation);
  return type === null ? `! ${problem}` : friendlyText(type);
}

const GIVES = {
  'number': 'Float',
  'bigint': 'Integer',
  '!string': 'String',
  'boolean': 'Boolean',
  'true|false': 'Boolean',
  'Date': 'DateTime',
  'Uint8Array': 'Blob',
  'Buffer': 'Blob',
  'void': 'Null',
  'number[]': 'Array<Float>',
  'number[][]': 'Array<Array<Float>>',
  '(number|null)[]': 'Array<Option<Float>>',
  'Array.<string>': 'Array<String>',
  'readonly string[]': 'Array<String>',
  'ReadonlyArray<bigint>': 'Array<Integer>',
  'Float64Array': 'Array<Float>',
  'BigInt64Array': 'Array<Integer>',
  'Array<{date: Date, ppm: number}>': 'Array<Struct<date: DateTime, ppm: Float>>',
  '{a: string, b?: number; c: null|Date}': 'Struct<a: String, b: Option<Float>, c: Option<DateTime>>',
  '{a: string\n b: number}': 'Struct<a: String, b: Float>',
  "{'odd name': string, type: string}": 'Struct<`odd name`: String, type: String>',
  '{}': 'Struct<>',
  'Map<string, number[]>': 'Dict<String, Array<Float>>',
  'Record<string, Date>': 'Dict<String, DateTime>',
  'Object.<string, bigint>': 'Dict<String, Integer>',
  '{[key: string]: boolean}': 'Dict<String, Boolean>',
  'Set<bigint>': 'Set<Integer>',
  'Ref<number>': 'Ref<Float>',
  '?string': 'Option<String>',
  'string?': 'Option<String>',
  'string|undefined': 'Option<String>',
  'null|?string': 'Option<String>',
  'Option<Option<Integer>>': 'Option<Option<Integer>>',
  'Promise<number>': 'Float',
  "{type:'ok', value:number}|{type:'err', value:string}": 'Variant<err: String, ok: Float>',
  "{type: 'b'} | {type: 'a', value?: number}": 'Variant<a: Option<Float>, b>',
  "{type: 'only'}": 'Variant<only>',
  "Array<{type: 'x'}|{type: 'y'}|null>": 'Array<Option<Variant<x, y>>>',
  "{type:'none'}|{type:'some', value: bigint}": 'Option<Integer>',
  'Struct<a: Array<Integer>, `b c`: Option<Float>>': 'Struct<a: Array<Integer>, `b c`: Option<Float>>',
  'Variant<z, a: String>': 'Variant<a: String, z>',
  'Recursive<List = Variant<cons: Struct<head: Integer, tail: List>, nil>>': 'Recursive<Self = Variant<cons: Struct<head: Integer, tail: Self>, nil>>',
  'Dict<Struct<a: Integer>, Blob>': 'Dict<Struct<a: Integer>, Blob>',
  '(x: number, y?: string) => boolean': '(Float, String) => Boolean',
  'async () => Null': 'async () => Null',
  '.Array .Integer': 'Array<Integer>',
  '.Dict (key=.String, value=.Option)': null,
  '.Variant [(name="none", type=.Null), (name="some", type=.Set .Float)]': 'Option<Set<Float>>',
  '.Struct [(name="v", type=.Integer), (name="kids", type=.Array .Recursive 2)]': 'Recursive<Self = Struct<v: Integer, kids: Array<Self>>>',
  '.Function (inputs=[.Integer, .Float], output=.Null)': '(Integer, Float) => Null',
};

for (const [annotation, friendly] of Object.entries(GIVES)) {
  test(`{${annotation.replace('\n', ' ')}} is ${friendly ?? 'not well-formed'}`, () => {
    if (friendly === null) assert.throws(() => read(annotation), TypeSyntaxError);
    else assert.equal(read(annotation), friendly);
  });
}

test('friendly and East text of a type read back as the same type', () => {
  for (const friendly of Object.values(GIVES).filter((text) => text !== null)) {
    const type = east(friendly);
    assert.equal(friendlyText(type), friendly);
    assert.ok(sameType(east(eastText(type)), type), eastText(type));
    assert.ok(sameType(decodeSchema(encodeSchema(type)), type));
  }
});

const PROBLEMS = {
  'any': /allows any value/,
  'Array<any>': /allows any value/,
  'number|string': /union of different types/,
  "'a'|'b'": /union of literals/,
  "'a'": /literal "a" is not a type/,
  '5': /literal number/,
  '[number, string]': /tuple/,
  'Foo': /unknown type 'Foo'/,
  'Foo<number>': /unknown type 'Foo<…>'/,
  'Map<string>': /takes 2 types, not 1/,
  "import('./types.mjs').Row": /other files are not read/,
  'typeof x': /gives no East type/,
  'Record<number, string>': /keys of an object are strings/,
  'Set<number[]>': /immutable data/,
  '...number': /rest parameter/,
  "{type:'a', value: number}|{type:'a'}": /two cases of type 'a'/,
  'Recursive<A = Struct<a: Array<A>, b: Recursive<B = Struct<a: Array<A>, b: Array<B>>>>>': /refer to each other/,
  'Recursive<A = A>': /defined as itself/,
};

for (const [annotation, problem] of Object.entries(PROBLEMS)) {
  test(`{${annotation}} gives no type and says why`, () => {
    assert.match(read(annotation), problem);
  });
}

const MALFORMED = {
  'Array<number': /expected '>', found the end/,
  '{a: number': /expected ',' or '}', found the end/,
  '': /expected a type, found the end/,
  'number]': /expected the end of the type, found "]"/,
  'Struct<a>': /expected ':'/,
  'Struct': /expected '<' after Struct/,
  '{a: string, a: string}': /expected 'a' once/,
  '.Foo': /the name of an East type/,
  [`${'Array<'.repeat(300)}number${'>'.repeat(300)}`]: /nested at most/,
};

for (const [annotation, message] of Object.entries(MALFORMED)) {
  test(`{${annotation.slice(0, 40)}} is not well-formed`, () => {
    assert.throws(() => read(annotation), (error) => error instanceof TypeSyntaxError && message.test(error.message));
  });
}

test('mutated annotations parse or fail with TypeSyntaxError', () => {
  const random = new Random(7);
  const texts = Object.keys(GIVES);
  for (let i = 0; i < 10_000; i++) {
    const text = random.mutate(Buffer.from(texts[i % texts.length])).toString('latin1');
    try {
      read(text);
    } catch (error) {
      if (!(error instanceof TypeSyntaxError)) throw new Error(text, { cause: error });
    }
  }
});

test('rules of the language are found broken', () => {
  const integer = { tag: 'Integer' };
  assert.match(typeProblem({ tag: 'Struct', fields: [{ name: 'a', type: integer }, { name: 'a', type: integer }] }), /same name twice/);
  assert.match(typeProblem({ tag: 'Variant', cases: [{ name: 'b', type: integer }, { name: 'a', type: integer }] }), /not sorted/);
  assert.match(typeProblem({ tag: 'Set', key: { tag: 'Ref', item: integer } }), /immutable data, not Ref/);
  assert.match(typeProblem({ tag: 'Array', item: { tag: 'Recursive', depth: 2 } }), /points outside/);
  assert.equal(typeProblem({ tag: 'Array', item: { tag: 'Recursive', depth: 1 } }), null);
});

test('damaged schemas are refused with a DecodeError, quickly', () => {
  const random = new Random(3);
  const schemas = Object.values(GIVES).filter((text) => text !== null).map((text) => encodeSchema(east(text)));
  let refused = 0;
  for (let i = 0; i < 20_000; i++) {
    try {
      decodeSchema(random.mutate(schemas[i % schemas.length]));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      refused++;
    }
  }
  assert.ok(refused > 5_000);
  assert.throws(() => decodeSchema(Buffer.alloc(100_000)), /nested more than/);
});

test('a schema whose lists refer to each other does not grow without bound', () => {
  // Struct [a: Struct [...], a: the same list again], thirty levels: 2^30 parts when written out
  const member = (name, type) => Buffer.concat([Buffer.from([name.length]), Buffer.from(name), type]);
  let inner = Buffer.from([15, 0, 0]);
  for (let i = 0; i < 30; i++) {
    const distance = inner.length + 1; // from the second list's marker back to the first list's count
    inner = Buffer.concat([Buffer.from([15, 0, 2]), member('a', inner), member('b', Buffer.concat([Buffer.from([15]), varint(distance)]))]);
  }
  assert.throws(() => decodeSchema(inner), /more than \d+ parts/);
});

function varint(value) {
  const out = [];
  for (; value >= 128; value >>>= 7) out.push((value & 127) | 128);
  return Buffer.from([...out, value]);
}
