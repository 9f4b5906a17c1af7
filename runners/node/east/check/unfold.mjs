/** Unfolding recursive types once (spec 1.3), and the parts of a type as closed types. */
import { linkOf } from '../link.mjs';
import { partsOf } from '../types.mjs';

/** Whether a back-reference inside of a type points at the type itself. */
export function isBinder(type) {
  return partsOf(type).length > 0 && pointsAt(type, 0);
}

function pointsAt(type, level) {
  if (type.tag === 'Recursive') return type.depth === level;
  return partsOf(type).some((part) => pointsAt(part, level + 1));
}

/** The type with itself in the place of each back-reference to it; the type itself where there is none. */
export function unfold(link) {
  return (link.routines.unfolded ??= link.isCyclic && isBinder(link.type) ? linkOf(replace(link.type, 0, link.type)) : link);
}

function replace(type, level, root) {
  if (type.tag === 'Recursive') return type.depth === level ? root : type;
  const part = (each) => replace(each, level + 1, root);
  const members = (list) => list.map((member) => ({ name: member.name, type: part(member.type) }));
  switch (type.tag) {
    case 'Array': case 'Ref': return { ...type, item: part(type.item) };
    case 'Dict': return { ...type, value: part(type.value) };
    case 'Struct': return { ...type, fields: members(type.fields) };
    case 'Variant': return { ...type, cases: members(type.cases) };
    case 'Function': case 'AsyncFunction': return { ...type, inputs: type.inputs.map(part), output: part(type.output) };
    default: return type;
  }
}

/** The parts of a type that is unfolded, each a type of its own. */
export function closedParts(link) {
  return (link.routines.closed ??= partsOf(link.type).map(linkOf));
}
