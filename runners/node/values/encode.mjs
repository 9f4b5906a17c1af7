/**
 * Compiles a shape to an encoder: generated JavaScript like the decoder's. A value that does not fit throws a ResultError, to which
 * each constructor on the way out adds its step, so that the fast path knows nothing of paths.
 */
import { MAX_VALUE_DEPTH } from '../east/reader.mjs';
import { isOption } from '../east/types.mjs';
import { isPlainKey, keySorter } from './keys.mjs';
import { CYCLE, ResultError, TOO_DEEP, fieldStep, indexStep, keyStep, mismatch } from './result.mjs';

/**
 * @param {import('./shape.mjs').Shape} shape
 * @returns {(writer: import('./writer.mjs').Writer, value: any) => void} writes one value; throws ResultError, OutputLimitError,
 *   or what user code in getters throws
 */
export function compileEncoder(shape) {
  const source = new EncoderSource();
  const body = source.statement(shape, 'v');
  const code = `"use strict";\n${source.functions.join('\n')}\nreturn (w, v) => { ${body} };`;
  return new Function('rt', 'keys', code)(RUNTIME, source.keys);
}

const PRIMITIVES = {
  Null: 'nothing', Boolean: 'boolean', Integer: 'integer', Float: 'float', String: 'string', DateTime: 'date', Blob: 'blob', Never: 'never',
};

class EncoderSource {
  functions = [];
  keys = [];
  #done = new Set();

  /** A statement that writes the value of expression `v` to `w`. */
  statement(shape, v) {
    if (shape.tag in PRIMITIVES) return `w.${PRIMITIVES[shape.tag]}(${v});`;
    if (shape.tag === 'Array' && shape.parts[0].tag === 'Float') return `w.floatArray(${v});`;
    if (shape.tag === 'Array' && shape.parts[0].tag === 'Integer') return `w.integerArray(${v});`;
    if (!this.#done.has(shape.id)) {
      this.#done.add(shape.id);
      const body = this.#body(shape);
      const { id } = shape;
      this.functions.push(shape.isRecursive
        ? `const f${id} = (w, v) => { ${body} }; const e${id} = (w, v) => { rt.enter(w, v); f${id}(w, v); rt.leave(w, v); };`
        : `const e${id} = (w, v) => { ${body} };`);
    }
    return `e${shape.id}(w, ${v});`;
  }

