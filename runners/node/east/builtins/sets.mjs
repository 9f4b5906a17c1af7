/** Builtins on Sets (spec 5). */
import { EastError } from '../errors.mjs';
import { printerOf } from '../formats/text/printer.mjs';
import { EastArray, EastDict, EastSet, NONE } from '../values/containers.mjs';
import { keysOf } from '../values/keys.mjs';
import { checkResizable } from './guards.mjs';
import { merge } from './merging.mjs';

export const TEXT = {
  hasKey: (key) => `Set already contains key ${key}`,
  noKey: (key) => `Set does not contain key ${key}`,
  reduceEmpty: 'Cannot reduce empty set with no initial value',
};

export const elements = {
  SetGenerate: {
    callbacks: [1, 2],
    make: ([key]) => (count, keyOf, onConflict) => {
      const set = new EastSet(keysOf(key));
      for (let i = 0; i < count; i++) {
        const k = keyOf(i);
        if (set.has(k)) onConflict(k);
        else set.insert(k, null);
      }
      return set;
    },
  },
  SetSize: () => (set) => set.size,
  SetHas: () => (set, key) => set.has(key),
  SetInsert: ([key]) => (set, k) => {
    checkResizable(set);
    if (set.has(k)) throw new EastError(TEXT.hasKey(printerOf(key)(k)));
    set.insert(k, null);
    return null;
  },
  SetTryInsert: () => (set, k) => {
    checkResizable(set);
    if (set.has(k)) return false;
    set.insert(k, null);
    return true;
  },
  SetDelete: ([key]) => (set, k) => {
    checkResizable(set);
    if (set.remove(k) === undefined) throw new EastError(TEXT.noKey(printerOf(key)(k)));
    return null;
  },
  SetTryDelete: () => (set, k) => {
    checkResizable(set);
    return set.remove(k) !== undefined;
  },
  SetClear: () => (set) => {
    checkResizable(set);
    set.clear();
    return null;
  },
  SetCopy: () => (set) => new EastSet(set.keys).copyFrom(set),
};

/** A new set of the keys of `from` that `keep` takes. */
function select(from, keep) {
  const set = new EastSet(from.keys);
  for (const { key } of from.entries()) if (keep(key)) set.append(key, null);
  return set;
}

function addAll(set, other) {
  for (const { key } of other.entries()) set.add(key);
  return set;
}

export const algebra = {
  SetUnionInPlace: () => (set, other) => {
    checkResizable(set);
    if (set !== other) addAll(set, other);
    return null;
  },
  SetUnion: () => (first, second) => addAll(new EastSet(first.keys).copyFrom(first), second),
  SetIntersect: () => (first, second) => select(first, (key) => second.has(key)),
  SetDiff: () => (first, second) => select(first, (key) => !second.has(key)),
  SetSymDiff: () => (first, second) => addAll(select(first, (key) => !second.has(key)), select(second, (key) => !first.has(key))),
  SetIsSubset: () => (first, second) => first.size <= second.size && first.entries().every(({ key }) => second.has(key)),
  SetIsDisjoint: () => (first, second) => {
    const [small, large] = first.size <= second.size ? [first, second] : [second, first];
    return !small.entries().some(({ key }) => large.has(key));
  },
};

/** The set is locked while `visit` is called for each key in order, until that returns something. */
function each(set, visit) {
  set.locks++;
  try {
    for (const { key } of set.entries()) {
      const found = visit(key);
      if (found !== undefined) return found;
    }
    return undefined;
  } finally {
    set.locks--;
  }
}

const callbacks = (places, make) => ({ callbacks: places, make });

export const maps = {
  SetForEach: callbacks([1], () => (set, f) => {
    each(set, (key) => void f(key));
    return null;
  }),
  SetMap: callbacks([1], () => (set, f) => {
    const dict = new EastDict(set.keys);
    each(set, (key) => void dict.append(key, f(key)));
    return dict;
  }),
  SetFilter: callbacks([1], () => (set, f) => {
    const kept = new EastSet(set.keys);
    each(set, (key) => void (f(key) && kept.append(key, null)));
    return kept;
  }),
  SetFilterMap: callbacks([1], () => (set, f) => {
    const dict = new EastDict(set.keys);
    each(set, (key) => {
      const found = f(key);
      if (found.case === 'some') dict.append(key, found.value);
    });
    return dict;
  }),
  SetToArray: callbacks([1], () => (set, f) => {
    const items = [];
    each(set, (key) => void items.push(f(key)));
    return new EastArray(items);
  }),
  SetToSet: callbacks([1], ([, key2]) => (set, f) => {
    const result = new EastSet(keysOf(key2));
    each(set, (key) => result.add(f(key)));
    return result;
  }),
  SetToDict: callbacks([1, 2, 3], ([, key2]) => (set, keyOf, valueOf, conflict) => {
    const dict = new EastDict(keysOf(key2));
    each(set, (key) => {
      const k = keyOf(key);
      merge(dict, k, valueOf(key), conflict);
    });
    return dict;
  }),
  SetFlattenToArray: callbacks([1], () => (set, f) => {
    const items = [];
    each(set, (key) => {
      for (const item of f(key).items) items.push(item);
    });
    return new EastArray(items);
  }),
  SetFlattenToSet: callbacks([1], ([, key2]) => (set, f) => {
    const result = new EastSet(keysOf(key2));
    each(set, (key) => void addAll(result, f(key)));
    return result;
  }),
  SetFlattenToDict: callbacks([1, 2], ([, key2]) => (set, f, conflict) => {
    const dict = new EastDict(keysOf(key2));
    each(set, (key) => {
      for (const entry of [...f(key).entries()]) merge(dict, entry.key, entry.value, conflict);
    });
    return dict;
  }),
};

export const folds = {
  SetFirstMap: callbacks([1], () => (set, f) => each(set, (key) => {
    const found = f(key);
    return found.case === 'some' ? found : undefined;
  }) ?? NONE),
  SetMapReduce: callbacks([1, 2], () => (set, map, reduce) => {
    if (set.size === 0) throw new EastError(TEXT.reduceEmpty);
    let isFirst = true;
    let result;
    each(set, (key) => {
      result = isFirst ? map(key) : reduce(result, map(key));
      isFirst = false;
    });
    return result;
  }),
  SetReduce: callbacks([1], () => (set, f, initial) => {
    let result = initial;
    each(set, (key) => { result = f(result, key); });
    return result;
  }),
  SetGroupFold: callbacks([1, 2, 3], ([, key2]) => (set, keyOf, initial, fold) => {
    const dict = new EastDict(keysOf(key2));
    each(set, (key) => {
      const group = keyOf(key);
      const known = dict.find(group);
      if (known !== undefined) known.value = fold(known.value, key);
      else dict.insert(group, fold(initial(group), key));
    });
    return dict;
  }),
};
