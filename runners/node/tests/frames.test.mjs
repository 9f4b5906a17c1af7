import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { FrameError, decodeEnvelope } from '../protocol/decode.mjs';
import { encodeFrame } from '../protocol/encode.mjs';
import { FrameSplitter } from '../protocol/frames.mjs';
import { completed } from '../protocol/replies.mjs';
import { MESSAGES, TABLES } from '../protocol/schema.mjs';
import { IR } from './support/paths.mjs';
import { Random } from './support/random.mjs';
import { scratch } from './support/worker.mjs';

const FRAMES = path.join(IR, 'frames');
const cases = fs.readdirSync(FRAMES).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
const frameOf = (name) => fs.readFileSync(path.join(FRAMES, `${name}.frame`));
const payloadOf = (frame) => frame.subarray(8, 8 + frame.readUInt32LE(4));

/** A golden case in the form that decodeEnvelope gives: u64 as bigint, bytes as Buffer, absent fields filled in. */
function golden(name) {
  const text = fs.readFileSync(path.join(FRAMES, `${name}.json`), 'utf8').replace(/: (\d{16,})/g, ': "$1"');
  const { id = 0, message_type: type, message } = JSON.parse(text);
  return { id: BigInt(id), type, message: fill(TABLES[type], message) };
}

function fill(fields, json) {
  return Object.fromEntries(fields.map((field) => [field.name, fillField(field, json[field.name])]));
}

function fillField(field, value) {
  if (value === undefined) return field.absent;
  switch (field.kind) {
    case 'u64': return BigInt(value);
    case 'bytes': return Buffer.from(value);
    case 'table': return fill(field.table, value);
    case 'tables': return value.map((each) => fill(field.table, each));
    default: return value;
  }
}

test('every message has a golden frame', () => {
  assert.deepEqual(MESSAGES.filter((message) => !cases.some((name) => name.split('.')[0] === message)), []);
});

for (const name of cases) {
  test(`golden frame ${name} decodes to its json and survives encoding`, () => {
    const expected = golden(name);
    assert.deepEqual(decodeEnvelope(payloadOf(frameOf(name))), expected);
    const own = encodeFrame(expected.id, expected.type, expected.message);
    assert.equal(own.length % 8, 0);
    assert.deepEqual(decodeEnvelope(payloadOf(own)), expected);
  });
}

test('the ready frame of a Completed is the one that would be encoded', () => {
  const frame = (id, [size, load, decode, call, encode, peak, cpu]) => {
    const timings = { load_ns: load, decode_ns: decode, call_ns: call, encode_ns: encode };
    return {
      expected: { id, type: 'Completed', message: { size, timings, peak_memory_bytes: peak, cpu_ns: cpu, description: null } },
      made: completed(id, size, timings, peak, cpu),
    };
  };
  for (const numbers of [[1n, 2n, 3n, 4n, 5n, 6n, 7n], [0n, 0n, 0n, 0n, 0n, 0n, 0n], Array(7).fill(2n ** 64n - 1n)]) {
    const { made, expected } = frame(9n, numbers);
    assert.equal(made.length % 8, 0);
    assert.deepEqual(decodeEnvelope(payloadOf(made)), expected);
  }
});

const hasFlatc = spawnSync('flatc', ['--version']).status === 0;

test('flatc reads our frames as the golden json', { skip: hasFlatc ? false : 'flatc is not on PATH' }, (t) => {
  const directory = scratch(t);
  const files = cases.map((name) => {
    const { id, type, message } = golden(name);
    const file = path.join(directory, `${name.replaceAll('.', '_')}.bin`);
    fs.writeFileSync(file, payloadOf(encodeFrame(id, type, message)));
    return file;
  });
  execFileSync('flatc', ['--json', '--strict-json', '-o', directory, path.join(IR, 'runner.fbs'), '--', ...files]);
  for (const name of cases) {
    const read = fs.readFileSync(path.join(directory, `${name.replaceAll('.', '_')}.json`), 'utf8');
    const expected = fs.readFileSync(path.join(FRAMES, `${name}.json`), 'utf8');
    assert.deepEqual(withoutEmpty(JSON.parse(read)), withoutEmpty(JSON.parse(expected)), name);
  }
});

