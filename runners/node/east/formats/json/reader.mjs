/** Reads values from JSON (spec 3.3). */
import { eastText as typeText } from '../../print.mjs';
import { sameValues } from '../../subtype.mjs';
import { EastArray, EastDict, EastRef, EastSet, EastVariant } from '../../values/containers.mjs';
import { wrap } from '../../values/integers.mjs';
import { keysOf } from '../../values/keys.mjs';
import { MAX_DEPTH } from '../beast2/messages.mjs';
import { fromFields } from '../calendar.mjs';
import { Place, STEP } from '../place.mjs';
import { fromHex } from '../scalars.mjs';
import { TEXT as READER_TEXT } from '../text/messages.mjs';
import { TEXT } from './messages.mjs';
import { stepText } from './printer.mjs';
import { syntaxProblem } from './syntax.mjs';

class JsonFailure extends Error {
  constructor(message, place) {
    super(message);
    this.place = place;
  }
}

/**
 * @param {import('../../link.mjs').Link} link of a data type
 * @param {string} text
 * @returns {{value: any} | {syntax: string} | {message: string}}
 */
export function readJson(link, text) {
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    return { syntax: syntaxProblem(text) };
  }
  try {
    return { value: new JsonReader(text.includes('$ref')).read(link, json, Place.root()) };
  } catch (failure) {
    if (!(failure instanceof JsonFailure)) throw failure;
    if (failure.message === TEXT.never) return { message: TEXT.never };
    return { message: READER_TEXT.sentence(failure.message, pathText(failure.place), 1, 1, typeText(link.type)) };
  }
}

function pathText(place) {
  return place.fromRoot().map((step) => {
    if (step.step === STEP.element) return `[${step.name}]`;
    return step.step === STEP.content ? '' : `.${stepText(step)}`;
  }).join('');
}

const isObject = (json) => typeof json === 'object' && json !== null && !Array.isArray(json);
const has = (json, name) => Object.hasOwn(json, name);

class JsonReader {
  #mayRefer;
  #depth = 0;

  constructor(mayRefer) {
    this.#mayRefer = mayRefer;
  }

