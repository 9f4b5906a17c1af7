/** Parses East's own text of a type, such as `.Dict (key=.String, value=.Array .Integer)` (spec 2.1 and 3.4). */

const LEAVES = ['Never', 'Null', 'Boolean', 'Integer', 'Float', 'String', 'DateTime', 'Blob'];

export class EastTextParser {
  /** @param {import('./type-lexer.mjs').TypeLexer} lexer stands before the dot */
  constructor(lexer) {
    this.lexer = lexer;
  }

  /** @returns {import('../values/annotation.mjs').Annotation} */
  type() {
    this.lexer.expect('.');
    const tag = this.lexer.name('the name of a type');
    if (LEAVES.includes(tag)) return { as: 'leaf', tag };
    switch (tag) {
      case 'Array': return { as: 'array', item: this.type(), form: 'list' };
      case 'Set': return { as: 'set', key: this.type() };
      case 'Ref': return { as: 'ref', item: this.type() };
      case 'Recursive': return { as: 'back', depth: this.number() };
      case 'Dict': {
        const [key, value] = this.record(['key', 'value'], () => this.type());
        return { as: 'dict', key, value, form: 'map' };
      }
      case 'Struct': return { as: 'struct', fields: this.list(() => this.member()) };
      case 'Variant': return this.variant();
      case 'Function': case 'AsyncFunction': {
        const parts = this.record(['inputs', 'output'], (name) => (name === 'inputs' ? this.list(() => this.type()) : this.type()));
        return { as: 'function', inputs: parts[0], output: parts[1], isAsync: tag === 'AsyncFunction' };
      }
      default: return this.lexer.fail('the name of an East type before this');
    }
  }

  number() {
    const { at } = this.lexer;
    if (!this.lexer.takeNumber()) this.lexer.fail('a number');
    return Number.parseInt(this.lexer.text.slice(at), 10);
  }

  variant() {
    const cases = this.list(() => this.member());
    const [none, some] = [...cases].sort((a, b) => (a.name < b.name ? -1 : 1));
    if (cases.length === 2 && none.name === 'none' && none.annotation.tag === 'Null' && some.name === 'some') {
      return { as: 'option', item: some.annotation };
    }
    return { as: 'variant', cases };
  }

  member() {
    const { lexer } = this;
    const [name, annotation] = this.record(['name', 'type'], (part) =>
      (part === 'type' ? this.type() : lexer.takeString() ?? lexer.fail('a name in quotes')));
    return { name, annotation };
  }

  record(names, read) {
    this.lexer.expect('(');
    const parts = names.map((name, i) => {
      if (i > 0) this.lexer.expect(',');
      if (this.lexer.name(`'${name}'`) !== name) this.lexer.fail(`'${name}' before this`);
      this.lexer.expect('=');
      return read(name);
    });
    this.lexer.expect(')');
    return parts;
  }

  list(read) {
    this.lexer.expect('[');
    const items = [];
    while (!this.lexer.take(']')) {
      if (items.length > 0) this.lexer.expect(',');
      items.push(read());
    }
    return items;
  }
}
