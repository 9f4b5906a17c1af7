/** Types of tables, options and messages of CSV (spec 3.5). */
import { FormatError } from '../beast2/reader.mjs';
import { isOption } from '../../types.mjs';
import { eastText } from '../../print.mjs';

export const TEXT = {
  unclosedQuote: 'unclosed quote at end of file',
  error: (message) => `CSV error: ${message}`,
  errorAt: (message, row, column, name) => `CSV error: ${message} at row ${row}, column ${column} (${name})`,
  unsupportedField: (field) => `CSV field '${field}' has unsupported type`,
  notATable: (type) => `CSV holds tables, that is Array<Struct<…>>, not ${type}`,
  missingColumn: (field) => `missing required column '${field}'`,
  unexpectedColumn: (name) => `unexpected column '${name}' in strict mode`,
  nullValue: (field) => `null value for required field '${field}'`,
  shortRow: (count, expected) => `row has ${count} fields, expected at least ${expected}`,
  unsupportedCell: (kind) => `unsupported field type ${kind}`,
  boolean: (text) => `expected 'true' or 'false', got '${text}'`,
  integer: (text) => `expected integer, got '${text}'`,
  integerRange: (text) => `integer out of range (must be 64-bit signed), got '${text}'`,
  float: (text) => `expected float, got '${text}'`,
  date: (text) => `expected ISO 8601 date, got '${text}'`,
  blob: (text) => `expected hex string starting with '0x', got '${text}'`,
  hex: (text) => `invalid hex string '${text}'`,
  null: (text) => `expected null, got '${text}'`,
  escapeAtEnd: (text, escape) => `the text '${text}' ends in the escape character '${escape}' and needs quotes, which would then not close`,
  characters: 'the delimiter, quote and escape characters must be ASCII and not a line end',
  sameCharacters: 'the delimiter must differ from the quote and escape characters',
};

export const SCALARS = new Set(['Null', 'Boolean', 'Integer', 'Float', 'String', 'DateTime', 'Blob', 'Never']);

const isSupported = (type) => SCALARS.has(type.tag) || (isOption(type) && isSupported(type.cases[1].type));

/**
 * The columns of a table: each field with its type, and whether it is an Option.
 * @param {import('../../link.mjs').Link} link of a row, which must be a Struct
 * @throws {FormatError}
 */
export function columnsOf(link) {
  if (link.tag !== 'Struct') throw new FormatError(TEXT.notATable(eastText(link.type)));
  return link.type.fields.map(({ name, type }) => {
    if (!isSupported(type)) throw new FormatError(TEXT.unsupportedField(name));
    return { name, isOption: isOption(type), kind: isOption(type) ? type.cases[1].type.tag : type.tag };
  });
}

/** What a configuration struct says: the members that are `some`. */
export function given(config) {
  return Object.fromEntries(Object.entries(config).filter(([, option]) => option.case === 'some').map(([name, option]) => [name, option.value]));
}

/** The first character of each, checked. @throws {FormatError} */
export function characters({ delimiter = ',', quoteChar = '"', escapeChar = '"' }) {
  const [separator, quote, escape] = [delimiter, quoteChar, escapeChar].map((text) => (text === '' ? '\uffff' : text[0]));
  const isUnusable = (character) => character > '\x7f' || character === '\r' || character === '\n';
  if ([separator, quote, escape].some(isUnusable)) throw new FormatError(TEXT.error(TEXT.characters));
  if (separator === quote || separator === escape) throw new FormatError(TEXT.error(TEXT.sameCharacters));
  return { separator, quote, escape };
}
