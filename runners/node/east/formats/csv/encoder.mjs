/** Writes tables as CSV (spec 3.5). */
import { FormatError } from '../beast2/reader.mjs';
import { writeCell } from './cells.mjs';
import { TEXT, characters, columnsOf, given } from './options.mjs';

/**
 * @param {import('../../link.mjs').Link} link of a row
 * @param {import('../../values/containers.mjs').EastArray} table
 * @param {object} config the configuration struct
 * @returns {Uint8Array}
 * @throws {FormatError}
 */
export function encodeCsv(link, table, config) {
  const columns = columnsOf(link);
  const options = given(config);
  const { separator, quote, escape } = characters(options);
  const { newline = '\r\n', includeHeader = true, nullString = '', alwaysQuote = false } = options;
  const quoted = (text) => {
    if (!alwaysQuote && ![separator, quote, '\r', '\n'].some((special) => text.includes(special))) return text;
    if (escape !== quote && text.endsWith(escape)) throw new FormatError(TEXT.error(TEXT.escapeAtEnd(text, escape)));
    return quote + text.replaceAll(quote, () => escape + quote) + quote;
  };
  const line = (texts) => texts.map(quoted).join(separator);
  const cell = ({ name, isOption, kind }, row) => {
    const value = isOption ? row[name].value : row[name];
    return kind === 'Null' || (isOption && row[name].case === 'none') ? nullString : writeCell(kind, value);
  };
  const lines = includeHeader ? [line(columns.map((column) => column.name))] : [];
  for (const row of table.items) lines.push(line(columns.map((column) => cell(column, row))));
  return new Uint8Array(Buffer.from(lines.join(newline), 'utf8'));
}
