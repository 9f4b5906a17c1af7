/**
 * Compiles one function. Statements are emitted in order; what a node gives is a {@link Code}, an expression without effects. Whatever may
 * throw is a statement of its own, and before it the variable `s` is set to the point where that is: an error that leaves the function takes
 * its places from there (spec 4.4), so that calls cost nothing for it.
 */
import { ProgramError } from '../errors.mjs';
import { linkOfValue } from '../ir/types-of-values.mjs';
import { EastArray } from '../values/containers.mjs';
import { Code, NULL, stable } from './code.mjs';
import { NODES } from './nodes.mjs';
import { Scope } from './scope.mjs';

export class FunctionCompiler {
  #lines = [];
  #site = null; // the point that `s` is known to be
  #hasPoints = false;
  #needsTemporary = false;

  /**
   * @param {import('./program.mjs').ProgramCompiler} program
   * @param {import('../values/containers.mjs').EastVariant} node Function or AsyncFunction
   * @param {FunctionCompiler | null} outer
   */
  constructor(program, node, outer) {
    this.program = program;
    this.node = node;
    this.outer = outer;
    this.point = null; // the call that is being compiled
    this.depth = program.name('d');
    this.place = program.name('s');
    this.temporary = program.name('t');
    this.calls = false;
    this.awaits = program.awaits && node.case === 'AsyncFunction';
    this.block = { hoisted: [] };
    this.scope = new Scope(null, this.block);
    this.labels = new Map();
  }

  /** The code of the function as the value of `EastFunction.call`: its first parameter is how deep calls are. */
  function_() {
    const parameters = this.#parameters();
    const body = this.#body();
    const check = `if (${this.depth} > MAX_CALL_DEPTH) tooDeep();`;
    return `${this.awaits ? 'async ' : ''}(${[this.depth, ...parameters].join(', ')}) => {\n${check}\n${body}}`;
  }

  /** The code of the function as a callback of a builtin, which knows nothing of depths. */
  callback() {
    const parameters = this.#parameters();
    const body = this.#body();
    const check = this.calls ? `const ${this.depth} = ${this.outer.useDepth()} + 1;\nif (${this.depth} > MAX_CALL_DEPTH) tooDeep();`
      : `if (${this.outer.useDepth()} >= MAX_CALL_DEPTH) tooDeep();`;
    return `(${parameters.join(', ')}) => {\n${check}\n${body}}`;
  }

  /** How deep calls are, for a call. */
  useDepth() {
    this.calls = true;
    return this.depth;
  }

