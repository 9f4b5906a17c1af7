/** How an entry comes into a Dict that may have its key. A callback may change the Dict: what it did is looked at again. */

/** Adds an entry; a value that is there already becomes `conflict(old, new, key)`. */
export function merge(dict, key, value, conflict) {
  const known = dict.find(key);
  if (known === undefined) return void dict.insert(key, value);
  const merged = conflict(known.value, value, key);
  if (known.isGone) dict.put(key, merged);
  else known.value = merged;
  return undefined;
}

/** Makes the value of a key `f(old or initial(key), value, key)`. */
export function mergeWith(dict, key, value, f, initial) {
  const known = dict.find(key);
  if (known === undefined) return void dict.put(key, f(initial(key), value, key));
  const merged = f(known.value, value, key);
  if (known.isGone) dict.put(key, merged);
  else known.value = merged;
  return undefined;
}
