/** The characters of a type: takes what is expected next, skips white space and comment stars, and says where something else stands. */

/** A type that is not well-formed. `offset` is where in its text. */
export class TypeSyntaxError extends Error {
  constructor(text, offset) {
    super(text);
    this.offset = offset;
  }
}

const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
const NUMBER = /-?\d+(\.\d+)?n?/y;
const SPACE = /\s*/y;
const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y;
const QUOTED = /`(?:[^`\\]|\\.)*`/y;
const TYPE_END = /$|[|,>)}\];=]/y;

export class TypeLexer {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.onNewLine = false;
    this.#space();
  }

  #space() {
    const found = this.#match(SPACE);
    this.onNewLine = found !== null && found.includes('\n');
  }

  #match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }

  #token(pattern) {
    const found = this.#match(pattern);
    if (found !== null) this.#space();
    return found;
  }

  /** @returns {never} */
  fail(expected) {
    const rest = this.text.slice(this.at).split('\n')[0];
    const found = rest === '' ? 'the end' : rest.length > 12 ? `"${rest.slice(0, 12)}…"` : `"${rest}"`;
    throw new TypeSyntaxError(`expected ${expected}, found ${found}`, this.at);
  }

  peek(text) {
    return this.text.startsWith(text, this.at);
  }

  take(text) {
    if (!this.peek(text) || (text === '=' && this.peek('=>'))) return false;
    this.at += text.length;
    this.#space();
    return true;
  }

  /** Takes a word if it stands before another name. */
  takeWord(word) {
    const pattern = new RegExp(`${word}\\s+(?=[\\p{ID_Start}$_'"\`])`, 'uy');
    this.#match(pattern);
  }

  expect(text) {
    if (!this.take(text)) this.fail(`'${text}'`);
  }

  end() {
    if (this.at < this.text.length) this.fail('the end of the type');
  }

  /** Whether nothing that begins a type follows. */
  atTypeEnd() {
    TYPE_END.lastIndex = this.at;
    return TYPE_END.test(this.text);
  }

  name(what) {
    return this.#token(NAME) ?? this.fail(what);
  }

  takeNumber() {
    return this.#token(NUMBER) !== null;
  }

  /** The contents of a string literal, or null. */
  takeString() {
    const found = this.#token(STRING);
    return found === null ? null : found.slice(1, -1).replace(/\\(.)/g, '$1');
  }

  /** A field's or a case's name: plain, a string, or in backticks. */
  memberName() {
    const quoted = this.#token(QUOTED);
    if (quoted !== null) return quoted.slice(1, -1).replace(/\\(.)/g, '$1');
    return this.takeString() ?? this.name('a name');
  }

  /** Takes the `name:` or `name?:` before a parameter's type. */
  takeLabel() {
    this.#match(/(?:\.\.\.)?[\p{ID_Start}$_][\p{ID_Continue}$]*\s*\??\s*:\s*/uy);
  }

  /** Whether the bracket here is closed before an arrow. */
  isFunctionType() {
    let depth = 0;
    for (let i = this.at; i < this.text.length; i++) {
      if ('([{<'.includes(this.text[i])) depth++;
      else if (')]}>'.includes(this.text[i]) && this.text.slice(i - 1, i + 1) !== '=>' && --depth === 0) return /^\s*=>/.test(this.text.slice(i + 1));
    }
    return false;
  }
}