  #parameters() {
    const { captures, parameters } = this.node.value;
    for (const { value: variable } of captures.items) {
      const binding = this.outer?.scope.find(variable.name);
      if (binding === undefined) throw new ProgramError(`the captured variable '${variable.name}' is not there`);
      this.scope.bind(variable.name, binding);
    }
    return parameters.items.map(({ value: variable }) => this.declare(variable).name);
  }

  #body() {
    const inner = this.within(() => this.give(this.node.value.body, 'return'));
    const temporary = this.#needsTemporary ? `let ${this.temporary};\n` : '';
    if (!this.#hasPoints) return `${temporary}${inner}`;
    return `let ${this.place} = 0;\n${temporary}try {\n${inner}} catch (e) { throw passed(e, P[${this.place}]); }\n`;
  }

  // ---- Emitting

  emit(line) {
    this.#lines.push(line);
  }

  /** What `run` emits, apart from the rest; and what it gives. */
  capture(run) {
    const before = this.#lines;
    this.#lines = [];
    const result = run();
    const lines = this.#lines;
    this.#lines = before;
    return { lines, result };
  }

  append(lines) {
    for (const line of lines) this.#lines.push(line);
  }

  /** The text of a JavaScript block with a scope of East, without its braces. */
  within(run) {
    return this.inBlock(() => this.scoped(run));
  }

  /** The text of a JavaScript block. */
  inBlock(run) {
    const outer = this.block;
    this.block = { hoisted: [] };
    const { hoisted } = this.block;
    const { lines } = this.capture(run);
    this.block = outer;
    return (hoisted.length > 0 ? `let ${hoisted.join(', ')};\n` : '') + lines.map((line) => `${line}\n`).join('');
  }

  /** Runs in a scope of East. */
  scoped(run) {
    const outer = this.scope;
    this.scope = new Scope(outer, this.block);
    try {
      return run();
    } finally {
      this.scope = outer;
    }
  }

  /** Nothing is known of `s` any more: here ways come together. */
  forget() {
    this.#site = undefined;
  }

  get site() {
    return this.#site;
  }

  set site(site) {
    this.#site = site;
  }

  /** Runs with another call (or none) around what is compiled. */
  at(point, run) {
    const outer = this.point;
    this.point = point;
    try {
      return run();
    } finally {
      this.point = outer;
    }
  }

  newPoint(kind, location, literals = null) {
    return { kind, location, outer: this.point, literals };
  }

  /** Says that the function keeps track of where it is. */
  markUsed() {
    this.#hasPoints = true;
  }

  /** Says that what follows may throw at a point. */
  mark(point) {
    this.#hasPoints = true;
    if (this.#site === point) return;
    this.emit(`${this.place} = ${this.program.point(point)};`);
    this.#site = point;
  }

  /** A statement that may throw at a point; what it gives, where that is wanted. */
  throwing(point, text, isWanted = true) {
    this.mark(point);
    if (!isWanted) {
      this.emit(`${text};`);
      return NULL;
    }
    return this.keep(text);
  }

  /** Puts an expression into a constant. */
  keep(text, { low = null, high = null } = {}) {
    const name = this.program.name('v');
    this.emit(`const ${name} = ${text};`);
    return new Code(name, true, low, high);
  }

  /** The code as something that may be written several times. */
  simple(code) {
    if (code.isSimple) return code;
    const kept = this.keep(code.text, code);
    kept.literal = code.literal;
    return kept;
  }

  /** A variable for in-between results inside one expression. */
  useTemporary() {
    this.#needsTemporary = true;
    return this.temporary;
  }

  // ---- Nodes

  /** What a node gives. Its effects are emitted. */
  value(node) {
    const compile = NODES[node.case];
    return compile(this, node.value, true, node) ?? NULL;
  }

  /** Only the effects of a node. */
  effect(node) {
    NODES[node.case](this, node.value, false, node);
  }

  /** What nodes give, evaluated from left to right. */
  values(nodes) {
    return this.sequence(nodes.map((node) => () => this.value(node)));
  }

  /** What steps give, done from left to right: before a step with effects, what is not stable is put into constants. */
  sequence(steps) {
    const codes = [];
    for (const step of steps) {
      const { lines, result } = this.capture(step);
      if (lines.length > 0) {
        for (let i = 0; i < codes.length; i++) if (!codes[i].isStable) codes[i] = this.keep(codes[i].text, codes[i]);
        this.append(lines);
      }
      codes.push(result);
    }
    return codes;
  }

  /** Evaluates a node into a variable, for `return`, or (null) for its effects alone. */
  give(node, target) {
    if (target === null) return this.effect(node);
    const code = this.value(node);
    this.emit(target === 'return' ? `return ${code.text};` : `${target} = ${code.text};`);
    return undefined;
  }

  // ---- Variables and types

  /** Makes a JavaScript variable for one of East. */
  declare(variable) {
    const binding = { name: this.program.name('x'), isMutable: variable.mutable, low: null, high: null };
    this.scope.bind(variable.name, binding);
    return binding;
  }

  /** Declares a variable and gives it a value here. */
  bind(variable, code) {
    const binding = this.declare(variable);
    if (!variable.mutable) [binding.low, binding.high] = [code.low, code.high];
    if (this.scope.block === this.block) {
      this.emit(`${variable.mutable ? 'let' : 'const'} ${binding.name} = ${code.text};`);
    } else {
      this.scope.block.hoisted.push(binding.name);
      this.emit(`${binding.name} = ${code.text};`);
    }
    return binding;
  }

  find(name) {
    const binding = this.scope.find(name);
    if (binding === undefined) throw new ProgramError(`there is no variable '${name}'`);
    return binding;
  }

  link(type) {
    return linkOfValue(type);
  }

  /** A function node as a value of East. */
  functionValue(node) {
    const code = new FunctionCompiler(this.program, node, this).function_();
    return stable(`new EastFunction(${code}, ${this.program.object(node)})`);
  }

  /** A callback for a builtin: the function of a literal, or one that calls a value. */
  callbackFor(node) {
    if (node.case === 'Function') return stable(new FunctionCompiler(this.program, node, this).callback());
    const value = this.simple(this.value(node));
    const type = node.value.type.value;
    const names = (type?.inputs instanceof EastArray ? type.inputs.items : []).map((_, i) => `a${i}`);
    return new Code(`(${names.join(', ')}) => ${value.text}.call(${[`${this.useDepth()} + 1`, ...names].join(', ')})`, value.isStable);
  }
}
