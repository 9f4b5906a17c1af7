/**
 * Compiles a shape to a decoder: generated JavaScript with one function per constructor, so that reading a struct is one object literal and
 * every object of a type has the same hidden class. Names from types enter the source only as JSON string literals.
 */
import { listOf } from '../east/reader.mjs';
import { comparerOf } from './order.mjs';
import { keysOf } from './shape.mjs';
import { keepSignedZeros } from './signed-zero.mjs';

/**
 * @param {import('./shape.mjs').Shape} shape
 * @returns {(reader: import('../east/reader.mjs').Reader) => any} reads one value; throws DecodeError
 */
export function compileDecoder(shape) {
  const source = new DecoderSource();
  const body = source.expression(shape);
  const code = `"use strict";\n${source.functions.join('\n')}\nreturn (r) => ${body};`;
  const names = ['shapes', 'compare', 'listOf', 'keysOf', 'keepSignedZeros'];
  return new Function(...names, code)(source.shapes, source.comparers, listOf, keysOf, keepSignedZeros);
}

const PRIMITIVES = {
  Null: 'null', Boolean: 'r.boolean()', Integer: 'r.integer()', Float: 'r.float()', String: 'r.string()', DateTime: 'r.date()',
  Never: 'r.fail("a value of type Never")',
};

class DecoderSource {
  functions = [];
  shapes = [];
  comparers = [];
  #done = new Set();

  /** An expression that reads a value of the shape from `r`. */
  expression(shape) {
    if (shape.tag === 'Blob') return shape.form === 'buffer' ? 'r.buffer()' : 'r.blob()';
    if (shape.tag in PRIMITIVES) return PRIMITIVES[shape.tag];
    if (!this.#done.has(shape.id)) {
      this.#done.add(shape.id);
      this.#define(shape);
    }
    return `d${shape.id}(r)`;
  }

  #define(shape) {
    const body = this.#body(shape);
    const { id } = shape;
    if (['Array', 'Set', 'Dict', 'Ref'].includes(shape.tag)) {
      this.shapes[id] = shape;
      this.functions.push(`const c${id} = shapes[${id}].contents = (r) => { const p = r.at; ${body} };`);
      this.#function(shape, `const s = r.at, m = r.varint(); if (m !== 0) return r.earlier(m, s, shapes[${id}], keysOf); return c${id}(r);`);
    } else {
      this.#function(shape, body);
    }
  }

  #function(shape, body) {
    const { id } = shape;
    if (!shape.isRecursive) this.functions.push(`const d${id} = (r) => { ${body} };`);
    else this.functions.push(`const e${id} = (r) => { ${body} };`, `const d${id} = (r) => { r.enter(); const v = e${id}(r); r.leave(); return v; };`);
  }

  #body(shape) {
    const parts = shape.parts;
    const keep = (container) => `r.keep(p, shapes[${shape.id}], ${container})`;
    switch (shape.tag) {
      case 'Ref': return `const v = ${keep('{ value: null }')}; v.value = ${this.expression(parts[0])}; return v;`;
      case 'Struct': return `return ${this.#literal(shape)};`;
      case 'Variant': return this.#variant(shape);
      case 'Array': {
        if (shape.form === 'float64') return `return ${keep('r.float64Array()')};`;
        if (shape.form === 'bigint64') return `return ${keep('r.bigInt64Array()')};`;
        if (parts[0].tag === 'Float') return `return ${keep('r.floatArray()')};`;
        return `const n = r.count(${parts[0].least}), a = ${keep('listOf(n)')};
          for (let i = 0; i < n; i++) a[i] = ${this.expression(parts[0])};
          return a;`;
      }
      case 'Set': return `${this.#keys(shape, 'const v = ' + keep('new Set()'))} ${this.#signedZero(shape)} v.add(k); } return v;`;
      default: return this.#dict(shape, keep);
    }
  }

  #dict(shape, keep) {
    const value = this.expression(shape.parts[1]);
    if (shape.form === 'object') return `${this.#keys(shape, 'const v = ' + keep('Object.create(null)'))} v[k] = ${value}; } return v;`;
    return `${this.#keys(shape, 'const v = ' + keep('new Map()'))} ${this.#signedZero(shape)} v.set(k, ${value}); } return v;`;
  }

  /** The head of a loop that reads keys in strictly ascending order as `k`. */
  #keys(shape, make) {
    const key = shape.parts[0];
    this.comparers[shape.id] = comparerOf(key);
    const least = shape.parts.reduce((sum, part) => sum + part.least, 0);
    return `const n = r.count(${least}); ${make}; let last; for (let i = 0; i < n; i++) { const k = ${this.expression(key)};
      if (i > 0 && compare[${shape.id}](last, k) >= 0) r.fail("keys that are not in ascending order"); last = k;`;
  }

  /** -0.0 is a key of its own in East, and 0 in a JavaScript Set or Map. Only keys that are bare numbers can be one. */
  #signedZero({ parts: [key] }) {
    const mayBe = key.tag === 'Float' || key.form === 'nullable' && key.parts[1].tag === 'Float';
    return mayBe ? 'if (Object.is(k, -0)) keepSignedZeros(v);' : '';
  }

  #literal(shape) {
    const fields = shape.names.map((name, i) => {
      const key = JSON.stringify(name);
      return `${name === '__proto__' ? `[${key}]` : key}: ${this.expression(shape.parts[i])}`;
    });
    return `{ ${fields.join(', ')} }`;
  }

  #variant(shape) {
    if (shape.form === 'nullable') return `return r.tag(2) === 0 ? null : ${this.expression(shape.parts[1])};`;
    const cases = shape.names.map((name, i) =>
      `case ${i}: return { type: ${JSON.stringify(name)}, value: ${this.expression(shape.parts[i])} };`);
    return `switch (r.tag(${shape.names.length})) { ${cases.join(' ')} }`;
  }
}
