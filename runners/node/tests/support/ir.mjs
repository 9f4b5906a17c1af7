/** Programs made by hand, node by node. Every node is at its own line of the file `t`, in the order in which they are made. */
import { EastArray, EastVariant } from '../../east/values/containers.mjs';
import { LEAF, functionType } from '../../east/types.mjs';

let line = 0;

const list = (items) => new EastArray(items);

/** A type as a value of EastTypeType. */
function typeValue(type) {
  const members = (each) => list(each.map(({ name, type: part }) => ({ name, type: typeValue(part) })));
  switch (type.tag) {
    case 'Array': case 'Ref': return new EastVariant(type.tag, typeValue(type.item));
    case 'Set': return new EastVariant('Set', typeValue(type.key));
    case 'Dict': return new EastVariant('Dict', { key: typeValue(type.key), value: typeValue(type.value) });
    case 'Struct': return new EastVariant('Struct', members(type.fields));
    case 'Variant': return new EastVariant('Variant', members(type.cases));
    case 'Function': case 'AsyncFunction':
      return new EastVariant(type.tag, { inputs: list(type.inputs.map(typeValue)), output: typeValue(type.output) });
    case 'Recursive': return new EastVariant('Recursive', type.depth);
    default: return new EastVariant(type.tag, null);
  }
}

const node = (kind, type, fields) => new EastVariant(kind, { type: typeValue(type), location: { filename: 't', line: ++line, column: 1 }, ...fields });
const label = (name) => ({ name, location: { filename: 't', line: 0, column: 0 } });
const { Boolean: B, Integer: I, Null: N, String: S } = LEAF;
export const STACK = { tag: 'Array', item: { tag: 'Struct', fields: [{ name: 'filename', type: S }, { name: 'line', type: I }, { name: 'column', type: I }] } };

export const integer = (value) => node('Value', I, { value: new EastVariant('Integer', value) });
export const text = (value) => node('Value', S, { value: new EastVariant('String', value) });
export const boolean = (value) => node('Value', B, { value: new EastVariant('Boolean', value) });
export const nothing = () => node('Value', N, { value: new EastVariant('Null', null) });
export const variable = (name, type, mutable = false) => node('Variable', type, { name, mutable, captured: false });
export const let_ = (name, value) => node('Let', N, { variable: name, value });
export const assign = (name, value) => node('Assign', N, { variable: name, value });
export const block = (type, ...statements) => node('Block', type, { statements: list(statements) });
export const builtin = (name, type, parameters, ...args) =>
  node('Builtin', type, { builtin: name, type_parameters: list(parameters.map(typeValue)), arguments: list(args) });
export const add = (a, b) => builtin('IntegerAdd', I, [], a, b);
export const divide = (a, b) => builtin('IntegerDivide', I, [], a, b);
export const less = (a, b) => builtin('Less', B, [I], a, b);
export const call = (type, callee, ...args) => node('Call', type, { function: callee, arguments: list(args) });
export const callAsync = (type, callee, ...args) => node('CallAsync', type, { function: callee, arguments: list(args) });
export const platform = (name, type, ...args) => node('Platform', type, { name, arguments: list(args), async: false });
export const return_ = (value) => node('Return', LEAF.Never, { value });
export const error = (message) => node('Error', LEAF.Never, { message });
export const if_ = (type, test, then, otherwise) => node('IfElse', type, { ifs: list([{ predicate: test, body: then }]), else_body: otherwise });
export const while_ = (name, predicate, body) => node('While', N, { predicate, label: label(name), body });
export const for_ = (name, array, key, value, body) => node('ForArray', N, { array, label: label(name), key, value, body });
export const break_ = (name) => node('Break', LEAF.Never, { label: label(name) });
export const newArray = (type, ...values) => node('NewArray', type, { values: list(values) });
export const struct = (type, ...values) => node('Struct', type, { fields: list(type.fields.map(({ name }, i) => ({ name, value: values[i] }))) });
export const getField = (type, of, field) => node('GetField', type, { field, struct: of });
export const variant = (type, name, value) => node('Variant', type, { case: name, value });
export const match = (type, of, ...cases) =>
  node('Match', type, { variant: of, cases: list(cases.map(([name, payload, body]) => ({ case: name, variable: payload, body }))) });
export const as = (type, value) => node('As', type, { value });
export const wrap = (type, value) => node('WrapRecursive', type, { value });
export const unwrap = (type, value) => node('UnwrapRecursive', type, { value });
export const try_ = (type, body, handler, finally_ = nothing()) => node('TryCatch', type, {
  try_body: body, catch_body: handler, message: variable('message', S), stack: variable('stack', STACK), finally_body: finally_,
});

const code = (kind, parameters, output, body, captures) =>
  node(kind, functionType(parameters.map(([, type]) => type), output, kind), {
    captures: list(captures), parameters: list(parameters.map(([name, type]) => variable(name, type))), body,
  });

/** @param {[string, import('../../east/types.mjs').EastType][]} parameters */
export const function_ = (parameters, output, body, ...captures) => code('Function', parameters, output, body, captures);
export const async_ = (parameters, output, body, ...captures) => code('AsyncFunction', parameters, output, body, captures);
