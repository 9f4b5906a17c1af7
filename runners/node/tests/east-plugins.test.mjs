import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { decodeSchema, encodeSchema } from '../east/schema.mjs';
import { friendlyText } from '../east/print.mjs';
import { LEAF, arrayType } from '../east/types.mjs';
import { PluginError, readPlugins } from '../platforms/plugin-modules.mjs';
import { execute, programOf } from './support/east.mjs';
import { add, async_, block, builtin, call, callAsync, divide, function_, integer, let_, platform, try_, variable } from './support/ir.mjs';
import { WorkerProcess, beast2, east, fromBeast2, scratch } from './support/worker.mjs';

const NATIVE = fileURLToPath(new URL('./support/native.mjs', import.meta.url));
const { Float: F, Integer: I, String: S } = LEAF;
const FLOATS = arrayType(F);
const ROWS = east('Array<Struct<id: Integer, name: Option<String>>>');

/** A worker with the package `native`, and what runs programs in it. */
async function start(t) {
  const worker = await WorkerProcess.ready(t, { environment: { POLYGLOT_PLATFORMS: JSON.stringify([{ id: 'native', path: NATIVE }]) } });
  let id = 0n;
  const run = (root, output, inputs = [], platforms = ['native']) => {
    id++;
    const given = inputs.map(([type, value], i) =>
      ({ name: `in${i}`, id: '00', path: worker.file(`i${id}-${i}`, beast2(type, value)), schema: encodeSchema(east(type)) }));
    return execute(worker, id, worker.file(`p${id}.beast2`, programOf(root)), { output: encodeSchema(output), inputs: given, platforms });
  };
  return { worker, run };
}

test('the functions of plugins are announced with their types', async (t) => {
  const { worker } = await start(t);
  const announced = new Map(worker.hello.platform_functions.map((each) => [each.name, each]));
  const smooth = announced.get('smooth');
  assert.deepEqual(smooth.inputs.map((each) => friendlyText(decodeSchema(each.schema))), ['Array<Float>', 'Integer']);
  assert.equal(friendlyText(decodeSchema(smooth.output.schema)), 'Array<Float>');
  assert.deepEqual([smooth.is_async, announced.get('rows').is_async], [false, true]);
});

test('programs call them with the language\'s own values', async (t) => {
  const { run } = await start(t);
  const values = variable('values', FLOATS);
  const smoothed = await run(function_([['values', FLOATS]], FLOATS, platform('smooth', FLOATS, values, integer(2))), FLOATS, [['Array<Float>', [1, 2, 4]]]);
  assert.deepEqual(fromBeast2(smoothed.bytes), [1, 1.5, 3]);
  const applied = platform('apply', I, function_([['x', I]], I, add(variable('x', I), integer(3))), integer(1));
  assert.equal(fromBeast2((await run(function_([], I, applied), I)).bytes), 7n);
});

test('async functions are waited for, in loops, calls and tries', async (t) => {
  const { run } = await start(t);
  const sizeOf = (rows) => builtin('ArraySize', I, [ROWS.item], rows);
  const inner = variable('inner', { tag: 'AsyncFunction', inputs: [I], output: I });
  const fetch = async_([['n', I]], I, block(I, sizeOf(platform('rows', ROWS, variable('n', I)))));
  const caught = try_(I, block(I, platform('fails_later', I)), builtin('StringLength', I, [], variable('message', S)));
  const body = block(I, let_(inner, fetch), add(add(callAsync(I, inner, integer(3)), sizeOf(platform('rows', ROWS, integer(4)))), caught));
  const done = await run(async_([], I, body), I);
  assert.equal(done.type, 'Completed', done.message.error?.summary);
  assert.equal(fromBeast2(done.bytes), BigInt(3 + 4 + 'NetworkError: no connection'.length));
  const rows = await run(async_([], ROWS, platform('rows', ROWS, integer(2))), ROWS);
  assert.deepEqual(fromBeast2(rows.bytes), [{ id: 0n, name: null }, { id: 1n, name: 'n1' }]);
});

