/** The package `std` (spec 7.3): console, paths, hashes and random numbers. Nothing that a pure task must not have. */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { current } from './current.mjs';
import { random } from './random.mjs';

const printer = (stream, end) => (text) => {
  current.write(stream, text + end);
  return null;
};

const sha256 = (data) => createHash('sha256').update(data);

export const std = {
  console_log: printer('Stdout', '\n'),
  console_error: printer('Stderr', '\n'),
  console_write: printer('Stdout', ''),
  path_join: (parts) => posix.join(...parts.items),
  path_resolve: (path) => posix.resolve('/', path), // a task is nowhere
  path_dirname: (path) => posix.dirname(path),
  path_basename: (path) => posix.basename(path),
  path_extname: (path) => posix.extname(path),
  crypto_hash_sha256: (text) => sha256(text).digest('hex'),
  crypto_hash_sha256_bytes: (blob) => new Uint8Array(sha256(blob).digest()),
  ...random,
};
