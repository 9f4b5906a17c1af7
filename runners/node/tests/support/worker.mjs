/** Drives the real worker: a process with pipes for stdin and for the protocol on descriptor 3. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeEnvelope } from '../../protocol/decode.mjs';
import { encodeFrame } from '../../protocol/encode.mjs';
import { FrameSplitter } from '../../protocol/frames.mjs';
import { Reader } from '../../east/reader.mjs';
import { MAGIC, encodeSchema, readSchema } from '../../east/schema.mjs';
import { typeOf } from '../../values/annotation.mjs';
import { compileDecoder } from '../../values/decode.mjs';
import { compileEncoder } from '../../values/encode.mjs';
import { shapeOf } from '../../values/shape.mjs';
import { Writer } from '../../values/writer.mjs';
import { parseType } from '../../describe/type-parser.mjs';

export const WORKER = fileURLToPath(new URL('../../worker.mjs', import.meta.url));
export const KIT = fileURLToPath(new URL('../../conformance/kit.mjs', import.meta.url));
const TERMINAL = new Set(['Completed', 'Failed', 'Cancelled', 'Rejected', 'Ready']);

/** The East type of a text in the friendly syntax. */
export function east(text) {
  const { type, problem } = typeOf(parseType(text, new Map()).annotation);
  if (type === null) throw new Error(`${text}: ${problem}`);
  return type;
}

/** A whole beast2 file of a value in its default form. */
export function beast2(text, value) {
  const type = east(text);
  const writer = new Writer(Buffer.concat([MAGIC, encodeSchema(type)]), Infinity, Buffer.alloc(64));
  compileEncoder(shapeOf(type))(writer, value);
  return Buffer.from(writer.bytes.subarray(0, writer.at));
}

/** The value of a whole beast2 file in its default form. */
export function fromBeast2(bytes) {
  const { type, end } = readSchema(bytes, MAGIC.length);
  const reader = new Reader(bytes, true);
  reader.at = end;
  return compileDecoder(shapeOf(type))(reader);
}

/** A directory that is removed when the test ends. */
export function scratch(t) {
  const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'polyglot-node-')));
  t.after(() => fs.rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A pipe, as the host makes them; node gives its children sockets. Both ends are descriptors of this process. */
export function pipe(directory) {
  const name = path.join(directory, 'stdin');
  execFileSync('mkfifo', [name]);
  const reader = fs.openSync(name, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
  const writer = fs.openSync(name, 'w');
  fs.rmSync(name);
  return { reader, writer };
}

export class WorkerProcess {
  #splitter = new FrameSplitter();
  #frames = [];
  #waiting = null;
  #ended = false;
  #id = 0n;
  #logged = null;
  stderr = '';

  /** `input` is what its stdin is: a pipe, or a socket, from which it cannot read in two threads. */
  constructor(t, { environment = {}, cwd, input = process.platform === 'linux' ? 'pipe' : 'socket' } = {}) {
    t.after(() => { // before the directory goes
      this.process.kill('SIGKILL');
      this.stdin.destroy();
      return this.exited;
    });
    this.directory = scratch(t);
    const ends = input === 'pipe' ? pipe(this.directory) : null;
    this.process = spawn(process.execPath, [WORKER], {
      cwd: cwd ?? this.directory,
      env: { PATH: process.env.PATH, POLYGLOT_PROTOCOL_FD: '3', ...environment },
      stdio: [ends?.reader ?? 'pipe', 'pipe', 'pipe', 'pipe'],
    });
    this.stdin = ends === null ? this.process.stdin : new net.Socket({ fd: ends.writer, readable: false, writable: true });
    if (ends !== null) fs.closeSync(ends.reader);
    this.exited = once(this.process, 'close').then(([code, signal]) => ({ code, signal })); // 'exit' may come before the last of its output
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.on('data', (data) => { this.stderr += data; this.#logged?.(); });
    }
    this.stdin.on('error', () => {});
    const channel = this.process.stdio[3];
    channel.on('data', (data) => this.#splitter.push(data, (payload) => this.#deliver(decodeEnvelope(Buffer.from(payload)))));
    channel.on('close', () => { this.#ended = true; this.#wake(); });
  }

  /** A worker that has answered Hello. */
  static async ready(t, options) {
    const worker = new WorkerProcess(t, options);
    worker.send(0n, 'Hello', { protocol_min: 1, protocol_max: 1, host_version: 'test', limits: options?.limits ?? null });
    const { reply } = await worker.reply(0n);
    if (reply.type !== 'Ready') throw new Error(`no Ready: ${worker.stderr}`);
    worker.hello = reply.message;
    return worker;
  }

  #deliver(frame) {
    this.#frames.push(frame);
    this.#wake();
  }

  #wake() {
    this.#waiting?.();
    this.#waiting = null;
  }

  send(id, type, message) {
    this.stdin.write(encodeFrame(id, type, message));
  }

  /** The next frame; null at the end of the channel. */
  async next() {
    while (this.#frames.length === 0) {
      if (this.#ended) return null;
      await new Promise((resolve) => { this.#waiting = resolve; });
    }
    return this.#frames.shift();
  }

  /** Waits until the worker's log contains a text. */
  async logged(text) {
    while (!this.stderr.includes(text)) await new Promise((resolve) => { this.#logged = resolve; });
  }

  /** Collects frames of request `id` up to its terminal reply. */
  async reply(id) {
    const events = [];
    for (;;) {
      const frame = await this.next();
      if (frame === null) throw new Error(`the worker ended: ${this.stderr}`);
      if (frame.id !== id) throw new Error(`a frame of request ${frame.id} came while ${id} was expected: ${frame.type}`);
      if (TERMINAL.has(frame.type)) return { reply: frame, events };
      events.push(frame);
    }
  }

  /** Writes a file and returns its path. */
  file(name, contents) {
    const file = path.join(this.directory, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, contents);
    return file;
  }

  /** Sends an Execute; `inputs` are [type, value] pairs or paths with a type `{path, type}`. Returns its id. */
  start(script, name, inputs, output, more = {}) {
    const id = ++this.#id;
    this.outputPath = path.join(this.directory, `output-${id}.beast2`);
    this.send(id, 'Execute', {
      program: { kind: 'Function', script, function: name, code_id: more.codeId ?? '1' },
      inputs: inputs.map((input, i) => {
        const [type, value] = input;
        const file = value?.path ?? this.file(`input-${id}-${i}.beast2`, beast2(type, value));
        return { name: `in${i}`, id: '00'.repeat(32), path: file, schema: encodeSchema(east(type)) };
      }),
      output: { path: more.outputPath ?? this.outputPath, schema: encodeSchema(east(output)) },
      seed: 1n,
      ...more,
    });
    return id;
  }

  /** Executes and waits: the reply, the events before it, and the value of the output file where it completed. */
  async execute(script, name, inputs, output, more) {
    const id = this.start(script, name, inputs, output, more);
    const { reply, events } = await this.reply(id);
    const value = reply.type === 'Completed' ? fromBeast2(fs.readFileSync(this.outputPath)) : undefined;
    return { ...reply, events, value };
  }

  async describe(script, functions = [], codeId = '1') {
    const id = ++this.#id;
    this.send(id, 'Describe', { script, code_id: codeId, functions });
    return (await this.reply(id)).reply;
  }

  async ping() {
    const id = ++this.#id;
    this.send(id, 'Ping', {});
    return (await this.reply(id)).reply;
  }
}

/** What a request printed, by stream. */
export function printed(events, stream) {
  return events.filter((event) => event.type === 'Output' && event.message.stream === stream)
    .map((event) => event.message.data.toString()).join('');
}
