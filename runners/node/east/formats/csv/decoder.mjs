/** Reads tables from CSV (spec 3.5). */
import { FormatError } from '../beast2/reader.mjs';
import { EastArray, NONE, some } from '../../values/containers.mjs';
import { readCell } from './cells.mjs';
import { TEXT, characters, columnsOf, given } from './options.mjs';
import { Rows } from './rows.mjs';

/**
 * @param {import('../../link.mjs').Link} link of a row
 * @param {Uint8Array} blob
 * @param {object} config the configuration struct
 * @throws {FormatError}
 */
export function decodeCsv(link, blob, config) {
  const columns = columnsOf(link);
  const options = given(config);
  const rows = new Rows(blob, characters(options));
  const table = new Table(columns, options, rows);
  return new EastArray(table.read());
}

class Table {
  #columns;
  #options;
  #rows;
  #nulls;

  constructor(columns, options, rows) {
    this.#columns = columns;
    this.#options = options;
    this.#rows = rows;
    this.#nulls = new Set(options.nullStrings === undefined ? [''] : options.nullStrings.items);
  }

  read() {
    const { hasHeader = true, skipEmptyLines = true } = this.#options;
    const places = hasHeader ? this.#header() : this.#columns.map((_, i) => i);
    const table = [];
    let number = 0;
    for (let row = this.#rows.next(); row !== null; row = this.#rows.next()) {
      if (skipEmptyLines && row.every((field) => field.length === 0)) continue;
      number++;
      table.push(Object.fromEntries(this.#columns.map((column, i) => [column.name, this.#cell(row, column, places[i], number)])));
    }
    return table;
  }

  #header() {
    const { columnMapping, strict = false } = this.#options;
    const names = (this.#rows.next() ?? []).map(textOf).map((name) => columnMapping?.find(name)?.value ?? name);
    const places = this.#columns.map((column) => {
      const place = names.lastIndexOf(column.name);
      if (place < 0 && !column.isOption) throw new FormatError(TEXT.error(TEXT.missingColumn(column.name)));
      return place;
    });
    const unexpected = strict ? names.find((name) => !this.#columns.some((column) => column.name === name)) : undefined;
    if (unexpected !== undefined) throw new FormatError(TEXT.error(TEXT.unexpectedColumn(unexpected)));
    return places;
  }

  #cell(row, column, place, number) {
    const fail = (message) => { throw new FormatError(TEXT.errorAt(message, number, place, column.name)); };
    if (place < 0) return NONE;
    if (place >= row.length) return column.isOption ? NONE : fail(TEXT.shortRow(row.length, place + 1));
    const full = textOf(row[place]);
    const text = this.#options.trimFields === true ? full.trim() : full;
    if (this.#nulls.has(text)) return column.isOption ? NONE : fail(TEXT.nullValue(column.name));
    const cell = readCell(column.kind, text);
    if (cell.problem !== undefined) fail(cell.problem);
    return column.isOption ? some(cell.value) : cell.value;
  }
}

/** Invalid bytes become U+FFFD; a mark at the start of a field is dropped. */
function textOf(field) {
  const text = field.utf8Slice();
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
