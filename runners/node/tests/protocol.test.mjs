import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { EXIT, TEXT } from '../host/messages.mjs';
import { encodeFrame } from '../protocol/encode.mjs';
import { KIT, WORKER, WorkerProcess, printed, scratch } from './support/worker.mjs';

/** How a process ends that kills itself. */
const KILLED = process.platform === 'win32' ? { code: 1, signal: null } : { code: null, signal: 'SIGKILL' };
const isLinux = process.platform === 'linux';

test('started by hand the runtime says what it is and exits 64', () => {
  const { status, stderr } = spawnSync(process.execPath, [WORKER], { env: { PATH: process.env.PATH }, encoding: 'utf8' });
  assert.equal(status, EXIT.byHand);
  assert.equal(stderr.trim(), TEXT.byHand);
});

test('a Node without module hooks ends the runtime with 69', (t) => {
  const hide = path.join(scratch(t), 'hide.cjs');
  fs.writeFileSync(hide, "delete require('node:module').register;");
  const env = { PATH: process.env.PATH, POLYGLOT_PROTOCOL_FD: '3' };
  const { status, stderr } = spawnSync(process.execPath, ['--require', hide, WORKER], { env, encoding: 'utf8' });
  assert.equal(status, EXIT.tooOld);
  assert.equal(stderr.trim(), TEXT.tooOld(process.version));
});

test('Ready names the language, the version and one request at a time', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const { protocol, runner, language, language_version: version, max_concurrency: most, features } = worker.hello;
  assert.deepEqual({ protocol, runner, language, version, most, features },
    { protocol: 1, runner: 'node', language: 'javascript', version: process.versions.node, most: 1, features: ['describe', 'cancel'] });
});

test('without a common protocol version the runtime exits 65', async (t) => {
  const worker = new WorkerProcess(t);
  worker.send(0n, 'Hello', { protocol_min: 2, protocol_max: 9 });
  assert.deepEqual(await worker.exited, { code: EXIT.noCommonVersion, signal: null });
  assert.match(worker.stderr, /no common protocol version/);
});

test('a first message that is not Hello ends the runtime with 66', async (t) => {
  const worker = new WorkerProcess(t);
  worker.send(1n, 'Ping', {});
  assert.equal((await worker.exited).code, EXIT.badFrame);
});

test('bytes that are no frame end the runtime with 66 and a line on stderr', async (t) => {
  const worker = await WorkerProcess.ready(t);
  worker.stdin.write('this is not a frame\n');
  assert.equal((await worker.exited).code, EXIT.badFrame);
  assert.match(worker.stderr, /this is not a frame/);
});

test('a frame with a damaged payload ends the runtime with 66', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const frame = encodeFrame(1n, 'Ping', {});
  frame.writeUInt32LE(0xfffffff0, 8);
  worker.stdin.write(frame);
  assert.equal((await worker.exited).code, EXIT.badFrame);
});

test('a frame over the limit of Hello ends the runtime with 66', async (t) => {
  const worker = await WorkerProcess.ready(t, { limits: { max_frame_bytes: 1000 } });
  worker.send(1n, 'Describe', { script: 'x'.repeat(2000) });
  assert.equal((await worker.exited).code, EXIT.badFrame);
  assert.match(worker.stderr, /over the limit of 1000/);
});

test('the end of stdin ends an idle runtime with 0', async (t) => {
  const worker = await WorkerProcess.ready(t);
  worker.stdin.end();
  assert.deepEqual(await worker.exited, { code: 0, signal: null });
});

test('the end of stdin ends a runtime that is computing', async (t) => {
  const worker = await WorkerProcess.ready(t);
  worker.start(KIT, 'spin', [['Float', 3600]], 'Integer');
  worker.stdin.end();
  assert.deepEqual(await worker.exited, KILLED);
});

test('the end of stdin ends a runtime that is in a native call', { skip: isLinux ? false : 'needs a shell' }, async (t) => {
  const worker = await WorkerProcess.ready(t);
  const script = worker.file('native.mjs', `import { execSync } from 'node:child_process';
    export function wait() { execSync('echo waiting >&2; exec sleep 5 >/dev/null 2>&1', { stdio: 'inherit' }); return 0n; }`);
  worker.start(script, 'wait', [], 'Integer');
  await worker.logged('waiting');
  worker.stdin.end();
  assert.deepEqual(await worker.exited, KILLED);
});

test('Ping is answered while user code computes', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const running = worker.start(KIT, 'spin', [['Float', 3600]], 'Integer');
  worker.send(77n, 'Ping', {});
  assert.deepEqual((await worker.reply(77n)).reply.type, 'Completed');
  worker.send(running, 'Cancel', {});
  assert.equal((await worker.reply(running)).reply.type, 'Cancelled');
});

test('Cancel stops a busy loop, and the next request finds a fresh thread', async (t) => {
  const worker = await WorkerProcess.ready(t);
  assert.equal((await worker.execute(KIT, 'state', [], 'Integer')).value, 1n);
  const running = worker.start(KIT, 'spin', [['Float', 3600]], 'Integer');
  worker.send(running, 'Cancel', { reason: 'enough' });
  const { reply } = await worker.reply(running);
  assert.deepEqual([reply.type, reply.message.reason], ['Cancelled', 'enough']);
  assert.equal((await worker.execute(KIT, 'state', [], 'Integer')).value, 1n, 'scripts are loaded again');
  assert.equal((await worker.execute(KIT, 'state', [], 'Integer')).value, 2n);
});

