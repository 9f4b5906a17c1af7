/** A Set and a Map that keep the keys -0 and 0 apart, as East does (spec 1.5) and JavaScript's own do not. */
import { inspect } from 'node:util';

/**
 * What is stored in place of -0. A Number object, so that it still is -0 for what looks past the methods below: console.log shows it
 * as one, structuredClone copies it as one.
 */
const NEGATIVE_ZERO = Object.freeze(Object.assign(Object(-0), {
  [inspect.custom]: (depth, options) => options.stylize('-0', 'number'),
}));

const stored = (key) => (Object.is(key, -0) ? NEGATIVE_ZERO : key);
const restored = (key) => (key === NEGATIVE_ZERO ? -0 : key);

/** A Set that compares its elements with Object.is. */
export class SignedZeroSet extends Set {
  has(key) {
    return super.has(stored(key));
  }

  add(key) {
    return super.add(stored(key));
  }

  delete(key) {
    return super.delete(stored(key));
  }

  forEach(visit, self) {
    super.forEach((key) => visit.call(self, restored(key), restored(key), this));
  }

  * values() {
    for (const key of super.values()) yield restored(key);
  }

  keys() {
    return this.values();
  }

  [Symbol.iterator]() {
    return this.values();
  }

  * entries() {
    for (const key of this.values()) yield [key, key];
  }
}

/** The methods that take another set exist from Node 22 on. They read this one's storage and the other's methods. */
const WITH_ANOTHER = ['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom'];

for (const name of WITH_ANOTHER.filter((each) => each in Set.prototype)) {
  const method = Set.prototype[name];
  Object.defineProperty(SignedZeroSet.prototype, name, {
    value(other) {
      const result = method.call(this, asStored(other));
      return result instanceof Set ? keepSignedZeros(result) : result;
    },
    configurable: true,
    writable: true,
  });
}

/** Another set, or what looks like one, with keys as they are stored here. */
function asStored(other) {
  return {
    size: other.size,
    has: (key) => other.has(restored(key)),
    * keys() {
      for (const key of { [Symbol.iterator]: () => other.keys() }) yield stored(key);
    },
  };
}

/** A Map that compares its keys with Object.is. */
export class SignedZeroMap extends Map {
  has(key) {
    return super.has(stored(key));
  }

  get(key) {
    return super.get(stored(key));
  }

  set(key, value) {
    return super.set(stored(key), value);
  }

  delete(key) {
    return super.delete(stored(key));
  }

  forEach(visit, self) {
    super.forEach((value, key) => visit.call(self, value, restored(key), this));
  }

  * keys() {
    for (const key of super.keys()) yield restored(key);
  }

  * entries() {
    for (const [key, value] of super.entries()) yield [restored(key), value];
  }

  [Symbol.iterator]() {
    return this.entries();
  }

  getOrInsert(key, value) {
    if (!this.has(key)) this.set(key, value);
    return this.get(key);
  }

  getOrInsertComputed(key, compute) {
    if (!this.has(key)) this.set(key, compute(key));
    return this.get(key);
  }
}

/**
 * Makes a Set or Map without -0 one that keeps -0 and 0 apart from now on. It stays the same object: what it contains may refer to it already.
 * @template {Set<any> | Map<any, any>} T
 * @param {T} container
 * @returns {T}
 */
export function keepSignedZeros(container) {
  return Object.setPrototypeOf(container, container instanceof Set ? SignedZeroSet.prototype : SignedZeroMap.prototype);
}
