/** What the reader of JSON says (spec 3.3). */
export const TEXT = {
  never: 'Cannot decode Never type from JSON',
  noFunctions: (type) => `${type} has no JSON form: functions cannot be written or read`,
  syntax: (problem) => `Failed to parse JSON: ${problem}`,
  conversion: (type, message) => `Failed to convert JSON to ${type}: ${message}`,
  expected: (what, json) => `expected ${what}, got ${JSON.stringify(json)}`,
  integerRange: (json) => `integer out of range (must be 64-bit signed), got ${JSON.stringify(json)}`,
  dateShape: (json) =>
    `expected ISO 8601 date string with timezone (e.g. "2022-06-29T13:43:00.123Z" or "2022-06-29T13:43:00.123+05:00"), got ${JSON.stringify(json)}`,
  dateValue: (json) => `invalid date string, got ${JSON.stringify(json)}`,
  hex: (json) => `invalid hex string, got ${JSON.stringify(json)}`,
  unexpectedField: (name, where, json) => `unexpected field ${JSON.stringify(name)} in ${where}, got ${JSON.stringify(json)}`,
  missingField: (name, json) => `missing field ${JSON.stringify(name)} in Struct, got ${JSON.stringify(json)}`,
  unknownCase: (name, json) => `unknown variant type ${JSON.stringify(name)}, got ${JSON.stringify(json)}`,
  undefinedReference: (reference) => `undefined reference ${reference}`,
  invalidReference: (reference) => `invalid reference ${reference}`,
};
