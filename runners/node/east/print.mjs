/** How types are written: East text (spec 3.4) and the friendly syntax (ir/friendly-types.md). */
import { isOption } from './types.mjs';

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A field's or a case's name, in backticks where it is not a plain identifier. */
export function printName(name) {
  return IDENTIFIER.test(name) ? name : '`' + name.replace(/[\\`]/g, '\\$&') + '`';
}

/** East's own text of a type, such as `.Array .Integer`. */
export function eastText(type) {
  const members = (list) => `[${list.map((member) => `(name=${JSON.stringify(member.name)}, type=${eastText(member.type)})`).join(', ')}]`;
  switch (type.tag) {
    case 'Array': case 'Ref': return `.${type.tag} ${eastText(type.item)}`;
    case 'Set': return `.Set ${eastText(type.key)}`;
    case 'Dict': return `.Dict (key=${eastText(type.key)}, value=${eastText(type.value)})`;
    case 'Struct': return `.Struct ${members(type.fields)}`;
    case 'Variant': return `.Variant ${members(type.cases)}`;
    case 'Function': case 'AsyncFunction':
      return `.${type.tag} (inputs=[${type.inputs.map(eastText).join(', ')}], output=${eastText(type.output)})`;
    case 'Recursive': return `.Recursive ${type.depth}`;
    default: return `.${type.tag}`;
  }
}

/** The friendly text of a type, such as `Array<Integer>`. */
export function friendlyText(type) {
  return printFriendly(type, []);
}

/** `outer`: the enclosing constructors, each with the name it has because a back-reference points at it (or null so far). */
function printFriendly(type, outer) {
  if (type.tag === 'Recursive') {
    const binder = outer[outer.length - type.depth];
    if (binder === undefined) return `Recursive ${type.depth}`;
    if (binder.name === null) {
      const named = outer.filter((each) => each.name !== null).length;
      binder.name = named === 0 ? 'Self' : `Self${named + 1}`;
    }
    return binder.name;
  }
  const binder = { name: null };
  const text = printConstructor(type, (part) => printFriendly(part, [...outer, binder]));
  return binder.name === null ? text : `Recursive<${binder.name} = ${text}>`;
}

function printConstructor(type, print) {
  switch (type.tag) {
    case 'Array': case 'Ref': return `${type.tag}<${print(type.item)}>`;
    case 'Set': return `Set<${print(type.key)}>`;
    case 'Dict': return `Dict<${print(type.key)}, ${print(type.value)}>`;
    case 'Struct': return `Struct<${type.fields.map((field) => `${printName(field.name)}: ${print(field.type)}`).join(', ')}>`;
    case 'Variant':
      if (isOption(type)) return `Option<${print(type.cases[1].type)}>`;
      return `Variant<${type.cases.map(({ name, type: payload }) =>
        (payload.tag === 'Null' ? printName(name) : `${printName(name)}: ${print(payload)}`)).join(', ')}>`;
    case 'Function': return `(${type.inputs.map(print).join(', ')}) => ${print(type.output)}`;
    case 'AsyncFunction': return `async (${type.inputs.map(print).join(', ')}) => ${print(type.output)}`;
    default: return type.tag;
  }
}
