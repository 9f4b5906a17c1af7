import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { descriptionOf, readScript } from '../describe/describe.mjs';
import { readModule } from '../describe/module.mjs';
import { SourceError, tokenize } from '../describe/tokens.mjs';
import { friendlyText } from '../east/print.mjs';
import { decodeSchema } from '../east/schema.mjs';
import { Random } from './support/random.mjs';
import { KIT, WorkerProcess, scratch } from './support/worker.mjs';

const typeText = (schema, problem) => (schema === null ? `! ${problem}` : friendlyText(decodeSchema(schema)));

/** A description as `line name(param: Type, …) -> Type`. */
function show({ name, line, parameters, output, problem }) {
  const list = parameters.map((each) => `${each.name}${each.optional ? '?' : ''}: ${typeText(each.schema, each.problem)}`);
  return `${line} ${name}(${list.join(', ')}) -> ${typeText(output, problem)}`;
}

function describe(t, source, only = [], name = 'script.mjs') {
  const file = path.join(scratch(t), name);
  fs.writeFileSync(file, source);
  return descriptionOf(readScript(file), only).functions;
}

const shown = (t, source, only, name) => describe(t, source, only, name).map(show);

test('exports of every kind are found with their lines', (t) => {
  assert.deepEqual(shown(t, `
/** @param {number} a @returns {number} */
export function plain(a) { return a; }
/** @param {bigint} a
 *  @returns {bigint} */
export async function later(a) { return a; }
/** @returns {string} */
export const arrow = () => 'x';
/** @param {string} s
 * @returns {string} */
export const single = s => s, /** @returns {Date} */ second = function () { return new Date(); };
/** @returns {null} */
function hidden() {}
/** @returns {boolean} */
const local = async (x = 1) => true;
export { local as renamed, hidden as default };
export class Thing {}
export const value = 5;
export * from 'node:path';
export { join } from 'node:path';
function inner() {}
export function _internal() {}
`), [
    '3 plain(a: Float) -> Float',
    '6 later(a: Integer) -> Integer',
    '8 arrow() -> String',
    '11 single(s: String) -> String',
    '11 second() -> DateTime',
    '13 default() -> Null',
    '15 renamed(x?: ! no annotation: add @param {type} x) -> Boolean',
  ]);
});

test('the functions that are asked for are described, private ones too', (t) => {
  assert.deepEqual(shown(t, 'export function a() {}\nexport function _b() {}', ['_b', 'missing']).length, 1);
});

test('the summary is the first line of the doc comment, and no comment of something else', (t) => {
  const functions = describe(t, `
/** Not this. */
const x = 1;
export function bare() {}
/**
 * Cleans the rows.
 * And more.
 * @returns {null}
 */
export function clean() {}
/** Old. */
/** Newer. */
// in between
export const f = () => {};
`);
  assert.deepEqual(functions.map(({ summary }) => summary), [null, 'Cleans the rows.', 'Newer.']);
});

test('parameters: defaults, patterns, rest, inline types, nested tags', (t) => {
  assert.deepEqual(shown(t, `
/**
 * @param {{a: number}} options
 * @param {string} [b]
 * @param {bigint=} c
 * @param {object} d
 * @param {string} d.name
 * @param {object} [d.inner]
 * @param {number[]} d.inner.list
 * @param {object[]} rows
 * @param {Date} rows[].at
 * @returns {void}
 */
export function f({ a }, b, c, d, rows, e = [1, 2], /** @type {boolean} */ g, ...more) {}
`), ['14 f(options: Struct<a: Float>, b?: String, c?: Integer, d: Struct<name: String, inner: Option<Struct<list: Array<Float>>>>, '
    + 'rows: Array<Struct<at: DateTime>>, e?: ! no annotation: add @param {type} e, g: Boolean, more?: ! a rest parameter gives no East type: take an array instead) -> Null']);
});

test('typedefs, recursive and in terms of each other', (t) => {
  assert.deepEqual(shown(t, `
/** @typedef {{date: Date, ppm: number}} Row */
/** @typedef {Row[]} Rows */
/**
 * @typedef {object} Tree A tree.
 * @property {bigint} v the value
 * @property {Tree[]} kids
 * @property {string} [note]
 */
/** @typedef {{head: number, tail: List|null}} List */
/** @typedef {Loop} Loop */
/** @param {Rows} rows @param {Tree} t */
export const no = 1;
/**
 * @param {Rows} rows
 * @param {Tree} tree
 * @param {Map<string, List>} lists
 * @param {Loop} loop
 * @returns {Later}
 */
export function use(rows, tree, lists, loop) {}
/** @typedef {{type: 'a', value: Row} | {type: 'b'}} Later */
`), ['21 use(rows: Array<Struct<date: DateTime, ppm: Float>>, tree: Recursive<Self = Struct<v: Integer, kids: Array<Self>, note: Option<String>>>, '
    + "lists: Dict<String, Recursive<Self = Struct<head: Float, tail: Option<Self>>>>, loop: ! 'Loop' is defined as itself) -> "
    + 'Variant<a: Struct<date: DateTime, ppm: Float>, b>']);
});

test('a type that is not well-formed is a problem with its line', (t) => {
  const [line] = shown(t, `/**
 * @param {Array<{
 *   a: number
 *   b number
 * }>} x
 * @returns {nope}
 */
export function f(x) {}`);
  assert.match(line, /x: ! line 4: expected ',' or '}', found "number"/);
  assert.match(line, /-> ! unknown type 'nope'/);
});

