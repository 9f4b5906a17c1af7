/** How each kind of node is checked. Parameters: the checker, the node, and its fields. */
import { BUILTINS } from '../builtins/table.mjs';
import { linkOf } from '../link.mjs';
import { isSubtype } from '../subtype.mjs';
import { LEAF, arrayType, structType, typeProblem } from '../types.mjs';
import { linkOfValue } from '../ir/types-of-values.mjs';
import { same } from './checker.mjs';
import { TEXT } from './messages.mjs';
import { definitionOf, signatureOf } from './signatures.mjs';
import { closedParts, isBinder, unfold } from './unfold.mjs';

const [BOOLEAN, INTEGER, NEVER, NOTHING, STRING] = [LEAF.Boolean, LEAF.Integer, LEAF.Never, LEAF.Null, LEAF.String].map(linkOf);
const STACK = linkOf(arrayType(structType([['filename', LEAF.String], ['line', LEAF.Integer], ['column', LEAF.Integer]].map(([name, type]) => ({ name, type })))));

/** The unfolded type that a node says, which must be of a kind. */
function made(c, node, tag, article) {
  const type = unfold(c.typeOf(node));
  if (type.tag !== tag) c.report(node, TEXT.nodeKind(node.case, `${article} ${tag}`, c.typeOf(node)));
  return closedParts(type);
}

/** The parts of what a loop goes through; null where it never comes. */
function iterated(c, node, tag, article) {
  const actual = c.check(node);
  if (actual.tag === 'Never') return null;
  if (actual.tag !== tag) c.report(node, TEXT.expectedKind('what the loop goes through', `${article} ${tag}`, actual));
  return closedParts(unfold(actual));
}

function iteration(c, { label, body }, variables) {
  c.inScope(() => {
    c.scope.enterLoop(label.name);
    for (const [variable, type, what] of variables) c.bind(variable, type, what);
    c.check(body);
    c.scope.leaveLoop();
  });
}

function conversion(check) {
  return (c, node, { value }) => {
    const actual = c.check(value);
    check(c, node, actual, c.typeOf(node));
  };
}

function call(c, node, fields) {
  const callee = c.check(fields.function);
  const isAsync = node.case === 'CallAsync';
  if (callee.tag === 'Never') {
    for (const argument of fields.arguments.items) c.check(argument);
    return;
  }
  if (callee.tag !== 'Function' && callee.tag !== 'AsyncFunction') c.report(node, TEXT.expectedKind('what is called', 'a function', callee));
  if (isAsync && !c.scope.isAsync) c.report(node, TEXT.asyncInFunction('the call'));
  if (isAsync !== (callee.tag === 'AsyncFunction')) {
    c.report(node, isAsync ? TEXT.expectedKind('what CallAsync calls', 'an AsyncFunction', callee) : TEXT.asyncCallee(callee));
  }
  const parts = closedParts(callee);
  c.args(node, 'the function', fields.arguments.items, parts.slice(0, -1));
  c.says(node, parts.at(-1), 'the result of the call');
}

function builtin(c, node, { builtin: name, type_parameters: parameters, arguments: { items } }) {
  const definition = definitionOf(name);
  if (definition === null) c.report(node, TEXT.noBuiltin(name, nearest(name)));
  const links = parameters.items.map(linkOfValue);
  if (links.length !== definition.parameters.length) c.report(node, TEXT.typeParameters(name, definition.parameters.length, links.length));
  const signature = signatureOf(definition, links);
  for (const link of [...signature.inputs, signature.output]) {
    const problem = (link.routines.problem ??= { text: typeProblem(link.type) }).text;
    if (problem !== null) c.report(node, problem);
  }
  c.args(node, name, items, signature.inputs);
  // A node of type Null throws the result away, which hand-made programs do.
  if (c.typeOf(node).tag !== 'Null') c.says(node, signature.output, `the result of ${name}`);
}

function nearest(name) {
  return [...BUILTINS.keys()].map((each) => [distance(each, name), each]).filter(([edits]) => edits <= 2)
    .sort(([a, left], [b, right]) => a - b || (left < right ? -1 : 1))[0]?.[1];
}

function distance(a, b) {
  if (Math.abs(a.length - b.length) > 2) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let k = 1; k <= b.length; k++) next.push(Math.min(row[k - 1] + (a[i - 1] === b[k - 1] ? 0 : 1), 1 + Math.min(row[k], next[k - 1])));
    row = next;
  }
  return row.at(-1);
}

