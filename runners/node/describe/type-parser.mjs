/**
 * Parses the types of doc comments: JSDoc and TypeScript notation, Polyglot's friendly syntax, and East text after a dot. What is
 * well-formed but no East type becomes a `problem` annotation in its place; what is not well-formed throws TypeSyntaxError.
 */
import { ANY } from '../values/annotation.mjs';
import { EastTextParser } from './east-text.mjs';
import { GENERIC_NAMES, PLAIN_NAMES } from './type-names.mjs';
import { TypeLexer } from './type-lexer.mjs';
import { asVariant, literal, unite } from './unions.mjs';

const MAX_DEPTH = 200;

/** @typedef {import('../values/annotation.mjs').Annotation} Annotation */

/**
 * @param {string} text
 * @param {Map<string, {annotation: Annotation | null}>} names the file's own type names
 * @returns {{annotation: Annotation, optional: boolean}} `optional`: written with a trailing `=`
 * @throws {import('./type-lexer.mjs').TypeSyntaxError}
 */
export function parseType(text, names) {
  const parser = new TypeParser(new TypeLexer(text), names);
  const annotation = parser.union();
  const optional = parser.lexer.take('=');
  parser.lexer.end();
  return { annotation: asVariant(annotation), optional };
}

class TypeParser {
  constructor(lexer, names) {
    this.lexer = lexer;
    this.names = names;
    this.depth = 0;
  }

  /** `A | B`; null, undefined and void among them make an Option. */
  union() {
    if (++this.depth > MAX_DEPTH) this.lexer.fail(`a type nested at most ${MAX_DEPTH} deep`);
    this.lexer.take('|');
    const members = [this.postfix()];
    while (this.lexer.take('|')) members.push(this.postfix());
    this.depth--;
    return unite(members);
  }

  postfix() {
    let annotation = this.primary();
    for (;;) {
      if (this.lexer.take('[')) {
        this.lexer.expect(']');
        annotation = { as: 'array', item: asVariant(annotation), form: 'list' };
      } else if (this.lexer.take('?')) {
        annotation = { as: 'option', item: asVariant(annotation) };
      } else if (!this.lexer.take('!')) return annotation;
    }
  }

  primary() {
    const { lexer } = this;
    const string = lexer.takeString();
    if (string !== null) return literal(string);
    if (lexer.takeNumber()) return problem('a literal number is not a type: write number or bigint');
    if (lexer.take('...')) return this.restOf();
    if (lexer.take('?')) return lexer.atTypeEnd() ? ANY : { as: 'option', item: asVariant(this.postfix()) };
    if (lexer.take('!')) return this.postfix();
    if (lexer.take('*')) return ANY;
    if (lexer.peek('(')) return this.parenthesised(false);
    if (lexer.take('{')) return this.object();
    if (lexer.take('[')) return this.tuple();
    if (lexer.peek('.')) return new EastTextParser(lexer).type();
    return this.named(lexer.name('a type'));
  }

  restOf() {
    this.postfix();
    return problem('a rest parameter gives no East type: take an array instead');
  }

  tuple() {
    while (!this.lexer.take(']')) {
      this.union();
      this.lexer.take(',');
    }
    return problem('a tuple is not an East type: use an object with named fields');
  }

  /** `(T)` or `(a: T, U) => R`. */
  parenthesised(isAsync) {
    const { lexer } = this;
    if (!isAsync && !lexer.isFunctionType()) {
      lexer.expect('(');
      const inner = this.union();
      lexer.expect(')');
      return inner;
    }
    lexer.expect('(');
    const inputs = [];
    while (!lexer.take(')')) {
      if (inputs.length > 0) lexer.expect(',');
      lexer.takeLabel();
      inputs.push(asVariant(this.union()));
    }
    lexer.expect('=>');
    return { as: 'function', inputs, output: asVariant(this.union()), isAsync };
  }