test('a failed call shows the library\'s own error, the places in East and the input at fault', async (t) => {
  const { run } = await start(t);
  const values = variable('values', FLOATS);
  const width = variable('width', I);
  const smoothing = platform('smooth', FLOATS, variable('v', FLOATS), divide(integer(0), integer(1)));
  const calling = call(FLOATS, function_([['v', FLOATS]], FLOATS, smoothing), values);
  const root = function_([['width', I], ['values', FLOATS]], FLOATS, block(FLOATS, width, calling));
  const failed = await run(root, FLOATS, [['Integer', 1n], ['Array<Float>', [1]]]);
  assert.equal(failed.type, 'Failed');
  const { error } = failed.message;
  assert.deepEqual([error.code, error.side, error.error_type, error.summary, error.argument],
    ['user_error', 'Task', 'EastError', 'RangeError: width must be positive, got 0', 1]);
  assert.deepEqual(error.location.map((at) => [at.file, at.line]), [smoothing, calling].map((node) => ['t', node.value.location.line]));
  assert.deepEqual([error.cause.error_type, error.cause.frames[0].file], ['RangeError', NATIVE]);
  const failing = platform('fails_later', I);
  const later = await run(async_([], I, failing), I);
  assert.deepEqual([later.message.error.summary, later.message.error.location[0].line, later.message.error.argument],
    ['NetworkError: no connection', failing.value.location.line, -1]);
});

test('results are checked, and the error has the path', async (t) => {
  const { run } = await start(t);
  const failed = await run(function_([], arrayType(I), platform('wrong', arrayType(I))), arrayType(I));
  assert.equal(failed.message.error.summary, 'TypeError: result[1]: expected Integer, got String "two"');
});

test('a package that is not asked for is not there, and one that cannot be loaded is told in the log', async (t) => {
  const { run } = await start(t);
  const refused = await run(function_([], arrayType(I), platform('wrong', arrayType(I))), arrayType(I), [], []);
  assert.equal(refused.message.error.code, 'load_failed');
  assert.match(refused.message.error.summary, /this host offers no platform function 'wrong'/);
  const worker = await WorkerProcess.ready(t, { environment: { POLYGLOT_PLATFORMS: JSON.stringify([{ id: 'x', path: path.join(path.dirname(NATIVE), 'missing.mjs') }]) } });
  await worker.logged('cannot be loaded');
  assert.ok(worker.hello.platform_functions.length > 20);
});

test('what is no package is refused by name', async (t) => {
  const folder = scratch(t);
  let count = 0;
  const refused = (variable, message) => assert.rejects(readPlugins(variable), (thrown) => thrown instanceof PluginError && message.test(thrown.message));
  const module = (code, message) => {
    const file = path.join(folder, `m${count++}.mjs`);
    fs.writeFileSync(file, code);
    return refused(JSON.stringify([{ id: 'x', path: file }]), message);
  };
  assert.deepEqual(await readPlugins(undefined), []);
  await refused('{', /not a JSON array/);
  await refused('[{"id": 1}]', /not a JSON array/);
  await module('export const other = {};', /exports no object named 'platform'/);
  await module('export const platform = { f: { type: "() -> Null" } };', /'f' needs a 'type' and a function 'run'/);
  await module('export const platform = { f: { type: "(Integer) -> ", run() {} } };', /the type of 'f'/);
  await module('export const platform = { f: { type: "Integer", run() {} } };', /not a function type/);
  await module('export const platform = { f: { type: "(Array<() -> Null>) -> Null", run() {} } };', /functions can be parameters/);
  await module('export const platform = { f: { type: "() -> () -> Null", run() {} } };', /functions can be parameters/);
  await module('throw new Error("broken");', /cannot be loaded: broken/);
});
