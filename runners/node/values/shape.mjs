/**
 * A shape is an East type together with the JavaScript form of each of its parts: what an input is decoded to and what a result may
 * look like. Shapes of recursive types are cyclic graphs.
 */
import { eastText, friendlyText } from '../east/print.mjs';
import { isNullable, payloadOf } from '../east/options.mjs';
import { isOption, partsOf } from '../east/types.mjs';
import { ANY, follow } from './annotation.mjs';

/**
 * @typedef {object} Shape
 * @property {number} id unique within its graph; containers with equal ids are read alike
 * @property {string} tag the East constructor
 * @property {import('../east/types.mjs').EastType} type
 * @property {{type: import('../east/types.mjs').EastType}[]} outer the constructors around the type, outermost first
 * @property {string} form Array: `list float64 bigint64`; Dict: `map object`; Blob: `bytes buffer`; Variant: `tagged nullable`; else ''
 * @property {Shape[]} parts in the order of the type's parts
 * @property {string[]} names of fields or cases
 * @property {number} least bytes that a value takes at least
 * @property {boolean} isRecursive whether a back-reference points here
 */

/** An annotation that does not fit the type. `path` is where, such as `[].ppm`. */
export class FormError extends Error {
  constructor(path, type, annotation) {
    super(`the annotation ${path === '' ? '' : `at ${path} `}asks for ${describe(annotation)}, the value is ${friendlyText(type)}`);
    this.path = path;
  }
}

/**
 * @param {import('../east/types.mjs').EastType} type without functions
 * @param {import('./annotation.mjs').Annotation} [annotation]
 * @returns {Shape}
 * @throws {FormError} when the annotation asks for something else than the type
 */
export function shapeOf(type, annotation = ANY) {
  const shape = new ShapeBuilder().build(type, annotation, [], '');
  settleLeast(shape);
  return shape;
}

class ShapeBuilder {
  #made = new Map();
  #count = 0;

  /** `outer`: the enclosing constructors' types, outermost first, each with its own `outer`. */
  build(type, annotation, outer, path) {
    if (type.tag === 'Recursive') {
      const binder = outer[outer.length - type.depth];
      const shape = this.build(binder.type, annotation.as === 'back' ? ANY : annotation, binder.outer, path);
      shape.isRecursive = true;
      return shape;
    }
    const followed = follow(annotation);
    const form = followed.as === 'problem' ? ANY : followed;
    const made = this.#made.get(type) ?? this.#made.set(type, new Map()).get(type);
    if (made.has(form)) return made.get(form);
    const shape = {
      id: this.#count++, tag: type.tag, type, outer, form: formOf(type, form, outer.map((each) => each.type), path),
      parts: [], names: (type.fields ?? type.cases ?? []).map((member) => member.name), least: 0, isRecursive: false,
    };
    if (partsOf(type).length > 0) made.set(form, shape);
    const inner = [...outer, { type, outer }];
    shape.parts = partsOf(type).map((part, i) => this.build(part, partOf(type, form, i), inner, path + step(type, i)));
    return shape;
  }
}

const keys = new WeakMap();

/**
 * What a container is and how it is read, as texts: references between containers need them to agree.
 * @param {Shape} shape
 * @returns {{type: string, form: string}}
 */
export function keysOf(shape) {
  let found = keys.get(shape);
  if (found === undefined) {
    found = { type: typeKey(shape), form: formKey(shape) };
    keys.set(shape, found);
  }
  return found;
}

/** A type's text, and that of the recursive type around it that it points at: at most one, which is closed (spec 1.3). */
function typeKey({ type, outer }) {
  const levels = reach(type, 0);
  return levels === 0 ? eastText(type) : `${eastText(type)} in ${eastText(outer.at(-levels).type)}`;
}

/** The forms of a shape and of all its parts; a part that was met before counts once. */
function formKey(shape) {
  const seen = new Set();
  const visit = (each) => {
    if (seen.has(each)) return '^';
    if (each.parts.length > 0) seen.add(each);
    return `${each.form}(${each.parts.map(visit).join()})`;
  };
  return visit(shape);
}

