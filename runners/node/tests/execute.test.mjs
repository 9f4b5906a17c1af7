import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { encodeSchema } from '../east/schema.mjs';
import { TEXT } from '../execute/messages.mjs';
import { planOf } from '../execute/plan.mjs';
import { SignedZeroMap, SignedZeroSet } from '../values/signed-zero.mjs';
import { KIT, WorkerProcess, beast2, east, printed } from './support/worker.mjs';

async function failure(worker, ...request) {
  const { type, message } = await worker.execute(...request);
  assert.equal(type, 'Failed', JSON.stringify(message, (_, value) => (typeof value === 'bigint' ? `${value}` : value)));
  return message.error;
}

test('a function gets its inputs by position and its result is written', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const { type, value, message } = await worker.execute(KIT, 'add', [['Integer', 40n], ['Integer', 2n]], 'Integer');
  assert.deepEqual([type, value], ['Completed', 42n]);
  assert.equal(message.size, BigInt(fs.statSync(worker.outputPath).size));
  assert.ok(message.peak_memory_bytes > 1_000_000n && message.timings.load_ns > 0n);
});

test('any value comes back as the same bytes through echo', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const cases = [
    ['Null', null],
    ['Array<Float>', [1.5, -0, NaN, Infinity]],
    ['Array<Struct<date: DateTime, ppm: Option<Float>>>', [{ date: new Date(0), ppm: 1 }, { date: new Date(-5), ppm: null }]],
    ['Dict<String, Array<Integer>>', new Map([['b', [1n]], ['a', [-(2n ** 63n)]]])],
    ['Set<Struct<a: Integer, b: String>>', new Set([{ a: 2n, b: 'x' }, { a: 1n, b: 'y' }])],
    ['Set<Float>', new SignedZeroSet([-0, 0, 1, NaN])],
    ['Dict<Float, Set<Option<Float>>>', new SignedZeroMap([[-0, new SignedZeroSet([null, -0, 0])], [0, new Set([0])]])],
    ['Set<Blob>', new Set([new Uint8Array([2]), new Uint8Array([1, 2])])],
    ['Dict<Variant<a: Float, b: DateTime>, Null>', new Map([[{ type: 'a', value: -0 }, null], [{ type: 'b', value: new Date(1) }, null]])],
    ['Option<Option<Integer>>', { type: 'some', value: null }],
    ['Variant<ok: Integer, err: String, none>', { type: 'none', value: null }],
    ['Ref<Array<Blob>>', { value: [new Uint8Array([1, 2])] }],
    ['Recursive<T = Struct<v: Integer, kids: Array<T>>>', { v: 1n, kids: [{ v: 2n, kids: [] }] }],
    ['Struct<`__proto__`: Integer, `a b`: String>', JSON.parse('{"__proto__": 0, "a b": "x"}', (key, value) => (value === 0 ? 7n : value))],
  ];
  for (const [type, value] of cases) {
    const reply = await worker.execute(KIT, 'echo', [[type, value]], type);
    assert.equal(reply.type, 'Completed', `${type}: ${reply.message.error?.summary}`);
    assert.deepEqual(fs.readFileSync(worker.outputPath), beast2(type, value), type);
  }
});

test('user code gets a plain Set unless that cannot hold the keys, and -0 stays a key of its own', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const script = worker.file('zeros.mjs', `
    export const kind = (set) => [set instanceof Set, set.constructor === Set, set.has(0), [...set].some((key) => Object.is(key, -0))].join();
    export const shift = (map) => { map.set(-0, map.get(-0) + map.get(0)); map.delete(0); return map; };`);
  const kind = async (keys) => (await worker.execute(script, 'kind', [['Set<Float>', new SignedZeroSet(keys)]], 'String')).value;
  assert.equal(await kind([0, 1]), 'true,true,true,false');
  assert.equal(await kind([-0, 1]), 'true,false,false,true');
  const shifted = await worker.execute(script, 'shift', [['Dict<Float, Integer>', new SignedZeroMap([[-0, 1n], [0, 2n]])]], 'Dict<Float, Integer>');
  assert.deepEqual([...shifted.value], [[-0, 3n]]);
});

