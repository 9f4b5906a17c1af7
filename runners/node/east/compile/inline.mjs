/** Builtins that are compiled to operators of JavaScript. Each emits what it needs and returns its code, or undefined where it cannot. */
import { NULL, Code, isSafe, passing, ranged } from './code.mjs';
import { INLINE_LOOPS } from './inline-loops.mjs';
import { SAFE } from '../values/integers.mjs';

const MAX_LENGTH = 2 ** 32 - 1;

const operands = (c, node) => c.values(node.arguments.items);
const both = (a, b) => a.isStable && b.isStable;

/** Operands that may be written several times. */
function names(c, node) {
  return c.sequence(node.arguments.items.map((argument) => () => c.simple(c.value(argument))));
}

const isNumber = (...codes) => codes.filter((code) => !code.isNumber).map((code) => `typeof ${code.text} === "number"`);

// ---- Integers: a number where the result is exact, else what integers.mjs does

function sum(symbol, slow, rangeOf) {
  return (c, node) => {
    const [a, b] = names(c, node);
    if (a.isNumber && b.isNumber) {
      const [low, high] = rangeOf(a, b);
      if (isSafe(low, high)) return ranged(`(${a.text} ${symbol} ${b.text})`, both(a, b), low, high);
    }
    const t = c.useTemporary();
    const tests = [...isNumber(a, b), ...stays(t, `${a.text} ${symbol} ${b.text}`, sides(a, b, symbol))];
    return new Code(`(${tests.join(' && ')} ? ${t} : ${slow}(${a.text}, ${b.text}))`, both(a, b));
  };
}

/** Tests that a result, which is put into `t`, stays within 53 bits: above, below or both. */
function stays(t, result, [above, below]) {
  const value = `(${t} = ${result})`;
  if (above && below) return [`${value} <= ${SAFE}`, `${t} >= -${SAFE}`];
  return [above ? `${value} <= ${SAFE}` : `${value} >= -${SAFE}`];
}

/** On which sides a sum or difference may leave 53 bits: an operand of known sign moves to one side only. */
function sides(a, b, symbol) {
  const [low, high] = symbol === '+' ? [b.low, b.high] : [b.isNumber ? -b.high : null, b.isNumber ? -b.low : null];
  if (low !== null && low >= 0) return [true, false];
  if (high !== null && high <= 0) return [false, true];
  if (symbol === '+' && a.isNumber && a.low >= 0) return [true, false];
  if (symbol === '+' && a.isNumber && a.high <= 0) return [false, true];
  return [true, true];
}

function multiply(c, node) {
  const [a, b] = names(c, node);
  const mayBeNegativeZero = !(a.isNumber && b.isNumber && a.low >= 0 && b.low >= 0);
  const fix = mayBeNegativeZero ? ' + 0' : '';
  if (a.isNumber && b.isNumber) {
    const ends = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    if (isSafe(low, high)) return ranged(`(${a.text} * ${b.text}${fix})`, both(a, b), low, high);
  }
  const t = c.useTemporary();
  const tests = [...isNumber(a, b), ...stays(t, `${a.text} * ${b.text}`, [true, true])];
  return new Code(`(${tests.join(' && ')} ? ${t}${fix} : multiply(${a.text}, ${b.text}))`, both(a, b));
}

/** `quick` of numbers where the divisor is surely not 0; else a call that may fail. */
function division(quick, slow, rangeOf) {
  return (c, node) => {
    const [a, b] = names(c, node);
    const divisor = typeof b.literal === 'number' && b.literal !== 0 ? b.literal : null;
    const fix = a.isNumber && a.low >= 0 && divisor !== null && divisor > 0 ? '' : ' + 0';
    const text = `${quick(a.text, b.text)}${fix}`;
    const [low, high] = divisor === null ? [null, null] : rangeOf(a, Math.abs(divisor));
    if (divisor !== null) {
      const tests = isNumber(a);
      return new Code(tests.length === 0 ? `(${text})` : `(${tests[0]} ? ${text} : ${slow}(${a.text}, ${b.text}))`, both(a, b), low, high);
    }
    const point = c.newPoint('builtin', node.location);
    return c.throwing(point, `${[...isNumber(a, b), `${b.text} !== 0`].join(' && ')} ? ${text} : ${slow}(${a.text}, ${b.text})`);
  };
}

