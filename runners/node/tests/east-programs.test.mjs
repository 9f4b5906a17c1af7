import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { runCases } from './support/cases.mjs';
import { IR, vectors } from './support/paths.mjs';

const PROGRAMS = path.join(IR, 'conformance/programs');

for (const file of fs.readdirSync(PROGRAMS).filter((name) => name.endsWith('.json') && name !== 'header.json')) {
  test(`programs of ${file} give, log and raise what they should`, async () => {
    const { cases } = JSON.parse(fs.readFileSync(path.join(PROGRAMS, file), 'utf8'));
    const outcomes = await runCases(cases.map((each) => each.ir));
    assert.ok(cases.length > 0 && outcomes.length === cases.length);
    for (const [i, each] of cases.entries()) {
      const what = `${each.name}: ${each.source}`;
      const { defect, text, json, error, stack, log } = outcomes[i];
      assert.equal(defect, undefined, what);
      assert.deepEqual(log, each.log ?? [], what);
      assert.equal(text, each.text, what);
      if (each.text !== undefined && json !== null) assert.deepEqual(json, each.result, what);
      if (each.errorStartsWith !== undefined) assert.ok(error?.startsWith(each.errorStartsWith), `${what}: ${error}`);
      else assert.equal(error, each.error, what);
      if (each.stack !== undefined) assert.deepEqual(stack, each.stack, what);
    }
  });
}

/** Where the reference is wrong (spec 9, quirks 1 and 2), what is meant. */
const INTENDED = new Map([
  ['native IntegerDivide by zero', { error: 'Division by zero' }],
  ['IntegerRemainder 5,0', { error: 'Division by zero' }],
  ['IntegerDivide 1,0', { error: 'Division by zero' }],
  ['native IntegerDivide overflow', { text: '-9223372036854775808' }],
]);

for (const file of ['builtins.json', 'ir.json']) {
  test(`vectors: the programs of ${file} do what they do in the reference`, async (t) => {
    const data = vectors(t, file);
    if (data === null) return;
    // The file has lost the unpaired surrogate of the literals of these.
    const cases = data.cases.filter((each) => !each.name.includes('\\ud800'));
    assert.ok(cases.length >= data.cases.length - 10, `${data.cases.length - cases.length}`);
    const outcomes = await runCases(cases.map((each) => each.irb));
    for (const [i, each] of cases.entries()) {
      const outcome = outcomes[i];
      assert.equal(outcome.defect, undefined, each.name);
      const wanted = each.referenceBug === undefined ? each : INTENDED.get(each.name);
      assert.ok(wanted !== undefined, `no intended result is known of ${each.name}`);
      assert.equal(outcome.error, wanted.error, each.name);
      assert.equal(outcome.text, wanted.text, each.name);
      if (each.referenceBug !== undefined) continue;
      if (wanted.stack !== undefined) assert.deepEqual(outcome.stack.map((at) => Number(at.split(':').at(-2))), wanted.stack, each.name);
      assert.deepEqual(outcome.log, wanted.log ?? [], each.name);
    }
  });
}
