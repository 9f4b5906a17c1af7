import assert from 'node:assert/strict';
import test from 'node:test';
import { EastError, ProgramError } from '../east/errors.mjs';
import { Program } from '../east/run/program.mjs';
import { LEAF, arrayType, functionType } from '../east/types.mjs';
import { EastArray, EastVariant } from '../east/values/containers.mjs';
import { conformancePlatform } from './support/east.mjs';
import {
  STACK, add, assign, block, boolean, break_, builtin, call, divide, error, for_, function_, getField, if_, integer, less, let_, newArray, nothing, platform, return_,
  struct, text, try_, variable, while_,
} from './support/ir.mjs';

const { Integer: I, Null: N, String: S, Never } = LEAF;
const INTEGERS = arrayType(I);

/** What a body gives; `log` is what it logged. */
function run(output, body, { parameters = [], args = [] } = {}) {
  const log = [];
  const program = new Program(function_(parameters, output, body), conformancePlatform(log));
  return { result: program.run(args), log, source: program.compiled.source };
}

/** The message and the lines of the error that a body raises. */
function failure(body) {
  try {
    run(I, body);
  } catch (thrown) {
    if (thrown instanceof EastError) return [thrown.message, ...thrown.locations.map((at) => at.line)];
    throw thrown;
  }
  return assert.fail('it did not fail');
}

const log = (value) => platform('log', N, builtin('Print', S, [I], value));
const x = (mutable = false) => variable('x', I, mutable);

test('a Return inside of the arguments of a call leaves the function', () => {
  const identity = function_([['y', I]], I, variable('y', I));
  assert.equal(run(I, block(I, call(I, identity, return_(integer(5))), integer(6))).result, 5);
});

test('what was evaluated before stays as it was when a later operand changes it', () => {
  const changed = block(I, assign(x(true), integer(10)), x(true));
  assert.equal(run(I, block(I, let_(x(true), integer(1)), add(x(true), changed))).result, 11);
  const array = block(INTEGERS, let_(x(true), integer(1)), newArray(INTEGERS, x(true), block(I, assign(x(true), integer(2)), x(true)), x(true)));
  assert.deepEqual(run(INTEGERS, array).result.items, [1, 2, 2]);
  const size = builtin('ArraySize', I, [I], variable('a', INTEGERS));
  const push = block(I, builtin('ArrayPushLast', N, [I], variable('a', INTEGERS), integer(7)), size);
  assert.equal(run(I, block(I, let_(variable('a', INTEGERS), newArray(INTEGERS)), add(size, push))).result, 1);
});

test('a Let inside of an expression is seen where its scope goes on', () => {
  const inPredicate = if_(I, less(integer(2), integer(1)), integer(0), integer(1));
  assert.equal(run(I, block(I, add(block(I, let_(x(), integer(4)), x()), inPredicate))).result, 5);
  const letInArgument = builtin('Equal', LEAF.Boolean, [N], let_(x(), integer(3)), nothing());
  assert.equal(run(I, block(I, if_(N, letInArgument, nothing(), nothing()), x())).result, 3);
});

test('each execution of a Let makes a variable of its own', () => {
  const thunk = functionType([], I);
  const made = variable('fs', arrayType(thunk));
  const body = block(N, let_(variable('c', I, true), variable('i', I)), builtin('ArrayPushLast', N, [thunk], made,
    function_([], I, block(I, assign(variable('c', I, true), add(variable('c', I, true), integer(100))), variable('c', I, true)), variable('c', I, true))));
  const first = builtin('ArrayGet', thunk, [thunk], made, integer(0));
  const second = builtin('ArrayGet', thunk, [thunk], made, integer(1));
  const program = block(I, let_(made, newArray(arrayType(thunk))), for_('L', newArray(INTEGERS, integer(1), integer(2)), variable('k', I), variable('i', I), body),
    call(I, first), add(call(I, first), call(I, second)));
  assert.equal(run(I, program).result, 201 + 102);
});

const lineOf = (node) => node.value.location.line;

