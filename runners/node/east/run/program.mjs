/** Programs that are ready to run. */
import { compileProgram } from '../compile/program.mjs';
import { ProgramError } from '../errors.mjs';
import { TEXT as IR_TEXT, readProgram } from '../ir/read.mjs';
import { linkOfValue } from '../ir/types-of-values.mjs';
import { TEXT as BEAST2_TEXT } from '../formats/beast2/messages.mjs';
import { eastText } from '../print.mjs';
import { fits } from '../subtype.mjs';
import { Environment, depths } from './environment.mjs';

/** A function that came inside a value cannot be used. */
class FunctionProblem extends Error {
  isProgramProblem = true;

  constructor(message, isMismatch) {
    super(message);
    this.isMismatch = isMismatch;
  }
}

/** A compiled program. Runs do not share anything. */
export class Program {
  /**
   * @param {import('../values/containers.mjs').EastVariant} root
   * @param {Map<string, import('./environment.mjs').PlatformFunction>} platform
   * @throws {ProgramError}
   */
  constructor(root, platform) {
    const type = linkOfValue(root.value.type);
    this.inputs = type.parts.slice(0, -1);
    this.output = type.parts.at(-1);
    this.environment = new Environment(platform, functionMaker);
    this.compiled = compileProgram(root, this.environment);
  }

  /**
   * @param {any[]} args values of East, one per parameter
   * @returns {any} the result, or a promise of it where the program awaits promises
   * @throws {import('../errors.mjs').EastError}
   */
  run(args) {
    depths.current = 0;
    return this.compiled.function.call(1, ...args);
  }
}

/** Makes a program of a beast2 file. @throws {ProgramError} */
export function loadProgram(file, platform) {
  return new Program(readProgram(file), platform);
}

/** Compiles functions that come inside of values against the platform of the program that reads them. */
function functionMaker(environment) {
  const made = new WeakMap();
  return (node, link) => {
    if (node.value.captures.items.length > 0) {
      throw new FunctionProblem(IR_TEXT.hasCaptures, false);
    }
    let known = made.get(node);
    if (known === undefined) {
      const found = linkOfValue(node.value.type);
      if (!fits(found, link)) throw new FunctionProblem(BEAST2_TEXT.mismatch(eastText(link.type), eastText(found.type)), true);
      try {
        known = compileProgram(node, environment).function;
      } catch (error) {
        if (error instanceof ProgramError) throw new FunctionProblem(error.message, false);
        throw error;
      }
      made.set(node, known);
    }
    return known;
  };
}

/** Calls a function value from a platform function. */
export function invoke(value, ...args) {
  return value.call(depths.current + 1, ...args);
}
