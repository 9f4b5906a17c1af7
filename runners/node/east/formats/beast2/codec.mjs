/** Makes readers and writers of beast2 values: generated JavaScript, one function per constructor of a type. */
import { linkOf } from '../../link.mjs';
import { EastArray, EastDict, EastRef, EastSet, EastVariant } from '../../values/containers.mjs';
import { keysOf } from '../../values/keys.mjs';
import { irType } from '../../ir/type.mjs';
import { MAX_DEPTH } from './messages.mjs';

/** @returns {(reader: import('./reader.mjs').Beast2Reader) => any} */
export const readerOf = (link) => (link.routines.beast2Reader ??= compile(link, new ReaderSource()));

/** @returns {(writer: import('./writer.mjs').Beast2Writer, value: any) => void} */
export const writerOf = (link) => (link.routines.beast2Writer ??= compile(link, new WriterSource()));

function compile(link, source) {
  const root = source.root(link);
  const code = `"use strict";\n${source.functions.join('\n')}\nreturn ${root};`;
  const classes = { EastArray, EastDict, EastRef, EastSet, EastVariant };
  return new Function('K', ...Object.keys(classes), code)(source.constants, ...Object.values(classes));
}

class Source {
  functions = [];
  constants = [];
  #names = new Map();

  constant(value) {
    return `K[${this.constants.push(value) - 1}]`;
  }

  /** The name of the function for a constructor. */
  use(link) {
    const known = this.#names.get(link);
    if (known !== undefined) return known;
    const name = `f${this.#names.size}`;
    this.#names.set(link, name);
    const place = this.functions.push('') - 1;
    this.functions[place] = this.define(name, link);
    return name;
  }
}

/** The function's own node of IR, read or written with the table of the value that it is in. */
const programs = { read: () => readerOf(linkOf(irType())), write: () => writerOf(linkOf(irType())) };

const SCALARS = { Boolean: 'boolean', Integer: 'integer', DateTime: 'integer', Float: 'float', String: 'string', Blob: 'blob', Never: 'never' };

/** The fewest bytes that a value takes. A Struct directly inside of itself has no values. */
function leastBytes(link, outer = []) {
  switch (link.tag) {
    case 'Null': return 0;
    case 'Float': return 8;
    case 'Struct': return outer.includes(link) ? 1 : link.parts.reduce((sum, part) => sum + leastBytes(part, [...outer, link]), 0);
    default: return 1;
  }
}

class ReaderSource extends Source {
  root(link) {
    return `(r) => ${this.value(link)}`;
  }

  value(link) {
    if (link.tag === 'Null') return 'null';
    if (link.tag in SCALARS) return `r.${SCALARS[link.tag]}()`;
    return `${this.use(link)}(r)`;
  }

  define(name, link) {
    const [enter, leave] = link.isCyclic ? [`if (++r.depth > ${MAX_DEPTH}) r.enter();`, 'r.depth--;'] : ['', ''];
    const body = this.#body(link);
    if (link.tag === 'Function' || link.tag === 'AsyncFunction') return `function ${name}(r) { ${body} }`;
    if (!['Struct', 'Variant'].includes(link.tag)) {
      return `function ${name}(r) { const start = r.at; const distance = r.varint();
        if (distance !== 0) return r.earlier(start, distance, ${this.constant(link)});
        ${enter} ${body} ${leave} return made; }`;
    }
    return `function ${name}(r) { ${enter} ${body} ${leave} return made; }`;
  }

  #body(link) {
    const self = this.constant(link);
    const [first, second] = link.parts;
    switch (link.tag) {
      case 'Struct': return `const made = {${link.names.map((field, i) => `[${JSON.stringify(field)}]: ${this.value(link.parts[i])}`).join(', ')}};`
        .replace(/\[("(?!__proto__")[^"\\]*")\]:/g, '$1:');
      case 'Variant': {
        const cases = link.names.map((each, i) => `case ${i}: made = ${this.#case(each, link.parts[i])}; break;`);
        return `let made; switch (r.tag(${cases.length})) { ${cases.join(' ')} }`;
      }
      case 'Ref': return `const made = r.keep(${self}, new EastRef(null)); made.value = ${this.value(first)};`;
      case 'Array':
        if (first.tag === 'Float') return `const made = r.keep(${self}, new EastArray([])); made.items = r.floats(r.count(8));`;
        return `const items = []; const made = r.keep(${self}, new EastArray(items));
          for (let count = r.count(${leastBytes(first)}); count > 0; count--) items.push(${this.value(first)});`;
      case 'Set': return `const made = r.keep(${self}, new EastSet(${this.constant(keysOf(first))})); const count = r.count(${leastBytes(first)});
          for (let i = 0; i < count; i++) { const from = r.at; r.key(made, ${this.value(first)}, null, i === 0, from); }`;
      case 'Dict': return `const made = r.keep(${self}, new EastDict(${this.constant(keysOf(first))})); const count = r.count(${leastBytes(first) + leastBytes(second)});
          for (let i = 0; i < count; i++) { const from = r.at; const key = ${this.value(first)}; r.key(made, key, ${this.value(second)}, i === 0, from); }`;
      default: return `return r.function(${self}, ${this.constant((reader) => programs.read()(reader))});`;
    }
  }

  /** A case without a payload is one object. */
  #case(name, payload) {
    if (payload.tag === 'Null') return this.constant(new EastVariant(name, null));
    return `new EastVariant(${JSON.stringify(name)}, ${this.value(payload)})`;
  }
}

class WriterSource extends Source {
  root(link) {
    return `(w, v) => { ${this.value(link, 'v')} }`;
  }

  value(link, value) {
    if (link.tag === 'Null') return '';
    if (link.tag in SCALARS) return `w.${SCALARS[link.tag]}(${value});`;
    return `${this.use(link)}(w, ${value});`;
  }

  define(name, link) {
    const [enter, leave] = link.isCyclic ? [`if (++w.depth > ${MAX_DEPTH}) w.tooDeep();`, 'w.depth--;'] : ['', ''];
    const isContainer = ['Ref', 'Array', 'Set', 'Dict'].includes(link.tag);
    return `function ${name}(w, v) { ${isContainer ? 'if (!w.container(v)) return;' : ''} ${enter} ${this.#body(link)} ${leave} }`;
  }

  #body(link) {
    const [first, second] = link.parts;
    switch (link.tag) {
      case 'Struct': return link.names.map((field, i) => this.value(link.parts[i], `v[${JSON.stringify(field)}]`)).join(' ');
      case 'Variant': return `switch (v.case) { ${link.names.map((each, i) =>
        `case ${JSON.stringify(each)}: w.varint(${i}); ${this.value(link.parts[i], 'v.value')} break;`).join(' ')} }`;
      case 'Ref': return this.value(first, 'v.value');
      case 'Array':
        if (first.tag === 'Float') return 'w.varint(v.items.length); w.floats(v.items);';
        return `const items = v.items; w.varint(items.length); for (let i = 0; i < items.length; i++) { ${this.value(first, 'items[i]')} }`;
      case 'Set': return `w.varint(v.size); for (const e of v.entries()) { ${this.value(first, 'e.key')} }`;
      case 'Dict': return `w.varint(v.size); for (const e of v.entries()) { ${this.value(first, 'e.key')} ${this.value(second, 'e.value')} }`;
      default: return `w.function(${this.constant(link)}, v, ${this.constant((writer, node) => programs.write()(writer, node))});`;
    }
  }
}