test('errors carry the calls and callbacks that they left, innermost first', () => {
  const f = variable('f', functionType([I], I));
  const division = divide(integer(1), variable('y', I));
  const calling = call(I, f, integer(0));
  const named = block(I, let_(f, function_([['y', I]], I, division)), add(integer(0), calling));
  assert.deepEqual(failure(named), ['Division by zero', lineOf(division), lineOf(calling)]);

  const mapped = builtin('ArrayMap', INTEGERS, [I, I], newArray(INTEGERS, integer(0)), function_([['y', I], ['k', I]], I, division));
  assert.deepEqual(failure(block(I, builtin('ArraySize', I, [I], mapped))), ['Division by zero', lineOf(division), lineOf(mapped)]);

  // An error in an argument comes out of the call that it is an argument of, but not out of a builtin.
  const inArgument = divide(integer(1), integer(0));
  const outer = call(I, function_([['y', I]], I, variable('y', I)), add(integer(1), inArgument));
  assert.deepEqual(failure(outer), ['Division by zero', lineOf(inArgument), lineOf(outer)]);

  // What is caught has come through the calls inside of the try, not through those around it.
  const depth = builtin('ArraySize', I, [STACK.item], variable('stack', STACK));
  const around = call(I, function_([['y', I]], I, variable('y', I)), try_(I, block(I, calling), depth));
  assert.equal(run(I, block(I, let_(f, function_([['y', I]], I, division)), around)).result, 2);
});

test('a finally body keeps the place of the error that passes through it', () => {
  const failing = error(text('first'));
  const rethrow = block(Never, error(text('second')));
  const quiet = block(N, log(integer(1)), try_(N, block(N, error(text('inner'))), nothing()));
  const whole = try_(I, block(I, failing), rethrow, quiet);
  const [message, ...lines] = failure(whole);
  assert.deepEqual([message, lines], ['second', [lineOf(rethrow.value.statements.items[0])]]);
});

test('finally bodies and locks end on every way out', () => {
  const array = variable('a', INTEGERS);
  const push = builtin('ArrayPushLast', N, [I], array, integer(9));
  const body = (way) => block(I, let_(array, newArray(INTEGERS, integer(1), integer(2))),
    try_(N, block(N, for_('L', array, variable('k', I), variable('v', I),
      block(N, try_(N, block(N, push), block(N, way)), log(variable('v', I))))), nothing(), block(N, log(integer(7)))),
    push, builtin('ArraySize', I, [I], array));
  assert.deepEqual([run(I, body(break_('L'))).result, run(I, body(break_('L'))).log], [3, ['7']]);
  assert.deepEqual([run(I, body(error(text('x')))).result, run(I, body(error(text('x')))).log], [3, ['7']]);
  const returned = run(I, body(return_(integer(5))));
  assert.deepEqual([returned.result, returned.log], [5, ['7']]);
  assert.deepEqual(run(I, body(nothing())).log, ['1', '2', '7']);
});

test('Integers wrap at 64 bits and are exact between 53 and 64', () => {
  const parameters = [['a', I], ['b', I]];
  const [a, b] = parameters.map(([name, type]) => variable(name, type));
  const small = [0, 1, -1, 7, -7, 1024, 2 ** 31, -(2 ** 31), 3037000500, 9007199254740991, -9007199254740991];
  const values = [...small, 2n ** 53n, -(2n ** 53n), 2n ** 62n, 2n ** 63n - 1n, -(2n ** 63n)];
  const operations = {
    IntegerAdd: (p, q) => p + q, IntegerSubtract: (p, q) => p - q, IntegerMultiply: (p, q) => p * q,
    IntegerDivide: (p, q) => (p === 0n ? 0n : q === 0n ? null : p / q), IntegerRemainder: (p, q) => (p === 0n ? 0n : q === 0n ? null : p % q),
  };
  for (const [name, exact] of Object.entries(operations)) {
    const program = new Program(function_(parameters, I, builtin(name, I, [], a, b)), new Map());
    for (const p of values) {
      for (const q of values) {
        const wanted = exact(BigInt(p), BigInt(q));
        if (wanted === null) assert.throws(() => program.run([p, q]), EastError);
        else assert.equal(BigInt(program.run([p, q])), BigInt.asIntN(64, wanted), `${name}(${p}, ${q})`);
        const result = wanted === null ? 0 : program.run([p, q]);
        assert.equal(typeof result, Number.isSafeInteger(Number(result)) ? 'number' : 'bigint', `${name}(${p}, ${q}) is not in its one form`);
        assert.ok(!Object.is(result, -0), `${name}(${p}, ${q}) is -0`);
      }
    }
    // With a literal, for which other code is made.
    for (const q of values) {
      const literal = new Program(function_([['a', I]], I, builtin(name, I, [], a, integer(q))), new Map());
      for (const p of values) {
        const wanted = exact(BigInt(p), BigInt(q));
        if (wanted === null) assert.throws(() => literal.run([p]), EastError);
        else assert.equal(BigInt(literal.run([p])), BigInt.asIntN(64, wanted), `${name}(${p}, literal ${q})`);
      }
    }
  }
});

