/** Builtins on Arrays: elements, sizes, making and sorting (spec 5). */
import { EastError } from '../errors.mjs';
import { EastArray, NONE, some } from '../values/containers.mjs';
import { wrap } from '../values/integers.mjs';
import { compareOf } from '../values/order.mjs';
import { checkChangeable, checkResizable, checkRoom } from './guards.mjs';

export const TEXT = {
  outOfBounds: (index) => `Array index ${index} out of bounds`,
  popFromEmpty: 'Cannot pop from empty Array',
  reduceEmpty: 'Cannot reduce empty array with no initial value',
};

const has = (array, index) => index >= 0 && index < array.items.length;

/** Compiled code does the ordinary case itself. @throws {EastError} always */
export function outOfBounds(index) {
  throw new EastError(TEXT.outOfBounds(index));
}

export const elements = {
  ArraySize: () => (array) => array.items.length,
  ArrayHas: () => has,
  ArrayGet: () => (array, index) => (has(array, index) ? array.items[index] : outOfBounds(index)),
  ArrayGetOrDefault: { callbacks: [2], make: () => (array, index, f) => (has(array, index) ? array.items[index] : f(index)) },
  ArrayTryGet: () => (array, index) => (has(array, index) ? some(array.items[index]) : NONE),
  ArrayUpdate: () => update,
  ArrayMerge: {
    callbacks: [3],
    make: () => (array, index, value, f) => {
      checkChangeable(array);
      if (!has(array, index)) outOfBounds(index);
      return update(array, index, f(array.items[index], value, index)); // the callback may have shortened the array
    },
  },
  ArrayGetKeys: {
    callbacks: [2],
    make: () => (array, indices, f) => {
      const items = [];
      for (let i = 0; i < indices.items.length; i++) {
        const index = indices.items[i];
        items.push(has(array, index) ? array.items[index] : f(index));
      }
      return new EastArray(items);
    },
  },
};

function update(array, index, value) {
  checkChangeable(array);
  if (!has(array, index)) outOfBounds(index);
  array.items[index] = value;
  return null;
}

export const resizing = {
  ArrayPushLast: () => (array, value) => {
    checkResizable(array);
    array.items.push(value);
    return null;
  },
  ArrayPopLast: () => (array) => {
    checkResizable(array);
    if (array.items.length === 0) throw new EastError(TEXT.popFromEmpty);
    return array.items.pop();
  },
  ArrayPushFirst: () => (array, value) => {
    checkResizable(array);
    array.items.unshift(value);
    return null;
  },
  ArrayPopFirst: () => (array) => {
    checkResizable(array);
    if (array.items.length === 0) throw new EastError(TEXT.popFromEmpty);
    return array.items.shift();
  },
  ArrayAppend: () => (array, other) => {
    checkResizable(array);
    checkRoom(array.items.length + other.items.length);
    const { items } = array;
    for (let i = 0, count = other.items.length; i < count; i++) items.push(other.items[i]);
    return null;
  },
  ArrayPrepend: () => (array, other) => {
    checkResizable(array);
    checkRoom(array.items.length + other.items.length);
    array.items = other.items.concat(array.items);
    return null;
  },
  ArrayClear: () => (array) => {
    checkResizable(array);
    array.items = [];
    return null;
  },
  ArrayReverseInPlace: () => (array) => {
    checkResizable(array);
    array.items.reverse();
    return null;
  },
};

export const making = {
  ArrayGenerate: {
    callbacks: [1],
    make: () => (count, f) => {
      checkRoom(count);
      const items = [];
      for (let i = 0; i < count; i++) items.push(f(i));
      return new EastArray(items);
    },
  },
  ArrayRange: () => range,
  ArrayLinspace: () => (start, stop, count) => {
    if (count <= 0) return new EastArray([]);
    checkRoom(count);
    const step = count === 1 ? 0 : (stop - start) / (count - 1);
    const items = [start];
    for (let i = 1; i < count; i++) items.push(start + i * step);
    return new EastArray(items);
  },
  ArrayCopy: () => (array) => new EastArray(array.items.slice()),
  ArrayConcat: () => (first, second) => {
    checkRoom(first.items.length + second.items.length);
    return new EastArray(first.items.concat(second.items));
  },
  ArraySlice: () => (array, start, end) => {
    const count = array.items.length;
    const [from, to] = [clamp(start, count), clamp(end, count)];
    return new EastArray(from < to ? array.items.slice(from, to) : []);
  },
  ArrayReverse: () => (array) => new EastArray(array.items.slice().reverse()),
};