const integers = {
  IntegerAdd: sum('+', 'add', (a, b) => [a.low + b.low, a.high + b.high]),
  IntegerSubtract: sum('-', 'subtract', (a, b) => [a.low - b.high, a.high - b.low]),
  IntegerMultiply: multiply,
  IntegerDivide: division((a, b) => `Math.trunc(${a} / ${b})`, 'quotient', (a, by) =>
    (a.isNumber ? [-Math.max(-a.low, a.high, 0) / by, Math.max(-a.low, a.high, 0) / by].map(Math.trunc) : by > 1024 ? [-(2 ** 53), 2 ** 53] : [null, null])),
  IntegerRemainder: division((a, b) => `${a} % ${b}`, 'remainder', (a, by) => [a.isNumber && a.low >= 0 ? 0 : 1 - by, by - 1]),
  IntegerNegate(c, node) {
    const [a] = names(c, node);
    return a.isNumber ? ranged(`(0 - ${a.text})`, a.isStable, -a.high, -a.low) : new Code(`negate(${a.text})`, a.isStable);
  },
  IntegerAbs(c, node) {
    const [a] = names(c, node);
    return a.isNumber ? ranged(`Math.abs(${a.text})`, a.isStable, 0, Math.max(-a.low, a.high)) : new Code(`absolute(${a.text})`, a.isStable);
  },
  IntegerSign(c, node) {
    const [a] = names(c, node);
    return ranged(`(${a.text} > 0 ? 1 : ${a.text} < 0 ? -1 : 0)`, a.isStable, -1, 1);
  },
  IntegerToFloat(c, node) {
    const [a] = names(c, node);
    return new Code(a.isNumber ? a.text : `(typeof ${a.text} === "number" ? ${a.text} : Number(${a.text}))`, a.isStable);
  },
};

// ---- Floats

const floatOperator = (symbol) => (c, node) => {
  const [a, b] = operands(c, node);
  return new Code(`(${a.text} ${symbol} ${b.text})`, both(a, b));
};

const mathFunction = (name) => (c, node) => {
  const [a] = operands(c, node);
  return new Code(`Math.${name}(${a.text})`, a.isStable);
};

const floats = {
  FloatAdd: floatOperator('+'),
  FloatSubtract: floatOperator('-'),
  FloatMultiply: floatOperator('*'),
  FloatDivide: floatOperator('/'),
  FloatRemainder: floatOperator('%'),
  FloatSqrt: mathFunction('sqrt'),
  FloatExp: mathFunction('exp'),
  FloatLog: mathFunction('log'),
  FloatSin: mathFunction('sin'),
  FloatCos: mathFunction('cos'),
  FloatTan: mathFunction('tan'),
  FloatNegate(c, node) {
    const [a] = operands(c, node);
    return new Code(`(-${a.text})`, a.isStable);
  },
  FloatAbs(c, node) {
    const [a] = names(c, node);
    return new Code(`(${a.text} < 0 ? -${a.text} : ${a.text})`, a.isStable);
  },
  FloatSign(c, node) {
    const [a] = names(c, node);
    return new Code(`(${a.text} > 0 ? 1 : ${a.text} < 0 ? -1 : 0)`, a.isStable);
  },
  FloatToInteger(c, node) {
    const [a] = operands(c, node);
    return c.throwing(c.newPoint('builtin', node.location), `toInteger(${a.text})`);
  },
};

// ---- Comparisons

const PLAIN = new Set(['Boolean', 'Integer', 'DateTime', 'String']);

/** Whether JavaScript's own comparison with a literal is East's: it is neither 0 nor NaN. */
const isOrdinary = (code) => typeof code.literal === 'number' && code.literal !== 0 && code.literal === code.literal;

/** `a < b` in East's order of Floats: -0.0 before 0.0, NaN last. */
function floatLess(a, b) {
  if (isOrdinary(b)) return `(${a.text} < ${b.text})`;
  if (isOrdinary(a)) return `!(${b.text} <= ${a.text})`;
  return `(${a.text} < ${b.text} || (!(${a.text} > ${b.text}) && less(${a.text}, ${b.text})))`;
}