test('Cancel stops an async function that waits', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const script = worker.file('wait.mjs', 'export async function wait() { console.log("in"); await new Promise((r) => setTimeout(r, 1e8)); return 1n; }');
  const running = worker.start(script, 'wait', [], 'Integer');
  await worker.next();
  worker.send(running, 'Cancel', {});
  assert.equal((await worker.reply(running)).reply.type, 'Cancelled');
});

test('what was printed before a cancellation is not lost', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const script = worker.file('loud.mjs', `import fs from 'node:fs';
    export function loud() { console.log('first'); console.error('second'); console.log('third'); fs.writeSync(2, 'printed'); for (;;); }`);
  const running = worker.start(script, 'loud', [], 'Integer');
  await worker.logged('printed');
  const first = await worker.next();
  worker.send(running, 'Cancel', {});
  const { events } = await worker.reply(running);
  assert.equal(printed([first, ...events], 'Stdout'), 'first\nthird\n');
  assert.equal(printed([first, ...events], 'Stderr'), 'second\n');
});

test('Cancel of a finished or unknown request is ignored', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const { id } = await worker.execute(KIT, 'state', [], 'Integer');
  worker.send(id, 'Cancel', {});
  worker.send(999n, 'Cancel', {});
  assert.equal((await worker.execute(KIT, 'state', [], 'Integer')).value, 2n);
});

test('a second request while one runs is rejected as busy', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const running = worker.start(KIT, 'spin', [['Float', 3600]], 'Integer');
  const second = worker.start(KIT, 'state', [], 'Integer');
  const { reply } = await worker.reply(second);
  assert.deepEqual([reply.type, reply.message.code], ['Rejected', 'busy']);
  worker.send(running, 'Cancel', {});
  assert.equal((await worker.reply(running)).reply.type, 'Cancelled');
});

test('Shutdown is answered and ends the runtime with 0', async (t) => {
  const worker = await WorkerProcess.ready(t);
  worker.send(5n, 'Shutdown', {});
  assert.equal((await worker.reply(5n)).reply.type, 'Completed');
  assert.deepEqual(await worker.exited, { code: 0, signal: null });
});

test('Shutdown while a request runs cancels that first', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const running = worker.start(KIT, 'spin', [['Float', 3600]], 'Integer');
  worker.send(99n, 'Shutdown', {});
  assert.equal((await worker.reply(running)).reply.type, 'Cancelled');
  assert.equal((await worker.reply(99n)).reply.type, 'Completed');
  assert.deepEqual(await worker.exited, { code: 0, signal: null });
});

test('what this runtime does not do is rejected by name', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const cases = [
    ['Execute', { program: { kind: 'East', ir_path: '/x' }, isolation: 'Fork' }, 'unsupported'],
    ['Execute', { program: { kind: 'Function', script: KIT, function: 'state' }, isolation: 'Fork' }, 'unsupported'],
    ['Execute', {}, 'bad_request'],
    ['Completed', {}, 'bad_request'],
    ['Execute', { program: { kind: 'Function', script: KIT, function: 'state', code_id: '1' }, output: { path: '/x', schema: Buffer.from([99]) } }, 'bad_request'],
  ];
  for (const [i, [type, message, code]] of cases.entries()) {
    worker.send(BigInt(100 + i), type, message);
    const { reply } = await worker.reply(BigInt(100 + i));
    assert.deepEqual([reply.type, reply.message.code], ['Rejected', code]);
  }
});

test('a deadline that passes is a failure of the task', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const { type, message } = await worker.execute(KIT, 'spin', [['Float', 3600]], 'Integer', { deadline_ms: 50n });
  assert.deepEqual([type, message.error.code, message.error.side], ['Failed', 'deadline', 'Task']);
  assert.equal((await worker.execute(KIT, 'state', [], 'Integer')).value, 1n);
});

test('a function that kills the process ends the stream without a reply', async (t) => {
  const worker = await WorkerProcess.ready(t);
  worker.start(KIT, 'die', [], 'Integer');
  assert.deepEqual(await worker.exited, KILLED);
  assert.equal(await worker.next(), null);
});

test('many requests in one write are answered in order', async (t) => {
  const worker = await WorkerProcess.ready(t);
  const pings = Array.from({ length: 50 }, (_, i) => BigInt(i + 1));
  worker.stdin.write(Buffer.concat(pings.map((id) => encodeFrame(id, 'Ping', {}))));
  for (const id of pings) assert.equal((await worker.next()).id, id);
});

test('with POLYGLOT_PROTOCOL_FD=1 frames keep descriptor 1 and prints go to 2', { skip: isLinux ? false : 'needs /proc' }, () => {
  const input = Buffer.concat([encodeFrame(0n, 'Hello', { protocol_min: 1, protocol_max: 1 }), encodeFrame(1n, 'Shutdown', {})]);
  const { status, stdout } = spawnSync(process.execPath, [WORKER], { env: { PATH: process.env.PATH, POLYGLOT_PROTOCOL_FD: '1' }, input });
  assert.equal(status, 0);
  assert.equal(stdout.subarray(0, 4).toString(), 'PGR1');
});
