/** Types that are East values (of EastTypeType, as IR has them) as types. */
import { ProgramError } from '../errors.mjs';
import { linkOf } from '../link.mjs';
import { LEAF, MAX_TYPE_DEPTH, arrayType, dictType, functionType, recursiveType, refType, setType, structType, typeProblem } from '../types.mjs';

const MAX_PARTS = 1 << 20;
const known = new WeakMap();
/** By the list of their members: programs share those. */
const knownLists = { Struct: new WeakMap(), Variant: new WeakMap() };
let parts = 0;

/**
 * The link of a closed type.
 * @param {import('../values/containers.mjs').EastVariant} value
 * @returns {import('../link.mjs').Link}
 * @throws {ProgramError} where it breaks a rule of the language
 */
export function linkOfValue(value) {
  const lists = knownLists[value.case];
  const found = lists === undefined ? known.get(value) : lists.get(value.value);
  if (found !== undefined) return found;
  parts = 0;
  const type = convert(value, 0);
  const problem = typeProblem(type);
  if (problem !== null) throw new ProgramError(problem);
  const link = linkOf(type);
  if (lists === undefined) known.set(value, link);
  else lists.set(value.value, link);
  return link;
}

/** Lists may be shared, so few values can stand for very many types: the parts are counted. */
function convert({ case: tag, value }, depth) {
  if (++parts > MAX_PARTS || depth > MAX_TYPE_DEPTH) throw new ProgramError('a type in the program is too large');
  const part = (each) => convert(each, depth + 1);
  const members = (list) => list.items.map((member) => ({ name: member.name, type: part(member.type) }));
  switch (tag) {
    case 'Array': return arrayType(part(value));
    case 'Ref': return refType(part(value));
    case 'Set': return setType(part(value));
    case 'Dict': return dictType(part(value.key), part(value.value));
    case 'Struct': return structType(members(value));
    case 'Variant': return { tag, cases: members(value) };
    case 'Function': case 'AsyncFunction': return functionType(value.inputs.items.map(part), part(value.output), tag);
    case 'Recursive': return recursiveType(Number(value));
    default: return LEAF[tag];
  }
}
