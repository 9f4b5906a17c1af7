/** What the frame thread says: exit codes, and the texts of refusals and of failures that end the compute thread. */

export const EXIT = { byHand: 64, noCommonVersion: 65, badFrame: 66, tooOld: 69, threadLost: 70 };

export const TEXT = {
  byHand: 'This is the Node runtime of Polyglot, a worker that a Polyglot host starts (POLYGLOT_PROTOCOL_FD is not set).',
  badChannel: (value) => `POLYGLOT_PROTOCOL_FD is not a descriptor: ${JSON.stringify(value)}`,
  tooOld: (version) => `polyglot node runtime: Node ${version} is too old: install 18.19, 20.6 or later`,
  badFrame: (why) => `polyglot node runtime: a frame from the host cannot be read: ${why}`,
  truncated: 'polyglot node runtime: the stream from the host ended inside a frame',
  noCommonVersion: (low, high, own) =>
    `polyglot node runtime: no common protocol version: the host speaks ${low} to ${high}, this runtime speaks ${own}`,
  expectedHello: (type) => `polyglot node runtime: the first message must be Hello, not ${type ?? 'an unknown one'}`,
  channelLost: 'polyglot node runtime: the compute thread ended while it was writing a frame',
  threadLost: (why) => `polyglot node runtime: the compute thread ended while no request was running: ${why}`,
  plugins: (problem) => `polyglot node runtime: ${problem}`,
  unknownMessage: 'this runtime does not know that message',
  unexpectedMessage: (type) => `a host does not send ${type}`,
  busy: 'one request at a time: wait for the reply to the running one',
  noFork: 'this runtime cannot fork; use isolation Shared, or a fresh process',
  noProgram: 'the request names no program',
  exitCalled: (code) => `the function ended its thread (process.exit(${code}))`,
  outOfMemory: 'JavaScript heap out of memory',
  deadline: (ms) => `the deadline of ${ms} ms passed`,
  shuttingDown: 'the runtime is shutting down',
};
