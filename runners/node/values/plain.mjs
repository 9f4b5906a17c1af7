/** Plain data: what JSON can say, as one East type. A function whose result has that type returns objects, arrays and scalars as they are. */
import { LEAF, arrayType, dictType, recursiveType, sameType, variantType } from '../east/types.mjs';
import { ResultError, TOO_DEEP, mismatch } from './result.mjs';

const TYPE = variantType([
  { name: 'array', type: arrayType(recursiveType(2)) },
  { name: 'boolean', type: LEAF.Boolean },
  { name: 'float', type: LEAF.Float },
  { name: 'integer', type: LEAF.Integer },
  { name: 'null', type: LEAF.Null },
  { name: 'object', type: dictType(LEAF.String, recursiveType(2)) },
  { name: 'string', type: LEAF.String },
]);

const CASES = new Set(TYPE.cases.map((each) => each.name));
const DEEPEST = 1000;

/** Whether a type is that of plain data. */
export const isPlainData = (type) => sameType(type, TYPE);

/**
 * A value as tagged Variants of the type; one that is tagged already stays as it is. As in JSON, what is undefined is left out of objects
 * and null in arrays, and a number without a fraction is an Integer.
 */
export function wrapPlain(value) {
  return isTagged(value) ? value : wrap(value, 0);
}

const isTagged = (value) => CASES.has(value?.type) && Object.keys(value).every((key) => key === 'type' || key === 'value');

function wrap(value, depth) {
  if (depth > DEEPEST) throw new ResultError('type_mismatch', TOO_DEEP(DEEPEST));
  if (value === null || value === undefined) return { type: 'null', value: null };
  switch (typeof value) {
    case 'boolean': return { type: 'boolean', value };
    case 'bigint': return { type: 'integer', value };
    case 'number': return Number.isSafeInteger(value) && !Object.is(value, -0) ? { type: 'integer', value: BigInt(value) } : { type: 'float', value };
    case 'string': return { type: 'string', value };
    case 'object': return wrapObject(value, depth);
    default: throw mismatch('plain data', value);
  }
}

function wrapObject(value, depth) {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return { type: 'array', value: Array.from(value, (item) => wrap(item, depth + 1)) };
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const wrapped = new Map();
  for (const [key, item] of entries) {
    if (typeof key !== 'string') throw mismatch('text as a key', key);
    if (item !== undefined) wrapped.set(key, wrap(item, depth + 1));
  }
  return { type: 'object', value: wrapped };
}