function platform(c, node, { name, arguments: { items } }) {
  const found = c.platform.get(name);
  if (found === undefined) c.report(node, TEXT.noPlatform(name, [...c.platform.keys()].sort()));
  if (found.isAsync && !c.scope.isAsync) c.report(node, TEXT.asyncInFunction(`the platform function '${name}'`));
  if (items.length !== found.inputs.length) c.report(node, TEXT.argumentCount(name, found.inputs.length, items.length));
  items.forEach((argument, i) => {
    const actual = c.check(argument);
    if (!isSubtype(actual, found.inputs[i])) c.report(argument, TEXT.mismatch(`argument ${i + 1} of ${name}`, found.inputs[i], actual));
  });
  if (!isSubtype(found.output, c.typeOf(node))) c.report(node, TEXT.nodeType(`the result of ${name}`, found.output, c.typeOf(node)));
}

function match(c, node, { variant, cases: { items } }) {
  const actual = c.check(variant);
  const type = actual.tag === 'Never' ? null : unfold(actual);
  if (type !== null && type.tag !== 'Variant') c.report(variant, TEXT.expectedKind('what is matched', 'a Variant', actual));
  const seen = new Set();
  for (const { case: name, variable, body } of items) {
    const index = type === null ? -1 : type.names.indexOf(name);
    if (seen.has(name)) c.report(variable, TEXT.repeatedCase(name));
    if (type !== null && index < 0) c.report(variable, TEXT.noCase(name, type.names));
    seen.add(name);
    c.inScope(() => {
      c.bind(variable, index < 0 ? null : closedParts(type)[index], `the payload of '${name}'`);
      c.expect(body, c.typeOf(node), `the case '${name}'`);
    });
  }
  const missing = type?.names.find((name) => !seen.has(name));
  if (missing !== undefined) c.report(node, TEXT.missingCase(missing));
}

function variable(c, node, { name }) {
  const binding = c.scope.find(name);
  if (binding === undefined) c.report(node, c.scope.isOutside(name) ? TEXT.notCaptured(name) : TEXT.undefined(name));
  c.agrees(node, binding);
}

function function_(c, node, { captures }) {
  for (const capture of captures.items) {
    const { name } = capture.value;
    const binding = c.scope.find(name);
    if (binding === undefined) c.report(capture, c.scope.isOutside(name) ? TEXT.notCaptured(name) : TEXT.captureUndefined(name));
    c.agrees(capture, binding);
  }
  c.function(node);
}

function jump(c, node, { label: { name } }) {
  if (!c.scope.hasLoop(name)) c.report(node, c.scope.isLoopOutside(name) ? TEXT.loopOutside(name) : TEXT.noLoop(name));
  c.says(node, NEVER, node.case);
}

