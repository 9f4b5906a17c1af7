/** Cuts CSV into rows of fields, as bytes. */
import { FormatError } from '../beast2/reader.mjs';
import { TEXT } from './options.mjs';

const CR = 13;
const LF = 10;

export class Rows {
  #bytes;
  #at;
  #separator;
  #quote;
  #escape;

  /**
   * @param {Uint8Array} blob
   * @param {{separator: string, quote: string, escape: string}} characters
   */
  constructor(blob, { separator, quote, escape }) {
    this.#bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.length);
    this.#at = this.#bytes.length >= 3 && this.#bytes[0] === 0xef && this.#bytes[1] === 0xbb && this.#bytes[2] === 0xbf ? 3 : 0;
    [this.#separator, this.#quote, this.#escape] = [separator, quote, escape].map((character) => character.charCodeAt(0));
  }

  /**
   * @returns {Buffer[] | null} the next row's fields; null at the end
   * @throws {FormatError} where a quote is not closed
   */
  next() {
    if (this.#at >= this.#bytes.length) return null;
    const fields = [];
    for (;;) {
      fields.push(this.#field());
      const end = this.#bytes[this.#at++];
      if (end === this.#separator) continue;
      if (end === CR && this.#bytes[this.#at] === LF) this.#at++;
      return fields;
    }
  }

  /** One field, up to what ends it. */
  #field() {
    const bytes = this.#bytes;
    const pieces = [];
    let length = 0;
    const add = (start, end) => {
      if (end > start) pieces.push(bytes.subarray(start, end));
      length += end - start;
    };
    let start = this.#at;
    for (;;) {
      const byte = bytes[this.#at];
      if (byte === undefined || byte === this.#separator || byte === CR || byte === LF) break;
      if (byte !== this.#quote || length + this.#at - start > 0) {
        this.#at++;
        continue;
      }
      this.#at++;
      this.#quoted(add);
      start = this.#at;
    }
    add(start, this.#at);
    return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  }

  /** The rest of a quoted section. */
  #quoted(add) {
    const bytes = this.#bytes;
    let start = this.#at;
    for (; ; this.#at++) {
      const byte = bytes[this.#at];
      if (byte === undefined) throw new FormatError(TEXT.error(TEXT.unclosedQuote));
      if (byte === this.#escape && bytes[this.#at + 1] === this.#quote) {
        add(start, this.#at);
        start = ++this.#at; // the quote itself is the text
      } else if (byte === this.#quote) {
        add(start, this.#at++);
        return;
      }
    }
  }
}
