/** Branches, jumps and errors. */
import { ProgramError } from '../errors.mjs';
import { Code, NULL, quote, stable } from './code.mjs';

/** A variable for the value of a node with several ways through it; null where the value is not wanted. */
function resultOf(c, isWanted) {
  if (!isWanted) return null;
  const name = c.program.name('r');
  c.emit(`let ${name};`);
  return name;
}

const given = (name) => (name === null ? NULL : stable(name));

/** Each way from the same start; afterwards nothing is known of where the function is. */
function ways(c, runs) {
  const { site } = c;
  const results = runs.map((run) => {
    c.site = site;
    return run();
  });
  c.forget();
  return results;
}

/** A scope's statements and its value, to be used as an expression where there are no statements. */
function asExpression(c, node) {
  const before = c.block;
  c.block = { hoisted: [] };
  const { site } = c;
  const { lines, result } = c.capture(() => c.scoped(() => c.value(node)));
  const isOne = lines.length === 0 && c.block.hoisted.length === 0;
  c.block = before;
  c.site = site;
  return isOne ? result : null;
}

/** Whether a node is small enough to be tried as an expression: trying means compiling it twice where that fails. */
function isSmall(node, budget = { left: 12 }) {
  if (--budget.left < 0) return false;
  const { value } = node;
  switch (node.case) {
    case 'Value': case 'Variable': return true;
    case 'GetField': return isSmall(value.struct, budget);
    case 'As': case 'WrapRecursive': case 'UnwrapRecursive': case 'Variant': return isSmall(value.value, budget);
    case 'Builtin': return value.arguments.items.every((argument) => isSmall(argument, budget));
    case 'Struct': return value.fields.items.every((each) => isSmall(each.value, budget));
    default: return false;
  }
}

function conditional(c, node) {
  const bodies = [...node.ifs.items.map((branch) => branch.body), node.else_body];
  if (!bodies.every((body) => isSmall(body)) || !node.ifs.items.every((branch) => isSmall(branch.predicate))) return null;
  const codes = [];
  for (const { predicate, body } of node.ifs.items) {
    const [test, value] = [asExpression(c, predicate), asExpression(c, body)];
    if (test === null || value === null) return null;
    codes.push({ test, value });
  }
  const last = asExpression(c, node.else_body);
  if (last === null) return null;
  const all = [last, ...codes.flatMap(({ test, value }) => [test, value])];
  const values = [last, ...codes.map(({ value }) => value)];
  const isNumber = values.every((code) => code.isNumber);
  return new Code(`(${codes.map(({ test, value }) => `${test.text} ? ${value.text} : `).join('')}${last.text})`, all.every((code) => code.isStable),
    isNumber ? Math.min(...values.map((code) => code.low)) : null, isNumber ? Math.max(...values.map((code) => code.high)) : null);
}

function ifElse(c, node, isWanted) {
  if (isWanted) {
    const expression = conditional(c, node);
    if (expression !== null) return expression;
  }
  const result = resultOf(c, isWanted);
  branches(c, node.ifs.items, node.else_body, result);
  return given(result);
}

/** `if (…) {…} else {…}`: a predicate may need statements of its own, so the rest is in the else. */
function branches(c, [first, ...rest], otherwise, result) {
  if (first === undefined) return c.append([c.within(() => c.give(otherwise, result))]);
  const test = c.value(first.predicate);
  ways(c, [
    () => c.append([`if (${test.text}) {\n${c.within(() => c.give(first.body, result))}}`]),
    () => {
      const text = c.inBlock(() => branches(c, rest, otherwise, result));
      if (text !== '') c.append([`else {\n${text}}`]);
    },
  ]);
  return undefined;
}

function match(c, node, isWanted) {
  const variant = c.simple(c.value(node.variant));
  const subject = variant.isStable ? variant : c.keep(variant.text);
  const result = resultOf(c, isWanted);
  const cases = node.cases.items;
  ways(c, cases.map((each, i) => () => {
    const body = c.within(() => {
      const binding = c.bind(each.variable.value, stable(`${subject.text}.value`));
      c.give(each.body, result);
      return binding;
    });
    const last = i === cases.length - 1;
    const head = i === 0 && last ? '' : last ? 'else ' : `${i === 0 ? '' : 'else '}if (${subject.text}.case === ${quote(each.case)}) `;
    c.append([`${head}{\n${body}}`]);
  }));
  return given(result);
}

function tryCatch(c, node, isWanted) {
  const result = resultOf(c, isWanted);
  const caught = c.program.name('e');
  const outer = c.point;
  c.forget();
  const attempt = c.at(null, () => {
    c.emit(`${c.place} = 0;`); // an error here has come through no call yet
    c.site = null;
    return c.within(() => c.give(node.try_body, result));
  });
  c.markUsed();
  c.forget();
  const handler = c.at(outer, () => c.within(() => {
    c.emit(`const ${caught} = passed(error, P[${c.place}]);`);
    c.bind(node.message.value, stable(`${caught}.message`));
    c.bind(node.stack.value, stable(`stackOf(${caught})`));
    c.give(node.catch_body, result);
  }));
  c.append([`try {\n${attempt}} catch (error) {\n${handler}}${finallyOf(c, node.finally_body)}`]);
  c.forget();
  return given(result);
}

/** What was thrown before keeps its place, whatever the body does in between. */
function finallyOf(c, body) {
  if (body.case === 'Value') return '';
  c.forget();
  const kept = c.program.name('p');
  const text = c.within(() => c.give(body, null));
  return ` finally {\nconst ${kept} = ${c.place};\n${text}${c.place} = ${kept};\n}`;
}

function jump(word) {
  return (c, { label }) => {
    const target = c.labels.get(label.name);
    if (target === undefined) throw new ProgramError(`there is no loop '${label.name}' here`);
    c.emit(`${word} ${target};`);
    return NULL;
  };
}

export const control = {
  IfElse: ifElse,
  Match: match,
  TryCatch: tryCatch,
  Return(c, { value }) {
    c.give(value, 'return');
    return NULL;
  },
  Break: jump('break'),
  Continue: jump('continue'),
};
