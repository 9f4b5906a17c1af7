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
