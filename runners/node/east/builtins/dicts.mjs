/** Builtins on Dicts (spec 5). */
import { EastError } from '../errors.mjs';
import { printerOf } from '../formats/text/printer.mjs';
import { EastArray, EastDict, EastSet, NONE, some } from '../values/containers.mjs';
import { keysOf } from '../values/keys.mjs';
import { checkChangeable, checkResizable } from './guards.mjs';
import { merge, mergeWith } from './merging.mjs';

export const TEXT = {
  hasKey: (key) => `Dict already contains key ${key}`,
  noKey: (key) => `Dict does not contain key ${key}`,
  reduceEmpty: 'Cannot reduce empty dictionary with no initial value',
};

const callbacks = (places, make) => ({ callbacks: places, make });

function missing(link, key) {
  return new EastError(TEXT.noKey(printerOf(link)(key)));
}

function swap(link, dict, key, value) {
  checkChangeable(dict);
  const entry = dict.find(key);
  if (entry === undefined) throw missing(link, key);
  const old = entry.value;
  entry.value = value;
  return old;
}

export const entries = {
  DictGenerate: callbacks([1, 2, 3], ([key]) => (count, keyOf, valueOf, conflict) => {
    const dict = new EastDict(keysOf(key));
    for (let i = 0; i < count; i++) {
      const k = keyOf(i);
      merge(dict, k, valueOf(i), conflict);
    }
    return dict;
  }),
  DictSize: () => (dict) => dict.size,
  DictHas: () => (dict, key) => dict.has(key),
  DictGet: ([link]) => (dict, key) => {
    const entry = dict.find(key);
    if (entry === undefined) throw missing(link, key);
    return entry.value;
  },
  DictGetOrDefault: callbacks([2], () => (dict, key, f) => {
    const entry = dict.find(key);
    return entry === undefined ? f(key) : entry.value;
  }),
  DictTryGet: () => (dict, key) => {
    const entry = dict.find(key);
    return entry === undefined ? NONE : some(entry.value);
  },
  DictInsert: ([link]) => (dict, key, value) => {
    checkResizable(dict);
    if (dict.has(key)) throw new EastError(TEXT.hasKey(printerOf(link)(key)));
    dict.insert(key, value);
    return null;
  },
  DictInsertOrUpdate: callbacks([3], () => (dict, key, value, conflict) => {
    checkResizable(dict);
    merge(dict, key, value, conflict);
    return null;
  }),
  DictGetOrInsert: callbacks([2], () => (dict, key, f) => {
    checkResizable(dict);
    const entry = dict.find(key);
    if (entry !== undefined) return entry.value;
    const value = f(key);
    dict.put(key, value);
    return value;
  }),
  DictUpdate: ([link]) => (dict, key, value) => {
    swap(link, dict, key, value);
    return null;
  },
  DictSwap: ([link]) => (dict, key, value) => swap(link, dict, key, value),
  DictMerge: callbacks([3, 4], () => (dict, key, value, f, initial) => {
    checkResizable(dict);
    mergeWith(dict, key, value, f, initial);
    return null;
  }),
  DictDelete: ([link]) => (dict, key) => {
    checkResizable(dict);
    if (dict.remove(key) === undefined) throw missing(link, key);
    return null;
  },
  DictTryDelete: () => (dict, key) => {
    checkResizable(dict);
    return dict.remove(key) !== undefined;
  },
  DictPop: ([link]) => (dict, key) => {
    checkResizable(dict);
    const entry = dict.remove(key);
    if (entry === undefined) throw missing(link, key);
    return entry.value;
  },
  DictClear: () => (dict) => {
    checkResizable(dict);
    dict.clear();
    return null;
  },
};

export const algebra = {
  DictCopy: () => (dict) => new EastDict(dict.keys).copyFrom(dict),
  DictKeys: () => (dict) => {
    const set = new EastSet(dict.keys);
    for (const { key } of dict.entries()) set.append(key, null);
    return set;
  },
  DictGetKeys: callbacks([2], () => (dict, keys, f) => {
    const result = new EastDict(dict.keys);
    for (const { key } of [...keys.entries()]) {
      const entry = dict.find(key);
      result.append(key, entry === undefined ? f(key) : entry.value);
    }
    return result;
  }),
  DictUnionInPlace: callbacks([2], () => (dict, other, conflict) => {
    checkResizable(dict);
    for (const { key, value } of [...other.entries()]) merge(dict, key, value, conflict);
    return null;
  }),
  DictMergeAll: callbacks([2, 3], () => (dict, other, f, initial) => {
    checkResizable(dict);
    for (const { key, value } of [...other.entries()]) mergeWith(dict, key, value, f, initial);
    return null;
  }),
};

