/** Mutated inputs for every reader of East values and programs: no failure but the reader's own, bounded time and memory, and what is read survives. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { EastError, ProgramError } from '../east/errors.mjs';
import { decode as decodeBeast1, encoderOf as beast1EncoderOf } from '../east/formats/beast1/codec.mjs';
import { readAny, writeFile } from '../east/formats/beast2/file.mjs';
import { FormatError } from '../east/formats/beast2/reader.mjs';
import { decodeCsv } from '../east/formats/csv/decoder.mjs';
import { printerOf as jsonPrinterOf } from '../east/formats/json/printer.mjs';
import { readJson } from '../east/formats/json/reader.mjs';
import { printerOf } from '../east/formats/text/printer.mjs';
import { readText } from '../east/formats/text/reader.mjs';
import { linkOf } from '../east/link.mjs';
import { loadProgram } from '../east/run/program.mjs';
import { compareOf } from '../east/values/order.mjs';
import { conformancePlatform, programFile } from './support/east.mjs';
import { IR } from './support/paths.mjs';
import { Random } from './support/random.mjs';
import { east } from './support/worker.mjs';

const BUDGET_MS = 500;
const LEAST = 200;

/** Runs mutations until the time is up, but some in any case. */
function fuzz(t, seed, run) {
  const random = new Random(seed);
  const start = performance.now();
  let count = 0;
  for (; count < LEAST || performance.now() - start < BUDGET_MS; count++) run(random);
  t.diagnostic(`${count} inputs`);
}

const refuses = (kinds, run) => {
  try {
    return { value: run() };
  } catch (error) {
    if (kinds.some((kind) => error instanceof kind)) return null;
    throw error;
  }
};

const SAMPLES = [
  ['Array<Struct<a: Integer, b: Option<String>, c: Float>>', '[(a=1, b=.some "x", c=1.5), (a=-9223372036854775808, b=.none, c=NaN)]'],
  ['Dict<Struct<k: String, v: Float>, Set<Integer>>', '{(k="a", v=-0.0):{1,2,3},(k="b", v=0.0):{}}'],
  ['Recursive<Tree = Struct<v: Integer, kids: Array<Tree>>>', '(v=1, kids=[(v=2, kids=[]), (v=3, kids=[(v=4, kids=4#[0].kids)])])'],
  ['Struct<a: Ref<Array<Integer>>, b: Array<Ref<Array<Integer>>>, d: DateTime, e: Blob>', '(a=&[1], b=[2#.a], d=2024-01-01T00:00:00.000, e=0x00ff)'],
  ['Array<Null>', '[null, null]'],
  ['Variant<one: Null, two: Dict<String, Boolean>>', '.two {"a":true,"b":false}'],
].map(([type, text]) => ({ link: linkOf(east(type)), text }));

const made = SAMPLES.map(({ link, text }) => ({ link, text, value: readText(link, text).value }));

test('the samples are read as they are meant', () => {
  for (const { link, text, value } of made) assert.equal(printerOf(link)(value), text);
});

test('fuzz: beast2', (t) => {
  const files = made.map(({ link, value }) => Buffer.from(writeFile(link.type, value)));
  fuzz(t, 1, (random) => {
    const read = refuses([FormatError], () => readAny(random.mutate(files[random.below(files.length)]), { anyKeyOrder: random.below(2) === 0 }));
    if (read === null) return;
    const { link, value } = read.value;
    const again = readAny(Buffer.from(writeFile(link.type, value)));
    if (link.tag !== 'Never') assert.equal(compareOf(link)(again.value, value), 0);
  });
});

test('fuzz: beast v1', (t) => {
  const files = made.filter(({ text }) => !text.includes('#')).filter(({ link }) => !link.isCyclic).map(({ link, value }) => Buffer.from(beast1EncoderOf(link)(value)));
  assert.ok(files.length >= 3);
  fuzz(t, 2, (random) => {
    const read = refuses([FormatError], () => decodeBeast1(null, random.mutate(files[random.below(files.length)])));
    if (read === null) return;
    const link = linkOf(read.value.type);
    printerOf(link)(read.value.value);
  });
});

test('fuzz: East text', (t) => {
  fuzz(t, 3, (random) => {
    const { link, text } = made[random.below(made.length)];
    const read = readText(link, random.mutate(Buffer.from(text)).toString());
    if (read.message === undefined) assert.equal(readText(link, printerOf(link)(read.value).replace(/"(?:[^"\\]|\\.)*"/g, '""')).message, undefined);
    else assert.ok(read.position >= 0 && read.message.startsWith('Error occurred because '));
  });
});

test('fuzz: JSON', (t) => {
  const texts = made.map(({ link, value }) => jsonPrinterOf(link)(value));
  fuzz(t, 4, (random) => {
    const i = random.below(made.length);
    const read = readJson(made[i].link, random.mutate(Buffer.from(texts[i])).toString());
    if (read.value === undefined || read.message !== undefined || read.syntax !== undefined) return;
    const again = readJson(made[i].link, jsonPrinterOf(made[i].link)(read.value));
    assert.equal(compareOf(made[i].link)(again.value, read.value), 0);
  });
});

test('fuzz: CSV', (t) => {
  const row = linkOf(east('Struct<a: Integer, b: Option<String>, c: Option<Float>, d: Option<DateTime>, e: Option<Blob>, f: Option<Boolean>>'));
  const bytes = Buffer.from('a,b,c,d,e,f\r\n1,"x ""y""",1.5,2024-01-01T00:00:00Z,0x00,true\r\n2,,,,,\n');
  fuzz(t, 5, (random) => {
    refuses([FormatError], () => decodeCsv(row, random.mutate(bytes), {}));
  });
});

test('fuzz: programs', (t) => {
  const files = ['nodes.json', 'arrays.json', 'dicts.json', 'readers.json'].flatMap((name) =>
    JSON.parse(fs.readFileSync(path.join(IR, 'conformance/programs', name), 'utf8')).cases.slice(0, 40).map((each) => Buffer.from(each.ir, 'base64')));
  let loaded = 0;
  fuzz(t, 6, (random) => {
    const file = programFile(random.mutate(files[random.below(files.length)]).toString('base64'));
    const log = [];
    if (refuses([ProgramError], () => loadProgram(file, conformancePlatform(log))) !== null) loaded++;
  });
  assert.ok(loaded > 0 && EastError !== undefined);
});
