/** Relations between types: the same values, and subtyping (spec 1.4). Types are links, so folded and unfolded recursive types meet. */
import { partsOf } from './types.mjs';

/** Whether two types have the same values: equal when each back-reference is followed. */
export function sameValues(a, b, seen = new Map()) {
  return holds(a, b, seen, sameParts);
}

/** Whether values of `a` may be given where `b` is asked for. */
export const fits = (a, b) => isSubtype(a, b) || sameValues(a, b);

/** Subtyping as the language has it: without unfolding `b`. */
export function isSubtype(a, b, seen = new Map()) {
  return holds(a, b, seen, subtypeParts);
}

/** A pair that is met again while it is being decided counts as holding. */
function holds(a, b, seen, decide) {
  if (a === b) return true;
  const partners = seen.get(a);
  if (partners?.has(b)) return true;
  if (partners === undefined) seen.set(a, new Set([b]));
  else partners.add(b);
  return decide(a, b, seen);
}

function sameParts(a, b, seen) {
  return a.tag === b.tag && a.parts.length === b.parts.length && a.names.every((name, i) => name === b.names[i])
    && a.parts.every((part, i) => sameValues(part, b.parts[i], seen));
}

function subtypeParts(a, b, seen) {
  if (a.tag === 'Never') return true;
  const isFunction = (link) => link.tag === 'Function' || link.tag === 'AsyncFunction';
  if (isFunction(a) && isFunction(b)) {
    if (a.parts.length !== b.parts.length || (a.tag === 'AsyncFunction' && b.tag === 'Function')) return false;
    const last = a.parts.length - 1;
    return a.parts.every((_, i) => (i === last ? partHolds(a, i, b, i, seen) : partHolds(b, i, a, i, new Map())));
  }
  if (a.tag !== b.tag) return false;
  switch (a.tag) {
    case 'Struct':
      return a.names.length === b.names.length && a.names.every((name, i) => name === b.names[i] && partHolds(a, i, b, i, seen));
    case 'Variant':
      return a.names.every((name, i) => b.names.includes(name) && partHolds(a, i, b, b.names.indexOf(name), seen));
    default: return sameValues(a, b, new Map());
  }
}

/** A back-reference is a subtype of a back-reference only: an unfolded type is a subtype of the folded one, but not the reverse. */
function partHolds(a, i, b, k, seen) {
  if (isBack(a, i) && !isBack(b, k)) return false;
  return isSubtype(a.parts[i], b.parts[k], seen);
}

const isBack = (link, i) => partsOf(link.type)[i].tag === 'Recursive';
