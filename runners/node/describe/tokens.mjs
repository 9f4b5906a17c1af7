/**
 * Cuts JavaScript source into tokens without running it: names, strings, templates, numbers, regular expressions, punctuation. Comments
 * are dropped, but the last doc comment before a token stays with that token.
 */

/**
 * @typedef {object} Token
 * @property {'name' | 'string' | 'template' | 'number' | 'regex' | 'punctuation'} kind
 * @property {string} text the source text; a string's contents without quotes and with its escapes undone
 * @property {number} line from 1
 * @property {{text: string, line: number} | null} doc the doc comment right before it: everything between its delimiters, and its first line
 * @property {number} match of an opening bracket: the index of the closing one's token; else -1
 */

/** Source that cannot be cut into tokens, or whose brackets do not pair up. */
export class SourceError extends Error {
  constructor(text, line) {
    super(text);
    this.line = line;
  }
}

const NAME = /[\p{ID_Start}$_#\\][\p{ID_Continue}$\u200c\u200d\\]*/uy;
const NUMBER = /(?:0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][+-]?\d[\d_]*)?\.?)n?/y;
const BLANK = /(?:[^\S\r\n]|\ufeff)+/y;
const LINE_COMMENT = /[^\r\n\u2028\u2029]*/y;
const REGEX = /\/(?![*/])(?:[^\\/[\r\n]|\\[^\r\n]|\[(?:[^\\\]\r\n]|\\[^\r\n])*\])+\/[\p{ID_Continue}]*/uy;
const PUNCTUATION = /=>|\.\.\.|\?\.(?!\d)|[<>=!+\-*/%&|^]=?|[{}()[\];,.:?~@]/y;
/** After these names an expression begins, so a slash begins a regular expression. */
const BEFORE_EXPRESSION = new Set(['return', 'typeof', 'instanceof', 'in', 'of', 'new', 'delete', 'void', 'throw', 'case', 'do', 'else',
  'yield', 'await', 'default', 'extends']);
const CLOSING = { '(': ')', '[': ']', '{': '}', '${': '}' };

/**
 * @param {string} source
 * @returns {{tokens: Token[], docs: {text: string, line: number}[]}} and all doc comments, also those that no token follows
 * @throws {SourceError}
 */
export function tokenize(source) {
  return new Tokenizer(source).run();
}

class Tokenizer {
  constructor(source) {
    this.source = source;
    this.at = source.startsWith('#!') ? source.search(/[\r\n]|$/) : 0;
    this.line = 1;
    this.tokens = [];
    this.open = []; // indexes of the tokens of brackets that are not closed yet
    this.doc = null;
    this.docs = [];
  }

  run() {
    while (this.at < this.source.length) this.next();
    if (this.open.length > 0) {
      const token = this.tokens[this.open.at(-1)];
      throw new SourceError(`'${token.text}' is never closed`, token.line);
    }
    return { tokens: this.tokens, docs: this.docs };
  }

  next() {
    const char = this.source[this.at];
    if (char === '\n' || char === '\r' || char === '\u2028' || char === '\u2029') return this.newline();
    if (this.match(BLANK) !== null) return undefined;
    if (char === '/' && this.comment()) return undefined;
    if (char === '"' || char === "'") return this.string(char);
    if (char === '`') return this.template();
    if (char === '}' && this.tokens[this.open.at(-1)]?.text === '${') return this.template();
    return this.word(char);
  }

  newline() {
    if (this.source.startsWith('\r\n', this.at)) this.at++;
    this.at++;
    this.line++;
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }

  push(kind, text, line = this.line) {
    this.tokens.push({ kind, text, line, doc: this.doc, match: -1 });
    this.doc = null;
  }

