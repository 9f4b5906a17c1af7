/** Says what is wrong with a text that is no JSON: the same words in every runtime, since programs can see them. */
import { TEXT } from './messages.mjs';

const STRING = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const INTEGER = /-?(?:0(?![0-9])|[1-9][0-9]*)/y;
const FRACTION = /\.[0-9]*/y;
const EXPONENT = /[eE][+-]?[0-9]*/y;

class SyntaxFailure extends Error {
  constructor(message, position) {
    super(message);
    this.position = position;
  }
}

/** The first problem of a text that JSON.parse refuses, with its line and column. */
export function syntaxProblem(text) {
  try {
    const scanner = new SyntaxScanner(text);
    scanner.value();
    scanner.end();
    return TEXT.badNumber; // not reached: whoever asks knows that there is a problem
  } catch (failure) {
    if (!(failure instanceof SyntaxFailure)) throw failure;
    const before = text.slice(0, failure.position);
    return TEXT.place(failure.message, before.split('\n').length, failure.position - before.lastIndexOf('\n'));
  }
}

class SyntaxScanner {
  #text;
  #at = 0;

  constructor(text) {
    this.#text = text;
  }

  /** One value. Lists and objects are kept on a stack of their own: texts may be nested deeper than calls. */
  value() {
    const open = [];
    for (;;) {
      this.#blanks();
      const next = this.#text[this.#at];
      if (next === '[' || next === '{') {
        this.#at++;
        if (!this.#take(next === '[' ? ']' : '}')) {
          open.push(next);
          if (next === '{') this.#name();
          continue;
        }
      } else {
        this.#scalar(next);
      }
      for (;;) { // what has just ended may end what it is in
        if (open.length === 0) return;
        const kind = open.at(-1);
        if (this.#take(',')) {
          if (kind === '{') this.#name();
          break;
        }
        if (!this.#take(kind === '[' ? ']' : '}')) this.#expected(kind === '[' ? "',' or ']'" : "',' or '}'");
        open.pop();
      }
    }
  }

  end() {
    this.#blanks();
    if (this.#at < this.#text.length) this.#fail(TEXT.trailing);
  }

  #scalar(next) {
    if (next === '"') return this.#string();
    if (next !== undefined && /[-0-9]/.test(next)) return this.#number();
    const word = ['true', 'false', 'null'].find((each) => this.#text.startsWith(each, this.#at));
    if (word === undefined) this.#expected('a JSON value');
    this.#at += word.length;
    return undefined;
  }

  #name() {
    this.#blanks();
    if (this.#text[this.#at] !== '"') this.#expected('a member name in quotes');
    this.#string();
    if (!this.#take(':')) this.#expected("':'");
  }

  #string() {
    this.#at++;
    for (;;) {
      STRING.lastIndex = this.#at;
      this.#at += STRING.exec(this.#text)[0].length;
      if (this.#at >= this.#text.length) this.#fail(TEXT.unterminatedString);
      if (this.#text[this.#at] === '"') {
        this.#at++;
        return;
      }
      if (this.#text[this.#at] !== '\\') this.#fail(TEXT.controlCharacter);
      ESCAPE.lastIndex = this.#at;
      const escape = ESCAPE.exec(this.#text);
      this.#at++;
      if (escape === null) this.#fail(this.#at >= this.#text.length ? TEXT.unterminatedString : TEXT.badEscape);
      this.#at += escape[0].length - 1;
    }
  }

  #number() {
    let end = this.#at;
    const part = (regex) => {
      regex.lastIndex = end;
      const found = regex.exec(this.#text)?.[0] ?? '';
      if (found !== '' && !/[0-9]$/.test(found)) this.#fail(TEXT.badNumber);
      end += found.length;
      return found;
    };
    if (part(INTEGER) === '') this.#fail(TEXT.badNumber);
    part(FRACTION);
    part(EXPONENT);
    this.#at = end;
  }

  #take(character) {
    this.#blanks();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #blanks() {
    while (this.#at < this.#text.length && ' \t\r\n'.includes(this.#text[this.#at])) this.#at++;
  }

  #expected(what) {
    this.#fail(TEXT.expectedJson(what, this.#at < this.#text.length ? `'${this.#text[this.#at]}'` : 'end of input'));
  }

  #fail(message) {
    throw new SyntaxFailure(message, this.#at);
  }
}
