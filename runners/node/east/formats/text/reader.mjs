/** Reads East text (spec 3.4). */
import { eastText as typeText } from '../../print.mjs';
import { sameValues } from '../../subtype.mjs';
import { EastArray, EastDict, EastRef, EastSet, EastVariant } from '../../values/containers.mjs';
import { keysOf } from '../../values/keys.mjs';
import { MAX_DEPTH } from '../beast2/messages.mjs';
import { Place, STEP } from '../place.mjs';
import { isBlank } from '../scalars.mjs';
import { TEXT } from './messages.mjs';
import { stepText } from './printer.mjs';
import { Scanner, TextFailure, stepEnd } from './scanner.mjs';

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const SCALARS = new Set(['Never', 'Null', 'Boolean', 'Integer', 'Float', 'String', 'DateTime', 'Blob', 'Function', 'AsyncFunction']);

/**
 * @param {import('../../link.mjs').Link} link
 * @param {string} text
 * @returns {{value: any} | {message: string, position: number}}
 */
export function readText(link, text) {
  const reader = new TextReader(text);
  try {
    return { value: reader.all(link) };
  } catch (failure) {
    if (!(failure instanceof TextFailure)) throw failure;
    const before = text.slice(0, failure.position);
    const line = before.split('\n').length;
    const column = failure.position - before.lastIndexOf('\n');
    return { message: TEXT.sentence(failure.message, pathText(failure.place), line, column, typeText(link.type)), position: failure.position };
  }
}

function pathText(place) {
  return place.fromRoot().map((step) => {
    if (step.step === STEP.field && !IDENTIFIER.test(step.name)) return `[${JSON.stringify(step.name)}]`;
    return step.step === STEP.key ? `[${step.name}](key)` : stepText(step);
  }).join('');
}

class TextReader {
  #depth = 0;

  constructor(text) {
    this.text = text;
    this.scanner = new Scanner(text);
    this.mayRefer = text.includes('#');
  }

  all(link) {
    const root = Place.root();
    const value = this.#read(link, root);
    this.scanner.skipBlanks();
    if (!this.scanner.atEnd) this.scanner.fail(TEXT.trailing, root);
    return value;
  }

  #read(link, place) {
    this.scanner.skipBlanks();
    if (SCALARS.has(link.tag)) return this.scanner.scalar(link.tag, place);
    const isContainer = link.tag !== 'Struct' && link.tag !== 'Variant';
    if (isContainer && this.mayRefer) {
      const earlier = this.#reference(link, place);
      if (earlier !== null) return earlier;
    }
    if (++this.#depth > MAX_DEPTH) this.scanner.fail(TEXT.tooDeep, place);
    const value = this[READ[link.tag]](link, place);
    this.#depth--;
    return value;
  }

