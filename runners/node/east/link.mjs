/**
 * Types as graphs: each back-reference leads to the constructor that it points at, so that routines for values (comparers, codecs, printers)
 * are made once per constructor and call each other.
 */
import { eastText } from './print.mjs';
import { partsOf } from './types.mjs';

/**
 * @typedef {object} Link
 * @property {string} tag
 * @property {import('./types.mjs').EastType} type the constructor as a tree; only that of a root is closed
 * @property {Link[]} parts
 * @property {string[]} names of fields or cases
 * @property {boolean} isRoot
 * @property {boolean} isCyclic values of the root may contain themselves
 * @property {number} id
 * @property {string | null} text East text of a root
 * @property {object} routines what was made for it, by name
 */

/** Types come from data too: not all of them are kept. */
const MAX_KEPT = 4096;

const byType = new WeakMap();
const byText = new Map();
let nextId = 0;

/**
 * The graph of a closed type. Equal types give the same one, as a rule; their texts are the same in any case.
 * @param {import('./types.mjs').EastType} type
 * @returns {Link}
 */
export function linkOf(type) {
  const known = byType.get(type);
  if (known !== undefined) return known;
  const text = eastText(type);
  let link = byText.get(text);
  if (link === undefined) {
    const state = { isCyclic: false };
    link = build(type, [], state);
    link.isRoot = true;
    mark(link, state.isCyclic, new Set());
    link.text = text;
    if (byText.size >= MAX_KEPT) byText.clear();
    byText.set(text, link);
  }
  byType.set(type, link);
  return link;
}

function build(type, outer, state) {
  if (type.tag === 'Recursive') {
    state.isCyclic = true;
    const target = outer[outer.length - type.depth];
    if (target === undefined) throw new RangeError(`Recursive ${type.depth} points outside the type`);
    return target;
  }
  const names = (type.fields ?? type.cases ?? []).map((member) => member.name);
  const link = { tag: type.tag, type, parts: [], names, isRoot: false, isCyclic: false, id: nextId++, routines: {}, text: null };
  outer.push(link);
  for (const part of partsOf(type)) link.parts.push(build(part, outer, state));
  outer.pop();
  return link;
}

function mark(link, isCyclic, seen) {
  if (seen.has(link)) return;
  seen.add(link);
  link.isCyclic = isCyclic;
  for (const part of link.parts) mark(part, isCyclic, seen);
}

/**
 * Makes a routine for a link once. While it is being made, links that lead back get a function that calls it later.
 * @template {Function} F
 * @param {Link} link
 * @param {string} name
 * @param {(link: Link) => F} make
 * @returns {F}
 */
export function routine(link, name, make) {
  const made = link.routines[name];
  if (made !== undefined) return made;
  link.routines[name] = (...args) => link.routines[name](...args);
  link.routines[name] = make(link);
  return link.routines[name];
}
