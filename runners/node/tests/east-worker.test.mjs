import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import zlib from 'node:zlib';
import { MAGIC, encodeSchema } from '../east/schema.mjs';
import { LEAF } from '../east/types.mjs';
import { execute, programFile, programOf } from './support/east.mjs';
import { async_, block, function_, integer, platform, text } from './support/ir.mjs';
import { IR, suites } from './support/paths.mjs';
import { WorkerProcess, beast2, fromBeast2, printed } from './support/worker.mjs';

const NULL = encodeSchema(LEAF.Null);
const INTEGER = encodeSchema(LEAF.Integer);
const cases = (name) => JSON.parse(fs.readFileSync(path.join(IR, 'conformance/programs', name), 'utf8')).cases;
const caseOf = (name, file = 'nodes.json') => cases(file).find((each) => each.name === name);
const bench = (name) => path.join(IR, '../bench/east', `${name}.beast2`);

test('a worker announces the version of East and its platform functions', async (t) => {
  const worker = await WorkerProcess.ready(t);
  assert.deepEqual(worker.hello.ir_versions, ['0.0.1-beta.25']);
  const functions = new Map(worker.hello.platform_functions.map((each) => [each.name, each]));
  assert.equal(functions.size, worker.hello.platform_functions.length);
  assert.ok(functions.has('console_log') && functions.has('testPass') && functions.has('time_now') && !functions.has('fs_read_file'));
  assert.equal(functions.get('random_range').inputs.length, 2);
  assert.ok(functions.get('random_range').output.schema.equals(INTEGER));
  assert.ok(functions.get('test').is_async && !functions.get('testFail').is_async);
});

test('a program runs with inputs and writes its output', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const inputs = [{ name: 'n', id: '00', path: worker.file('n.beast2', beast2('Integer', 20n)), schema: INTEGER }];
  for (const id of [1n, 2n]) {
    const done = await execute(worker, id, bench('fibonacci'), { inputs, output: INTEGER });
    assert.equal(done.type, 'Completed', JSON.stringify(done.message, (_, value) => (typeof value === 'bigint' ? `${value}` : value)));
    assert.equal(fromBeast2(done.bytes), 6765n);
    assert.ok(done.message.timings.load_ns > 0n && done.message.size > 0n);
  }
});

test('the public suites pass over the protocol', async (t) => {
  const given = suites(t);
  if (given === null) return;
  const worker = await WorkerProcess.ready(t);
  assert.equal(given.files.length, Object.keys(given.index).length);
  const total = { tests: 0, passed: 0, failed: 0 };
  for (const [i, { name, path: file }] of given.files.entries()) {
    const ir = worker.file(`${name}.beast2`, zlib.gunzipSync(fs.readFileSync(file)));
    const done = await execute(worker, BigInt(i + 1), ir, { output: NULL, platforms: ['testing'] });
    assert.equal(done.type, 'Completed', `${name}: ${done.message.error?.summary}`);
    const tests = done.events.map(({ type, message }) => {
      assert.deepEqual([type, message.level], ['Log', 'Info']);
      return JSON.parse(message.message);
    });
    for (const each of tests) {
      assert.deepEqual(Object.keys(each), ['suite', 'test', 'passed', 'failed', 'failures']);
      assert.deepEqual([each.failed, each.failures], [0, []], `${each.suite}: ${each.test}`);
      total.passed += each.passed;
    }
    assert.equal(tests.length, given.index[name].tests, name);
    assert.equal(tests.reduce((sum, each) => sum + each.passed, 0), given.index[name].assertions, name);
    total.tests += tests.length;
  }
  t.diagnostic(`${total.tests} tests, ${total.passed} assertions`);
});

test('what a program prints belongs to the request, and random numbers come from its seed', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const { Float: F, Null: N, String: S } = LEAF;
  const body = block(F, platform('console_log', N, text('out')), platform('console_error', N, text('err')), platform('random_uniform', F));
  const file = worker.file('p.beast2', programOf(function_([], F, body)));
  const draw = async (id, seed) => {
    const done = await execute(worker, id, file, { output: encodeSchema(F), more: { seed } });
    assert.deepEqual([printed(done.events, 'Stdout'), printed(done.events, 'Stderr')], ['out\n', 'err\n']);
    return fromBeast2(done.bytes);
  };
  const [first, again, other] = [await draw(1n, 5n), await draw(1n, 5n), await draw(1n, 6n)];
  assert.ok(first === again && first !== other && first >= 0 && first < 1);
  const timed = worker.file('t.beast2', programOf(async_([], N, platform('time_sleep', N, integer(1)))));
  assert.equal((await execute(worker, 4n, timed, { output: NULL, platforms: ['std', 'time'] })).type, 'Completed');
  assert.match((await execute(worker, 5n, timed, { output: NULL })).message.error.summary, /no platform function 'time_sleep'/);
});

