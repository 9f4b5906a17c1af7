/** The scripts that this thread has loaded. A script is loaded once; the same path with other code needs a fresh worker. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { readScript } from '../describe/describe.mjs';
import { SourceError } from '../describe/tokens.mjs';
import { installSdk } from '../sdk/install.mjs';
import { Failure, Refusal, syntaxFrame, thrownError } from './failures.mjs';
import { TEXT } from './messages.mjs';

const MOST_CHECKED = 20;

/**
 * @typedef {object} Script
 * @property {string} path
 * @property {string} codeId
 * @property {object} namespace the module's exports
 * @property {import('../describe/signatures.mjs').Signature[]} signatures
 * @property {Map<string, any>} plans what executions of its functions keep
 */

export class Scripts {
  /** @type {Map<string, Script>} */
  #loaded = new Map();
  #attempts = new Map(); // path: {codeId, count} of loads that failed
  #files = new Map(); // dependency: hash of what was loaded; they stay loaded, whatever script asked for them

  /**
   * The script, if it is loaded.
   * @returns {Script | null}
   * @throws {Refusal} `stale_code` when it is loaded, or was tried, with other code
   */
  find(path, codeId) {
    const known = this.#loaded.get(path) ?? this.#attempts.get(path);
    if (known === undefined) return null;
    if (known.codeId !== codeId) throw new Refusal('stale_code', TEXT.stale(path));
    return this.#loaded.get(path) ?? null;
  }

  /**
   * Loads a script that is not loaded.
   * @returns {Promise<Script>}
   * @throws {Failure} `script_not_found` or `load_failed`
   * @throws {Refusal} `stale_code` when a file that it needs was loaded for another script and has changed since
   */
  async load(path, codeId) {
    const source = readSource(path);
    this.#checkFiles(source.loads.files);
    if (source.loads.packages.has('polyglot') || mentionsSdk([path, ...source.loads.files])) installSdk();
    const attempt = this.#attempts.get(path) ?? { codeId, count: 0 };
    this.#attempts.set(path, attempt);
    const again = attempt.count++ === 0 ? '' : `&again=${attempt.count}`; // node remembers modules that failed
    let namespace;
    try {
      namespace = await import(`${pathToFileURL(path).href}?v=${encodeURIComponent(codeId)}${again}`);
    } catch (error) {
      throw new Failure('Task', 'load_failed', '', await withPlace(thrownError(error, 'load_failed'), [path, ...source.loads.files]));
    }
    const script = { path, codeId, namespace, signatures: source.signatures, plans: new Map() };
    this.#loaded.set(path, script);
    return script;
  }

  #checkFiles(files) {
    for (const file of files) {
      const hash = createHash('sha256').update(fs.readFileSync(file)).digest('base64');
      const known = this.#files.get(file);
      if (known !== undefined && known !== hash) throw new Refusal('stale_code', TEXT.stale(file));
      this.#files.set(file, hash);
    }
  }
}

/**
 * Reads a script without running it.
 * @returns {ReturnType<typeof readScript>}
 * @throws {Failure} `script_not_found`, or `load_failed` when it cannot be cut into tokens
 */
export function readSource(path) {
  try {
    return readScript(path);
  } catch (error) {
    if (error instanceof SourceError) {
      const frames = [{ file: path, line: error.line, column: 0, function: '', is_user: true }];
      throw new Failure('Task', 'load_failed', `line ${error.line}: ${error.message}`, { error_type: 'SyntaxError', frames });
    }
    if (error.code === 'ENOENT' || error.code === 'EISDIR') throw new Failure('Task', 'script_not_found', TEXT.noScript(path));
    throw new Failure('Task', 'load_failed', error.message, { error_type: error.name });
  }
}

/** A syntax error that does not say where it is: node's own check of the files does. */
async function withPlace(error, files) {
  if (error.error_type !== 'SyntaxError' || error.frames?.some((frame) => frame.is_user)) return error;
  const { spawnSync } = await import('node:child_process');
  for (const file of files.slice(0, MOST_CHECKED)) {
    const { status, stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' });
    const frame = status === 0 ? null : syntaxFrame(stderr ?? '');
    if (frame !== null) return { ...error, frames: [frame], details: stderr.split(/\n\s+at |\n\nNode/)[0] };
  }
  return error;
}

/** A computed import of the SDK cannot be seen in the tokens; its name can. */
function mentionsSdk(files) {
  return files.some((file) => fs.readFileSync(file).includes('polyglot'));
}
