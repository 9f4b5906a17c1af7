import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import test from 'node:test';
import { Requests } from '../execute/requests.mjs';
import { EXIT, TEXT } from '../host/messages.mjs';
import { Slot } from '../host/slot.mjs';
import { encodeFrame } from '../protocol/encode.mjs';
import { DEFAULT_MAX_FRAME_BYTES } from '../protocol/frames.mjs';
import { KIT, WORKER, WorkerProcess, pipe, scratch } from './support/worker.mjs';

const KILLED = { code: null, signal: 'SIGKILL' };
const onLinux = { skip: process.platform === 'linux' ? false : 'only Linux can open a pipe twice' };
const INPUTS = process.platform === 'linux' ? ['pipe', 'socket'] : ['socket'];

/** A worker whose compute thread reads the next request, where its stdin is a pipe. */
async function warm(t, options) {
  const worker = await WorkerProcess.ready(t, options);
  for (let i = 1n; i <= 3n; i++) assert.equal((await worker.execute(KIT, 'state', [], 'Integer')).value, i);
  return worker;
}

for (const input of INPUTS) {
  test(`requests and other messages in any order are answered in order (${input})`, async (t) => {
    const worker = await warm(t, { input });
    for (let i = 4n; i < 12n; i++) {
      assert.equal((await worker.ping()).type, 'Completed');
      assert.equal((await worker.execute(KIT, 'state', [], 'Integer')).value, i);
      worker.send(i, 'Cancel', {});
      assert.equal((await worker.describe(KIT, ['add'])).message.description.functions.length, 1);
    }
  });

  test(`Ping is answered beside a request that follows others, and Cancel stops it (${input})`, async (t) => {
    const worker = await warm(t, { input });
    const running = worker.start(KIT, 'spin', [['Float', 3600]], 'Integer');
    worker.send(77n, 'Ping', {});
    assert.equal((await worker.reply(77n)).reply.type, 'Completed');
    const second = worker.start(KIT, 'state', [], 'Integer');
    assert.equal((await worker.reply(second)).reply.message.code, 'busy');
    worker.send(running, 'Cancel', {});
    assert.equal((await worker.reply(running)).reply.type, 'Cancelled');
    assert.equal((await worker.execute(KIT, 'state', [], 'Integer')).value, 1n);
    assert.equal((await worker.execute(KIT, 'state', [], 'Integer')).value, 2n);
  });

  for (const ms of [30n, 250n]) {
    test(`a deadline of ${ms} ms ends a request that follows others (${input})`, async (t) => {
      const worker = await warm(t, { input });
      const { type, message } = await worker.execute(KIT, 'spin', [['Float', 3600]], 'Integer', { deadline_ms: ms });
      assert.deepEqual([type, message.error.code, message.error.summary], ['Failed', 'deadline', TEXT.deadline(ms)]);
      assert.equal((await worker.execute(KIT, 'state', [], 'Integer')).value, 1n);
    });
  }

  test(`the deadline of a request that is over harms no later one (${input})`, async (t) => {
    const worker = await warm(t, { input });
    for (const ms of [150n, 40n]) {
      await worker.execute(KIT, 'state', [], 'Integer', { deadline_ms: ms });
      const { type } = await worker.execute(KIT, 'spin', [['Float', 0.3]], 'Integer');
      assert.equal(type, 'Completed');
    }
  });

  test(`a request that awaits is followed by others (${input})`, async (t) => {
    const worker = await warm(t, { input });
    const script = worker.file('wait.mjs', 'export async function wait() { await new Promise((r) => setTimeout(r, 100)); return 1n; }');
    for (let i = 0; i < 3; i++) {
      assert.equal((await worker.execute(script, 'wait', [], 'Integer')).value, 1n);
      assert.equal((await worker.execute(KIT, 'state', [], 'Integer')).type, 'Completed');
    }
  });

  test(`the end of stdin ends a runtime that is idle again with 0, and one that computes at once (${input})`, async (t) => {
    const idle = await warm(t, { input });
    idle.stdin.end();
    assert.deepEqual(await idle.exited, { code: 0, signal: null });
    const busy = await warm(t, { input });
    busy.start(KIT, 'spin', [['Float', 3600]], 'Integer');
    busy.stdin.end();
    assert.deepEqual(await busy.exited, KILLED);
  });

  test(`Shutdown ends a runtime that is idle again with 0 (${input})`, async (t) => {
    const worker = await warm(t, { input });
    worker.send(50n, 'Shutdown', {});
    assert.equal((await worker.reply(50n)).reply.type, 'Completed');
    assert.deepEqual(await worker.exited, { code: 0, signal: null });
  });

  test(`what is no frame after requests ends the runtime with 66 (${input})`, async (t) => {
    const worker = await warm(t, { input });
    worker.stdin.write('neither is this a frame\n');
    assert.equal((await worker.exited).code, EXIT.badFrame);
    assert.match(worker.stderr, /neither is this a frame/);
  });

  test(`a stream that ends inside a frame is told of (${input})`, async (t) => {
    const worker = await warm(t, { input });
    worker.stdin.end(encodeFrame(9n, 'Ping', {}).subarray(0, 20));
    assert.equal((await worker.exited).code, 0);
    assert.match(worker.stderr, /ended inside a frame/);
  });

  test(`a request that comes in pieces is the same request (${input})`, async (t) => {
    const worker = await warm(t, { input });
    const frame = encodeFrame(40n, 'Describe', { script: KIT, code_id: '1', functions: ['add'] });
    for (const end of [4, 8, 30, frame.length]) {
      await new Promise((done) => { worker.stdin.write(frame.subarray(end === 4 ? 0 : end === 8 ? 4 : end === 30 ? 8 : 30, end), done); });
    }
    assert.equal((await worker.reply(40n)).reply.type, 'Completed');
    assert.equal((await worker.execute(KIT, 'state', [], 'Integer')).value, 4n);
  });

  test(`a thread that user code ends is replaced, and reads again (${input})`, async (t) => {
    const worker = await warm(t, { input });
    const script = worker.file('leave.mjs', 'export function leave() { process.exit(3); }');
    for (let i = 0; i < 3; i++) {
      assert.equal((await worker.execute(script, 'leave', [], 'Integer')).message.error.error_type, 'process.exit');
      assert.equal((await worker.execute(KIT, 'state', [], 'Integer')).value, 1n);
      assert.equal((await worker.execute(KIT, 'state', [], 'Integer')).value, 2n);
    }
  });

  test(`each request is in its own work directory (${input})`, async (t) => {
    const worker = await warm(t, { input });
    const script = worker.file('where.mjs', 'export function where() { return process.cwd(); }');
    for (const name of ['a', 'a', 'b', 'b', 'a']) {
      const directory = `${worker.directory}/${name}`;
      fs.mkdirSync(directory, { recursive: true });
      assert.equal((await worker.execute(script, 'where', [], 'String', { work_dir: directory })).value, directory);
    }
  });
}