test('errors of a program have the East places and nothing of the runtime', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const each = cases('arrays.json').find((one) => one.error === 'Array index 2 out of bounds');
  const failed = await execute(worker, 1n, worker.file('p.beast2', programFile(each.ir)), { output: INTEGER, platforms: [] });
  assert.equal(failed.type, 'Failed');
  const { error } = failed.message;
  assert.deepEqual([error.side, error.code, error.error_type, error.summary, error.argument], ['Task', 'user_error', 'EastError', each.error, -1]);
  assert.deepEqual(error.location.map((at) => `${at.file}:${at.line}:${at.column}`), each.stack);
  assert.ok(error.location.every((at) => at.is_user) && error.frames.length === 0);
  assert.equal(error.details, `${each.stack[0]}: ${each.error}`);
});

test('calls nested 10,000 deep are an error of the program in a worker', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const each = cases('nodes.json').find((one) => one.text === '"Maximum call depth exceeded"');
  const done = await execute(worker, 1n, worker.file('p.beast2', programFile(each.ir)), { output: encodeSchema(LEAF.String) });
  assert.equal(done.type, 'Completed');
  assert.equal(fromBeast2(done.bytes), 'Maximum call depth exceeded');
});

test('what cannot be loaded says why', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const good = caseOf('node Value 1');
  const summary = async (id, file, platforms = []) => {
    const { type, message } = await execute(worker, id, file, { output: encodeSchema(LEAF.String), platforms });
    assert.deepEqual([type, message.error?.code, message.error?.side], ['Failed', 'load_failed', 'Task']);
    return message.error.summary;
  };
  assert.match(await summary(1n, worker.file('a', 'text')), /^Data too short|^Invalid Beast magic/);
  assert.match(await summary(2n, worker.file('b', beast2('Integer', 1n))), /^not a program/);
  assert.match(await summary(3n, path.join(worker.directory, 'missing')), /ENOENT/);
  assert.match(await summary(4n, worker.file('c', programFile(good.ir)), ['nothing']), /no platform package 'nothing'/);
  const logging = cases('nodes.json').find((each) => each.log !== undefined);
  assert.match(await summary(5n, worker.file('d', programFile(logging.ir))), /this host offers no platform function 'log'/);
  const foreign = { tag: 'Struct', fields: [{ name: 'ir', type: { tag: 'Variant', cases: ['Builtin', 'Function'].map((name) => ({ name, type: LEAF.Null })) } }] };
  assert.match(await summary(6n, worker.file('e', Buffer.concat([MAGIC, encodeSchema(foreign), Buffer.from([0])]))), /^unsupported IR version/);
});

test('a long loop is cancelled, and the worker goes on', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const inputs = [{ name: 'n', id: '00', path: worker.file('n.beast2', beast2('Integer', 2n ** 40n)), schema: INTEGER }];
  worker.send(1n, 'Execute', {
    program: { kind: 'East', ir_path: bench('integers'), ir_id: 'a', platforms: [] },
    inputs, output: { path: path.join(worker.directory, 'o'), schema: INTEGER }, seed: 1n,
  });
  worker.send(2n, 'Ping', {});
  assert.equal((await worker.reply(2n)).reply.type, 'Completed');
  worker.send(1n, 'Cancel', { reason: 'enough' });
  const { reply } = await worker.reply(1n);
  assert.deepEqual([reply.type, reply.message.reason], ['Cancelled', 'enough']);
  inputs[0].path = worker.file('n.beast2', beast2('Integer', 3n));
  assert.equal(fromBeast2((await execute(worker, 3n, bench('integers'), { inputs, output: INTEGER })).bytes), 1n);
});

test('inputs and outputs that do not fit are told apart', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const input = (type, value, schema = INTEGER) => [{ name: 'n', id: '00', path: worker.file('n.beast2', beast2(type, value)), schema }];
  const code = async (id, inputs, output = INTEGER, more = {}) => {
    const { type, message } = await execute(worker, id, bench('fibonacci'), { inputs, output, more });
    assert.equal(type, 'Failed');
    return [message.error.code, message.error.side, message.error.argument];
  };
  assert.deepEqual(await code(1n, []), ['arity', 'Task', -1]);
  assert.deepEqual(await code(2n, input('Float', 1)), ['bad_input', 'Host', 0]);
  assert.deepEqual(await code(3n, input('Float', 1, encodeSchema(LEAF.Float))), ['type_mismatch', 'Task', 0]);
  assert.deepEqual(await code(4n, input('Integer', 1n), NULL), ['type_mismatch', 'Task', -1]);
  assert.deepEqual(await code(5n, input('Integer', 1n), INTEGER, { limits: { max_output_bytes: 4n } }), ['output_limit', 'Task', -1]);
});