const ORDER = {
  Less: ['<', floatLess],
  Greater: ['>', (a, b) => floatLess(b, a)],
  LessEqual: ['<=', (a, b) => `!${floatLess(b, a)}`],
  GreaterEqual: ['>=', (a, b) => `!${floatLess(a, b)}`],
};

function comparison(name) {
  const [symbol, ofFloats] = ORDER[name];
  return (c, node) => {
    const { tag } = c.link(node.type_parameters.items[0]);
    if (tag === 'Float') {
      const [a, b] = names(c, node);
      return new Code(ofFloats(a, b), both(a, b));
    }
    if (!PLAIN.has(tag)) return undefined;
    const [a, b] = operands(c, node);
    return new Code(`(${a.text} ${symbol} ${b.text})`, both(a, b));
  };
}

function equality(isEqual) {
  return (c, node) => {
    const { tag } = c.link(node.type_parameters.items[0]);
    if (tag === 'Float') {
      const [a, b] = operands(c, node);
      const text = isOrdinary(a) || isOrdinary(b) ? `(${a.text} === ${b.text})` : `Object.is(${a.text}, ${b.text})`;
      return new Code(isEqual ? text : `!${text}`, both(a, b));
    }
    if (!PLAIN.has(tag)) return undefined;
    const [a, b] = operands(c, node);
    return new Code(`(${a.text} ${isEqual ? '===' : '!=='} ${b.text})`, both(a, b));
  };
}

const comparisons = {
  Equal: equality(true),
  NotEqual: equality(false),
  ...Object.fromEntries(Object.keys(ORDER).map((name) => [name, comparison(name)])),
};

// ---- Booleans and texts: operands have no effects, so it does not matter whether both are evaluated

const logic = (symbol) => (c, node) => {
  const [a, b] = operands(c, node);
  return new Code(`(${a.text} ${symbol} ${b.text})`, both(a, b));
};

const scalars = {
  BooleanAnd: logic('&&'),
  BooleanOr: logic('||'),
  BooleanXor: logic('!=='),
  BooleanNot(c, node) {
    const [a] = operands(c, node);
    return new Code(`!${a.isSimple ? a.text : `(${a.text})`}`, a.isStable);
  },
  StringConcat(c, node, isWanted) {
    const [a, b] = names(c, node);
    return c.throwing(c.newPoint('builtin', node.location), `concat(${a.text}, ${b.text})`, isWanted);
  },
  Print(c, node) {
    const { tag } = c.link(node.type_parameters.items[0]);
    if (tag !== 'Integer' && tag !== 'Boolean') return undefined;
    const [a] = operands(c, node);
    return new Code(`(\`\${${a.text}}\`)`, a.isStable);
  },
};

// ---- Containers

const inBounds = (index, array) => `${index.isNumber && index.low >= 0 ? '' : `${index.text} >= 0 && `}${index.text} < ${array.text}.items.length`;

const containers = {
  ArraySize(c, node) {
    const [array] = names(c, node);
    return ranged(`${array.text}.items.length`, false, 0, MAX_LENGTH);
  },
  ArrayGet(c, node) {
    const [array, index] = names(c, node);
    return c.throwing(c.newPoint('builtin', node.location),
      `${inBounds(index, array)} ? ${array.text}.items[${index.text}] : outOfBounds(${index.text})`);
  },
  ArrayUpdate(c, node) {
    const [array, index, value] = names(c, node);
    const isPlain = `${inBounds(index, array)} && !${array.text}.isFrozen`;
    const slow = `update(${array.text}, ${index.text}, ${value.text})`;
    c.throwing(c.newPoint('builtin', node.location), `if (${isPlain}) ${array.text}.items[${index.text}] = ${value.text}; else ${slow}`, false);
    return NULL;
  },
  ArrayPushLast(c, node) {
    const [array, value] = names(c, node);
    c.throwing(c.newPoint('builtin', node.location), `if (${array.text}.locks > 0 || ${array.text}.isFrozen) checkResizable(${array.text})`, false);
    c.emit(`${array.text}.items.push(${value.text});`);
    return NULL;
  },
  RefGet(c, node) {
    const [cell] = names(c, node);
    return passing(`${cell.text}.value`);
  },
};

export const INLINE = { ...integers, ...floats, ...comparisons, ...scalars, ...containers, ...INLINE_LOOPS };