test('a pipe whose other end is closed before the start ends the runtime with 0', onLinux, () => {
  const env = { PATH: process.env.PATH, POLYGLOT_PROTOCOL_FD: '2', WORKER, NODE: process.execPath };
  assert.equal(spawnSync('/bin/sh', ['-c', ': | "$NODE" "$WORKER"'], { env }).status, 0);
});

/** The compute thread's side alone, in this thread: what the frame thread would be told is kept. */
function requests(t) {
  const { reader, writer } = pipe(scratch(t));
  t.after(() => { fs.closeSync(reader); if (!closed) fs.closeSync(writer); });
  let closed = false;
  const slot = new Slot(-1);
  slot.maxFrameBytes = DEFAULT_MAX_FRAME_BYTES;
  const told = [];
  slot.port = { postMessage: (message) => told.push(message) };
  slot.turn.give();
  slot.turn.accept();
  const close = () => { fs.closeSync(writer); closed = true; };
  return { slot, told, close, write: (bytes) => fs.writeSync(writer, bytes), requests: new Requests(slot, reader, 0) };
}

const EXECUTE = { program: { kind: 'Function', script: '/s.mjs', function: 'f', code_id: '1' } };

test('a request in a pipe is read by the thread that runs it, which tells the frame thread to look after it', onLinux, (t) => {
  const { slot, told, write, requests: own } = requests(t);
  write(encodeFrame(3n, 'Execute', { ...EXECUTE, deadline_ms: 60_000n }));
  const { id, type, message } = own.next();
  assert.deepEqual([id, type, message.program.function], [3n, 'Execute', 'f']);
  assert.deepEqual([slot.id, slot.deadline, slot.sequence, own.last, slot.isIdle], [3n, 60_000n, 1, 1, false]);
  assert.deepEqual(told, [null]);
  assert.ok(slot.claim() && slot.turn.begin(), 'after it, this thread may read again');
});

test('where the frame thread looks anyway it is not told', onLinux, (t) => {
  const { slot, told, write, requests: own } = requests(t);
  slot.turn.isWatched = true;
  write(encodeFrame(3n, 'Describe', { script: '/s.mjs' }));
  assert.equal(own.next().type, 'Describe');
  assert.deepEqual(told, []);
});

test('what is not exactly one plain request goes to the frame thread byte by byte', onLinux, async (t) => {
  const ping = encodeFrame(1n, 'Ping', {});
  const damaged = Buffer.from(encodeFrame(1n, 'Execute', EXECUTE));
  damaged.writeUInt32LE(0xfffffff0, 8);
  const cases = {
    'a ping': ping,
    'a cancel': encodeFrame(1n, 'Cancel', {}),
    'a second Hello': encodeFrame(0n, 'Hello', {}),
    'two frames': Buffer.concat([encodeFrame(2n, 'Execute', EXECUTE), ping]),
    'a part of a frame': encodeFrame(2n, 'Execute', EXECUTE).subarray(0, 60),
    'a part of a head': ping.subarray(0, 5),
    'text': Buffer.from('this is no frame'),
    'a damaged request': damaged,
    'a request without an id': encodeFrame(0n, 'Execute', EXECUTE),
    'a request without a program': encodeFrame(2n, 'Execute', {}),
    'a forked request': encodeFrame(2n, 'Execute', { ...EXECUTE, isolation: 'Fork' }),
    'a short deadline': encodeFrame(2n, 'Execute', { ...EXECUTE, deadline_ms: 10n }),
    'another directory': encodeFrame(2n, 'Execute', { ...EXECUTE, work_dir: '/elsewhere' }),
    'a frame over the limit': encodeFrame(2n, 'Describe', { script: 'x'.repeat(2000) }),
    'the end': null,
  };
  for (const [name, bytes] of Object.entries(cases)) {
    await t.test(name, (inner) => {
      const { slot, told, write, close, requests: own } = requests(inner);
      slot.maxFrameBytes = 1000;
      const handedOver = encodeFrame(8n, 'Describe', { script: '/next.mjs' });
      slot.offer(8n, 0n, handedOver.subarray(8, 8 + handedOver.readUInt32LE(4)));
      if (bytes === null) close();
      else write(bytes);
      assert.equal(own.next().id, 8n);
      assert.deepEqual(told.map((each) => Buffer.from(each)), [bytes ?? Buffer.alloc(0)]);
      assert.equal(slot.turn.takeOver(), false, 'it is the turn of the frame thread');
    });
  }
});
