/** Checks that a program is well-typed, before it is compiled: compiled code trusts types. The first problem is the one that is told. */
import { ProgramError } from '../errors.mjs';
import { linkOfValue } from '../ir/types-of-values.mjs';
import { CHECKS } from './nodes.mjs';
import { TEXT } from './messages.mjs';
import { FunctionScope } from './scopes.mjs';
import { closedParts } from './unfold.mjs';

export class Checker {
  /** @type {FunctionScope} */
  scope = null;

  /** @param {Map<string, import('../run/environment.mjs').PlatformFunction>} platform */
  constructor(platform) {
    this.platform = platform;
  }

  /** @throws {ProgramError} */
  report(node, message) {
    const { filename, line, column } = node.value.location;
    throw new ProgramError(`${filename}:${line}:${column}: ${message}`);
  }

  /** The type that a node says it has. */
  typeOf(node) {
    return linkOfValue(node.value.type);
  }

  /** The type of a node's value. */
  check(node) {
    CHECKS[node.case](this, node, node.value);
    return this.typeOf(node);
  }

  /** Checks a node whose value must be of a type; one that never comes is of any. */
  expect(node, expected, what) {
    const actual = this.check(node);
    this.fits(node, actual, expected, what);
  }

  fits(node, actual, expected, what) {
    if (actual.tag !== 'Never' && !same(actual, expected)) this.report(node, TEXT.mismatch(what, expected, actual));
  }

  expectInScope(node, expected, what) {
    this.inScope(() => this.expect(node, expected, what));
  }

  inScope(run) {
    this.scope.enter();
    run();
    this.scope.leave();
  }

  /** What a node makes has to be what it says. */
  says(node, made, what) {
    if (!same(this.typeOf(node), made)) this.report(node, TEXT.nodeType(what, made, this.typeOf(node)));
  }

  /** Binds a variable of which the type is known (or not: null). */
  bind(variable, type = null, what = '') {
    const link = this.typeOf(variable);
    if (type !== null && !same(link, type)) this.report(variable, TEXT.mismatch(what, type, link));
    this.scope.bind(variable.value.name, { link, isMutable: variable.value.mutable });
  }

  /** A use of a variable has to agree with its declaration. */
  agrees(node, binding) {
    const link = this.typeOf(node);
    if (!same(link, binding.link)) this.report(node, TEXT.variableType(node.value.name, binding.link, link));
    if (node.value.mutable !== binding.isMutable) this.report(node, TEXT.variableMutable(node.value.name, binding.isMutable));
  }

  /** A function with its captures and parameters in scope. */
  function(node) {
    const type = this.typeOf(node);
    if (type.tag !== node.case) this.report(node, TEXT.functionType(node.case, type));
    const { captures, parameters, body } = node.value;
    const outer = this.scope;
    const parts = closedParts(type);
    this.scope = new FunctionScope(node, parts.at(-1), outer);
    for (const capture of captures.items) this.bind(capture);
    const inputs = parts.slice(0, -1);
    if (parameters.items.length !== inputs.length) this.report(node, TEXT.parameterCount(inputs.length, parameters.items.length));
    parameters.items.forEach((parameter, i) => this.bind(parameter, inputs[i], `the parameter '${parameter.value.name}'`));
    this.expect(body, parts.at(-1), 'the result of the function');
    this.scope = outer;
  }

  args(node, what, args, inputs) {
    if (args.length !== inputs.length) this.report(node, TEXT.argumentCount(what, inputs.length, args.length));
    args.forEach((argument, i) => this.expect(argument, inputs[i], `argument ${i + 1} of ${what}`));
  }
}

/** Equal types are one link, but for those that were forgotten meanwhile. */
export const same = (a, b) => a === b || a.text === b.text;

/**
 * Checks a function without captures.
 * @throws {ProgramError} with the place and the first problem
 */
export function checkProgram(node, platform) {
  new Checker(platform).function(node);
}
