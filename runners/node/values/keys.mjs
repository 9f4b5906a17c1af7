/** Puts the keys of a Set or Dict in East order before they are written, and refuses equal ones. */
import { Reader } from '../east/reader.mjs';
import { compileDecoder } from './decode.mjs';
import { comparerOf } from './order.mjs';
import { DUPLICATE, ResultError, indexStep, keyStep } from './result.mjs';
import { Writer } from './writer.mjs';

const NO_BYTES = Buffer.alloc(0);
const SCRATCH_BYTES = 64;

/** How a plain key is checked before it is compared: by writing it where nobody looks. Structs and Variants are not plain. */
const CHECKS = {
  Null: 'nothing', Boolean: 'boolean', Integer: 'integer', Float: 'float', String: 'string', DateTime: 'date', Blob: 'blob', Never: 'never',
};

/** What needs no such check: it compares well, and what else may be wrong with it shows when it is written. */
const COMPARABLE = { Boolean: 'boolean', Integer: 'bigint', Float: 'number', String: 'string' };

export const isPlainKey = (shape) => shape.tag in CHECKS;

/**
 * What sorts the keys of a shape.
 * @param {import('./shape.mjs').Shape} shape
 * @param {(writer: Writer, value: any) => void} encode writes a key; used where it is not plain
 * @returns {(keys: Iterable<any>, container: any) => any[]} the keys themselves where they are plain, else `{key, bytes}`
 */
export function keySorter(shape, encode) {
  return isPlainKey(shape) ? plainSorter(shape) : compositeSorter(shape, encode);
}

/** Numbers and bigints compare with each other, so an Integer key may be either; a Blob key may be an ArrayBuffer. */
function plainSorter(shape) {
  const check = CHECKS[shape.tag];
  const comparable = COMPARABLE[shape.tag];
  const scratch = new Writer(NO_BYTES, Infinity, Buffer.allocUnsafe(SCRATCH_BYTES));
  const order = comparerOf(shape);
  const compare = shape.tag === 'Blob' ? (a, b) => order(new Uint8Array(a), new Uint8Array(b)) : order;
  return (keys, container) => {
    const list = [...keys];
    const { length } = list;
    let isOrdered = true;
    for (let i = 0; i < length; i++) {
      if (typeof list[i] !== comparable) checkKey(scratch, check, list[i], container, i);
      if (isOrdered && i > 0 && compare(list[i - 1], list[i]) >= 0) isOrdered = false;
    }
    if (!isOrdered) sortDistinct(list, compare, (key) => key, container);
    return list;
  };
}

function checkKey(scratch, check, key, container, i) {
  scratch.at = 0;
  try {
    scratch[check](key);
  } catch (error) {
    throw error instanceof ResultError ? error.within(container, indexStep(i)) : error;
  }
}

/** A result may write one key in several ways, so keys are encoded and what is read back is compared. */
function compositeSorter(shape, encode) {
  const decode = compileDecoder(shape);
  const order = comparerOf(shape);
  const compare = (a, b) => order(a.normal, b.normal);
  const recordOf = (key) => {
    const writer = new Writer(NO_BYTES, Infinity, Buffer.allocUnsafe(SCRATCH_BYTES));
    encode(writer, key);
    const bytes = writer.bytes.subarray(0, writer.at);
    return { key, bytes, normal: decode(new Reader(bytes, false)) };
  };
  return (keys, container) => {
    const records = [];
    try {
      for (const key of keys) records.push(recordOf(key));
    } catch (error) {
      throw error instanceof ResultError ? error.within(container, indexStep(records.length)) : error;
    }
    sortDistinct(records, compare, (record) => record.key, container);
    return records;
  };
}

function sortDistinct(list, compare, keyOf, container) {
  list.sort(compare);
  for (let i = 1; i < list.length; i++) {
    if (compare(list[i - 1], list[i]) !== 0) continue;
    const key = keyOf(list[i]);
    throw new ResultError('duplicate_key', DUPLICATE(key)).within(container, keyStep(key));
  }
}
