#!/usr/bin/env node
/** The Node runtime of Polyglot: a worker that runs exported functions of the user's scripts. See README.md. */
import fs from 'node:fs';
import module from 'node:module';
import net from 'node:net';
import { FrameError } from './protocol/decode.mjs';
import { FrameSplitter } from './protocol/frames.mjs';
import { EXIT, TEXT } from './host/messages.mjs';
import { Ending, Session } from './host/session.mjs';
import { Slot } from './host/slot.mjs';

const READ_BYTES = 256 * 1024;

main(process.env.POLYGLOT_PROTOCOL_FD, process.env.POLYGLOT_WORK_DIR);

function main(channelText, workDir) {
  if (channelText === undefined) return end(EXIT.byHand, TEXT.byHand);
  if (!/^[0-9]{1,4}$/.test(channelText)) return end(EXIT.byHand, TEXT.badChannel(channelText));
  if (typeof module.register !== 'function') return end(EXIT.tooOld, TEXT.tooOld(process.version));
  delete process.env.POLYGLOT_PROTOCOL_FD; // programs that user code starts are not workers
  const channel = channelText === '1' ? privateChannel() : Number(channelText);
  if (workDir) process.chdir(workDir);
  const slot = new Slot(channel);
  const session = new Session(slot, channel, (code) => process.exit(code));
  process.on('uncaughtException', (error) => endWith(error));
  listen(session, slot);
}

function listen(session, slot) {
  const splitter = new FrameSplitter();
  const deliver = (payload) => {
    session.receive(payload);
    splitter.maxFrameBytes = slot.maxFrameBytes;
  };
  const receive = (chunk) => splitter.push(chunk, deliver);
  const closed = () => {
    if (splitter.hasPartialFrame) process.stderr.write(TEXT.truncated + '\n');
    leave(session);
  };
  const input = openInput(receive);
  input.on('end', closed).on('close', closed).on('error', closed);
}

/** Descriptor 0 as a stream. Pipes and sockets are read into one buffer that is used again; a file or a terminal as node likes. */
function openInput(receive) {
  try {
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    const onread = { buffer, callback: (size) => { receive(buffer.subarray(0, size)); return true; } };
    return new net.Socket({ fd: 0, readable: true, writable: false, onread }).resume();
  } catch {
    return process.stdin.on('data', receive);
  }
}

/** The host is gone: leave now. process.exit would wait for user code that is in a native call; nothing waits for a kill. */
function leave(session) {
  if (session.isBusy) process.kill(process.pid, 'SIGKILL');
  else process.exit(0);
}

/** Keeps frames on a descriptor of their own and makes descriptor 1 mean 2, where the system lets a program do that by path. */
function privateChannel() {
  try {
    const channel = fs.openSync('/proc/self/fd/1', 'w');
    fs.closeSync(1);
    fs.openSync('/proc/self/fd/2', 'a'); // takes the lowest free descriptor, which is 1
    return channel;
  } catch {
    return 1;
  }
}

function endWith(error) {
  if (error instanceof FrameError) return end(EXIT.badFrame, TEXT.badFrame(error.message));
  if (error instanceof Ending) return end(error.code, error.message);
  return end(1, error?.stack ?? String(error));
}

function end(code, text) {
  fs.writeSync(2, text + '\n');
  process.exit(code);
}