const PLAIN = 'Recursive<Data = Variant<array: Array<Data>, boolean: Boolean, float: Float, integer: Integer, null, object: Dict<String, Data>, string: String>>';

test('plain objects, arrays and scalars are values of the type of plain data', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const script = worker.file('plain.mjs', `
    export const plain = () => ({ tasks: { a: { inputs: [1, 2.5, true, null], runner: 'x', left: undefined } }, big: 2n ** 62n, half: -0 });
    export const same = (value) => value;
    export const wrong = () => ({ a: [Symbol('s')] });
    export const endless = () => { const a = []; a.push(a); return a; };`);
  const { value } = await worker.execute(script, 'plain', [], PLAIN);
  const task = value.value.get('tasks').value.get('a').value;
  assert.deepEqual([...task.keys()], ['inputs', 'runner']);
  assert.deepEqual(task.get('inputs').value, [{ type: 'integer', value: 1n }, { type: 'float', value: 2.5 }, { type: 'boolean', value: true }, { type: 'null', value: null }]);
  assert.deepEqual([value.value.get('big'), value.value.get('half')], [{ type: 'integer', value: 2n ** 62n }, { type: 'float', value: -0 }]);
  for (const tagged of [value, { type: 'array', value: [{ type: 'null', value: null }] }, { type: 'string', value: 'x' }]) {
    const reply = await worker.execute(script, 'same', [[PLAIN, tagged]], PLAIN);
    assert.deepEqual(fs.readFileSync(worker.outputPath), beast2(PLAIN, tagged), reply.type);
  }
  assert.match((await failure(worker, script, 'wrong', [], PLAIN)).summary, /plain data/);
  assert.match((await failure(worker, script, 'endless', [], PLAIN)).summary, /nested more than/);
});

test('async functions are awaited', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const script = worker.file('async.mjs', `import { setTimeout } from 'node:timers/promises';
    export async function later(x) { await setTimeout(5); return x * 2n; }
    export const thenable = () => ({ then: (done) => done(5n) });`);
  assert.equal((await worker.execute(script, 'later', [['Integer', 4n]], 'Integer')).value, 8n);
  assert.equal((await worker.execute(script, 'later', [['Integer', 5n]], 'Integer')).value, 10n);
  assert.equal((await worker.execute(script, 'thenable', [], 'Integer')).value, 5n);
});

test('a promise that can never settle is a failure, and the worker goes on', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const script = worker.file('never.mjs', 'export const never = () => new Promise(() => {}); export const one = () => 1n;');
  assert.equal((await failure(worker, script, 'never', [], 'Integer')).summary, TEXT.neverSettles);
  assert.equal((await worker.execute(script, 'one', [], 'Integer')).value, 1n);
});

test('an error of user code has the user frame first and none of the runtime', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const script = worker.file('bad.mjs', `function inner(x) {
  throw new TypeError('no ' + x, { cause: new RangeError('deep') });
}
export function outer(x) {
  return [x].map(inner);
}
export const text = () => { throw 'just text'; };
export const odd = () => { throw Object.assign(Object.create(null), { a: 1 }); };
`);
  const error = await failure(worker, script, 'outer', [['String', 'way']], 'Integer');
  assert.deepEqual([error.side, error.code, error.summary, error.error_type], ['Task', 'user_error', 'no way', 'TypeError']);
  const frames = error.frames.map(({ file, line, function: name, is_user: isUser }) => ({ file, line, name, isUser }));
  assert.deepEqual(frames[0], { file: script, line: 2, name: 'inner', isUser: true });
  assert.deepEqual(frames.at(-1), { file: script, line: 5, name: 'outer', isUser: true });
  assert.ok(frames.every(({ file }) => !file.includes('runners/node/execute')));
  assert.doesNotMatch(error.details, /execute\/run\.mjs|\?v=/);
  assert.deepEqual([error.cause.error_type, error.cause.summary], ['RangeError', 'deep']);
  assert.deepEqual((({ summary, error_type: type }) => [summary, type])(await failure(worker, script, 'text', [], 'Null')), ['just text', 'string']);
  assert.equal((await failure(worker, script, 'odd', [], 'Null')).error_type, 'Object');
});

