/** The user's own files that a script loads: relative imports and requires, followed through the files themselves. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readModule } from './module.mjs';

const SOURCES = new Set(['.mjs', '.js', '.cjs']);
const ENDINGS = ['', '.js', '.cjs', '.json', '/index.js'];

/**
 * @typedef {object} LoadedFiles
 * @property {string[]} files absolute paths, sorted, without the script itself and without what is under node_modules
 * @property {Set<string>} packages the other modules that they name, such as `node:fs` and `polyglot`
 */

/**
 * @param {string} script absolute path
 * @param {import('./module.mjs').ModuleSource} module what it says
 * @returns {LoadedFiles}
 */
export function loadedFiles(script, module) {
  const seen = new Set([script]);
  const packages = new Set();
  const visit = (file, { imports }) => {
    for (const name of imports) {
      const target = resolve(name, path.dirname(file));
      if (target === null) packages.add(name);
      else if (!seen.has(target)) {
        seen.add(target);
        const inner = SOURCES.has(path.extname(target)) ? readQuietly(target) : null;
        if (inner !== null) visit(target, inner);
      }
    }
  };
  visit(script, module);
  seen.delete(script);
  return { files: [...seen].sort(), packages };
}

/** The file that a relative or absolute name means; null for a package, a built-in module, and a file that is not there. */
function resolve(name, directory) {
  const clean = name.replace(/[?#].*$/, '');
  let target;
  if (clean.startsWith('file:')) target = pathOf(clean);
  else if (/^\.{0,2}\//.test(clean)) target = path.resolve(directory, decode(clean));
  else return null;
  if (target === null) return null;
  const found = ENDINGS.map((ending) => target + ending).find(isFile);
  return found === undefined || found.split(path.sep).includes('node_modules') ? null : found;
}

function pathOf(url) {
  try {
    return fileURLToPath(url);
  } catch {
    return null;
  }
}

/** Imports are URLs, so `%20` in them is a blank. */
function decode(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function isFile(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** A file that cannot be read or cut into tokens has no dependencies that matter: loading it will say what is wrong. */
function readQuietly(file) {
  try {
    return readModule(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
