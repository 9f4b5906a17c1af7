/** What a module offers and needs, read from its tokens: exported functions with their parameters and doc comments, and imported modules. */
import { commonJsExports } from './commonjs.mjs';
import { tokenize } from './tokens.mjs';

/**
 * @typedef {object} FunctionSource
 * @property {string} name as exported; `default` for the default export
 * @property {number} line
 * @property {{text: string, line: number} | null} doc
 * @property {{name: string | null, optional: boolean, rest: boolean, doc: {text: string, line: number} | null}[] | null} parameters
 *   null where the source does not show them; a name is null where the parameter is a pattern
 */

/**
 * @typedef {object} ModuleSource
 * @property {FunctionSource[]} functions in the order of the source
 * @property {{name: string, original: string, from: string}[]} reexports functions of other modules under a name of this one
 * @property {string[]} imports the modules that it names, as written
 * @property {{text: string, line: number}[]} docs every doc comment
 */

const STATEMENTS = new Set(['export', 'import', 'const', 'let', 'var', 'function', 'async', 'class']);

/**
 * @param {string} source
 * @returns {ModuleSource}
 * @throws {import('./tokens.mjs').SourceError}
 */
export function readModule(source) {
  const { tokens, docs } = tokenize(source);
  const reader = new ModuleReader(tokens);
  reader.run();
  const functions = [...reader.exported(), ...commonJsExports(tokens, reader)].sort((a, b) => a.line - b.line);
  return { functions, reexports: reader.reexports, imports: importsOf(tokens), docs };
}

export class ModuleReader {
  constructor(tokens) {
    this.tokens = tokens;
    /** @type {Map<string, FunctionSource>} functions declared at the top level, by their local names */
    this.locals = new Map();
    this.exports = []; // {name, local} or {name, value}
    this.reexports = [];
  }

  text(i) {
    const token = this.tokens[i];
    return token === undefined || token.kind === 'string' ? '' : token.text;
  }

  /** Walks the statements at the top level. */
  run() {
    for (let i = 0; i < this.tokens.length;) {
      const next = this.startsStatement(i) ? this.statement(i, this.tokens[i].doc, this.tokens[i].line) : i;
      i = Math.max(next, this.skip(i));
    }
  }

  /** The index after a token, or after the whole bracket that it opens. */
  skip(i) {
    return Math.max(this.tokens[i].match, i) + 1;
  }

  startsStatement(i) {
    if (this.tokens[i].kind !== 'name' || !STATEMENTS.has(this.tokens[i].text)) return false;
    const before = this.tokens[i - 1];
    if (before === undefined || before.text === ';' || before.text === '}') return true;
    return before.line < this.tokens[i].line && (before.kind !== 'punctuation' || before.text === ')' || before.text === ']');
  }

  /** Reads a statement as far as it matters; returns the index to go on from. */
  statement(i, doc, line) {
    switch (this.text(i)) {
      case 'export': return this.exportStatement(i + 1, doc, line);
      case 'function': case 'async': {
        const value = this.functionAt(i, doc, line);
        if (value?.name) this.locals.set(value.name, value);
        return i + 1;
      }
      case 'const': case 'let': case 'var': return this.declaration(i + 1, doc, line, () => {});
      default: return i + 1;
    }
  }

  exportStatement(i, doc, line) {
    switch (this.text(i)) {
      case 'default': {
        const value = this.functionAt(i + 1, doc, line) ?? this.documented('default', i + 1, doc, line);
        if (value !== null && value.name && value.name !== 'default') this.locals.set(value.name, value);
        if (value !== null) this.exports.push({ name: 'default', value: { ...value, name: 'default' } });
        else if (this.tokens[i + 1]?.kind === 'name') this.exports.push({ name: 'default', local: this.text(i + 1) });
        return i + 2;
      }
      case 'function': case 'async': {
        const value = this.functionAt(i, doc, line);
        if (value?.name) {
          this.locals.set(value.name, value);
          this.exports.push({ name: value.name, local: value.name });
        }
        return i + 1;
      }
      case 'const': case 'let': case 'var':
        return this.declaration(i + 1, doc, line, (name) => this.exports.push({ name, local: name }));
      case '{': return this.exportList(i);
      default: return i;
    }
  }