/** The dict is locked while `visit` is called for each entry in order, until that returns something. */
function each(dict, visit) {
  dict.locks++;
  try {
    for (const { key, value } of dict.entries()) {
      const found = visit(value, key);
      if (found !== undefined) return found;
    }
    return undefined;
  } finally {
    dict.locks--;
  }
}

export const maps = {
  DictForEach: callbacks([1], () => (dict, f) => {
    each(dict, (value, key) => void f(value, key));
    return null;
  }),
  DictMap: callbacks([1], () => (dict, f) => {
    const result = new EastDict(dict.keys);
    each(dict, (value, key) => void result.append(key, f(value, key)));
    return result;
  }),
  DictFilter: callbacks([1], () => (dict, f) => {
    const result = new EastDict(dict.keys);
    each(dict, (value, key) => void (f(value, key) && result.append(key, value)));
    return result;
  }),
  DictFilterMap: callbacks([1], () => (dict, f) => {
    const result = new EastDict(dict.keys);
    each(dict, (value, key) => {
      const found = f(value, key);
      if (found.case === 'some') result.append(key, found.value);
    });
    return result;
  }),
  DictToArray: callbacks([1], () => (dict, f) => {
    const items = [];
    each(dict, (value, key) => void items.push(f(value, key)));
    return new EastArray(items);
  }),
  DictToSet: callbacks([1], ([, , key2]) => (dict, f) => {
    const set = new EastSet(keysOf(key2));
    each(dict, (value, key) => set.add(f(value, key)));
    return set;
  }),
  DictToDict: callbacks([1, 2, 3], ([, , key2]) => (dict, keyOf, valueOf, conflict) => {
    const result = new EastDict(keysOf(key2));
    each(dict, (value, key) => {
      const k = keyOf(value, key);
      merge(result, k, valueOf(value, key), conflict);
    });
    return result;
  }),
  DictFlattenToArray: callbacks([1], () => (dict, f) => {
    const items = [];
    each(dict, (value, key) => {
      for (const item of f(value, key).items) items.push(item);
    });
    return new EastArray(items);
  }),
  DictFlattenToSet: callbacks([1], ([, , key2]) => (dict, f) => {
    const set = new EastSet(keysOf(key2));
    each(dict, (value, key) => {
      for (const entry of f(value, key).entries()) set.add(entry.key);
    });
    return set;
  }),
  DictFlattenToDict: callbacks([1, 2], ([, , key2]) => (dict, f, conflict) => {
    const result = new EastDict(keysOf(key2));
    each(dict, (value, key) => {
      for (const entry of [...f(value, key).entries()]) merge(result, entry.key, entry.value, conflict);
    });
    return result;
  }),
};

export const folds = {
  DictFirstMap: callbacks([1], () => (dict, f) => each(dict, (value, key) => {
    const found = f(value, key);
    return found.case === 'some' ? found : undefined;
  }) ?? NONE),
  DictMapReduce: callbacks([1, 2], () => (dict, map, reduce) => {
    if (dict.size === 0) throw new EastError(TEXT.reduceEmpty);
    let isFirst = true;
    let result;
    each(dict, (value, key) => {
      result = isFirst ? map(value, key) : reduce(result, map(value, key));
      isFirst = false;
    });
    return result;
  }),
  DictReduce: callbacks([1], () => (dict, f, initial) => {
    let result = initial;
    each(dict, (value, key) => { result = f(result, value, key); });
    return result;
  }),
  DictGroupFold: callbacks([1, 2, 3], ([, , key2]) => (dict, keyOf, initial, fold) => {
    const result = new EastDict(keysOf(key2));
    each(dict, (value, key) => {
      const group = keyOf(value, key);
      const known = result.find(group);
      if (known !== undefined) known.value = fold(known.value, value, key);
      else result.insert(group, fold(initial(group), value, key));
    });
    return result;
  }),
};