test('a result that does not fit names the path', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const script = worker.file('wrong.mjs', `export const rows = () => [{ date: new Date(0), ppm: 1 }, { date: new Date(0), ppm: 'n/a' }];
    export const keys = () => new Map([['a', 1], ['b', null]]);
    export const twice = () => new Set([{ a: 1n }, { a: 1n }]);
    export const tree = () => { const node = { v: 1n, kids: [] }; node.kids.push({ v: 2n, kids: [node] }); return node; };`);
  const errorOf = async (name, type) => {
    const { code, path: where, summary } = await failure(worker, script, name, [], type);
    return [code, where, summary];
  };
  assert.deepEqual(await errorOf('rows', 'Array<Struct<date: DateTime, ppm: Float>>'),
    ['type_mismatch', 'result[1].ppm', 'result[1].ppm: expected Float, got String "n/a"']);
  assert.deepEqual(await errorOf('keys', 'Dict<String, Float>'), ['type_mismatch', 'result["b"]', 'result["b"]: expected Float, got null']);
  assert.equal((await errorOf('twice', 'Set<Struct<a: Integer>>'))[0], 'duplicate_key');
  assert.deepEqual((await errorOf('tree', 'Recursive<T = Struct<v: Integer, kids: Array<T>>>')).slice(0, 2), ['cyclic_value', 'result.kids[0].kids[0]']);
  assert.deepEqual((await failure(worker, KIT, 'cyclic', [], 'Array<Array<Integer>>')).path, 'result[0]');
});

test('failures before the call have their own codes', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const code = async (...request) => (await failure(worker, ...request)).code;
  const syntax = worker.file('syntax.mjs', 'export const a = 1;\nexport const b = = 2;\n');
  const missing = worker.file('missing.mjs', "import './not-there.mjs';\nexport const a = () => 1n;");
  const raising = worker.file('raising.mjs', "\nthrow new Error('at load');");
  assert.equal(await code(path.join(worker.directory, 'none.mjs'), 'f', [], 'Null'), 'script_not_found');
  const parse = await failure(worker, syntax, 'a', [], 'Null');
  assert.deepEqual([parse.code, parse.error_type, parse.frames[0]?.file, parse.frames[0]?.line], ['load_failed', 'SyntaxError', syntax, 2]);
  assert.equal(await code(missing, 'a', [], 'Null'), 'load_failed');
  const load = await failure(worker, raising, 'a', [], 'Null');
  assert.deepEqual([load.code, load.summary, load.frames[0].line], ['load_failed', 'at load', 2]);
  const unknown = await failure(worker, KIT, 'ecoh', [], 'Null');
  assert.equal(unknown.code, 'function_not_found');
  assert.match(unknown.summary, /exports echo,/);
  assert.match((await failure(worker, KIT, 'add', [['Integer', 1n]], 'Integer')).summary, /takes 2 arguments, the task has 1 input/);
  const annotation = await failure(worker, KIT, 'add', [['Integer', 1n], ['Float', 1]], 'Integer');
  assert.deepEqual([annotation.code, annotation.argument, annotation.summary],
    ['unsupported_annotation', 1, 'parameter b: the annotation asks for Integer, the value is Float']);
});

test('inputs that cannot be read are the fault of the host and say which', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const good = beast2('Integer', 1n);
  const cases = {
    missing: null,
    empty: Buffer.alloc(0),
    text: Buffer.from('hello, hello, hello'),
    other: beast2('String', 'x'),
    short: good.subarray(0, good.length - 1),
    trailing: Buffer.concat([good, Buffer.from([0])]),
  };
  for (const [name, bytes] of Object.entries(cases)) {
    const file = bytes === null ? path.join(worker.directory, 'gone') : worker.file(name, bytes);
    const error = await failure(worker, KIT, 'add', [['Integer', 1n], ['Integer', { path: file }]], 'Integer');
    assert.deepEqual([error.code, error.side, error.argument], ['bad_input', 'Host', 1], name);
  }
});

