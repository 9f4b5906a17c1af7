/** What the compute thread says: the texts of failures and refusals. Codes are those of ir/protocol.md. */

const list = (names) => (names.length === 0 ? 'it exports no functions' : `it exports ${names.join(', ')}`);

export const TEXT = {
  stale: (file) => `${file} has changed since this worker loaded it`,
  noScript: (file) => `no such file: ${file}`,
  noFunction: (name, file, near) => `${file} exports no function '${name}'; ${list(near)}`,
  notAFunction: (name, file, kind) => `'${name}' of ${file} is ${kind}, not a function`,
  arity: (name, accepts, given) => `${name} takes ${accepts}, the task has ${given} input${given === 1 ? '' : 's'}`,
  badAnnotation: (name, problem) => `parameter ${name}: ${problem}`,
  functionsInside: (type) => `${type} holds functions, which this runtime cannot pass`,
  badSchema: (what, problem) => `the type of ${what} cannot be read: ${problem}`,
  inputMissing: (name, path, problem) => `input ${name} cannot be read from ${path}: ${problem}`,
  inputDamaged: (name, problem) => `input ${name} is damaged: ${problem}`,
  inputType: (name, expected, found) => `input ${name} should be ${expected}, its file holds ${found}`,
  notBeast: 'it is not a beast2 file',
  trailing: (bytes) => `${bytes} bytes follow the value`,
  tooDeep: 'it is nested too deeply for this runtime',
  outputLimit: (limit) => `the result takes more than ${limit} bytes, the limit of this task`,
  outputFailed: (path, problem) => `the result cannot be written to ${path}: ${problem}`,
  neverSettles: 'the promise can never settle: nothing is left that it could be waiting for',
  programArity: (takes, given) => `Function expects ${takes} inputs, got ${given}`,
  programInput: (i, expected, found) => `input ${i + 1}: the program takes ${expected}, the task gives ${found}`,
  programOutput: (expected, found) => `the task asks for ${expected}, the program gives ${found}`,
  outOfMemory: 'out of memory',
};