  named(name) {
    const { lexer } = this;
    if (name === 'readonly') return this.postfix();
    if (name === 'async' && lexer.peek('(')) return this.parenthesised(true);
    if (name === 'typeof' || name === 'keyof') {
      this.postfix();
      return problem(`'${name}' gives no East type: write the type`);
    }
    if (name === 'import') return this.imported();
    if (lexer.peek('.<')) lexer.take('.');
    if (lexer.take('<')) return this.generic(name);
    const definition = this.names.get(name);
    if (definition !== undefined) return { as: 'name', name, definition };
    if (name === 'true' || name === 'false') return PLAIN_NAMES.get('boolean');
    if (name === 'Struct' || name === 'Variant') return lexer.fail(`'<' after ${name}`);
    return PLAIN_NAMES.get(name) ?? problem(`unknown type '${name}'`);
  }

  imported() {
    const { lexer } = this;
    lexer.expect('(');
    lexer.takeString();
    lexer.expect(')');
    while (lexer.take('.')) lexer.name('a name');
    return problem('types of other files are not read: define it in this file with @typedef');
  }

  generic(name) {
    if (name === 'Struct') return { as: 'struct', fields: this.members('>', false) };
    if (name === 'Variant') return this.friendlyVariant();
    if (name === 'Recursive') return this.recursive();
    const args = [asVariant(this.union())];
    while (this.lexer.take(',')) args.push(asVariant(this.union()));
    this.lexer.expect('>');
    const known = GENERIC_NAMES.get(name);
    if (known === undefined) return problem(`unknown type '${name}<…>'`);
    const [count, make] = known;
    return args.length === count ? make(...args) : problem(`${name}<…> takes ${count} type${count > 1 ? 's' : ''}, not ${args.length}`);
  }

  /** Cases are tagged objects; `none` and `some: T` alone are an Option. */
  friendlyVariant() {
    const cases = this.members('>', true);
    const names = cases.map((each) => each.name).sort().join(' ');
    const none = cases.find((each) => each.name === 'none');
    if (names === 'none some' && none.annotation.tag === 'Null') {
      return { as: 'option', item: cases.find((each) => each.name === 'some').annotation };
    }
    return { as: 'variant', cases };
  }

  recursive() {
    const name = this.lexer.name('a name');
    this.lexer.expect('=');
    const definition = { annotation: null };
    const outer = this.names;
    this.names = new Map(outer).set(name, definition);
    definition.annotation = asVariant(this.union());
    this.names = outer;
    this.lexer.expect('>');
    return { as: 'name', name, definition };
  }

  /** `{a: T, b?: U}` or `{[key: string]: T}`; the brace is taken. */
  object() {
    const { lexer } = this;
    if (lexer.take('[')) {
      lexer.name('a name');
      lexer.expect(':');
      const key = this.union();
      lexer.expect(']');
      lexer.expect(':');
      const value = asVariant(this.union());
      if (!lexer.take(',')) lexer.take(';');
      lexer.expect('}');
      return GENERIC_NAMES.get('Record')[1](key, value);
    }
    return { as: 'struct', fields: this.members('}', false) };
  }

  /** `name: T` with `,`, `;` or a new line between, up to and with `close`. In a Variant a name may stand alone. */
  members(close, mayStandAlone) {
    const { lexer } = this;
    const list = [];
    while (!lexer.take(close)) {
      lexer.takeWord('readonly');
      const name = lexer.memberName();
      if (list.some((each) => each.name === name)) lexer.fail(`'${name}' once`);
      const optional = lexer.take('?');
      if (mayStandAlone && !lexer.peek(':')) {
        list.push({ name, annotation: PLAIN_NAMES.get('Null') });
      } else {
        const annotation = lexer.take(':') ? this.union() : close === '}' ? ANY : lexer.fail("':'");
        list.push({ name, annotation: optional ? optionOf(annotation) : asVariant(annotation) });
      }
      if (!lexer.take(',') && !lexer.take(';') && !lexer.peek(close) && !(close === '}' && lexer.onNewLine)) lexer.fail(`',' or '${close}'`);
    }
    return list;
  }
}

function problem(text) {
  return { as: 'problem', text };
}

/** `b?: T|null` is one Option, not two. */
function optionOf(annotation) {
  return annotation.as === 'option' ? annotation : { as: 'option', item: asVariant(annotation) };
}