export const CHECKS = {
  Value: (c, node, { value }) => c.says(node, linkOf(LEAF[value.case]), 'the literal'),
  Variable: variable,
  Let(c, node, { variable: declared, value }) {
    c.expect(value, c.typeOf(declared), `the value of '${declared.value.name}'`);
    c.bind(declared);
    c.says(node, NOTHING, 'Let');
  },
  Assign(c, node, { variable: target, value }) {
    c.expect(value, c.typeOf(target), `the value of '${target.value.name}'`);
    variable(c, target, target.value);
    if (!target.value.mutable) c.report(node, TEXT.notMutable(target.value.name));
    c.says(node, NOTHING, 'Assign');
  },
  Block(c, node, { statements: { items } }) {
    let last = NOTHING;
    c.inScope(() => {
      for (const statement of items) last = c.check(statement);
    });
    c.fits(node, last, c.typeOf(node), 'the value of the block');
  },
  As: conversion((c, node, actual, type) => {
    if (!isSubtype(actual, type)) c.report(node, TEXT.notSubtype(actual, type));
  }),
  WrapRecursive: conversion((c, node, actual, type) => {
    if (!isBinder(type.type)) c.report(node, TEXT.notRecursive(type));
    if (!same(actual, type)) c.fits(node, actual, unfold(type), 'the wrapped value');
  }),
  UnwrapRecursive: conversion((c, node, actual, type) => {
    if (actual.tag === 'Never') return;
    if (!isBinder(actual.type)) c.report(node, TEXT.notRecursive(actual));
    if (!same(type, actual)) c.says(node, unfold(actual), 'the unwrapped value');
  }),
  Function: function_,
  AsyncFunction: function_,
  Call: call,
  CallAsync: call,
  Platform: platform,
  Builtin: builtin,
  NewRef: (c, node, { value }) => c.expect(value, made(c, node, 'Ref', 'a')[0], 'the content'),
  NewArray(c, node, { values: { items } }) {
    const [element] = made(c, node, 'Array', 'an');
    for (const value of items) c.expect(value, element, 'the element');
  },
  NewSet(c, node, { values: { items } }) {
    const [key] = made(c, node, 'Set', 'a');
    for (const value of items) c.expect(value, key, 'the key');
  },
  NewDict(c, node, { values: { items } }) {
    const [keyType, valueType] = made(c, node, 'Dict', 'a');
    for (const { key, value } of items) {
      c.expect(key, keyType, 'the key');
      c.expect(value, valueType, 'the value');
    }
  },
  Struct(c, node, { fields: { items } }) {
    const parts = made(c, node, 'Struct', 'a');
    const { names } = unfold(c.typeOf(node));
    if (names.length !== items.length || items.some(({ name }, i) => name !== names[i])) c.report(node, TEXT.fields(names, items.map(({ name }) => name)));
    items.forEach(({ name, value }, i) => c.expect(value, parts[i], `the field '${name}'`));
  },
  GetField(c, node, { field, struct }) {
    const actual = c.check(struct);
    if (actual.tag === 'Never') return;
    const type = unfold(actual);
    if (type.tag !== 'Struct') c.report(node, TEXT.expectedKind(`what has the field '${field}'`, 'a Struct', actual));
    const index = type.names.indexOf(field);
    if (index < 0) c.report(node, TEXT.noField(field, type.names));
    c.says(node, closedParts(type)[index], `the field '${field}'`);
  },
  Variant(c, node, { case: name, value }) {
    const parts = made(c, node, 'Variant', 'a');
    const { names } = unfold(c.typeOf(node));
    const index = names.indexOf(name);
    if (index < 0) c.report(node, TEXT.noCase(name, names));
    c.expect(value, parts[index], `the payload of '${name}'`);
  },
  IfElse(c, node, { ifs: { items }, else_body: otherwise }) {
    for (const { predicate, body } of items) {
      c.expect(predicate, BOOLEAN, 'the condition');
      c.expectInScope(body, c.typeOf(node), 'the branch');
    }
    c.expectInScope(otherwise, c.typeOf(node), 'the else branch');
  },
  Match: match,
  While(c, node, fields) {
    c.says(node, NOTHING, 'the loop');
    c.expect(fields.predicate, BOOLEAN, 'the condition');
    iteration(c, fields, []);
  },
  ForArray(c, node, fields) {
    c.says(node, NOTHING, 'the loop');
    const parts = iterated(c, fields.array, 'Array', 'an');
    iteration(c, fields, [[fields.key, INTEGER, 'the index'], [fields.value, parts?.[0] ?? null, 'the element']]);
  },
  ForSet(c, node, fields) {
    c.says(node, NOTHING, 'the loop');
    const parts = iterated(c, fields.set, 'Set', 'a');
    iteration(c, fields, [[fields.key, parts?.[0] ?? null, 'the key']]);
  },
  ForDict(c, node, fields) {
    c.says(node, NOTHING, 'the loop');
    const parts = iterated(c, fields.dict, 'Dict', 'a');
    iteration(c, fields, [[fields.key, parts?.[0] ?? null, 'the key'], [fields.value, parts?.[1] ?? null, 'the value']]);
  },
  Break: jump,
  Continue: jump,
  Return(c, node, { value }) {
    c.expect(value, c.scope.output, 'the returned value');
    c.says(node, NEVER, 'Return');
  },
  Error(c, node, { message }) {
    c.expect(message, STRING, 'the message');
    c.says(node, NEVER, 'Error');
  },
  TryCatch(c, node, { try_body: body, catch_body: handler, message, stack, finally_body: last }) {
    c.expectInScope(body, c.typeOf(node), 'the try');
    c.inScope(() => {
      c.bind(message, STRING, 'the message');
      c.bind(stack, STACK, 'the stack');
      c.expect(handler, c.typeOf(node), 'the catch');
    });
    c.inScope(() => void c.check(last));
  },
};