  #inner(link, place) {
    if (this.mayRefer) enter(place);
    return this.#read(link, place);
  }

  ref(link, place) {
    if (!this.scanner.take('&')) this.scanner.fail(TEXT.ref, place);
    const cell = new EastRef(null);
    place.define(cell, link);
    cell.value = this.#inner(link.parts[0], place.content());
    return cell;
  }

  array(link, place) {
    const { scanner } = this;
    if (!scanner.take('[')) scanner.fail(TEXT.array, place);
    const items = [];
    const array = new EastArray(items);
    place.define(array, link);
    scanner.skipBlanks();
    if (scanner.take(']')) return array;
    do {
      items.push(this.#inner(link.parts[0], place.element(items.length)));
      scanner.skipBlanks();
    } while (scanner.take(','));
    return scanner.take(']') ? array : scanner.fail(TEXT.afterElement, place);
  }

  set(link, place) {
    const { scanner } = this;
    if (!scanner.take('{')) scanner.fail(TEXT.set, place);
    const set = new EastSet(keysOf(link.parts[0]));
    place.define(set, link);
    scanner.skipBlanks();
    if (scanner.take('}')) return set;
    let index = 0;
    do {
      set.add(this.#read(link.parts[0], place.element(index++)));
      scanner.skipBlanks();
    } while (scanner.take(','));
    return scanner.take('}') ? set : scanner.fail(TEXT.afterKey, place);
  }

  dict(link, place) {
    const { scanner } = this;
    if (!scanner.take('{')) scanner.fail(TEXT.dict, place);
    const dict = new EastDict(keysOf(link.parts[0]));
    place.define(dict, link);
    scanner.skipBlanks();
    if (scanner.take(':')) {
      scanner.skipBlanks();
      return scanner.take('}') ? dict : scanner.fail(TEXT.emptyDict, place);
    }
    if (scanner.take('}')) return dict;
    let entry = 0;
    do {
      const key = this.#read(link.parts[0], place.key_(entry));
      scanner.skipBlanks();
      if (!scanner.take(':')) scanner.fail(TEXT.afterDictKey(entry), place);
      dict.put(key, this.#inner(link.parts[1], place.value(entry++, key, link.parts[0])));
      scanner.skipBlanks();
    } while (scanner.take(','));
    return scanner.take('}') ? dict : scanner.fail(TEXT.afterEntry, place);
  }

  struct(link, place) {
    const { scanner } = this;
    if (!scanner.take('(')) scanner.fail(TEXT.struct, place);
    const members = [];
    for (let i = 0; i < link.names.length; i++) {
      this.#fieldName(link, i, place);
      members.push([link.names[i], this.#inner(link.parts[i], place.field(link.names[i]))]);
      scanner.skipBlanks();
      if (scanner.atEnd) scanner.fail(TEXT.endInStruct, place);
      if (!scanner.take(',') && this.text[scanner.at] !== ')') scanner.fail(i + 1 < link.names.length ? TEXT.afterField : TEXT.closeStruct, place);
    }
    scanner.skipBlanks();
    return scanner.take(')') ? Object.fromEntries(members) : scanner.fail(TEXT.closeStruct, place);
  }

  #fieldName(link, index, place) {
    const { scanner } = this;
    scanner.skipBlanks();
    const start = scanner.at;
    const { name } = scanner.identifier();
    const expected = link.names[index];
    if (name === null) scanner.fail(TEXT.missingField(expected), place, start);
    if (name !== expected) scanner.fail(TEXT.unknownField(name, link.names), place, start);
    scanner.skipBlanks();
    if (!scanner.take('=')) scanner.fail(TEXT.afterFieldName(name), place);
  }

  variant(link, place) {
    const { scanner } = this;
    if (!scanner.take('.')) scanner.fail(TEXT.variant, place);
    const start = scanner.at;
    if (!scanner.atEnd && isBlank(this.text[start])) scanner.fail(TEXT.blankAfterDot, place);
    const { name, problem } = scanner.identifier();
    if (name === null) scanner.fail(problem, place);
    const index = link.names.indexOf(name);
    if (index < 0) scanner.fail(TEXT.unknownCase(name, link.names), place, start);
    const inner = place.case(name);
    const payload = link.parts[index];
    if (payload.tag !== 'Null') return new EastVariant(name, this.#inner(payload, inner));
    scanner.skipBlanks();
    if (!scanner.atTerminator) scanner.null(inner);
    return new EastVariant(name, null);
  }

  #reference(link, place) {
    const start = this.scanner.at;
    const reference = this.scanner.reference();
    if (reference === null) return null;
    const sign = reference.indexOf('#');
    const levels = reference.slice(0, sign) || String(place.depth);
    if (Number(levels) > place.depth) this.scanner.fail(TEXT.invalidReference(reference, levels, place.depth), place, start);
    let target = place.up(Number(levels));
    for (const step of stepsOf(reference.slice(sign + 1))) target = target?.inner?.get(step) ?? null;
    if (!target?.container || !sameValues(target.link, link)) this.scanner.fail(TEXT.undefinedReference(reference), place, start);
    return target.container;
  }
}

const READ = { Ref: 'ref', Array: 'array', Set: 'set', Dict: 'dict', Struct: 'struct', Variant: 'variant' };

/** Makes a place known by all the names that references may use for it. */
function enter(place) {
  if (place.step === STEP.field) {
    place.register(`.${place.name}`);
    if (!IDENTIFIER.test(place.name)) place.register(`[${JSON.stringify(place.name)}]`);
  } else {
    place.register(place.step === STEP.case ? `.${place.name}` : stepText(place));
  }
}

function stepsOf(path) {
  const steps = [];
  for (let start = 0; start < path.length;) {
    const end = stepEnd(path, start);
    const step = path.slice(start, end);
    steps.push(step.startsWith('.`') ? `.${step.slice(2, -1).replace(/\\([\s\S])/g, '$1')}` : step);
    start = end;
  }
  return steps;
}

