/** The total order of East values (spec 1.5), for values in the form that a shape says. */

/**
 * A comparer of two values of a shape: negative, zero or positive.
 * @param {import('./shape.mjs').Shape} shape
 * @returns {(a: any, b: any) => number}
 */
export function comparerOf(shape) {
  const visited = { pairs: null };
  const compare = build(shape, new Map(), visited);
  if (shape.parts.length === 0) return compare;
  return (a, b) => {
    visited.pairs = null;
    return compare(a, b);
  };
}

/** Strings by UTF-16 code units, numbers and bigints by value. */
const byValue = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function compareFloats(a, b) {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a !== a || b !== b) return (a !== a ? 1 : 0) - (b !== b ? 1 : 0);
  return (Object.is(b, -0) ? 1 : 0) - (Object.is(a, -0) ? 1 : 0);
}

const LEAVES = {
  Never: () => 0,
  Null: () => 0,
  Boolean: byValue,
  Integer: byValue,
  String: byValue,
  Float: compareFloats,
  DateTime: (a, b) => a.getTime() - b.getTime(),
  Blob: (a, b) => Buffer.compare(a, b),
};

function build(shape, made, visited) {
  if (shape.parts.length === 0 && shape.tag in LEAVES) return LEAVES[shape.tag];
  const known = made.get(shape);
  if (known !== undefined) return (a, b) => known.compare(a, b);
  const entry = { compare: null };
  made.set(shape, entry);
  const compare = constructorComparer(shape, shape.parts.map((part) => build(part, made, visited)));
  entry.compare = ['Array', 'Set', 'Dict', 'Ref'].includes(shape.tag) ? onceEach(compare, visited) : compare;
  return entry.compare;
}

/** A pair of containers that is being compared already counts as equal, so that cyclic values can be compared. */
function onceEach(compare, visited) {
  return (a, b) => {
    if (a === b) return 0;
    visited.pairs ??= new Map();
    const seen = visited.pairs.get(a) ?? visited.pairs.set(a, new Set()).get(a);
    if (seen.has(b)) return 0;
    seen.add(b);
    const order = compare(a, b);
    if (order !== 0) seen.delete(b);
    return order;
  };
}

function constructorComparer(shape, parts) {
  const [first, second] = parts;
  switch (shape.tag) {
    case 'Ref': return (a, b) => first(a.value, b.value);
    case 'Array': return (a, b) => compareLists(a, b, first);
    case 'Set': return (a, b) => compareLists([...a].sort(first), [...b].sort(first), first);
    case 'Dict': {
      const entries = (dict) => [...(shape.form === 'object' ? Object.entries(dict) : dict)].sort((a, b) => first(a[0], b[0]));
      return (a, b) => compareLists(entries(a), entries(b), (left, right) => first(left[0], right[0]) || second(left[1], right[1]));
    }
    case 'Struct': return structComparer(shape.names, parts);
    default: return shape.form === 'nullable' ? nullableComparer(second) : variantComparer(shape.names, parts);
  }
}

function compareLists(a, b, item) {
  const both = Math.min(a.length, b.length);
  for (let i = 0; i < both; i++) {
    const order = item(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

const structComparer = (names, parts) => (a, b) => {
  for (let i = 0; i < names.length; i++) {
    const order = parts[i](a[names[i]], b[names[i]]);
    if (order !== 0) return order;
  }
  return 0;
};

const nullableComparer = (payload) => (a, b) =>
  (a === null || b === null ? (a === null ? 0 : 1) - (b === null ? 0 : 1) : payload(a, b));

const variantComparer = (names, parts) => (a, b) =>
  (a.type === b.type ? parts[names.indexOf(a.type)](a.value, b.value) : byValue(a.type, b.type));
