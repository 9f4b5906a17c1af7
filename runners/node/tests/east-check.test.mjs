import assert from 'node:assert/strict';
import test from 'node:test';
import { BUILTINS } from '../east/builtins/table.mjs';
import { SIGNATURES } from '../east/check/builtin-types.mjs';
import { checkProgram } from '../east/check/checker.mjs';
import { definitionOf, signatureOf } from '../east/check/signatures.mjs';
import { ProgramError } from '../east/errors.mjs';
import { linkOf } from '../east/link.mjs';
import { friendlyText } from '../east/print.mjs';
import { LEAF, arrayType, functionType, optionType, structType, variantType } from '../east/types.mjs';
import { conformancePlatform } from './support/east.mjs';
import {
  STACK, add, as, assign, async_, block, boolean, break_, builtin, call, callAsync, error, for_, function_, getField, if_, integer, less, let_, match, newArray,
  nothing, platform, return_, struct, text, try_, unwrap, variable, variant, while_, wrap,
} from './support/ir.mjs';
import { east } from './support/worker.mjs';

const { Boolean: B, Float: F, Integer: I, Never, Null: N, String: S } = LEAF;
const INTEGERS = arrayType(I);
const PAIR = structType([{ name: 'a', type: I }, { name: 'b', type: S }]);
const CASES = variantType([{ name: 'no', type: N }, { name: 'yes', type: I }]);
const LIST = east('Recursive<List = Variant<cons: Struct<head: Integer, tail: List>, nil>>');
const CELL = LIST.cases[0].type;
const thunk = functionType([], I);

const check = (output, body, parameters = [], kind = function_) => checkProgram(kind(parameters, output, body), conformancePlatform([]));
const refused = (body, message, output = I, parameters = [], kind = function_) =>
  assert.throws(() => check(output, body, parameters, kind), (thrown) => thrown instanceof ProgramError && /^t:\d+:1: /.test(thrown.message) && thrown.message.includes(message),
    message);
const p = variable('p', PAIR);
const x = (isMutable = false) => variable('x', I, isMutable);

test('every builtin has its types, with a callback wherever it calls back', () => {
  assert.deepEqual(Object.keys(SIGNATURES).sort(), [...BUILTINS.keys()].sort());
  for (const [name, { callbacks }] of BUILTINS) {
    const definition = definitionOf(name);
    const key = linkOf(I);
    const { inputs } = signatureOf(definition, definition.parameters.map(() => key));
    assert.deepEqual(inputs.flatMap((input, i) => (input.tag === 'Function' ? [i] : [])), callbacks, name);
  }
  const { inputs, output } = signatureOf(definitionOf('DictMerge'), [S, I, F].map(linkOf));
  assert.deepEqual([...inputs, output].map((link) => friendlyText(link.type)),
    ['Dict<String, Integer>', 'String', 'Float', '(Integer, Float, String) => Integer', '(String) => Integer', 'Null']);
});

test('what is well-typed has no problem', () => {
  check(I, block(I, let_(x(true), integer(1)), while_('L', boolean(true), block(N, assign(x(true), add(x(true), integer(1))), break_('L'))), x(true)));
  check(I, if_(I, less(integer(1), integer(2)), return_(integer(1)), error(text('no'))));
  check(I, match(I, variant(CASES, 'yes', integer(1)), ['no', variable('n', N), integer(0)], ['yes', variable('y', I), variable('y', I)]));
  const nil = wrap(LIST, variant(LIST, 'nil', nothing()));
  const unfolded = { ...LIST, cases: [{ name: 'cons', type: { ...CELL, fields: [CELL.fields[0], { name: 'tail', type: LIST }] } }, LIST.cases[1]] };
  check(unfolded, unwrap(unfolded, nil));
  check(LIST, wrap(LIST, variant(unfolded, 'nil', nothing())));
  check(optionType(I), as(optionType(I), variant(variantType([{ name: 'some', type: I }]), 'some', integer(1))));
  check(I, platform('later', I, integer(1)), [], async_);
  check(I, try_(I, block(I, error(text('x'))), builtin('ArraySize', I, [STACK.item], variable('stack', STACK))));
});

