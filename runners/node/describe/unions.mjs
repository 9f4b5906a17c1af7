/** What `A | B` means: an Option where null is among them, a Variant where all are objects with a literal `type`. */
import { ANY } from '../values/annotation.mjs';

/** @typedef {import('../values/annotation.mjs').Annotation} Annotation */

const NULL = { as: 'leaf', tag: 'Null' };
const problem = (text) => ({ as: 'problem', text });

/** A string literal: no type by itself, but the tag of a Variant's case. */
export function literal(text) {
  const quoted = JSON.stringify(text);
  return { ...problem(`the literal ${quoted} is not a type: write string, or {type: ${quoted}} as a case of a Variant`), literal: text };
}

/** @param {Annotation[]} members */
export function unite(members) {
  if (members.length === 1) return members[0];
  const some = members.filter((member) => !isNull(member));
  if (some.length === 0) return NULL;
  const isNullable = some.length < members.length || some.some((member) => member.as === 'option');
  const item = several(some.map((member) => (member.as === 'option' && some.length > 1 ? member.item : member)));
  return isNullable && item.as !== 'option' ? { as: 'option', item: asVariant(item) } : item;
}

const isNull = (annotation) => annotation.as === 'leaf' && annotation.tag === 'Null';

function several(members) {
  const [first] = members;
  if (members.length === 1) return first;
  if (members.some((member) => member.as === 'any')) return ANY;
  if (members.every((member) => member.as === 'leaf' && member.tag === 'Boolean')) return first;
  const cases = members.flatMap(casesOf);
  if (cases.includes(null)) return notOne(members);
  const names = cases.map((each) => each.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return problem(`a Variant has two cases of type '${twice}'`);
  return { as: 'variant', cases };
}

function notOne(members) {
  if (members.every((member) => member.literal !== undefined)) {
    return problem("a union of literals is not an East type: write string, or {type: 'a'} | {type: 'b'} for a Variant");
  }
  return problem("a union of different types is not an East type: write {type: 'a', value: A} | {type: 'b', value: B} for a Variant");
}

/** The cases that an annotation offers as a member of a union; [null] where it is no tagged object. */
function casesOf(annotation) {
  if (annotation.as === 'variant') return annotation.cases;
  return [caseOf(annotation)];
}

function caseOf(annotation) {
  if (annotation.as !== 'struct') return null;
  const tag = annotation.fields.find((field) => field.name === 'type')?.annotation.literal;
  const value = annotation.fields.find((field) => field.name === 'value');
  if (tag === undefined || annotation.fields.length !== (value === undefined ? 1 : 2)) return null;
  return { name: tag, annotation: value === undefined ? NULL : asVariant(value.annotation) };
}

/** An object with a literal `type` that stands alone is a Variant of one case. */
export function asVariant(annotation) {
  const single = caseOf(annotation);
  return single === null ? annotation : { as: 'variant', cases: [single] };
}
