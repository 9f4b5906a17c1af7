/** What the names in annotations mean: JavaScript's own, JSDoc's and Polyglot's (ir/friendly-types.md). */
import { ANY } from '../values/annotation.mjs';

const leaf = (tag) => ({ as: 'leaf', tag });
const array = (item, form) => ({ as: 'array', item, form });

/** Names that stand alone. */
export const PLAIN_NAMES = new Map(Object.entries({
  any: ANY, unknown: ANY, object: ANY, Object: ANY, '*': ANY,
  number: leaf('Float'), Number: leaf('Float'), Float: leaf('Float'),
  bigint: leaf('Integer'), BigInt: leaf('Integer'), Integer: leaf('Integer'),
  string: leaf('String'), String: leaf('String'),
  boolean: leaf('Boolean'), Boolean: leaf('Boolean'), bool: leaf('Boolean'),
  Date: leaf('DateTime'), DateTime: leaf('DateTime'),
  null: leaf('Null'), undefined: leaf('Null'), void: leaf('Null'), Null: leaf('Null'),
  never: leaf('Never'), Never: leaf('Never'),
  Uint8Array: leaf('Blob'), Blob: leaf('Blob'), Buffer: { as: 'leaf', tag: 'Blob', form: 'buffer' },
  Float64Array: array(leaf('Float'), 'float64'),
  BigInt64Array: array(leaf('Integer'), 'bigint64'),
  Array: array(ANY, 'list'), ReadonlyArray: array(ANY, 'list'),
  Set: { as: 'set', key: ANY }, ReadonlySet: { as: 'set', key: ANY },
  Map: { as: 'dict', key: ANY, value: ANY, form: 'map' }, ReadonlyMap: { as: 'dict', key: ANY, value: ANY, form: 'map' },
}));

const list = (item) => array(item, 'list');
const set = (key) => ({ as: 'set', key });
const map = (key, value) => ({ as: 'dict', key, value, form: 'map' });

/** Names with arguments between `<` and `>`: how many, and what they make. */
export const GENERIC_NAMES = new Map(Object.entries({
  Array: [1, list], ReadonlyArray: [1, list],
  Set: [1, set], ReadonlySet: [1, set],
  Map: [2, map], ReadonlyMap: [2, map], Dict: [2, map],
  Record: [2, record], Object: [2, record],
  Ref: [1, (item) => ({ as: 'ref', item })],
  Option: [1, (item) => ({ as: 'option', item })],
  Promise: [1, (item) => item],
  Readonly: [1, (item) => item],
}));

function record(key, value) {
  if (key.as === 'leaf' && key.tag === 'String') return { as: 'dict', key, value, form: 'object' };
  return { as: 'problem', text: 'the keys of an object are strings: write Record<string, …>, or Map<…> for other keys' };
}
