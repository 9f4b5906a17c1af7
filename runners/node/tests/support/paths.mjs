/** Where shared test data is. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

export const IR = path.join(ROOT, 'ir');
const VECTORS = path.join(process.env.POLYGLOT_CONFORMANCE ?? path.join(ROOT, '../shared/conformance'), 'vectors');

/** A vector file's content, or null after skipping the test with a message. */
export function vectors(t, name) {
  const file = path.join(VECTORS, name);
  if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8'));
  t.skip(`${file} is not there: set POLYGLOT_CONFORMANCE to the conformance data`);
  return null;
}

const SUITES = path.join(process.env.POLYGLOT_CONFORMANCE ?? path.join(ROOT, '../shared/conformance'), 'suites');

/** The paths of the public suites by name, and what their index says; null after skipping the test with a message. */
export function suites(t) {
  const index = path.join(SUITES, 'index.json');
  if (fs.existsSync(index)) {
    const files = fs.readdirSync(SUITES).filter((name) => name.endsWith('.beast2.gz'));
    return { index: JSON.parse(fs.readFileSync(index, 'utf8')), files: files.map((name) => ({ name: name.split('.')[0], path: path.join(SUITES, name) })) };
  }
  t.skip(`${index} is not there: set POLYGLOT_CONFORMANCE to the conformance data`);
  return null;
}