test('output limits and paths that cannot be written', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const big = [['Array<Float>', Array.from({ length: 1000 }, (_, i) => i)]];
  const limited = await failure(worker, KIT, 'echo', big, 'Array<Float>', { limits: { max_output_bytes: 500n } });
  assert.deepEqual([limited.code, limited.side], ['output_limit', 'Task']);
  const unwritable = await failure(worker, KIT, 'echo', big, 'Array<Float>', { outputPath: path.join(worker.directory, 'no/such/place') });
  assert.deepEqual([unwritable.code, unwritable.side], ['output_failed', 'Host']);
});

test('another code_id for a loaded script is rejected as stale', async (t) => {
  const worker = await WorkerProcess.ready(t);
  assert.equal((await worker.execute(KIT, 'state', [], 'Integer', { codeId: 'a' })).value, 1n);
  const { type, message } = await worker.execute(KIT, 'state', [], 'Integer', { codeId: 'b' });
  assert.deepEqual([type, message.code], ['Rejected', 'stale_code']);
  assert.equal((await worker.execute(KIT, 'state', [], 'Integer', { codeId: 'a' })).value, 2n);
  const described = await worker.describe(KIT, [], 'b');
  assert.equal(described.message.code, 'stale_code');
});

test('a shared file that changed since another script loaded it is stale as well', async (t) => {
  const worker = await WorkerProcess.ready(t);
  worker.file('shared.mjs', 'export const n = 1n;');
  const first = worker.file('first.mjs', "import { n } from './shared.mjs'; export const get = () => n;");
  const second = worker.file('second.mjs', "import { n } from './shared.mjs'; export const get = () => n;");
  assert.equal((await worker.execute(first, 'get', [], 'Integer')).value, 1n);
  assert.equal((await worker.execute(second, 'get', [], 'Integer')).value, 1n);
  worker.file('shared.mjs', 'export const n = 2n;');
  const third = worker.file('third.mjs', "import { n } from './shared.mjs'; export const get = () => n;");
  assert.equal((await worker.execute(third, 'get', [], 'Integer')).message.code, 'stale_code');
});

test('everything printed is captured in order and bounded', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const script = worker.file('print.mjs', `export function talk() {
    console.log('one', { a: 1 }); console.error('two'); process.stdout.write('three'); process.stdout.write(Buffer.from([0xff]));
    console.warn('four'); console.table([]); return null; }
    export function much(n) { for (let i = 0n; i < n; i++) console.log('0123456789'.repeat(10)); return null; }
    export async function slowly() { console.log('a'); await null; console.log('b'); return null; }`);
  const talk = await worker.execute(script, 'talk', [], 'Null');
  assert.match(printed(talk.events, 'Stdout'), /^one \{ a: 1 \}\nthree/);
  assert.equal(printed(talk.events, 'Stderr'), 'two\nfour\n');
  assert.ok(talk.events.some((event) => event.message.data.includes(0xff)), 'bytes are as written');
  const much = await worker.execute(script, 'much', [['Integer', 3000n]], 'Null');
  assert.equal(printed(much.events, 'Stdout').length, 3000 * 101);
  const cut = await worker.execute(script, 'much', [['Integer', 3000n]], 'Null', { limits: { max_log_bytes: 1000n } });
  assert.equal(printed(cut.events, 'Stdout').length, 1000);
  assert.match(printed(cut.events, 'Stderr'), /output cut after 1000 bytes/);
  assert.equal(printed((await worker.execute(script, 'slowly', [], 'Null')).events, 'Stdout'), 'a\nb\n');
});

test('writes to descriptor 1 land in the log and not in the protocol', async (t) => {
  const worker = await WorkerProcess.ready(t);
  assert.equal((await worker.execute(KIT, 'raw_write', [['String', 'PGR1 garbage']], 'Integer')).type, 'Completed');
  assert.equal((await worker.ping()).type, 'Completed');
  worker.stdin.end();
  await worker.exited;
  assert.match(worker.stderr, /PGR1 garbage/);
});

