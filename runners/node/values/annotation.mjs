/**
 * What an annotation says about a value: the East type, and the JavaScript form of each part where there is a choice.
 *
 * @typedef {{as: 'any'}
 *   | {as: 'leaf', tag: string, form?: 'buffer'}
 *   | {as: 'array', item: Annotation, form: 'list' | 'float64' | 'bigint64'}
 *   | {as: 'set', key: Annotation}
 *   | {as: 'dict', key: Annotation, value: Annotation, form: 'map' | 'object'}
 *   | {as: 'ref', item: Annotation}
 *   | {as: 'struct', fields: {name: string, annotation: Annotation}[]}
 *   | {as: 'variant', cases: {name: string, annotation: Annotation}[]}
 *   | {as: 'option', item: Annotation}
 *   | {as: 'function', inputs: Annotation[], output: Annotation, isAsync: boolean}
 *   | {as: 'back', depth: number}
 *   | {as: 'name', name: string, definition: {annotation: Annotation | null}}
 *   | {as: 'problem', text: string}} Annotation
 */
import {
  LEAF, arrayType, dictType, functionType, optionType, recursiveType, refType, setType, structType, typeProblem, variantType,
} from '../east/types.mjs';

/** No annotation, or one that allows everything. */
export const ANY = Object.freeze({ as: 'any' });

/** Why an annotation gives no East type. */
class Untyped extends Error {}

/**
 * The East type that an annotation gives.
 * @param {Annotation} annotation
 * @returns {{type: import('../east/types.mjs').EastType | null, problem: string | null}} exactly one of both
 */
export function typeOf(annotation) {
  try {
    const type = convert(annotation, []);
    const problem = typeProblem(type);
    return problem === null ? { type, problem } : { type: null, problem };
  } catch (error) {
    if (!(error instanceof Untyped)) throw error;
    return { type: null, problem: error.message };
  }
}

/** `outer`: one entry per enclosing constructor, with the definition that it is the constructor of (or null). */
function convert(annotation, outer, definition = null) {
  const inner = [...outer, definition];
  const part = (each) => convert(each, inner);
  const members = (list) => list.map(({ name, annotation: each }) => ({ name, type: part(each) }));
  switch (annotation.as) {
    case 'leaf': return LEAF[annotation.tag];
    case 'array': return arrayType(part(annotation.item));
    case 'set': return setType(part(annotation.key));
    case 'dict': return dictType(part(annotation.key), part(annotation.value));
    case 'ref': return refType(part(annotation.item));
    case 'struct': return structType(members(annotation.fields));
    case 'variant': return variantType(members(annotation.cases));
    case 'option': return optionType(part(annotation.item));
    case 'function':
      return functionType(annotation.inputs.map(part), part(annotation.output), annotation.isAsync ? 'AsyncFunction' : 'Function');
    case 'back': return recursiveType(annotation.depth);
    case 'name': return convertName(annotation, outer);
    case 'any': throw new Untyped('the annotation allows any value: write the type');
    default: throw new Untyped(annotation.text);
  }
}

function convertName({ name, definition }, outer) {
  const at = outer.lastIndexOf(definition);
  if (at >= 0) return recursiveType(outer.length - at);
  const resolved = resolve(definition.annotation, new Set([definition]));
  if (resolved === null) throw new Untyped(`'${name}' is defined as itself`);
  return convert(resolved, outer, definition);
}

/** Follows names that stand for names; null when they go round in a circle. */
function resolve(annotation, seen) {
  while (annotation.as === 'name') {
    if (seen.has(annotation.definition)) return null;
    seen.add(annotation.definition);
    annotation = annotation.definition.annotation;
  }
  return annotation;
}

/** The annotation that stands behind names, {@link ANY} where there is none. */
export function follow(annotation) {
  return resolve(annotation, new Set()) ?? ANY;
}