  exportList(i) {
    const end = this.tokens[i].match;
    const from = this.text(end + 1) === 'from' ? this.tokens[end + 2]?.text : null;
    for (let at = i + 1; at < end; at++) {
      const original = this.tokens[at].text;
      if (this.text(at + 1) === 'as') at += 2;
      const name = this.tokens[at].text;
      if (from === null) this.exports.push({ name, local: original });
      else this.reexports.push({ name, original, from });
      at++; // the comma
    }
    return end + 1;
  }

  /** `const a = …, b = …`: the functions among them become locals, and `found` is told every name. */
  declaration(i, doc, line, found) {
    for (;;) {
      const name = this.tokens[i]?.kind === 'name' ? this.text(i) : null;
      if (name !== null) {
        found(name);
        const value = this.text(i + 1) === '=' ? this.functionAt(i + 2, doc, line) ?? this.documented(name, i + 2, doc, line) : null;
        if (value !== null) this.locals.set(name, { ...value, name });
      }
      for (; i < this.tokens.length && ![',', ';'].includes(this.text(i)) && !this.beginsAnother(i); i = this.skip(i));
      if (this.text(i) !== ',') return i;
      i++;
      ({ doc, line } = this.tokens[i] ?? { doc: null, line: 0 });
    }
  }

  beginsAnother(i) {
    return this.startsStatement(i) && this.text(i) !== 'async' && this.text(i) !== 'function' && this.text(i) !== 'class';
  }

  /** A value that may be a function although its source at token i is no function literal: its doc comment describes one. */
  documented(name, i, doc, line) {
    const isLikely = this.tokens[i]?.kind === 'name' && doc !== null && /@(param|returns?|type)\b/.test(doc.text);
    return isLikely ? { name, line, doc, parameters: null } : null;
  }

  /** The function literal that begins at token i, or null. */
  functionAt(i, doc, line) {
    if (this.text(i) === 'async' && this.tokens[i + 1]?.line === this.tokens[i].line) i++;
    if (this.text(i) === 'function') {
      if (this.text(++i) === '*') i++;
      const name = this.tokens[i]?.kind === 'name' ? this.text(i++) : '';
      return this.text(i) === '(' ? { name, line, doc, parameters: this.parameters(i) } : null;
    }
    if (this.text(i) === '(' && this.text(this.tokens[i].match + 1) === '=>') {
      return { name: '', line, doc, parameters: this.parameters(i) };
    }
    if (this.tokens[i]?.kind === 'name' && this.text(i + 1) === '=>') {
      return { name: '', line, doc, parameters: [{ name: this.text(i), optional: false, rest: false, doc: null }] };
    }
    return null;
  }

  /** The parameters between the bracket at token i and its end. */
  parameters(i) {
    const end = this.tokens[i].match;
    const list = [];
    for (let at = i + 1; at < end; at++) {
      const rest = this.text(at) === '...';
      const { doc } = this.tokens[at];
      if (rest) at++;
      const name = this.tokens[at].kind === 'name' ? this.text(at) : null;
      at = this.skip(at);
      const optional = this.text(at) === '=';
      while (at < end && this.text(at) !== ',') at = this.skip(at);
      list.push({ name, optional, rest, doc });
    }
    return list;
  }

  /** @returns {FunctionSource[]} */
  exported() {
    const functions = [];
    for (const { name, local, value } of this.exports) {
      const found = value ?? this.locals.get(local);
      if (found !== undefined) functions.push({ ...found, name });
    }
    return functions;
  }
}

/** The modules that are imported, exported from or required by a literal name. */
function importsOf(tokens) {
  const names = new Set();
  const is = (i, text) => tokens[i]?.kind !== 'string' && tokens[i]?.text === text;
  tokens.forEach((token, i) => {
    if (token.kind !== 'string') return;
    const called = is(i - 1, '(') && (is(i - 2, 'import') || is(i - 2, 'require')) && !is(i - 3, '.');
    if (called || is(i - 1, 'from') || is(i - 1, 'import')) names.add(token.text);
  });
  return [...names];
}
