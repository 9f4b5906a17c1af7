/**
 * The values of East programs while they run: Null `null`, Boolean, Float and String as in JavaScript, Integer and DateTime (milliseconds) as
 * integers.mjs says, Blob a Uint8Array, Struct an object with the fields' names, and the classes here.
 */

/** A mutable cell. */
export class EastRef {
  constructor(value) {
    this.value = value;
    this.isFrozen = false;
  }
}

/** A growable list. `locks` counts the iterations that go on (spec 4.6). */
export class EastArray {
  /** @param {any[]} items taken over */
  constructor(items) {
    this.items = items;
    this.locks = 0;
    this.isFrozen = false;
  }
}

/** A value of a Variant: which case, by name, and its payload. */
export class EastVariant {
  constructor(name, value) {
    this.case = name;
    this.value = value;
  }
}

export const NONE = new EastVariant('none', null);
export const some = (value) => new EastVariant('some', value);

/** A function as a value. */
export class EastFunction {
  /**
   * @param {(depth: number, ...args: any[]) => any} call compiled code; its first argument is how deep calls are nested
   * @param {EastVariant | null} node its own node of IR; null for functions of the host
   */
  constructor(call, node) {
    this.call = call;
    this.node = node;
  }
}

/** One key of a Set or Dict. */
class Entry {
  constructor(key, value) {
    this.key = key;
    this.value = value;
    this.isGone = false;
  }
}

/**
 * The keys of a Set, or the entries of a Dict. Found by hash; brought into East order only when somebody asks for the order. Keys that
 * come in ascending order are in order at once; others wait in `pending`.
 */
class Keyed {
  #map = null; // made when somebody looks for a key
  #sorted = [];
  #pending = [];
  #gone = 0;

  /** @param {import('./keys.mjs').KeyKind} keys */
  constructor(keys) {
    this.keys = keys;
    this.locks = 0;
    this.isFrozen = false;
  }

  get size() {
    return this.#map === null ? this.#sorted.length : this.#map.size;
  }

  /** The entry of a key, or undefined. The value of what is returned may be set. */
  find(key) {
    const map = this.#map ?? this.#index();
    return map.get(this.keys.isPlain ? key : this.keys.hash(key));
  }

  has(key) {
    return this.find(key) !== undefined;
  }

  /** Adds a key that is not there yet. */
  insert(key, value) {
    const map = this.#map ?? this.#index();
    const entry = new Entry(key, value);
    map.set(this.keys.isPlain ? key : this.keys.hash(key), entry);
    const sorted = this.#sorted;
    if (this.#pending.length === 0 && (sorted.length === 0 || this.keys.compare(sorted[sorted.length - 1].key, key) < 0)) sorted.push(entry);
    else this.#pending.push(entry);
    return entry;
  }

  /** Adds a key or overwrites its value. */
  put(key, value) {
    const entry = this.find(key);
    if (entry === undefined) this.insert(key, value);
    else entry.value = value;
  }

  /** Adds a key that is greater than all others: what is read in order. */
  append(key, value) {
    this.#sorted.push(new Entry(key, value));
  }

  /** The greatest key there is, while all are in order; undefined when there is none. */
  get last() {
    return this.#sorted.length === 0 ? undefined : this.#sorted[this.#sorted.length - 1].key;
  }

  /** Removes a key; its entry, or undefined when it is not there. */
  remove(key) {
    const entry = this.find(key);
    if (entry === undefined) return undefined;
    this.#map.delete(this.keys.isPlain ? key : this.keys.hash(key));
    entry.isGone = true;
    this.#gone++;
    return entry;
  }

  clear() {
    this.#map = null;
    this.#sorted = [];
    this.#pending = [];
    this.#gone = 0;
  }

  /** All entries in ascending order. The array belongs to this object and is good until the next change of size. */
  entries() {
    if (this.#gone > 0) this.#sweep();
    if (this.#pending.length > 0) this.#merge();
    return this.#sorted;
  }

  /** Makes this object hold what another one has. */
  copyFrom(other) {
    this.#map = null;
    this.#sorted = other.entries().map((entry) => new Entry(entry.key, entry.value));
    this.#pending = [];
    return this;
  }

  #index() {
    const map = new Map();
    for (const entry of this.#sorted) map.set(this.keys.isPlain ? entry.key : this.keys.hash(entry.key), entry);
    this.#map = map;
    return map;
  }

  #sweep() {
    this.#sorted = this.#sorted.filter((entry) => !entry.isGone);
    this.#pending = this.#pending.filter((entry) => !entry.isGone);
    this.#gone = 0;
  }

  #merge() {
    const { compare } = this.keys;
    const added = this.#pending;
    this.#pending = [];
    if (added.length > 1) added.sort((a, b) => compare(a.key, b.key));
    const sorted = this.#sorted;
    if (added.length * 8 < sorted.length) {
      for (const entry of added) sorted.splice(placeOf(sorted, entry.key, compare), 0, entry);
      return;
    }
    const merged = [];
    let next = 0;
    for (const entry of sorted) {
      while (next < added.length && compare(added[next].key, entry.key) < 0) merged.push(added[next++]);
      merged.push(entry);
    }
    while (next < added.length) merged.push(added[next++]);
    this.#sorted = merged;
  }
}

function placeOf(sorted, key, compare) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(sorted[middle].key, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** An ordered set of keys. The values of its entries are null. */
export class EastSet extends Keyed {
  add(key) {
    if (this.find(key) === undefined) this.insert(key, null);
  }
}

/** An ordered map. */
export class EastDict extends Keyed {}