test('problems are told with their place, the first one first', () => {
  refused(text('x'), 'the result of the function must be Integer, got String');
  refused(add(integer(1), text('x')), 'argument 2 of IntegerAdd must be Integer, got String');
  refused(builtin('IntegerAdd', I, [], integer(1)), 'IntegerAdd takes 2 arguments, got 1');
  refused(builtin('IntegerAdd', I, [I], integer(1), integer(1)), 'IntegerAdd has 0 type parameters, got 1 types');
  refused(builtin('IntegerAd', I, []), "there is no builtin 'IntegerAd'; did you mean 'IntegerAdd'?");
  refused(builtin('toString', I, []), "there is no builtin 'toString'");
  refused(builtin('SetSize', I, [INTEGERS], integer(1)), 'the key of a Set must be immutable data');
  refused(builtin('ArraySize', F, [I], newArray(INTEGERS)), 'the result of ArraySize is Integer, but the node says Float', F);
  refused(x(), "there is no variable 'x' here");
  refused(block(I, let_(x(), integer(1)), call(I, function_([], I, x()))), "the variable 'x' of an enclosing function is used but not among the captures");
  refused(call(I, function_([], I, integer(1), x())), "the captured variable 'x' does not exist");
  refused(block(I, let_(x(), integer(1)), x(true)), "the variable 'x' is not mutable, but is used as if it were mutable");
  refused(block(I, let_(x(), integer(1)), variable('x', S)), "the variable 'x' is Integer, used as String");
  refused(block(I, let_(x(), integer(1)), assign(x(), integer(2)), integer(1)), "the variable 'x' is assigned, but is not mutable");
  refused(getField(I, p, 'c'), "there is no field 'c'; the fields are a, b", I, [['p', PAIR]]);
  for (const name of ['constructor', '__proto__', 'toString']) refused(getField(I, p, name), `there is no field '${name}'`, I, [['p', PAIR]]);
  refused(getField(I, integer(1), 'a'), "what has the field 'a' must be a Struct, got Integer");
  refused(getField(I, p, 'b'), "the field 'b' is String, but the node says Integer", I, [['p', PAIR]]);
  refused(struct(structType([{ name: 'b', type: S }, { name: 'a', type: I }]), text(''), integer(1)), 'must be Struct<a: Integer, b: String>, got Struct<b: String, a: Integer>', PAIR);
  refused(variant(CASES, 'maybe', integer(1)), "there is no case 'maybe'; the cases are no, yes", CASES);
  const yes = variant(CASES, 'yes', integer(1));
  refused(match(I, yes, ['yes', variable('y', I), integer(1)]), "the case 'no' is missing from the match");
  refused(match(I, yes, ['yes', variable('y', S), integer(1)]), "the payload of 'yes' must be Integer, got String");
  refused(match(I, yes, ['yes', variable('y', I), integer(1)], ['yes', variable('y', I), integer(1)]), "the case 'yes' occurs twice");
  refused(match(I, integer(1)), 'what is matched must be a Variant, got Integer');
  refused(as(I, text('x')), 'String cannot be used as Integer: it is not a subtype');
  refused(wrap(I, integer(1)), 'Integer is not a recursive type');
  refused(newArray(I, integer(1)), 'NewArray makes an Array, but the node says Integer');
  refused(newArray(INTEGERS, text('x')), 'the element must be Integer, got String', INTEGERS);
  refused(if_(I, integer(1), integer(1), integer(1)), 'the condition must be Boolean, got Integer');
  refused(block(I, for_('L', integer(1), variable('k', I), variable('v', I), nothing()), integer(1)), 'what the loop goes through must be an Array, got Integer');
  refused(block(I, for_('L', newArray(INTEGERS), variable('k', S), variable('v', I), nothing()), integer(1)), 'the index must be Integer, got String');
  refused(call(I, integer(1)), 'what is called must be a function, got Integer');
  refused(call(I, variable('f', thunk), integer(1)), 'the function takes 0 arguments, got 1', I, [['f', thunk]]);
  refused(callAsync(I, variable('f', thunk)), 'the call is awaited, which only an AsyncFunction can do', I, [['f', thunk]]);
  refused(callAsync(I, variable('f', thunk)), 'what CallAsync calls must be an AsyncFunction', I, [['f', thunk]], async_);
  refused(block(I, return_(text('x'))), 'the returned value must be Integer, got String');
  refused(error(integer(1)), 'the message must be String, got Integer', Never);
  refused(break_('L'), "there is no enclosing loop 'L'", Never);
  refused(builtin('Equal', B, [PAIR], p, variable('q', structType([{ name: 'a', type: I }, { name: 'b', type: I }]))),
    '(at .b: expected String, got Integer)', B, [['p', PAIR], ['q', structType([{ name: 'a', type: I }, { name: 'b', type: I }])]]);
});
