/** The texts of CSV cells. */
import { EastError } from '../../errors.mjs';
import { parseInteger } from '../../values/integers.mjs';
import { LARGEST_DATE, fromFields, iso } from '../calendar.mjs';
import { csvFloat, fromHex, hex } from '../scalars.mjs';
import { TEXT } from './options.mjs';

/** @returns {{value: any} | {problem: string}} */
export function readCell(kind, text) {
  const either = (value, problem) => (value === null ? { problem } : { value });
  const trimmed = text.trim();
  switch (kind) {
    case 'Null': return text === '' || text === 'null' ? { value: null } : { problem: TEXT.null(text) };
    case 'Boolean': return text === 'true' || text === 'false' ? { value: text === 'true' } : { problem: TEXT.boolean(text) };
    case 'Integer': return /^-?[0-9]+$/.test(trimmed) ? either(parseInteger(trimmed), TEXT.integerRange(text)) : { problem: TEXT.integer(text) };
    case 'Float': return either(float(trimmed), TEXT.float(text));
    case 'String': return { value: text };
    case 'DateTime': return either(date(trimmed), TEXT.date(text));
    case 'Blob': return text.startsWith('0x') ? either(fromHex(text.slice(2)), TEXT.hex(text)) : { problem: TEXT.blob(text) };
    default: return { problem: TEXT.unsupportedCell(kind) };
  }
}

function float(text) {
  if (/^(NaN|[+-]?Infinity)$/.test(text)) return Number(text);
  return /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(text) ? Number(text) : null;
}

const DATE = /^(\d{4}|[+-]\d{6})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d\d):(\d\d))?)?)?)?$/;

/** ISO forms; without a zone they are UTC. */
function date(text) {
  const match = DATE.exec(text);
  if (match === null || match[1] === '-000000') return null;
  const [year, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((field) => (field === undefined ? undefined : Number(field)));
  const [, , , , , , , fraction = '', sign, hours = 0, minutes = 0] = match;
  const start = fromFields(year, month, day, 0, 0, 0, 0);
  const time = fromFields(1970, 1, 1, hour, minute, second, Number(fraction.slice(0, 3).padEnd(3, '0')));
  if (start === null || time === null || Number(hours) > 23 || Number(minutes) > 59) return null;
  const instant = start + time - (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  return Math.abs(instant) <= LARGEST_DATE ? instant : null;
}

export function writeCell(kind, value) {
  switch (kind) {
    case 'Boolean': case 'Integer': return String(value);
    case 'Float': return csvFloat(value);
    case 'String': return value;
    case 'DateTime': return iso(value);
    case 'Blob': return hex(value);
    default: throw new EastError(TEXT.unsupportedCell(kind));
  }
}