  read(link, json, place) {
    if (link.parts.length === 0 && link.tag !== 'Struct' && link.tag !== 'Variant') return scalar(link.tag, json, place);
    if (++this.#depth > MAX_DEPTH) throw new JsonFailure(READER_TEXT.tooDeep, place);
    const value = this.#constructed(link, json, place);
    this.#depth--;
    return value;
  }

  #constructed(link, json, place) {
    if (link.tag === 'Struct') return this.#struct(link, json, place);
    if (link.tag === 'Variant') return this.#variant(link, json, place);
    if (this.#mayRefer && isObject(json) && typeof json.$ref === 'string' && Object.keys(json).length === 1) return find(link, json.$ref, place);
    return this.#container(link, json, place);
  }

  #inner(link, json, place) {
    if (this.#mayRefer) place.register(stepText(place));
    return this.read(link, json, place);
  }

  #container(link, json, place) {
    const what = { Ref: 'array with 1 entry', Array: 'array', Set: 'array for Set', Dict: 'array for Dict' }[link.tag];
    if (!Array.isArray(json) || (link.tag === 'Ref' && json.length !== 1)) throw new JsonFailure(TEXT.expected(what, json), place);
    const [first] = link.parts;
    switch (link.tag) {
      case 'Ref': {
        const cell = new EastRef(null);
        place.define(cell, link);
        cell.value = this.#inner(first, json[0], place.content());
        return cell;
      }
      case 'Array': {
        const array = new EastArray([]);
        place.define(array, link);
        for (let i = 0; i < json.length; i++) array.items.push(this.#inner(first, json[i], place.element(i)));
        return array;
      }
      case 'Set': {
        const set = new EastSet(keysOf(first));
        place.define(set, link);
        for (let i = 0; i < json.length; i++) set.add(this.read(first, json[i], place.element(i)));
        return set;
      }
      default: {
        const dict = new EastDict(keysOf(first));
        place.define(dict, link);
        for (let i = 0; i < json.length; i++) this.#entry(link, dict, json[i], place.element(i));
        return dict;
      }
    }
  }

  #entry(link, dict, entry, place) {
    if (!isObject(entry) || !has(entry, 'key') || !has(entry, 'value')) {
      throw new JsonFailure(TEXT.expected('object with key and value for Dict entry', entry), place);
    }
    const other = Object.keys(entry).find((name) => name !== 'key' && name !== 'value');
    if (other !== undefined) throw new JsonFailure(TEXT.unexpectedField(other, 'Dict entry', entry), place);
    if (this.#mayRefer) place.register(stepText(place));
    const key = this.read(link.parts[0], entry.key, place.key_(place.name));
    dict.put(key, this.#inner(link.parts[1], entry.value, place.value(place.name, key, link.parts[0])));
  }

  #struct(link, json, place) {
    if (!isObject(json)) throw new JsonFailure(TEXT.expected('object for Struct', json), place);
    const unexpected = Object.keys(json).find((name) => !link.names.includes(name));
    if (unexpected !== undefined) throw new JsonFailure(TEXT.unexpectedField(unexpected, 'Struct', json), place);
    return Object.fromEntries(link.names.map((name, i) => {
      if (!has(json, name)) throw new JsonFailure(TEXT.missingField(name, json), place);
      return [name, this.#inner(link.parts[i], json[name], place.field(name))];
    }));
  }

  #variant(link, json, place) {
    if (!isObject(json) || typeof json.type !== 'string' || !has(json, 'type') || !has(json, 'value')) {
      throw new JsonFailure(TEXT.expected('object with type and value for Variant', json), place);
    }
    const index = link.names.indexOf(json.type);
    if (index < 0) throw new JsonFailure(TEXT.unknownCase(json.type, json), place);
    return new EastVariant(json.type, this.#inner(link.parts[index], json.value, place.case(json.type)));
  }
}

function find(link, reference, place) {
  const sign = reference.indexOf('#');
  const levels = reference.slice(0, Math.max(sign, 0));
  if (!/^[0-9]+$/.test(levels) || Number(levels) > place.depth) throw new JsonFailure(TEXT.invalidReference(reference), place);
  let target = place.up(Number(levels));
  const path = reference.slice(sign + 1);
  for (const step of path === '' ? [] : path.split('/')) target = target?.inner?.get(step.replaceAll('~1', '/').replaceAll('~0', '~')) ?? null;
  if (!target?.container || !sameValues(target.link, link)) throw new JsonFailure(TEXT.undefinedReference(reference), place);
  return target.container;
}

const SPECIAL_FLOATS = new Map([['-0.0', -0], ['NaN', NaN], ['Infinity', Infinity], ['-Infinity', -Infinity]]);

function scalar(tag, json, place) {
  const expect = (holds, what) => {
    if (!holds) throw new JsonFailure(TEXT.expected(what, json), place);
  };
  switch (tag) {
    case 'Null':
      expect(json === null, 'null');
      return null;
    case 'Boolean':
      expect(typeof json === 'boolean', 'boolean');
      return json;
    case 'Integer':
      expect(typeof json === 'string' && json !== '', 'string representing integer');
      return integer(json, place);
    case 'Float':
      if (typeof json === 'number') return json;
      expect(SPECIAL_FLOATS.has(json), 'number or string representing special float value');
      return SPECIAL_FLOATS.get(json);
    case 'String':
      expect(typeof json === 'string', 'string');
      return json;
    case 'DateTime':
      expect(typeof json === 'string', 'string for DateTime');
      return dateTime(json, place);
    case 'Blob': {
      expect(typeof json === 'string' && json.startsWith('0x'), 'hex string starting with 0x');
      const blob = fromHex(json.slice(2));
      if (blob === null) throw new JsonFailure(TEXT.hex(json), place);
      return blob;
    }
    default: throw new JsonFailure(TEXT.never, place);
  }
}

function integer(text, place) {
  let value;
  try {
    value = BigInt(text); // spec 9, quirk 13: what BigInt takes
  } catch {
    throw new JsonFailure(TEXT.expected('string representing integer', text), place);
  }
  if (BigInt.asIntN(64, value) !== value) throw new JsonFailure(TEXT.integerRange(text), place);
  return wrap(value);
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})(?:Z|([+-])(\d\d):(\d\d))$/;

function dateTime(text, place) {
  const match = DATE.exec(text);
  if (match === null) throw new JsonFailure(TEXT.dateShape(text), place);
  const [sign, hours, minutes] = match.slice(8);
  const local = fromFields(...match.slice(1, 8).map(Number));
  if (local === null || Number(hours ?? 0) > 23 || Number(minutes ?? 0) > 59) throw new JsonFailure(TEXT.dateValue(text), place);
  return local - (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
}