/** How many constructors outwards a type's back-references reach. */
function reach(type, depth) {
  if (type.tag === 'Recursive') return Math.max(0, type.depth - depth);
  return partsOf(type).reduce((most, part) => Math.max(most, reach(part, depth + 1)), 0) || 0;
}

/** The form that an annotation asks for; throws {@link FormError} when that is another constructor. */
function formOf(type, annotation, outer, path) {
  const free = annotation.as === 'any';
  const wrong = () => { throw new FormError(path, type, annotation); };
  const want = (as) => free || annotation.as === as || wrong();
  switch (type.tag) {
    case 'Array': want('array'); return free ? 'list' : annotation.form;
    case 'Dict': want('dict'); return free ? 'map' : annotation.form;
    case 'Set': want('set'); return '';
    case 'Ref': want('ref'); return '';
    case 'Struct':
      want('struct');
      if (!free && !sameNames(type.fields, annotation.fields)) wrong();
      return '';
    case 'Variant': return variantForm(type, annotation, free, outer, wrong);
    default:
      if (!free && !(annotation.as === 'leaf' && annotation.tag === type.tag)) wrong();
      return type.tag === 'Blob' ? annotation.form ?? 'bytes' : '';
  }
}

function variantForm(type, annotation, free, outer, wrong) {
  const natural = isNullable(type, outer) ? 'nullable' : 'tagged';
  if (free) return natural;
  if (annotation.as === 'option') return isOption(type) ? natural : wrong();
  if (annotation.as !== 'variant') return wrong();
  const offered = new Set(annotation.cases.map((each) => each.name));
  return type.cases.every((each) => offered.has(each.name)) ? 'tagged' : wrong();
}

function sameNames(fields, annotated) {
  const names = new Set(annotated.map((each) => each.name));
  return fields.length === annotated.length && fields.every((field) => names.has(field.name));
}

/** The annotation of the i-th part; the annotation itself fits the type. */
function partOf(type, annotation, i) {
  switch (annotation.as) {
    case 'array': case 'ref': return annotation.item;
    case 'set': return annotation.key;
    case 'dict': return i === 0 ? annotation.key : annotation.value;
    case 'struct': return annotation.fields.find((each) => each.name === type.fields[i].name).annotation;
    case 'variant': return annotation.cases.find((each) => each.name === type.cases[i].name).annotation;
    case 'option': return type.cases[i].type === payloadOf(type) ? annotation.item : ANY;
    default: return ANY;
  }
}

function step(type, i) {
  switch (type.tag) {
    case 'Struct': return `.${type.fields[i].name}`;
    case 'Variant': return isOption(type) ? '' : `.${type.cases[i].name}`;
    case 'Dict': return i === 0 ? '{key}' : '{}';
    case 'Ref': return '.value';
    default: return '[]';
  }
}

/** What an annotation asks for, in a word or two. */
function describe(annotation) {
  switch (annotation.as) {
    case 'leaf': return annotation.tag;
    case 'struct': return `Struct<${annotation.fields.map((field) => field.name).join(', ')}>`;
    case 'variant': return `Variant<${annotation.cases.map((each) => each.name).join(', ')}>`;
    case 'option': return 'an Option';
    case 'function': return 'a function';
    default: return `${annotation.as === 'array' ? 'an' : 'a'} ${annotation.as[0].toUpperCase()}${annotation.as.slice(1)}`;
  }
}

/** Fills in `least`: a lower bound, 1 for what is recursive. */
function settleLeast(root) {
  const done = new Set();
  const visit = (shape) => {
    if (done.has(shape)) return shape.least;
    done.add(shape);
    shape.least = 1; // what a shape sees of itself while it is being settled
    shape.parts.forEach(visit);
    if (shape.tag === 'Null' || shape.tag === 'Never') shape.least = 0;
    else if (shape.tag === 'Float') shape.least = 8;
    else if (shape.tag === 'Struct') shape.least = shape.parts.reduce((sum, part) => sum + part.least, 0);
    return shape.least;
  };
  visit(root);
}
