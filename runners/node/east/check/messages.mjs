/** What the checker says of programs. */
import { friendlyText, printName } from '../print.mjs';

const plural = (count, noun) => (count === 1 ? noun : `${noun}s`);
const list = (names) => names.join(', ');
const text = (link) => friendlyText(link.type);

export const TEXT = {
  nodeType: (what, expected, actual) => `${what} is ${text(expected)}, but the node says ${text(actual)}`,
  nodeKind: (what, expected, actual) => `${what} makes ${expected}, but the node says ${text(actual)}`,
  mismatch: (what, expected, actual) => `${what} must be ${text(expected)}, got ${text(actual)}${difference(expected.type, actual.type)}`,
  expectedKind: (what, expected, actual) => `${what} must be ${expected}, got ${text(actual)}`,
  undefined: (name) => `there is no variable '${name}' here`,
  notCaptured: (name) => `the variable '${name}' of an enclosing function is used but not among the captures`,
  captureUndefined: (name) => `the captured variable '${name}' does not exist where the function is made`,
  variableType: (name, declared, used) => `the variable '${name}' is ${text(declared)}, used as ${text(used)}`,
  variableMutable: (name, declared) => `the variable '${name}' is ${declared ? 'mutable' : 'not mutable'}, but is used as if it were ${declared ? 'not' : 'mutable'}`,
  notMutable: (name) => `the variable '${name}' is assigned, but is not mutable`,
  fields: (expected, actual) => `the fields of the Struct are (${list(expected)}) in this order, got (${list(actual)})`,
  noField: (name, names) => `there is no field '${name}'; the fields are ${list(names)}`,
  noCase: (name, names) => `there is no case '${name}'; the cases are ${list(names)}`,
  missingCase: (name) => `the case '${name}' is missing from the match`,
  repeatedCase: (name) => `the case '${name}' occurs twice in the match`,
  notSubtype: (narrow, wide) => `${text(narrow)} cannot be used as ${text(wide)}: it is not a subtype`,
  notRecursive: (type) => `${text(type)} is not a recursive type`,
  parameterCount: (expected, actual) =>
    `the type of the function has ${expected} ${plural(expected, 'input')}, but there ${actual === 1 ? 'is 1 parameter' : `are ${actual} parameters`}`,
  argumentCount: (what, expected, actual) => `${what} takes ${expected} ${plural(expected, 'argument')}, got ${actual}`,
  asyncCallee: (type) => `${text(type)} must be called with CallAsync`,
  asyncInFunction: (what) => `${what} is awaited, which only an AsyncFunction can do`,
  noLoop: (label) => `there is no enclosing loop '${label}'`,
  loopOutside: (label) => `the loop '${label}' is outside the function: loops cannot be left across a function`,
  noBuiltin: (name, nearest) => `there is no builtin '${name}'${nearest === undefined ? '' : `; did you mean '${nearest}'?`}`,
  typeParameters: (name, expected, got) => `${name} has ${expected} type parameters, got ${got} types`,
  noPlatform: (name, names) => (names.length === 0 ? `the program calls the platform function '${name}', and this host offers none`
    : `this host offers no platform function '${name}'; it has ${list(names)}`),
  functionType: (kind, actual) => `A node ${kind} of type ${text(actual)}: its type is that of a ${kind}`,
};

/** Where inside two types first differ, in brackets; nothing where they do as a whole. */
function difference(expected, actual) {
  const found = find('', expected, actual);
  return found === null || found.path === '' ? '' : ` (at ${found.path}: ${found.what})`;
}

function find(path, a, b) {
  if (friendlyText(a) === friendlyText(b)) return null;
  const isAlike = a.tag === b.tag;
  if (isAlike && (a.tag === 'Ref' || a.tag === 'Array')) return find(`${path}[]`, a.item, b.item);
  if (isAlike && a.tag === 'Set') return find(`${path}[]`, a.key, b.key);
  if (isAlike && a.tag === 'Dict') return find(`${path}[key]`, a.key, b.key) ?? find(`${path}[value]`, a.value, b.value);
  if (isAlike && (a.tag === 'Struct' || a.tag === 'Variant')) return findMember(path, a.fields ?? a.cases, b.fields ?? b.cases);
  if (isAlike && a.inputs !== undefined && a.inputs.length === b.inputs.length) {
    for (let i = 0; i < a.inputs.length; i++) {
      const found = find(`${path}(${i})`, a.inputs[i], b.inputs[i]);
      if (found !== null) return found;
    }
    return find(`${path}=>`, a.output, b.output);
  }
  return { path, what: `expected ${friendlyText(a)}, got ${friendlyText(b)}` };
}

function findMember(path, expected, actual) {
  for (const { name, type } of expected) {
    const place = `${path}.${printName(name)}`;
    const other = actual.find((each) => each.name === name);
    if (other === undefined) return { path: place, what: `missing (expected ${friendlyText(type)})` };
    const found = find(place, type, other.type);
    if (found !== null) return found;
  }
  const extra = actual.find(({ name }) => !expected.some((each) => each.name === name));
  if (extra !== undefined) return { path: `${path}.${printName(extra.name)}`, what: `not expected (got ${friendlyText(extra.type)})` };
  const names = (members) => list(members.map((member) => printName(member.name)));
  return { path, what: `expected the fields in the order ${names(expected)}, got ${names(actual)}` };
}
