/** What is wrong with beast2 and beast v1 data (spec 3.1 and 3.2). */
export const MAX_DEPTH = 2000;
export const MAX_EMPTY_ELEMENTS = 2 ** 24;

export const TEXT = {
  tooShort: (length) => `Data too short for Beast format: ${length} bytes`,
  badMagic: (offset, expected, found) => `Invalid Beast magic bytes at offset ${offset}: expected 0x${expected.toString(16)}, got 0x${found.toString(16)}`,
  underflow: (what, offset) => `Buffer underflow reading ${what} at offset ${offset}`,
  underflowOf: (what, offset, length) => `Buffer underflow reading ${what} at offset ${offset}, length ${length}`,
  nan: (offset, bits) => `Non-canonical NaN at offset ${offset}: 0x${bits.toString(16).padStart(16, '0')}`,
  varintTooLong: (offset) => `Varint too long at offset ${offset}`,
  varintTooLarge: (value) => `Varint value ${value} exceeds MAX_SAFE_INTEGER`,
  badTag: (tag, offset) => `Invalid variant tag ${tag} at offset ${offset}`,
  undefinedReference: (offset, target) => `Undefined backreference at offset ${offset}, target ${target}`,
  trailing: (offset, remaining) => `Unexpected data after Beast value at offset ${offset} (${remaining} bytes remaining)`,
  mismatch: (expected, found) => `Type mismatch: expected ${expected}, got ${found}`,
  utf8: (offset) => `Invalid UTF-8 in the string at offset ${offset}`,
  tooDeep: (offset) => `Values nested more than ${MAX_DEPTH} levels at offset ${offset}`,
  count: (count, offset, remaining) => `Count ${count} at offset ${offset} is more than the ${remaining} remaining bytes can hold`,
  emptyElements: (offset) => `More than ${MAX_EMPTY_ELEMENTS} elements without bytes at offset ${offset}`,
  keyOrder: (offset) => `Keys out of order or repeated at offset ${offset}`,
  never: (offset) => `A value of type .Never at offset ${offset}: there are none`,
  closure: (isAsync, captured) => `Cannot serialize ${isAsync ? 'async ' : ''}closure with ${captured.length} captured variable(s): ${captured.join(', ')}.`
    + ' Only free functions (no captures) can be serialized.',
  hostFunction: (isAsync) => `Cannot serialize ${isAsync ? 'async ' : ''}function: no IR attached. Only functions of East programs can be serialized.`,
  functionValue: (offset) => `A function at offset ${offset}: functions cannot be read as values here`,
  expectedFunction: (expected, found, offset) => `Expected ${expected} IR, got ${found} at offset ${offset}`,
  notCompiled: (problem) => `Failed to compile decoded function: ${problem}`,
  badType: (problem, offset) => `Invalid type at offset ${offset}: ${problem}`,
  selfReference: 'a Ref\'s content begins with the Ref itself: beast2 has no form for that',
  neverValue: 'there is a value of type Never: there are none',
  tooDeepToWrite: `values are nested more than ${MAX_DEPTH} levels`,
};
