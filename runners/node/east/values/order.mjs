/** The total order of East, equality and identity (spec 1.5), made per type. */
import { routine } from '../link.mjs';
import { EastError } from '../errors.mjs';

/**
 * @param {import('../link.mjs').Link} link
 * @returns {(a: any, b: any) => number} below, at or above 0
 */
export const compareOf = (link) => topOf(link, 'order', makeOrder);

/**
 * Deep equality: true exactly where {@link compareOf} gives 0, but quicker.
 * @returns {(a: any, b: any) => boolean}
 */
export const equalOf = (link) => topOf(link, 'equal', makeEqual);

/**
 * Identity.
 * @returns {(a: any, b: any) => boolean}
 * @throws {EastError} on the first use, where the type has functions
 */
export const isOf = (link) => routine(link, 'is', makeIs);

/** Values of cyclic types may contain themselves: their routines take the pairs that are being compared as a third argument. */
function topOf(link, name, make) {
  if (!link.isCyclic) return routine(link, name, make);
  return routine(link, `${name} top`, () => {
    const inner = routine(link, name, make);
    return (a, b) => inner(a, b, new Pairs());
  });
}

/** Pairs of containers that are being compared: met again, they count as equal. */
class Pairs {
  #partners = new Map();

  /** False when the pair was there before. */
  add(a, b) {
    const partners = this.#partners.get(a);
    if (partners === undefined) {
      this.#partners.set(a, new Set([b]));
      return true;
    }
    if (partners.has(b)) return false;
    partners.add(b);
    return true;
  }
}

const plain = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

export function compareFloats(a, b) {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return a !== 0 ? 0 : (1 / a > 0 ? 1 : 0) - (1 / b > 0 ? 1 : 0);
  return (a === a ? 0 : 1) - (b === b ? 0 : 1);
}

const compareBlobs = (a, b) => Buffer.compare(a, b);

function makeOrder(link) {
  switch (link.tag) {
    case 'Never': return () => { throw new EastError('values of type Never cannot be compared'); };
    case 'Null': case 'Function': case 'AsyncFunction': return () => 0;
    case 'Boolean': case 'Integer': case 'DateTime': case 'String': return plain;
    case 'Float': return compareFloats;
    case 'Blob': return compareBlobs;
    case 'Struct': return structOrder(link);
    case 'Variant': return variantOrder(link);
    default: return guarded(link, containerOrder(link), 0);
  }
}

function structOrder(link) {
  const fields = link.names.map((name, i) => [name, routine(link.parts[i], 'order', makeOrder)]);
  return (a, b, pairs) => {
    if (a === b && !link.isCyclic) return 0;
    for (let i = 0; i < fields.length; i++) {
      const [name, order] = fields[i];
      const found = order(a[name], b[name], pairs);
      if (found !== 0) return found;
    }
    return 0;
  };
}

function variantOrder(link) {
  const cases = new Map(link.names.map((name, i) => [name, routine(link.parts[i], 'order', makeOrder)]));
  return (a, b, pairs) => (a.case === b.case ? cases.get(a.case)(a.value, b.value, pairs) : a.case < b.case ? -1 : 1);
}

function containerOrder(link) {
  const parts = link.parts.map((part) => routine(part, 'order', makeOrder));
  const [item, value] = parts;
  if (link.tag === 'Ref') return (a, b, pairs) => item(a.value, b.value, pairs);
  if (link.tag === 'Array') return (a, b, pairs) => lists(a.items, b.items, (x, y) => item(x, y, pairs));
  if (link.tag === 'Set') return (a, b, pairs) => lists(a.entries(), b.entries(), (x, y) => item(x.key, y.key, pairs));
  return (a, b, pairs) => lists(a.entries(), b.entries(), (x, y) => item(x.key, y.key, pairs) || value(x.value, y.value, pairs));
}

function lists(a, b, order) {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const found = order(a[i], b[i]);
    if (found !== 0) return found;
  }
  return a.length - b.length;
}

function guarded(link, compare, same) {
  if (!link.isCyclic) return (a, b) => (a === b ? same : compare(a, b));
  return (a, b, pairs) => (a === b || !pairs.add(a, b) ? same : compare(a, b, pairs));
}

function makeEqual(link) {
  switch (link.tag) {
    case 'Never': return makeOrder(link);
    case 'Null': case 'Function': case 'AsyncFunction': return () => true;
    case 'Boolean': case 'Integer': case 'DateTime': case 'String': return (a, b) => a === b;
    case 'Float': return Object.is;
    case 'Blob': return (a, b) => compareBlobs(a, b) === 0;
    case 'Struct': {
      const fields = link.names.map((name, i) => [name, routine(link.parts[i], 'equal', makeEqual)]);
      return (a, b, pairs) => fields.every(([name, equal]) => equal(a[name], b[name], pairs));
    }
    case 'Variant': {
      const cases = new Map(link.names.map((name, i) => [name, routine(link.parts[i], 'equal', makeEqual)]));
      return (a, b, pairs) => a.case === b.case && cases.get(a.case)(a.value, b.value, pairs);
    }
    default: return guarded(link, containerEqual(link), true);
  }
}

function containerEqual(link) {
  const [item, value] = link.parts.map((part) => routine(part, 'equal', makeEqual));
  if (link.tag === 'Ref') return (a, b, pairs) => item(a.value, b.value, pairs);
  if (link.tag === 'Array') {
    return (a, b, pairs) => a.items.length === b.items.length && a.items.every((each, i) => item(each, b.items[i], pairs));
  }
  const isDict = link.tag === 'Dict';
  return (a, b, pairs) => {
    if (a.size !== b.size) return false;
    const others = b.entries();
    return a.entries().every((entry, i) => item(entry.key, others[i].key, pairs) && (!isDict || value(entry.value, others[i].value, pairs)));
  };
}

function makeIs(link) {
  switch (link.tag) {
    case 'Null': return () => true;
    case 'Float': return (a, b) => a === b || (a !== a && b !== b);
    case 'Blob': return makeEqual(link);
    case 'Function': case 'AsyncFunction': return () => { throw new EastError('functions have no identity'); };
    case 'Struct': {
      const fields = link.names.map((name, i) => [name, isOf(link.parts[i])]);
      return (a, b) => fields.every(([name, is]) => is(a[name], b[name]));
    }
    case 'Variant': {
      const cases = new Map(link.names.map((name, i) => [name, isOf(link.parts[i])]));
      return (a, b) => a.case === b.case && cases.get(a.case)(a.value, b.value);
    }
    default: return (a, b) => a === b;
  }
}