  #body(shape) {
    const [first] = shape.parts;
    switch (shape.tag) {
      case 'Ref':
        return `if (!rt.isObject(v) || !("value" in v)) throw rt.mismatch("Ref ({value})", v);
          w.varint(0);
          ${guarded(this.statement(first, 'v.value'), '".value"')}`;
      case 'Array':
        return `if (!Array.isArray(v)) throw rt.mismatch("Array", v);
          const n = v.length;
          w.varint(0); w.varint(n);
          let i = 0;
          ${guarded(`for (; i < n; i++) { ${this.statement(first, 'v[i]')} }`, 'rt.indexStep(i)')}`;
      case 'Set': return this.#keyed(shape, 'if (!(v instanceof Set)) throw rt.mismatch("Set", v); const d = v, ks = ', 'v', '');
      case 'Dict': {
        const value = this.statement(shape.parts[1], `d.get(${keyOf(first)})`);
        return this.#keyed(shape, `const d = rt.entriesOf(v, ${first.tag === 'String'}), ks = `, 'd.keys()', value);
      }
      case 'Struct': return this.#struct(shape);
      default: return this.#variant(shape);
    }
  }

  /** A Set or Dict: `declare` ends where the sorted `keys` are put into `ks`, `value` writes what belongs to a key. */
  #keyed(shape, declare, keys, value) {
    const [key] = shape.parts;
    return `${declare}${this.#sorted(shape)}(${keys}, v);
      w.varint(0); w.varint(ks.length);
      let k;
      ${guarded(`for (k of ks) { ${this.#writeKey(key)} ${value} }`, `rt.keyStep(${keyOf(key)})`)}`;
  }

  /** Keys are checked, put in order and, where they are not plain, encoded before any is written. */
  #sorted(shape) {
    const [key] = shape.parts;
    this.keys[shape.id] = keySorter(key, isPlainKey(key) ? null : compileEncoder(key));
    return `keys[${shape.id}]`;
  }

  #writeKey(key) {
    return isPlainKey(key) ? this.statement(key, 'k') : 'w.raw(k.bytes);';
  }

  #struct(shape) {
    const fields = shape.names.map((name, i) =>
      `f = ${i}; ${this.statement(shape.parts[i], `v[${JSON.stringify(name)}]`)}`);
    return `if (!rt.isObject(v) || Array.isArray(v)) throw rt.mismatch("Struct", v);
      let f = 0;
      ${guarded(fields.join(' '), `rt.fieldStep(${JSON.stringify(shape.names)}[f])`)}`;
  }

  #variant(shape) {
    if (shape.form === 'nullable') return this.#option(shape);
    const expected = JSON.stringify(`Variant {type, value} of ${shape.names.join(', ')}`);
    const cases = shape.names.map((name, i) => {
      const write = guarded(this.statement(shape.parts[i], 'v.value'), `rt.fieldStep(${JSON.stringify(name)})`);
      return `case ${JSON.stringify(name)}: w.varint(${i}); ${write} return;`;
    });
    return `${isOption(shape.type) ? NONE : ''}
      if (!rt.isObject(v)) throw rt.mismatch(${expected}, v);
      switch (v.type) { ${cases.join(' ')} }
      throw rt.mismatch(${expected}, v, rt.caseOf(v));`;
  }

  /** null and undefined are `none`; `{type: 'some', value}` is accepted too where the payload cannot look like that. */
  #option(shape) {
    const payload = shape.parts[1];
    const plain = `w.varint(1); ${this.statement(payload, 'v')}`;
    if (['Struct', 'Variant', 'Dict', 'Ref'].includes(payload.tag)) return `${NONE} ${plain}`;
    return `${NONE}
      if (typeof v === "object" && v.type === "none") { w.varint(0); return; }
      if (typeof v === "object" && v.type === "some") { w.varint(1); ${guarded(this.statement(payload, 'v.value'), '".some"')} return; }
      ${plain}`;
  }
}

const NONE = 'if (v === null || v === undefined) { w.varint(0); return; }';

/** Code whose errors get the step from `v` to the part that it was at. */
const guarded = (code, step) => `try { ${code} } catch (e) { throw rt.within(e, v, ${step}); }`;

const keyOf = (shape) => (isPlainKey(shape) ? 'k' : 'k.key');

const RUNTIME = {
  mismatch,
  indexStep,
  fieldStep,
  keyStep,
  isObject: (value) => typeof value === 'object' && value !== null,
  caseOf: (value) => (typeof value.type === 'string' ? `its type is ${JSON.stringify(value.type.slice(0, 60))}` : ''),
  within: (error, container, step) => (error instanceof ResultError ? error.within(container, step) : error),

  enter(writer, value) {
    if (typeof value !== 'object' || value === null) return;
    if (writer.ancestors.has(value)) throw new ResultError('cyclic_value', CYCLE, value);
    if (writer.ancestors.size >= MAX_VALUE_DEPTH) throw new ResultError('type_mismatch', TOO_DEEP(MAX_VALUE_DEPTH));
    writer.ancestors.add(value);
  },

  leave(writer, value) {
    writer.ancestors.delete(value);
  },

  /** A Dict as something with `keys()` and `get()`: a Map, or an object where keys are strings. */
  entriesOf(value, stringKeys) {
    if (value instanceof Map) return value;
    if (stringKeys && isPlainObject(value)) return { keys: () => Object.keys(value), get: (key) => value[key] };
    throw mismatch(stringKeys ? 'Dict (a Map or a plain object)' : 'Dict (a Map)', value);
  },
};

function isPlainObject(value) {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}