/** An empty list and an absent one are the same to us. */
function withoutEmpty(json) {
  if (Array.isArray(json)) return json.map(withoutEmpty);
  if (typeof json !== 'object' || json === null) return json;
  const entries = Object.entries(json).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutEmpty(value)]));
}

test('mutated frames decode or fail with a FrameError, quickly', () => {
  const random = new Random(1);
  const payloads = cases.map((name) => payloadOf(frameOf(name)));
  let refused = 0;
  for (let i = 0; i < 15_000; i++) {
    const mutated = random.mutate(payloads[i % payloads.length]);
    try {
      decodeEnvelope(mutated);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      refused++;
    }
  }
  assert.ok(refused > 5_000, `${refused} refused`);
});

test('a payload that names one long string many times is refused before it costs memory', () => {
  const count = 50_000;
  const hello = { features: Array.from({ length: count }, () => ''), session_id: 'r'.repeat(5000) };
  const payload = Buffer.from(payloadOf(encodeFrame(0n, 'Hello', hello)));
  const find = (number) => payload.indexOf(Buffer.from(Uint32Array.of(number).buffer));
  const [list, long] = [find(count) + 4, find(5000)];
  assert.ok(list > 4 && long > list);
  for (let at = list; at < list + 4 * count; at += 4) payload.writeUInt32LE(long - at, at);
  assert.throws(() => decodeEnvelope(payload), /larger than the payload justifies/);
});

test('Error.cause may nest 16 deep and not for ever', () => {
  const nested = (depth) => (depth === 0 ? null : { summary: `${depth}`, cause: nested(depth - 1) });
  assert.doesNotThrow(() => decodeEnvelope(payloadOf(encodeFrame(1n, 'Failed', { error: nested(16) }))));
  assert.throws(() => decodeEnvelope(payloadOf(encodeFrame(1n, 'Failed', { error: nested(40) }))), /nested too deeply/);
});

test('an unknown message keeps its id', () => {
  const payload = Buffer.from(payloadOf(encodeFrame(9n, 'Progress', { message: 'x' })));
  const number = MESSAGES.indexOf('Progress') + 1;
  const at = payload.indexOf(number, 12);
  assert.ok(at > 0);
  for (let i = 8; i < payload.length; i++) if (payload[i] === number) payload[i] = 200;
  const { id, type } = decodeEnvelope(payload);
  assert.deepEqual({ id, type }, { id: 9n, type: null });
});

function splitAll(chunks, maxFrameBytes) {
  const splitter = new FrameSplitter();
  if (maxFrameBytes) splitter.maxFrameBytes = maxFrameBytes;
  const payloads = [];
  for (const chunk of chunks) splitter.push(chunk, (payload) => payloads.push(Buffer.from(payload)));
  return { payloads, hasPartialFrame: splitter.hasPartialFrame };
}

test('frames are found however the stream is cut', () => {
  const frames = [frameOf('Hello'), frameOf('Ping'), frameOf('Execute.function'), frameOf('Shutdown')];
  const stream = Buffer.concat(frames);
  const expected = frames.map(payloadOf);
  for (const size of [1, 3, 7, 8, 64, 1000, stream.length]) {
    const chunks = [];
    for (let at = 0; at < stream.length; at += size) chunks.push(Buffer.from(stream.subarray(at, at + size)));
    assert.deepEqual(splitAll(chunks), { payloads: expected, hasPartialFrame: false }, `chunks of ${size}`);
  }
});

test('a stream that stops inside a frame is known as such', () => {
  assert.equal(splitAll([frameOf('Hello').subarray(0, 20)]).hasPartialFrame, true);
});

test('text in place of a frame is quoted in the error', () => {
  assert.throws(() => splitAll([Buffer.from('hello world, this is not a frame')]), (error) => error instanceof FrameError && /hello world/.test(error.message));
});

test('a frame over the limit is refused by its header alone', () => {
  const header = Buffer.from('504752310000ff7f', 'hex');
  assert.throws(() => splitAll([header]), /over the limit/);
});