test('the SDK is found from any script and reports progress, log and seed', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const script = worker.file('deep/er/sdk.mjs', `import { progress, log, seed } from 'polyglot';
    export function work() { progress(0.5, 'half'); log('plain', 1); log.warn('careful'); progress(NaN); return BigInt.asIntN(64, seed()); }`);
  const common = worker.file('common.cjs', "const { seed } = require('polyglot'); exports.work = () => BigInt.asIntN(64, seed());");
  const { events, value } = await worker.execute(script, 'work', [], 'Integer', { seed: 12345678901234567890n });
  assert.equal(value, BigInt.asIntN(64, 12345678901234567890n));
  assert.deepEqual(events.map(({ type, message }) => [type, message]), [
    ['Progress', { fraction: 0.5, message: 'half' }],
    ['Log', { level: 'Info', message: 'plain 1' }],
    ['Log', { level: 'Warning', message: 'careful' }],
    ['Progress', { fraction: -1, message: null }],
  ]);
  assert.equal((await worker.execute(common, 'work', [], 'Integer', { seed: 7n })).value, 7n);
});

test('Math.random follows the seed of the request', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const script = worker.file('random.mjs', 'export const roll = () => [Math.random(), Math.random()];');
  const roll = async (seed) => (await worker.execute(script, 'roll', [], 'Array<Float>', { seed })).value;
  const first = await roll(1n);
  assert.deepEqual(await roll(1n), first);
  assert.notDeepEqual(await roll(2n), first);
  assert.notDeepEqual(await roll(1n + 2n ** 40n), first);
  assert.ok(first.every((x) => x >= 0 && x < 1) && first[0] !== first[1]);
});

test('environment and work directory are those of the request', async (t) => {
  const worker = await WorkerProcess.ready(t, { environment: { KEPT: 'kept', SET: 'before' } });
  const script = worker.file('env.mjs', `export const look = () => [process.env.KEPT, process.env.SET ?? '-', process.env.NEW ?? '-', process.cwd(),
    process.env.POLYGLOT_PROTOCOL_FD ?? '-'];`);
  const inside = path.join(worker.directory, 'inside');
  fs.mkdirSync(inside);
  const environment = [{ key: 'SET', value: 'now' }, { key: 'NEW', value: '' }];
  const with_ = await worker.execute(script, 'look', [], 'Array<String>', { environment, work_dir: inside });
  assert.deepEqual(with_.value, ['kept', 'now', '', inside, '-']);
  const without = await worker.execute(script, 'look', [], 'Array<String>', { work_dir: worker.directory });
  assert.deepEqual(without.value, ['kept', 'before', '-', worker.directory, '-']);
});

test('a request may be as large as a frame', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const script = worker.file('long.mjs', 'export const length = () => BigInt(process.env.LONG.length); export const leave = () => process.exit(0);');
  const length = async (size) => (await worker.execute(script, 'length', [], 'Integer', { environment: [{ key: 'LONG', value: 'x'.repeat(size) }] })).value;
  assert.equal(await length(1_000_000), 1_000_000n, 'while the first thread starts');
  for (const size of [10, 60_000, 66_000, 10]) assert.equal(await length(size), BigInt(size));
  await worker.execute(script, 'leave', [], 'Null');
  assert.equal(await length(100_000), 100_000n, 'in a thread that replaced the first');
});

test('POLYGLOT_WORK_DIR is the first current directory', async (t) => {
  const worker = new WorkerProcess(t, { environment: { POLYGLOT_WORK_DIR: '/' } });
  worker.send(0n, 'Hello', { protocol_min: 1, protocol_max: 1 });
  await worker.reply(0n);
  const script = worker.file('cwd.mjs', 'export const cwd = () => process.cwd();');
  assert.equal((await worker.execute(script, 'cwd', [], 'String')).value, '/');
});

test('process.exit in user code fails the request and nothing else', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const script = worker.file('exit.mjs', "export function leave() { console.log('bye'); process.exit(3); }");
  const reply = await worker.execute(script, 'leave', [], 'Null');
  assert.deepEqual([reply.type, reply.message.error.code], ['Failed', 'user_error']);
  assert.match(reply.message.error.summary, /process\.exit\(3\)/);
  assert.equal(printed(reply.events, 'Stdout'), 'bye\n');
  assert.equal((await worker.execute(KIT, 'state', [], 'Integer')).value, 1n);
});

