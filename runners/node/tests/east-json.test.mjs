import assert from 'node:assert/strict';
import test from 'node:test';
import { syntaxProblem } from '../east/formats/json/syntax.mjs';
import { Random } from './support/random.mjs';

test('what is wrong with a text that is no JSON is said in the same words everywhere', () => {
  const problems = {
    '': 'expected a JSON value, got end of input (line 1, col 1)',
    'b': "expected a JSON value, got 'b' (line 1, col 1)",
    'truth': "expected a JSON value, got 't' (line 1, col 1)",
    '[1\n 2]': "expected ',' or ']', got '2' (line 2, col 2)",
    '[1,]': "expected a JSON value, got ']' (line 1, col 4)",
    '{a:1}': "expected a member name in quotes, got 'a' (line 1, col 2)",
    '{"a" 1}': "expected ':', got '1' (line 1, col 6)",
    '{"a":1 "b"': "expected ',' or '}', got '\"' (line 1, col 8)",
    '{"a":1': "expected ',' or '}', got end of input (line 1, col 7)",
    '"a': 'the string is not closed (line 1, col 3)',
    '"a\\': 'the string is not closed (line 1, col 4)',
    '"\\x"': 'unknown escape in a string (line 1, col 3)',
    '"\\u12g4"': 'unknown escape in a string (line 1, col 3)',
    '"a\tb"': 'a control character in a string must be escaped (line 1, col 3)',
    '01': 'not a JSON number (line 1, col 1)',
    '1.': 'not a JSON number (line 1, col 1)',
    '[1.5e]': 'not a JSON number (line 1, col 2)',
    '[1.55e+]': 'not a JSON number (line 1, col 2)',
    '[1.5.2]': "expected ',' or ']', got '.' (line 1, col 5)",
    '-': 'not a JSON number (line 1, col 1)',
    '1 2': 'unexpected text after the JSON value (line 1, col 3)',
    '[[], {}] x': 'unexpected text after the JSON value (line 1, col 10)',
  };
  for (const [text, problem] of Object.entries(problems)) assert.equal(syntaxProblem(text), problem, text);
  assert.equal(syntaxProblem('['.repeat(100_000)), 'expected a JSON value, got end of input (line 1, col 100001)');
});

test('every text that JSON.parse refuses has a problem, and no other', () => {
  const random = new Random(9);
  const samples = ['[1, -2.5e3, true, null, "a\\u00e9\\n"]', '{"a": {"b": [0, 0.1, 1E-2]}, "c": ""}', ' [ { } , [ ] ] '].map((text) => Buffer.from(text));
  let refused = 0;
  for (let i = 0; i < 5000; i++) {
    const text = random.mutate(samples[i % samples.length]).toString();
    let isJson = true;
    try {
      JSON.parse(text);
    } catch {
      isJson = false;
      refused++;
    }
    assert.equal(/ \(line \d+, col \d+\)$/.test(syntaxProblem(text)), !isJson, JSON.stringify(text));
  }
  assert.ok(refused > 1000);
});
