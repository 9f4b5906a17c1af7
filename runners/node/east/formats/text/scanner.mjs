/** The tokens of East text: scalars, identifiers, references. Positions count UTF-16 units. */
import { parseInteger } from '../../values/integers.mjs';
import { fromFields } from '../calendar.mjs';
import { fromHex, isBlank } from '../scalars.mjs';
import { TEXT } from './messages.mjs';

/** Text that is not what it should be. */
export class TextFailure extends Error {
  constructor(message, position, place) {
    super(message);
    this.position = position;
    this.place = place;
  }
}

const TERMINATORS = new Set([' ', '\t', '\r', '\n', ',', ')', ']', '}']);
const DATE = /(-?)(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?/y;
const FLOAT = /-?[0-9]+(\.[0-9]*)?/y;
const EXPONENT = /[eE][+-]?/y;

export class Scanner {
  at = 0;

  constructor(text) {
    this.text = text;
  }

  get atEnd() {
    return this.at >= this.text.length;
  }

  get atTerminator() {
    return this.atEnd || TERMINATORS.has(this.text[this.at]);
  }

  skipBlanks() {
    while (this.at < this.text.length && isBlank(this.text[this.at])) this.at++;
  }

  take(character) {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  #word(word) {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  #match(regex) {
    regex.lastIndex = this.at;
    return regex.exec(this.text);
  }

  fail(message, place, position = this.at) {
    throw new TextFailure(message, position, place);
  }

  #expected(what, place) {
    this.fail(TEXT.expected(what, this.atEnd ? 'end of input' : `'${this.text[this.at]}'`), place);
  }

  /** `2#.path` or `#.path`, or null when there is no reference here. */
  reference() {
    const head = this.#match(/[0-9]*#/y);
    if (head === null) return null;
    let end = this.at + head[0].length;
    for (let next; end < this.text.length && (next = stepEnd(this.text, end)) > end;) end = next;
    const reference = this.text.slice(this.at, end);
    this.at = end;
    return reference;
  }

  scalar(tag, place) {
    switch (tag) {
      case 'Null': return this.null(place);
      case 'Boolean': return this.#word('true') || (this.#word('false') ? false : this.#expected('boolean', place));
      case 'Integer': return this.#integer(place);
      case 'Float': return this.#float(place);
      case 'String': return this.#string(place);
      case 'DateTime': return this.#dateTime(place);
      case 'Blob': return this.#blob(place);
      default: return this.fail(tag === 'Never' ? TEXT.never : TEXT.function, place);
    }
  }

  null(place) {
    const start = this.at;
    if (this.#word('null')) {
      if (this.atTerminator) return null;
      this.at = start;
    }
    return this.#expected('null', place);
  }

  #integer(place) {
    const match = this.#match(/-?[0-9]+/y);
    if (match === null) this.#expected('integer', place);
    const value = parseInteger(match[0]);
    if (value === null) this.fail(TEXT.integerRange(match[0]), place);
    this.at += match[0].length;
    return value;
  }

  #float(place) {
    if (this.#word('NaN')) return NaN;
    if (this.#word('Infinity')) return Infinity;
    if (this.#word('-Infinity')) return -Infinity;
    const match = this.#match(FLOAT);
    if (match === null) this.#expected('float', place);
    const start = this.at;
    this.at += match[0].length;
    const exponent = this.#match(EXPONENT);
    if (exponent !== null) {
      this.at += exponent[0].length;
      const digits = this.#match(/[0-9]+/y);
      if (digits === null) this.fail(TEXT.exponent, place);
      this.at += digits[0].length;
    }
    return Number(this.text.slice(start, this.at));
  }

  #string(place) {
    if (!this.take('"')) this.#expected("'\"'", place);
    let value = '';
    for (;;) {
      const plain = this.#match(/[^"\\]*/y)[0];
      value += plain;
      this.at += plain.length;
      if (this.take('"')) return value;
      this.at++; // the backslash, or the end
      if (this.atEnd) this.fail(TEXT.unterminatedString, place, this.text.length);
      if (this.text[this.at] !== '"' && this.text[this.at] !== '\\') this.fail(TEXT.stringEscape, place);
      value += this.text[this.at++];
    }
  }

  #dateTime(place) {
    const match = this.#match(DATE);
    if (match === null) this.fail(TEXT.dateTime, place);
    const [all, sign, ...fields] = match;
    const fraction = Number((fields.pop() ?? '').padEnd(3, '0'));
    const value = sign === '-' ? null : fromFields(...fields.map(Number), fraction);
    if (value === null) this.fail(TEXT.dateTimeValue(all), place);
    this.at += all.length;
    return value;
  }

  #blob(place) {
    const match = this.#match(/0x[0-9a-fA-F]*/y);
    if (match === null) this.fail(TEXT.blob, place);
    const blob = fromHex(match[0].slice(2));
    if (blob === null) this.fail(TEXT.oddHex(match[0]), place);
    this.at += match[0].length;
    return blob;
  }

  /** A name, or what is wrong. @returns {{name: string | null, problem: string | null}} */
  identifier() {
    if (this.text[this.at] === '`') return this.#quoted();
    const match = this.#match(/[A-Za-z_][A-Za-z0-9_]*/y);
    if (match === null) return { name: null, problem: this.atEnd ? TEXT.identifier : TEXT.identifierOpening };
    this.at += match[0].length;
    return { name: match[0], problem: null };
  }

  #quoted() {
    let name = '';
    for (this.at++; this.at < this.text.length; this.at++) {
      if (this.take('`')) return { name, problem: null };
      if (this.text[this.at] === '\\') {
        this.at++;
        if (this.atEnd) break;
        if (this.text[this.at] !== '\\' && this.text[this.at] !== '`') return { name: null, problem: TEXT.identifierEscape };
      }
      name += this.text[this.at];
    }
    return { name: null, problem: TEXT.identifierClosing };
  }
}

/** Where a step of a path that begins at `from` ends; `from` itself where none begins. */
export function stepEnd(text, from) {
  if (text[from] === '.') {
    const match = /\.(?:`(?:[^`\\]|\\[\s\S])*`|(?!`)[A-Za-z0-9_]*)/y;
    match.lastIndex = from;
    return from + (match.exec(text)?.[0].length ?? 0);
  }
  if (text[from] !== '[') return from;
  for (let end = from, open = 0; end < text.length; end++) {
    if (text[end] === '[') open++;
    if (text[end] === ']' && --open === 0) return end + 1;
  }
  return from;
}