test('a function type and CommonJS exports', (t) => {
  assert.deepEqual(shown(t, `/** @type {(a: number, b: string) => boolean} */
export const typed = (x, y) => true;
/** @type {(a: number) => string} */
export const made = wrap(1);`), ['2 typed(x: Float, y: String) -> Boolean', '4 made(arg0: Float) -> String']);
  assert.deepEqual(shown(t, `/** @returns {number} */
exports.one = () => 1;
/** @param {string} s */
module.exports.two = function (s) {};
/** @returns {Date} */
function three() {}
module.exports = { three, four: three, /** @returns {null} */ five(a) {}, async six() {} };`, [], 'old.cjs'), [
    '2 one() -> Float',
    '4 two(s: String) -> ! no annotation: add @returns {type}',
    '6 three() -> DateTime',
    '6 four() -> DateTime',
    '7 five(a: ! no annotation: add @param {type} a) -> Null',
    '7 six() -> ! no annotation: add @returns {type}',
  ]);
});

test('tokens: strings, templates, regular expressions and comments do not confuse the reader', () => {
  const source = [
    "const a = 'export function no1() {}', b = \"/* \\\" \", c = `export function no2() {} ${`inner ${'}'} `} `;",
    'const d = /[/}"\'`]export function no3() {}/g.test(a) ? 4 / 2 / 1 : a.length / 2;',
    'if (d) /export function no4() {}/.exec(b);',
    '// export function no5() {}',
    '/* export function no6() {} */ const e = { export: 1, function: 2 }, f = e.export / e.function / 1;',
    'const g = (x) => { return /}/.test(x) }',
    'const h = 0x1f / 1_000n.toString().length / .5e-3;',
    'class K { #p = 1; static { const q = 1 / 2; } export() { return this.#p / 2 } }',
    '<!-- an old comment is not supported by modules',
  ].slice(0, -1).join('\n');
  const { functions } = readModule(`${source}\nexport function yes() {}\n`);
  assert.deepEqual(functions.map(({ name, line }) => [name, line]), [['yes', 9]]);
});

test('line numbers count every kind of line end, also within templates and comments', () => {
  const { functions } = readModule('#!/usr/bin/env node\r\n/*\r\n*/`\n\n${1}\n`\rconst a = "x\\\ny"\n\nexport function f() {}');
  assert.deepEqual(functions.map(({ line }) => line), [10]);
});

test('source that does not pair up is refused with its line', () => {
  for (const [source, line, message] of [
    ['\nfunction f( {', 2, /never closed/],
    ['a\n)', 2, /closes nothing/],
    ["x = 'abc", 1, /string is never closed/],
    ['\n\n`abc', 3, /template is never closed/],
    ['/* abc', 1, /comment is never closed/],
    ['(]', 1, /closes nothing/],
  ]) {
    assert.throws(() => tokenize(source), (error) => error instanceof SourceError && error.line === line && message.test(error.message), source);
  }
});

test('mutated source is read or refused with a SourceError', () => {
  const random = new Random(11);
  const source = fs.readFileSync(KIT);
  for (let i = 0; i < 2000; i++) {
    const text = random.mutate(source).toString('utf8');
    try {
      readModule(text);
    } catch (error) {
      if (!(error instanceof SourceError)) throw new Error(text, { cause: error });
    }
  }
});

test('dependencies are the files behind relative imports, transitively, and no packages', (t) => {
  const directory = scratch(t);
  const write = (name, text) => {
    fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    fs.writeFileSync(path.join(directory, name), text);
    return path.join(directory, name);
  };
  const script = write('main.mjs', `import fs from 'node:fs'; import './lib/a.mjs'; export { x } from "./b b.js?v=1";
    const c = () => import('./c.cjs'); import 'some-package'; import './gone.mjs'; import d from '../${path.basename(directory)}/data.json' with { type: 'json' };
    import './node_modules/p/index.js'; // import './comment.mjs'`);
  const expected = [
    write('b b.js', 'export const x = 1;'),
    write('c.cjs', "const d = require('./lib/d'); require('./lib');"),
    write('data.json', '{}'),
    write('lib/a.mjs', "import '../main.mjs'; import './e.mjs';"),
    write('lib/d.js', ''),
    write('lib/e.mjs', 'this is ( not valid'),
    write('lib/index.js', ''),
  ];
  write('node_modules/p/index.js', '');
  write('comment.mjs', '');
  assert.deepEqual(descriptionOf(readScript(script), []).dependencies, expected.sort());
});

test('Describe does not run the script', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const script = worker.file('loud.mjs', "console.log('I run'); import './more.mjs';\n/** @returns {number} */\nexport const one = () => 1;");
  const more = worker.file('more.mjs', 'process.exit(1)');
  const { type, message } = await worker.describe(script);
  assert.equal(type, 'Completed');
  assert.deepEqual(message.description.functions.map(show), ['3 one() -> Float']);
  assert.deepEqual(message.description.dependencies, [more]);
});

test('Describe of a script that is missing or does not pair up fails as loading it would', async (t) => {
  const worker = await WorkerProcess.ready(t);
  assert.equal((await worker.describe(path.join(worker.directory, 'gone.mjs'))).message.error.code, 'script_not_found');
  const { error } = (await worker.describe(worker.file('bad.mjs', '\nexport function f( {'))).message;
  assert.deepEqual([error.code, error.side, error.frames[0].line], ['load_failed', 'Task', 2]);
});

test('the kit is described with its types', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const { description } = (await worker.describe(KIT, ['add', 'cyclic', 'spin'])).message;
  assert.deepEqual(description.functions.map((each) => show(each).replace(/^\d+ /, '')),
    ['add(a: Integer, b: Integer) -> Integer', 'spin(seconds: Float) -> Integer', 'cyclic() -> Array<Array<Integer>>']);
});