function clamp(index, count) {
  const from = index < 0 ? Number(index) + count : Number(index);
  return from < 0 ? 0 : from > count ? count : from;
}

function range(start, end, step) {
  if (step === 0 || (step > 0 ? start >= end : start <= end)) return new EastArray([]);
  if (![start, end, step].every((each) => typeof each === 'number')) return bigRange(BigInt(start), BigInt(end), BigInt(step));
  checkRoom((end - start) / step);
  const items = [];
  if (step > 0) for (let i = start; i < end; i += step) items.push(i);
  else for (let i = start; i > end; i += step) items.push(i);
  return new EastArray(items);
}

function bigRange(start, end, step) {
  const distance = step > 0n ? end - start : start - end;
  const count = (distance - 1n) / (step > 0n ? step : -step) + 1n;
  checkRoom(count);
  const items = [];
  for (let i = 0n; i < count; i++) items.push(wrap(start + i * step));
  return new EastArray(items);
}

export const sorting = {
  ArraySort: { callbacks: [1], make: ([, key]) => sorter(compareOf(key)) },
  ArraySortInPlace: {
    callbacks: [1],
    make: ([, key]) => {
      const sorted = sorter(compareOf(key));
      return (array, f) => {
        checkResizable(array);
        array.locks++;
        try {
          const { items } = sorted(array, f);
          for (let i = 0; i < items.length; i++) array.items[i] = items[i];
        } finally {
          array.locks--;
        }
        return null;
      };
    },
  },
  ArrayIsSorted: {
    callbacks: [1],
    make: ([, key]) => {
      const compare = compareOf(key);
      return (array, f) => {
        if (array.items.length < 2) return true;
        array.locks++;
        try {
          let before = f(array.items[0]);
          for (let i = 1; i < array.items.length; i++) {
            const next = f(array.items[i]);
            if (compare(before, next) > 0) return false;
            before = next;
          }
          return true;
        } finally {
          array.locks--;
        }
      };
    },
  },
  ArrayFindSortedFirst: { callbacks: [2], make: ([, key]) => locking((search) => (array, value, f) => search(array, 0, value, f, 0), compareOf(key)) },
  ArrayFindSortedLast: { callbacks: [2], make: ([, key]) => locking((search) => (array, value, f) => search(array, 0, value, f, 1), compareOf(key)) },
  ArrayFindSortedRange: {
    callbacks: [2],
    make: ([, key]) => locking((search) => (array, value, f) => {
      const start = search(array, 0, value, f, 0);
      return { start, end: search(array, start, value, f, 1) };
    }, compareOf(key)),
  },
};

function sorter(compare) {
  return (array, f) => {
    const pairs = [];
    const items = array.items.slice();
    for (let i = 0; i < items.length; i++) pairs.push({ item: items[i], key: f(items[i]) });
    pairs.sort((a, b) => compare(a.key, b.key)); // stable
    return new EastArray(pairs.map((pair) => pair.item));
  };
}

/** A binary search that locks its array. */
function locking(make, compare) {
  const search = (array, from, value, f, least) => {
    let low = from;
    let high = array.items.length;
    while (low < high) {
      const middle = low + ((high - low) >>> 1);
      if (Math.sign(compare(f(array.items[middle]), value)) >= least) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const find = make(search);
  return (array, value, f) => {
    array.locks++;
    try {
      return find(array, value, f);
    } finally {
      array.locks--;
    }
  };
}

