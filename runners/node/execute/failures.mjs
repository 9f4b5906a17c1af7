/** Failures as values: what goes into a Failed message, and how a thrown value becomes one. */
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import path from 'node:path';

const RUNTIME = fileURLToPath(new URL('..', import.meta.url));
const MAX_CAUSES = 16;
const MAX_FRAMES = 100;
const MAX_TEXT = 64 * 1024;

/** A request that failed for a known reason; `error` is the Error table without frames. */
export class Failure extends Error {
  /**
   * @param {'Task' | 'Runner' | 'Host'} side
   * @param {string} code
   * @param {string} summary
   * @param {object} [more] further fields of the Error table
   */
  constructor(side, code, summary, more = {}) {
    super(summary);
    this.error = { side, code, summary: cut(summary), ...more };
  }
}

/** A request that this runtime does not begin. */
export class Refusal extends Error {
  constructor(code, reason) {
    super(reason);
    this.code = code;
  }
}

/** The Error table of whatever was thrown where user code ran. */
export function thrownError(thrown, code = 'user_error', depth = 0) {
  if (!isError(thrown)) return { side: 'Task', code, summary: cut(inspectQuietly(thrown)), error_type: typeName(thrown) };
  const stack = text(thrown.stack);
  const located = syntaxFrame(stack);
  const frames = framesOf(stack);
  const first = frames.findIndex((frame) => frame.is_user);
  return {
    side: 'Task',
    code,
    summary: cut(text(thrown.message) || typeName(thrown)),
    error_type: typeName(thrown),
    frames: located === null ? frames : [located, ...frames],
    cause: depth < MAX_CAUSES - 1 && thrown.cause !== undefined && thrown.cause !== null ? thrownError(thrown.cause, code, depth + 1) : null,
    details: cut(detailsOf(stack, first >= 0)),
  };
}

/** The Error table of a defect of the runtime. */
export function internalError(thrown) {
  const error = thrownError(thrown, 'internal');
  return { ...error, side: 'Runner', details: cut(text(thrown?.stack)) };
}

const isError = (thrown) => thrown instanceof Error || Object.prototype.toString.call(thrown) === '[object Error]';

/** The stack and the message may be anything in user code, getters that throw included. */
function text(value) {
  try {
    return typeof value === 'string' ? value : value === undefined ? '' : String(value);
  } catch {
    return '';
  }
}

function inspectQuietly(value) {
  if (typeof value === 'string') return value;
  try {
    return inspect(value, { depth: 2, breakLength: Infinity });
  } catch {
    return 'a value that cannot be shown';
  }
}

function typeName(thrown) {
  try {
    if (typeof thrown === 'object' && thrown !== null) return String(thrown.name ?? thrown.constructor?.name ?? 'Object');
  } catch {
    return 'Object';
  }
  return thrown === null ? 'null' : typeof thrown;
}

const cut = (value) => (value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value);

const AT = /^\s+at (?:(.*?) \()?((?:file:\/\/|node:|\/|[A-Za-z]:[\\/]|<anonymous>).*?)(?::(\d+))?(?::(\d+))?\)?$/;

/** The frames of a stack, innermost first, without those of the runtime. */
function framesOf(stack) {
  const frames = [];
  for (const line of stack.split('\n')) {
    const found = AT.exec(line);
    if (found === null || frames.length >= MAX_FRAMES) continue;
    const file = fileOf(found[2]);
    if (isRuntime(file)) continue;
    frames.push({ file, line: Number(found[3] ?? 0), column: Number(found[4] ?? 0), function: functionName(found[1]), is_user: isUser(file) });
  }
  const lastUser = frames.findLastIndex((frame) => frame.is_user);
  return lastUser < 0 ? frames.filter((frame) => !frame.file.startsWith('node:internal')) : frames.slice(0, lastUser + 1);
}

const functionName = (name) => (name === undefined ? '' : name.replace(/^async /, '').replace(/ \[as .*\]$/, ''));

/** A path where the frame is in a file; queries that only tell versions apart are dropped. */
function fileOf(place) {
  if (!place.startsWith('file://')) return place;
  try {
    return fileURLToPath(place.replace(/[?#].*$/, ''));
  } catch {
    return place;
  }
}

/** The folders of the runtime that hold scripts like a user's own. */
const SCRIPTS = ['conformance', 'tests'].map((folder) => path.join(RUNTIME, folder) + path.sep);

const isRuntime = (file) => file.startsWith(RUNTIME) && !SCRIPTS.some((folder) => file.startsWith(folder));

const isUser = (file) => path.isAbsolute(file) && !file.split(path.sep).includes('node_modules');

/** Where a script does not parse: node puts `file:line` before the message. Null where it does not. */
export function syntaxFrame(stack) {
  const found = /^((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+)\n/.exec(stack);
  if (found === null) return null;
  const file = fileOf(found[1]);
  const caret = /^( *)\^+$/m.exec(stack);
  return { file, line: Number(found[2]), column: caret === null ? 0 : caret[1].length + 1, function: '', is_user: isUser(file) };
}

/** The language's own rendering; without the runtime's frames, and where there is a user frame without what lies outside of it. */
function detailsOf(stack, hasUserFrame) {
  const lines = stack.replaceAll(/(file:\/\/[^\s?)]*)\?v=[^:\s)]*/g, '$1').split('\n');
  const kept = lines.filter((line) => {
    const found = AT.exec(line);
    return found === null || !isRuntime(fileOf(found[2])) && !(hasUserFrame && found[2].startsWith('node:internal'));
  });
  return kept.join('\n');
}
