/**
 * Compiles a shape to an encoder: generated JavaScript like the decoder's. A value that does not fit throws a ResultError, to which
 * each constructor on the way out adds its step, so that the fast path knows nothing of paths.
 */
import { MAX_VALUE_DEPTH, Reader } from '../east/reader.mjs';
import { isOption } from '../east/types.mjs';
import { compileDecoder } from './decode.mjs';
import { comparerOf } from './order.mjs';
import { CYCLE, DUPLICATE, ResultError, TOO_DEEP, fieldStep, indexStep, keyStep, mismatch } from './result.mjs';
import { Writer } from './writer.mjs';

/**
 * @param {import('./shape.mjs').Shape} shape
 * @returns {(writer: Writer, value: any) => void} writes one value; throws ResultError, OutputLimitError, or what user code in getters throws
 */
export function compileEncoder(shape) {
  const source = new EncoderSource();
  const body = source.statement(shape, 'v');
  const code = `"use strict";\n${source.functions.join('\n')}\nreturn (w, v) => { ${body} };`;
  return new Function('rt', 'keys', code)(RUNTIME, source.keys);
}

const PRIMITIVES = {
  Null: 'nothing', Boolean: 'boolean', Integer: 'integer', Float: 'float', String: 'string', DateTime: 'date', Blob: 'blob',
};

class EncoderSource {
  functions = [];
  keys = [];
  #done = new Set();

  /** A statement that writes the value of expression `v` to `w`. */
  statement(shape, v) {
    if (shape.tag in PRIMITIVES) return `w.${PRIMITIVES[shape.tag]}(${v});`;
    if (shape.tag === 'Never') return `throw rt.mismatch("Never", ${v});`;
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
    const [first, second] = shape.parts;
    const guarded = (code, step) => `try { ${code} } catch (e) { throw rt.within(e, v, ${step}); }`;
    switch (shape.tag) {
      case 'Ref':
        return `if (!rt.isObject(v) || !("value" in v)) throw rt.mismatch("Ref ({value})", v); w.varint(0); ${guarded(this.statement(first, 'v.value'), '".value"')}`;
      case 'Array':
        return `if (!Array.isArray(v)) throw rt.mismatch("Array", v); const n = v.length; w.varint(0); w.varint(n); let i = 0;
          ${guarded(`for (; i < n; i++) { ${this.statement(first, 'v[i]')} }`, 'rt.indexStep(i)')}`;
      case 'Set':
        return `if (!(v instanceof Set)) throw rt.mismatch("Set", v); const ks = ${this.#sorted(shape)}(v, v);
          w.varint(0); w.varint(ks.length); for (const k of ks) { ${this.#writeKey(first)} }`;
      case 'Dict':
        return `const d = rt.entriesOf(v, ${first.tag === 'String'}); const ks = ${this.#sorted(shape)}(d.keys(), v); w.varint(0); w.varint(ks.length); let k;
          ${guarded(`for (k of ks) { ${this.#writeKey(first)} ${this.statement(second, 'd.get(k.key)')} }`, 'rt.keyStep(k.key)')}`;
      case 'Struct': return this.#struct(shape);
      default: return this.#variant(shape, guarded);
    }
  }

  /** Keys are checked, put in order and, where they are not plain, encoded before any is written. */
  #sorted(shape) {
    this.keys[shape.id] = keySorter(shape.parts[0]);
    return `keys[${shape.id}]`;
  }

  #writeKey(key) {
    return key.tag in PLAIN_KEYS ? this.statement(key, 'k.key') : 'w.raw(k.bytes);';
  }

