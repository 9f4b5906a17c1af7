/** Compiles a program: one piece of JavaScript for all its functions, nested as they are in the program. */
import { BUILTINS } from '../builtins/table.mjs';
import { checkProgram } from '../check/checker.mjs';
import { ProgramError } from '../errors.mjs';
import { checkSize } from '../ir/size.mjs';
import { EastFunction } from '../values/containers.mjs';
import { FunctionCompiler } from './functions.mjs';
import { RUNTIME } from './runtime.mjs';
import { usesPromises } from './survey.mjs';

export class ProgramCompiler {
  #numbers = new Map();
  #builtins = new Map();
  #next = 0;
  constants = [];
  points = [null];
  objects = [];

  /**
   * @param {import('../run/environment.mjs').Environment} environment
   * @param {boolean} awaits async functions are compiled to async functions
   */
  constructor(environment, awaits) {
    this.environment = environment;
    this.awaits = awaits;
  }

  /** A name that is nowhere else in the code. */
  name(start) {
    return `${start}${this.#next++}`;
  }

  /** How generated code names an object. */
  constant(value) {
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.constants.push(value) - 1;
      this.#numbers.set(value, number);
    }
    return `K${number}`;
  }

  /** The number by which generated code knows a point. */
  point(point) {
    return this.points.push(point) - 1;
  }

  /** How generated code names an object that it seldom needs. */
  object(value) {
    return `N[${this.objects.push(value) - 1}]`;
  }

  /** A builtin for its type parameters; equal ones are one function. */
  builtin(name, links) {
    const definition = BUILTINS.get(name);
    if (definition === undefined) throw new ProgramError(`there is no builtin '${name}'`);
    const key = `${name} ${links.map((link) => link.id).join(' ')}`;
    let made = this.#builtins.get(key);
    if (made === undefined) {
      made = definition.make(links, this.environment);
      this.#builtins.set(key, made);
    }
    return { call: this.constant(made), callbacks: definition.callbacks };
  }
}

/**
 * Compiles a function without captures.
 * @param {import('../values/containers.mjs').EastVariant} node
 * @param {import('../run/environment.mjs').Environment} environment
 * @returns {{function: EastFunction, awaits: boolean, source: string}}
 * @throws {ProgramError}
 */
export function compileProgram(node, environment) {
  try {
    checkSize(node);
    checkProgram(node, environment.platform);
    const awaits = usesPromises(node, environment);
    const program = new ProgramCompiler(environment, awaits);
    const code = new FunctionCompiler(program, node, null).function_();
    const names = [...Object.keys(RUNTIME), 'P', 'N', ...program.constants.map((_, i) => `K${i}`)];
    const source = `"use strict";\nreturn ${code};`;
    const call = new Function(...names, source)(...Object.values(RUNTIME), program.points, program.objects, ...program.constants);
    return { function: new EastFunction(call, node), awaits, source };
  } catch (error) {
    if (error instanceof RangeError) throw new ProgramError(`the program is nested too deeply to be compiled (${error.message})`);
    throw error;
  }
}