  /** Skips a comment; false when the slash begins something else. */
  comment() {
    if (this.source.startsWith('//', this.at)) return this.match(LINE_COMMENT) !== null;
    if (!this.source.startsWith('/*', this.at)) return false;
    const end = this.source.indexOf('*/', this.at + 2);
    if (end < 0) throw new SourceError('a comment is never closed', this.line);
    const text = this.source.slice(this.at + 2, end);
    if (text.startsWith('*')) {
      this.doc = { text: text.slice(1), line: this.line };
      this.docs.push(this.doc);
    }
    this.line += countLines(text);
    this.at = end + 2;
    return true;
  }

  string(quote) {
    const start = this.at++;
    while (this.source[this.at] !== quote) {
      const char = this.source[this.at];
      if (char === undefined || char === '\n' || char === '\r') throw new SourceError('a string is never closed', this.line);
      this.at += char === '\\' ? 2 : 1;
    }
    const raw = this.source.slice(start + 1, this.at++);
    this.push('string', unescape(raw));
    this.line += countLines(raw);
  }

  /** From a backtick, or from the brace that ends a substitution, to the next substitution or the closing backtick. */
  template() {
    const line = this.line;
    const continues = this.source[this.at] === '}';
    if (continues) this.close('}');
    for (this.at++; ; this.at++) {
      const char = this.source[this.at];
      if (char === undefined) throw new SourceError('a template is never closed', line);
      if (char === '`' || (char === '$' && this.source[this.at + 1] === '{')) break;
      if (char === '\\') this.at++;
      if (this.source[this.at] === '\n') this.line++;
    }
    if (this.source[this.at++] === '`') return this.push('template', '`', line);
    this.at++;
    this.open.push(this.tokens.length);
    return this.push('punctuation', '${');
  }

  word(char) {
    const name = this.match(NAME);
    if (name !== null) return this.push('name', name);
    if (/[0-9]/.test(char) || (char === '.' && /[0-9]/.test(this.source[this.at + 1]))) return this.push('number', this.match(NUMBER));
    if (char === '/' && this.regexMayStart()) {
      const regex = this.match(REGEX);
      if (regex !== null) return this.push('regex', regex);
    }
    const text = this.match(PUNCTUATION);
    if (text === null) throw new SourceError(`unexpected character ${JSON.stringify(char)}`, this.line);
    if (text === '(' || text === '[' || text === '{') this.open.push(this.tokens.length);
    if (text === ')' || text === ']' || text === '}') this.close(text);
    return this.push('punctuation', text);
  }

  close(text) {
    const index = this.open.pop();
    if (index === undefined || CLOSING[this.tokens[index].text] !== text) throw new SourceError(`'${text}' closes nothing`, this.line);
    this.tokens[index].match = this.tokens.length;
  }

  /** Whether an expression may begin here, judged by the token before. */
  regexMayStart() {
    const last = this.tokens.at(-1);
    if (last === undefined) return true;
    if (last.kind === 'name') return BEFORE_EXPRESSION.has(last.text);
    if (last.kind !== 'punctuation') return false;
    if (last.text === ')') return this.closesCondition();
    return last.text !== ']' && (last.text !== '}' || last.line < this.line);
  }

  /** Whether the bracket just closed is that of `if (…)`, `while (…)`, `for (…)` or `with (…)`. */
  closesCondition() {
    const opening = this.tokens.findLastIndex((token) => token.match === this.tokens.length - 1);
    return ['if', 'while', 'for', 'with'].includes(this.tokens[opening - 1]?.text);
  }
}

const countLines = (text) => text.match(/\r\n|[\n\r\u2028\u2029]/g)?.length ?? 0;

/** Enough for module names and property names: other escapes stand for themselves. */
function unescape(raw) {
  if (!raw.includes('\\')) return raw;
  return raw.replace(/\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|([\s\S]))/g, (all, code, unit, byte, char) => {
    const hex = code ?? unit ?? byte;
    if (hex !== undefined) return parseInt(hex, 16) <= 0x10ffff ? String.fromCodePoint(parseInt(hex, 16)) : all;
    return { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', 0: '\0', '\n': '' }[char] ?? char;
  });
}