test('an error nobody can catch fails the request that is awaited', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const script = worker.file('stray.mjs', `export async function stray() { setTimeout(() => { throw new Error('from a timer'); }, 1); await new Promise((r) => setTimeout(r, 1e6)); }
    export async function forgotten() { Promise.reject(new Error('nobody looks')); await new Promise((r) => setTimeout(r, 1e6)); }`);
  assert.equal((await failure(worker, script, 'stray', [], 'Null')).summary, 'from a timer');
  assert.equal((await failure(worker, script, 'forgotten', [], 'Null')).summary, 'nobody looks');
  assert.equal((await worker.execute(KIT, 'state', [], 'Integer')).value, 1n);
});

test('inputs are fresh for each call', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const script = worker.file('mutate.mjs', 'export function mutate(list) { list.push(9n); return BigInt(list.length); }');
  const input = ['Array<Integer>', { path: worker.file('list.beast2', beast2('Array<Integer>', [1n, 2n])) }];
  assert.equal((await worker.execute(script, 'mutate', [input], 'Integer')).value, 3n);
  assert.equal((await worker.execute(script, 'mutate', [input], 'Integer')).value, 3n);
});

test('a heap that is exhausted fails the request as out_of_memory', async (t) => {
  const worker = await WorkerProcess.ready(t, { environment: { NODE_OPTIONS: '--max-old-space-size=64' } });
  const script = worker.file('heap.mjs', 'export function fill() { const all = []; for (;;) all.push(new Array(1000).fill({})); }');
  assert.equal((await failure(worker, script, 'fill', [], 'Null')).code, 'out_of_memory');
  assert.equal((await worker.execute(KIT, 'state', [], 'Integer')).value, 1n);
});

test('user code finds nothing of the runtime in its thread', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const script = worker.file('look.mjs', `import { workerData } from 'node:worker_threads';
    export function look() { return [String(workerData), String(this)]; }`);
  assert.deepEqual((await worker.execute(script, 'look', [], 'Array<String>')).value, ['null', 'undefined']);
});

test('functions inside of values are refused by name', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const input = ['Array<(Integer) => Integer>', { path: worker.file('f.beast2', 'never read') }];
  const taken = await failure(worker, KIT, 'echo', [input], 'Null');
  assert.deepEqual([taken.code, taken.argument, taken.summary], ['unsupported_annotation', 0, TEXT.functionsInside('Array<(Integer) => Integer>')]);
  const given = await failure(worker, KIT, 'state', [], '() => Null');
  assert.deepEqual([given.code, given.argument], ['unsupported_annotation', -1]);
});

test('a plan is made once for a function and types, whatever the inputs are called', () => {
  const script = { path: '/s.mjs', namespace: { same: (value) => value }, signatures: [], plans: new Map() };
  const request = (name, type) => ({
    program: { function: 'same' }, inputs: [{ name, schema: encodeSchema(east(type)) }], output: { schema: encodeSchema(east(type)) },
  });
  const plan = planOf(script, request('a', 'Integer'));
  assert.equal(planOf(script, request('b', 'Integer')), plan);
  assert.notEqual(planOf(script, request('a', 'String')), plan);
  assert.equal(script.plans.size, 2);
});

test('an input that cannot be read has the name of this request', async (t) => {
  const worker = await WorkerProcess.ready(t);
  assert.equal((await worker.execute(KIT, 'add', [['Integer', 1n], ['Integer', 2n]], 'Integer')).value, 3n);
  const missing = { program: { kind: 'Function', script: KIT, function: 'add', code_id: '1' },
    inputs: ['left', 'right'].map((name) => ({ name, path: '/does/not/exist', schema: encodeSchema(east('Integer')) })) };
  const { message } = await worker.execute(KIT, 'add', [], 'Integer', missing);
  assert.match(message.error.summary, /^input left cannot be read from/);
});