test('comparisons of Floats follow the total order, with literals too', () => {
  const F = LEAF.Float;
  const values = [-Infinity, -1, -0, 0, 1, Infinity, NaN];
  const place = (value) => values.findIndex((each) => Object.is(each, value));
  const relations = {
    Less: (p, q) => p < q, LessEqual: (p, q) => p <= q, Greater: (p, q) => p > q, GreaterEqual: (p, q) => p >= q, Equal: (p, q) => p === q, NotEqual: (p, q) => p !== q,
  };
  const literal = (value) => ({ ...variable('c', F), case: 'Value', value: { ...variable('c', F).value, value: { case: 'Float', value } } });
  for (const [name, holds] of Object.entries(relations)) {
    const [a, b] = [variable('a', F), variable('b', F)];
    const both = new Program(function_([['a', F], ['b', F]], LEAF.Boolean, builtin(name, LEAF.Boolean, [F], a, b)), new Map());
    for (const q of values) {
      const right = new Program(function_([['a', F]], LEAF.Boolean, builtin(name, LEAF.Boolean, [F], a, literal(q))), new Map());
      const left = new Program(function_([['b', F]], LEAF.Boolean, builtin(name, LEAF.Boolean, [F], literal(q), b)), new Map());
      for (const p of values) {
        assert.equal(both.run([p, q]), holds(place(p), place(q)), `${name}(${p}, ${q})`);
        assert.equal(right.run([p]), holds(place(p), place(q)), `${name}(${p}, literal ${q})`);
        assert.equal(left.run([p]), holds(place(q), place(p)), `${name}(literal ${q}, ${p})`);
      }
    }
  }
});

test('names of programs do not get into the code', () => {
  const names = ['__proto__', 'constructor', 'a"b', 'x\u2028y', '${1}', '`', 'toString', '0', 'if'];
  const type = { tag: 'Struct', fields: names.map((name) => ({ name, type: I })) };
  const made = run(type, struct(type, ...names.map((_, i) => integer(i)))).result;
  names.forEach((name, i) => {
    assert.ok(Object.hasOwn(made, name));
    assert.equal(run(I, getField(I, variable('s', type), name), { parameters: [['s', type]], args: [made] }).result, i, name);
  });
  assert.equal(run(S, text('\u2028 ${x} ` \\ "')).result, '\u2028 ${x} ` \\ "');
});

test('programs that cannot be compiled are refused', () => {
  const refused = (body, message) => assert.throws(() => run(I, body), (thrown) => thrown instanceof ProgramError && message.test(thrown.message));
  refused(variable('y', I), /no variable 'y'/);
  refused(builtin('IntegerTimes', I, [], integer(1)), /no builtin 'IntegerTimes'/);
  refused(block(I, break_('L')), /no enclosing loop 'L'/);
  refused(platform('nothing', I), /no platform function 'nothing'; it has fail, later, log/);
  refused(platform('fail', I, integer(1)), /argument 1 of fail must be String, got Integer/);
  refused(platform('fail', I), /fail takes 1 argument, got 0/);
  refused(platform('later', I, integer(1)), /'later' is awaited, which only an AsyncFunction can do/);
  refused(while_('L', boolean(true), function_([], I, block(I, break_('L')))), /the loop 'L' is outside the function/);
  const cyclic = block(I, integer(1));
  cyclic.value.statements.items.push(cyclic);
  refused(cyclic, /a list of nodes contains itself/);
  let shared = new EastArray([integer(1), integer(1)]);
  for (let i = 0; i < 30; i++) { // each list twice in the next: 2^30 nodes in few bytes
    const sum = add(integer(1), integer(1));
    sum.value.arguments = shared;
    shared = new EastArray([sum, new EastVariant(sum.case, sum.value)]);
  }
  refused(shared.items[0], /more than 4000000 nodes/);
  let deep = integer(1);
  for (let i = 0; i < 20_000; i++) deep = add(integer(1), deep);
  refused(deep, /nested too deeply/);
});