  #struct(shape) {
    const kind = `rt.mismatch("Struct", v)`;
    const fields = shape.names.map((name, i) =>
      `f = ${i}; ${this.statement(shape.parts[i], `v[${JSON.stringify(name)}]`)}`);
    return `if (typeof v !== "object" || v === null || Array.isArray(v)) throw ${kind}; let f = 0;
      try { ${fields.join(' ')} } catch (e) { throw rt.within(e, v, rt.fieldStep(${JSON.stringify(shape.names)}[f])); }`;
  }

  #variant(shape, guarded) {
    if (shape.form === 'nullable') return this.#option(shape, guarded);
    const expected = JSON.stringify(`Variant {type, value} of ${shape.names.join(', ')}`);
    const cases = shape.names.map((name, i) => {
      const write = this.statement(shape.parts[i], 'v.value');
      return `case ${JSON.stringify(name)}: w.varint(${i}); ${guarded(write, `rt.fieldStep(${JSON.stringify(name)})`)} return;`;
    });
    const none = isOption(shape.type) ? 'if (v === null || v === undefined) { w.varint(0); return; } ' : '';
    return `${none}if (!rt.isObject(v)) throw rt.mismatch(${expected}, v); switch (v.type) { ${cases.join(' ')} } throw rt.mismatch(${expected}, v, rt.caseOf(v));`;
  }

  /** null and undefined are `none`; `{type: 'some', value}` is accepted too where the payload cannot look like that. */
  #option(shape, guarded) {
    const payload = shape.parts[1];
    const plain = `w.varint(1); ${this.statement(payload, 'v')}`;
    const none = 'if (v === null || v === undefined) { w.varint(0); return; }';
    if (payload.tag === 'Struct' || payload.tag === 'Variant' || payload.tag === 'Dict' || payload.tag === 'Ref') return `${none} ${plain}`;
    return `${none} if (typeof v === "object") { if (v.type === "none") { w.varint(0); return; }
      if (v.type === "some") { w.varint(1); ${guarded(this.statement(payload, 'v.value'), '".some"')} return; } } ${plain}`;
  }
}

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

/**
 * What puts the keys of a Set or Dict in East order: a function from keys to `{key, bytes}` records.
 * Plain keys are compared as they are. Struct and Variant keys are encoded first, because a result may write one key in several ways.
 */
function keySorter(shape) {
  const compare = comparerOf(shape);
  const normalise = PLAIN_KEYS[shape.tag] ?? compositeKeys(shape);
  return (keys, container) => {
    const records = [];
    let ordered = true;
    for (const key of keys) {
      const record = { key, bytes: null, normal: null };
      try {
        normalise(record);
      } catch (error) {
        throw RUNTIME.within(error, container, indexStep(records.length));
      }
      if (ordered && records.length > 0 && compare(records[records.length - 1].normal, record.normal) >= 0) ordered = false;
      records.push(record);
    }
    if (!ordered) sortDistinct(records, compare, container);
    return records;
  };
}

const plainKey = (write, normal) => {
  const scratch = new Writer(NO_BYTES, Infinity, Buffer.allocUnsafe(64));
  return (record) => {
    scratch.at = 0;
    scratch[write](record.key); // checks it
    record.normal = normal ? normal(record.key) : record.key;
  };
};

const NO_BYTES = Buffer.alloc(0);

const PLAIN_KEYS = {
  Never: (record) => { throw mismatch('Never', record.key); },
  Null: plainKey('nothing'),
  Boolean: plainKey('boolean'),
  Integer: plainKey('integer', BigInt),
  Float: plainKey('float'),
  String: (record) => {
    if (typeof record.key !== 'string') throw mismatch('String', record.key);
    record.normal = record.key;
  },
  DateTime: plainKey('date'),
  Blob: plainKey('blob', (key) => new Uint8Array(key)),
};

function compositeKeys(shape) {
  const encode = compileEncoder(shape);
  const decode = compileDecoder(shape);
  return (record) => {
    const writer = new Writer(NO_BYTES, Infinity, Buffer.allocUnsafe(64));
    encode(writer, record.key);
    record.bytes = writer.bytes.subarray(0, writer.at);
    record.normal = decode(new Reader(record.bytes, false));
  };
}

function sortDistinct(records, compare, container) {
  records.sort((a, b) => compare(a.normal, b.normal));
  for (let i = 1; i < records.length; i++) {
    if (compare(records[i - 1].normal, records[i].normal) === 0) {
      throw new ResultError('duplicate_key', DUPLICATE(records[i].key)).within(container, keyStep(records[i].key));
    }
  }
}
