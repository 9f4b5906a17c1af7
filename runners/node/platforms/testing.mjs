/** The package `testing` (spec 6.1): compliance suites. Each test is told as a Log message, one line of JSON. */
import { EastError } from '../east/errors.mjs';
import { invoke } from '../east/run/program.mjs';
import { current } from './current.mjs';

const MAX_FAILURES = 20;
const MAX_TEXT = 1000;

const suites = [];
let passed = 0;
let failed = 0;
let failures = [];

function fail(text) {
  failed++;
  if (failures.length < MAX_FAILURES) failures.push(text.slice(0, MAX_TEXT));
}

function escaped(error) {
  if (!(error instanceof EastError)) throw error;
  fail(String(error));
}

/** Where async functions give promises, what follows waits for them. */
const then = (result, next, caught) => (result instanceof Promise ? result.then(next, caught) : next(result));

function describe(name, body) {
  suites.push(name);
  const leave = () => {
    suites.pop();
    return null;
  };
  try {
    return then(invoke(body), leave, (error) => {
      leave();
      throw error;
    });
  } catch (error) {
    leave();
    throw error;
  }
}

function test(name, body) {
  [passed, failed, failures] = [0, 0, []];
  const end = () => {
    current.log('Info', JSON.stringify({ suite: suites.join(' / '), test: name, passed, failed, failures }));
    return null;
  };
  let result;
  try {
    result = invoke(body);
  } catch (error) {
    escaped(error);
  }
  return then(result, end, (error) => {
    escaped(error);
    return end();
  });
}

export const testing = {
  describe,
  test,
  testPass: () => {
    passed++;
    return null;
  },
  testFail: (text) => {
    fail(text);
    return null;
  },
};

/** Forgets what a run that was broken off has left. */
export function reset() {
  suites.length = 0;
}
