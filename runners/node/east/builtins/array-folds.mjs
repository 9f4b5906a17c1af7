/** Builtins that call back for the elements of an Array (spec 5). All but ArrayFlattenToArray lock it meanwhile. */
import { EastError } from '../errors.mjs';
import { EastArray, EastDict, EastSet, NONE, some } from '../values/containers.mjs';
import { keysOf } from '../values/keys.mjs';
import { equalOf } from '../values/order.mjs';
import { TEXT, outOfBounds } from './arrays.mjs';
import { checkChangeable, checkRoom } from './guards.mjs';
import { merge } from './merging.mjs';

export const folds = {
  ArrayForEach: {
    callbacks: [1],
    make: () => (array, f) => {
      array.locks++;
      try {
        for (let i = 0; i < array.items.length; i++) f(array.items[i], i);
        return null;
      } finally {
        array.locks--;
      }
    },
  },
  ArrayFold: {
    callbacks: [2],
    make: () => (array, initial, f) => {
      array.locks++;
      try {
        let result = initial;
        for (let i = 0; i < array.items.length; i++) result = f(result, array.items[i], i);
        return result;
      } finally {
        array.locks--;
      }
    },
  },
  ArrayMapReduce: {
    callbacks: [1, 2],
    make: () => (array, map, reduce) => {
      if (array.items.length === 0) throw new EastError(TEXT.reduceEmpty);
      array.locks++;
      try {
        let result = map(array.items[0], 0);
        for (let i = 1; i < array.items.length; i++) result = reduce(result, map(array.items[i], i));
        return result;
      } finally {
        array.locks--;
      }
    },
  },
  ArrayFindFirst: {
    callbacks: [2],
    make: ([, key]) => {
      const equal = equalOf(key);
      return (array, value, f) => {
        array.locks++;
        try {
          for (let i = 0; i < array.items.length; i++) if (equal(f(array.items[i]), value)) return some(i);
          return NONE;
        } finally {
          array.locks--;
        }
      };
    },
  },
  ArrayFirstMap: {
    callbacks: [1],
    make: () => (array, f) => {
      array.locks++;
      try {
        for (let i = 0; i < array.items.length; i++) {
          const found = f(array.items[i], i);
          if (found.case === 'some') return found;
        }
        return NONE;
      } finally {
        array.locks--;
      }
    },
  },
  ArrayMergeAll: {
    callbacks: [2],
    make: () => (array, other, f) => {
      checkChangeable(array);
      array.locks++;
      other.locks++;
      try {
        for (let i = 0; i < other.items.length; i++) {
          if (i >= array.items.length) outOfBounds(i);
          array.items[i] = f(array.items[i], other.items[i], i);
        }
        return null;
      } finally {
        array.locks--;
        other.locks--;
      }
    },
  },
};

export const maps = {
  ArrayMap: {
    callbacks: [1],
    make: () => (array, f) => {
      array.locks++;
      try {
        const items = [];
        for (let i = 0; i < array.items.length; i++) items.push(f(array.items[i], i));
        return new EastArray(items);
      } finally {
        array.locks--;
      }
    },
  },
  ArrayFilter: {
    callbacks: [1],
    make: () => (array, f) => {
      array.locks++;
      try {
        const items = [];
        for (let i = 0; i < array.items.length; i++) {
          const item = array.items[i];
          if (f(item, i)) items.push(item);
        }
        return new EastArray(items);
      } finally {
        array.locks--;
      }
    },
  },
  ArrayFilterMap: {
    callbacks: [1],
    make: () => (array, f) => {
      array.locks++;
      try {
        const items = [];
        for (let i = 0; i < array.items.length; i++) {
          const found = f(array.items[i], i);
          if (found.case === 'some') items.push(found.value);
        }
        return new EastArray(items);
      } finally {
        array.locks--;
      }
    },
  },
  ArrayFlattenToArray: {
    callbacks: [1],
    make: () => (array, f) => {
      const items = [];
      for (let i = 0; i < array.items.length; i++) {
        const part = f(array.items[i], i).items;
        checkRoom(items.length + part.length);
        for (let k = 0; k < part.length; k++) items.push(part[k]);
      }
      return new EastArray(items);
    },
  },
};

/** The array is locked while `visit` is called for each element. */
function each(array, visit) {
  array.locks++;
  try {
    for (let i = 0; i < array.items.length; i++) visit(array.items[i], i);
  } finally {
    array.locks--;
  }
}

export const keyed = {
  ArrayToSet: {
    callbacks: [1],
    make: ([, key]) => (array, f) => {
      const set = new EastSet(keysOf(key));
      each(array, (item, i) => set.add(f(item, i)));
      return set;
    },
  },
  ArrayToDict: {
    callbacks: [1, 2, 3],
    make: ([, key]) => (array, keyOf, valueOf, conflict) => {
      const dict = new EastDict(keysOf(key));
      each(array, (item, i) => {
        const k = keyOf(item, i);
        merge(dict, k, valueOf(item, i), conflict);
      });
      return dict;
    },
  },
  ArrayFlattenToSet: {
    callbacks: [1],
    make: ([, key]) => (array, f) => {
      const set = new EastSet(keysOf(key));
      each(array, (item, i) => {
        for (const entry of f(item, i).entries()) set.add(entry.key);
      });
      return set;
    },
  },
  ArrayFlattenToDict: {
    callbacks: [1, 2],
    make: ([, key]) => (array, f, conflict) => {
      const dict = new EastDict(keysOf(key));
      each(array, (item, i) => {
        for (const entry of [...f(item, i).entries()]) merge(dict, entry.key, entry.value, conflict);
      });
      return dict;
    },
  },
  ArrayGroupFold: {
    callbacks: [1, 2, 3],
    make: ([, key]) => (array, keyOf, initial, fold) => {
      const dict = new EastDict(keysOf(key));
      each(array, (item, i) => {
        const k = keyOf(item, i);
        const known = dict.find(k);
        if (known !== undefined) known.value = fold(known.value, item, i);
        else dict.insert(k, fold(initial(k), item, i));
      });
      return dict;
    },
  },
};
