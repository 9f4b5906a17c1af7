#!/usr/bin/env node
/** The Node runtime of Polyglot: a worker that runs exported functions of the user's scripts. See README.md. */
import fs from 'node:fs';
import module from 'node:module';
import { FrameError } from './protocol/decode.mjs';
import { Inlet } from './host/inlet.mjs';
import { EXIT, TEXT } from './host/messages.mjs';
import { Ending, Session } from './host/session.mjs';
import { Slot } from './host/slot.mjs';

main(process.env.POLYGLOT_PROTOCOL_FD, process.env.POLYGLOT_WORK_DIR);

function main(channelText, workDir) {
  if (channelText === undefined) return end(EXIT.byHand, TEXT.byHand);
  if (!/^[0-9]{1,4}$/.test(channelText)) return end(EXIT.byHand, TEXT.badChannel(channelText));
  if (typeof module.register !== 'function') return end(EXIT.tooOld, TEXT.tooOld(process.version));
  delete process.env.POLYGLOT_PROTOCOL_FD; // programs that user code starts are not workers
  const channel = channelText === '1' ? privateChannel() : Number(channelText);
  if (workDir) process.chdir(workDir);
  const slot = new Slot(channel);
  const inlet = new Inlet(slot, {
    deliver: (payload) => session.receive(payload),
    tookOver: () => session.adopt(),
    ended: (isTruncated) => leave(session, isTruncated),
  });
  const session = new Session(slot, channel, inlet, (code) => process.exit(code));
  process.on('uncaughtException', (error) => endWith(error));
  process.on('exit', () => { if (slot.turn.isOfCompute) kill(); }); // leaving waits for that thread, which waits for the host
}

/** The host is gone: leave now. process.exit would wait for user code that is in a native call; nothing waits for a kill. */
function leave(session, isTruncated) {
  if (isTruncated) process.stderr.write(TEXT.truncated + '\n');
  if (session.isBusy) kill();
  else process.exit(0);
}

function kill() {
  process.kill(process.pid, 'SIGKILL');
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
